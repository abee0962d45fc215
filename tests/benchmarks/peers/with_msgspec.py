"""The same with msgspec: only what the mapping reads is decoded, and it is checked while it is decoded.

`Struct`s are its fastest way to read. The mapping behind them is the one that is written by hand, without its checks.
"""

from typing import Annotated, Any, Final, Literal

import msgspec
from msgspec import Meta, Struct, field

from tests.benchmarks.peers.handwritten.checked import (
    ACTION,
    DUE,
    FIXED_IN,
    FUNCTION,
    IMPACT,
    PEOPLE,
    RESULT,
    STEPS,
    SYSTEM,
    person_of,
)
from tests.benchmarks.peers.handwritten.comments import Comment
from tests.benchmarks.peers.handwritten.mapping import result

Id = int | str
Moment = Annotated[str, Meta(pattern=r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$")]


class Origin(Struct):
    ticket_id: Id | None = None


class Source(Struct):
    origin: Origin = field(name="from")


class Via(Struct):
    source: Source


class Rating(Struct):
    score: Literal["unoffered", "offered", "bad", "good"] | None = None
    comment: str | None = None


class CustomField(Struct):
    id: int
    value: str | None


class Ticket(Struct):
    subject: Annotated[str, Meta(min_length=1, max_length=150)]
    description: Annotated[str, Meta(min_length=1, max_length=65000)]
    status: Literal["new", "open", "pending", "hold", "solved", "closed"]
    custom_status_id: Id | None
    priority: Literal["urgent", "high", "normal", "low"] | None
    type: Literal["problem", "incident", "question", "task"] | None
    due_at: Moment | None
    problem_id: Id | None
    tags: list[Annotated[str, Meta(pattern=r"^\S*$")]]
    requester_id: Id
    submitter_id: Id | None
    assignee_id: Id | None
    group_id: Id | None
    organization_id: Id | None
    email_cc_ids: list[Id]
    follower_ids: list[Id]
    recipient: str | None
    brand_id: Id | None
    ticket_form_id: Id | None
    satisfaction_rating: Rating | None
    via: Via
    id: int
    custom_fields: list[CustomField]


class User(Struct):
    id: Id
    name: str
    email: str


class Attachment(Struct):
    name: str = field(name="file_name")
    type: str = field(name="content_type")
    size: int
    url: str = field(name="content_url")


class Said(Struct):
    html_body: str
    public: bool
    author_id: Id
    attachments: list[Attachment]


class Given(Struct):
    ticket: Ticket
    users: list[User]
    comments: list[Said]


_IMPACTS: Final = {"one_user", "several_users", "system_down", None}
_RESULTS: Final = {"done", "wont_do", "duplicate", "not_reproduced", None}
_given: Final = msgspec.json.Decoder(Given).decode
_people: Final = msgspec.json.Decoder(list[str]).decode
_steps: Final = msgspec.json.Decoder(list[dict[Literal["step", "outcome"], str | None]]).decode
_encode: Final = msgspec.json.Encoder().encode


def escalate_line(line: bytes) -> bytes:
    """The result line of a line with a ticket.

    Raises:
        msgspec.ValidationError: it is no ticket.
    """
    return _encode(_escalate(_given(line)))


def escalate(given: dict[str, Any]) -> dict[str, Any]:
    """The same for objects that are decoded."""
    return _escalate(msgspec.convert(given, Given))


def _escalate(given: Given) -> dict[str, Any]:
    ticket = msgspec.structs.asdict(given.ticket)
    ticket["via"] = {"source": {"from": {"ticket_id": given.ticket.via.source.origin.ticket_id}}}
    if (rating := given.ticket.satisfaction_rating) is not None:
        ticket["satisfaction_rating"] = {"score": rating.score, "comment": rating.comment}
    users = {user.id: {"id": user.id, "email": user.email, "name": user.name} for user in given.users}
    comments = [
        Comment(each.html_body, person_of(each.author_id, users, ""), public=each.public) for each in given.comments
    ]
    files = [msgspec.structs.asdict(file) for said in given.comments for file in said.attachments]
    return result(ticket, _custom(given.ticket), users, comments, files)


def _custom(ticket: Ticket) -> dict[int, Any]:
    said = {each.id: each.value for each in ticket.custom_fields}
    custom: dict[int, Any] = {number: said.get(number) for number in (IMPACT, SYSTEM, FUNCTION, ACTION)}
    custom[PEOPLE] = _people(text) if (text := said.get(PEOPLE)) else None
    custom[STEPS] = _steps(text) if (text := said.get(STEPS)) else None
    custom[DUE] = ticket.due_at
    if custom[IMPACT] not in _IMPACTS or said.get(RESULT) not in _RESULTS:
        raise msgspec.ValidationError("a choice holds none of its options")
    limits = ((SYSTEM, 255), (FUNCTION, 255), (ACTION, 2000), (FIXED_IN, 255))
    if any(len(said.get(number) or "") > most for number, most in limits):
        raise msgspec.ValidationError("a text is longer than its field")
    return custom
