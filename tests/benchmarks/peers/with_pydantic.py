"""The same with pydantic: the ticket validated by its types, mapped, and the result dumped by its types.

`TypedDict`s and adapters built once are what its performance guide asks for. The mapping in between is the one that is
written by hand, without its checks.
"""

from typing import (
    Annotated,
    Any,
    Final,
    Literal,
    NotRequired,  # what pydantic asks for below Python 3.12
)

from pydantic import BeforeValidator, ConfigDict, Field, Json, TypeAdapter, with_config
from typing_extensions import TypedDict

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
    users_by_id,
)
from tests.benchmarks.peers.handwritten.comments import conversation
from tests.benchmarks.peers.handwritten.mapping import result

_STRICT: Final = ConfigDict(strict=True)
Id = int | str
Moment = Annotated[str, Field(pattern=r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$")]


def _or_none(text: object) -> object:
    return None if text == "" else text


@with_config(_STRICT)
class Step(TypedDict):
    step: NotRequired[str | None]
    outcome: NotRequired[str | None]


Custom = TypedDict(
    "Custom",
    {
        str(IMPACT): Literal["one_user", "several_users", "system_down"] | None,
        str(PEOPLE): Annotated[Json[list[str]] | None, BeforeValidator(_or_none)],
        str(SYSTEM): Annotated[str, Field(max_length=255)] | None,
        str(FUNCTION): Annotated[str, Field(max_length=255)] | None,
        str(STEPS): Annotated[Json[list[Step]] | None, BeforeValidator(_or_none)],
        str(ACTION): Annotated[str, Field(max_length=2000)] | None,
        str(RESULT): Literal["done", "wont_do", "duplicate", "not_reproduced"] | None,
        str(FIXED_IN): Annotated[str, Field(max_length=255)] | None,
    },
)


def _by_number(fields: list[dict[str, Any]]) -> dict[str, Any]:
    return {str(field["id"]): field["value"] for field in fields}


@with_config(_STRICT)
class Origin(TypedDict):
    ticket_id: NotRequired[Id | None]


Source = TypedDict("Source", {"from": Origin})


class Via(TypedDict):
    source: Source


@with_config(_STRICT)
class Rating(TypedDict):
    score: NotRequired[Literal["unoffered", "offered", "bad", "good"] | None]
    comment: NotRequired[str | None]


@with_config(_STRICT)
class Ticket(TypedDict):
    subject: Annotated[str, Field(min_length=1, max_length=150)]
    description: Annotated[str, Field(min_length=1, max_length=65000)]
    status: Literal["new", "open", "pending", "hold", "solved", "closed"]
    custom_status_id: Id | float | bool | None
    priority: Literal["urgent", "high", "normal", "low"] | None
    type: Literal["problem", "incident", "question", "task"] | None
    due_at: Moment | None
    problem_id: Id | None
    tags: list[Annotated[str, Field(pattern=r"^\S*$")]]
    requester_id: Id
    submitter_id: Id | None
    assignee_id: Id | None
    group_id: Id | None
    organization_id: Id | None
    email_cc_ids: list[Id]
    follower_ids: list[Id]
    recipient: str | None
    brand_id: Id | float | bool | None
    ticket_form_id: Id | float | bool | None
    satisfaction_rating: Rating | None
    external_id: str | None
    via: Via
    id: int
    url: str
    created_at: Moment
    updated_at: Moment
    is_public: bool | None
    has_incidents: bool | None
    followup_ids: list[Id]
    sharing_agreement_ids: list[int]
    forum_topic_id: int | None
    allow_attachments: bool | None
    allow_channelback: bool | None
    from_messaging_channel: bool | None
    custom_fields: Annotated[Custom, BeforeValidator(_by_number)]


@with_config(_STRICT)
class User(TypedDict):
    id: Id
    name: str
    email: str


@with_config(_STRICT)
class Attachment(TypedDict):
    file_name: str
    content_type: str
    content_url: str
    size: int


@with_config(_STRICT)
class Comment(TypedDict):
    html_body: str
    public: bool
    author_id: Id
    attachments: list[Attachment]


class Given(TypedDict):
    ticket: Ticket
    users: list[User]
    comments: list[Comment]


class Call(TypedDict):
    op: Literal["create", "link", "transition", "comment", "attach"]
    method: Literal["POST", "PUT"]
    path: str
    body: dict[str, Any]


Loss = TypedDict("Loss", {"field": str, "class": str, "cause": str, "impact": str, "detail": str})


class Notice(TypedDict):
    who: str
    why: str


class Made(TypedDict):
    handoff: str
    fired: bool | None
    payload: dict[str, Any]
    steps: list[Call]
    record: dict[str, Any]
    losses: list[Loss]
    missing: list[str]
    notify: list[Notice]


_GIVEN: Final = TypeAdapter(Given)
_MADE: Final = TypeAdapter(Made)


def escalate(given: dict[str, Any]) -> dict[str, Any]:
    """The result line of a ticket.

    Raises:
        pydantic.ValidationError: it is no ticket.
    """
    valid: Any = _GIVEN.validate_python(given)
    ticket, users = valid["ticket"], users_by_id(valid["users"])
    comments, files = conversation(valid["comments"], (), users)
    custom = {int(number): value for number, value in ticket["custom_fields"].items()}
    custom[DUE] = ticket["due_at"]
    made: dict[str, Any] = _MADE.dump_python(result(ticket, custom, users, comments, files))  # type: ignore[arg-type]
    return made
