"""A ticket as it arrives at the interpreter: values, what came with them, and what is known to have happened."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import cast

from handoffspec.execute.conditions import holds
from handoffspec.execute.events import Happened, NewComment, Sight, last_change, moment
from handoffspec.execute.values import Values, in_plain
from handoffspec.execute.wire.checks import check_record
from handoffspec.execute.wire.conversation import Attachment, Comment
from handoffspec.execute.wire.inputs import TicketInput
from handoffspec.execute.wire.read import read_fields
from handoffspec.schema.conditions import Condition, Side
from handoffspec.schema.systems import Channel, Record
from handoffspec.text.document import Document


@dataclass(frozen=True, slots=True)
class Arrived:
    """One ticket, read. `before`: None where nothing of before is known; `failures`: how often the other side fails."""

    record: Record
    values: Values
    before: Values | None = None
    comments: tuple[Comment, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    happened: Happened = field(default_factory=Happened)
    at: str | None = None
    failures: int = 0

    @property
    def id(self) -> str | int | None:
        """The record's key."""
        key = self.values.get(self.record.key)
        return key if isinstance(key, str | int) else None

    @property
    def first_comment_field(self) -> str | None:
        """The field that is the ticket's first comment, where a system keeps its description so."""
        return first_comment_field(self.record)

    def sight(self, side: Side, other: Record) -> Sight:
        """What conditions may look at while only this record is known."""
        other_side: Side = "destination" if side == "source" else "source"
        return Sight(
            records={side: self.record, other_side: other},
            now={side: self.values},
            before={} if self.before is None else {side: self.before},
            became=self.before is None,
            happened=self.happened,
            at=self.at,
        )


def first_comment_field(record: Record) -> str | None:
    """The field that is written as a comment when the record is created."""
    call = record.call("comment")
    texts = [fact.path for fact in call.parts if fact.part == "text"] if call else []
    written = ((f.name, f.written_at) for f in record.fields if f.at_creation and f.written_at)
    return next((name for name, at in written if any(path == at or path.endswith(f".{at}") for path in texts)), None)


def arrive(record: Record, ticket: TicketInput, at: str | None, *, strict: bool) -> Arrived:
    """A ticket from its JSON. `strict` holds it to limits and required fields too.

    Raises:
        WireError: a value does not fit its field.
    """
    values = _read(record, ticket.record, ticket.beside)
    if strict:
        _check(record, values, at)
    before = None if ticket.before is None else _read(record, ticket.before, ticket.beside)
    comments = without_description(record, ticket.comments, values)
    return Arrived(
        record, values, before, comments, ticket.attachments, _happened(record, ticket, values, before), at
    )  # fmt: skip


def _read(record: Record, given: Mapping[str, object], beside: Mapping[str, object]) -> Values:
    reading = read_fields(record, given, beside or None)
    for problem in reading.problems:
        raise problem
    return reading.values


def _check(record: Record, values: Values, at: str | None) -> None:
    sight = Sight(
        records={"source": record, "destination": record}, now={"source": values, "destination": values}, at=at
    )

    def asked(condition: Condition) -> bool | None:
        return holds(condition, sight)

    for problem in check_record(record, values, asked):
        raise problem


def without_description(record: Record, comments: tuple[Comment, ...], values: Values) -> tuple[Comment, ...]:
    """The comments without the one that the description is: the first public one, if it says the same."""
    field_name = first_comment_field(record)
    first = next((n for n, comment in enumerate(comments) if comment["channel"] == "public"), None)
    if field_name is None or first is None or _gist(comments[first]["text"]) != _gist(values.get(field_name)):
        return comments
    return (*comments[:first], *comments[first + 1 :])


def _gist(text: object) -> list[str]:
    """The words of a text, which a description shows without markup."""
    return (in_plain(text) if isinstance(text, Document) else str(text)).split()


# ── What happened ──────────────────────────────────────────────────────────────────────────────────────────────────


def _happened(record: Record, ticket: TicketInput, values: Values, before: Values | None) -> Happened:
    """A change (before and after) shows all that came with it; of a bare record only what it shows is known."""
    bare = before is None
    new = tuple(_new_comments(record, ticket.comments, values, before))
    comments = None if bare and not ticket.comments else new
    files = None if bare and not ticket.attachments else bool(ticket.attachments)
    return Happened(comments=comments, attachments=files, pressed=None if bare else (), created=bare)


def _new_comments(
    record: Record, comments: tuple[Comment, ...], values: Values, before: Values | None
) -> Iterator[NewComment]:
    """The comments made after the record was last seen unchanged; all where times are not known."""
    seen = last_change(record, before) if before is not None else None
    for comment in comments:
        made = moment(comment.get("created"))
        if seen is None or made is None or made > seen:
            yield NewComment(cast("Channel", comment["channel"]), _role(record, comment, values))


def _role(record: Record, comment: Comment, values: Values) -> str | None:
    """Customer or agent, as far as the people of the ticket tell: the first personal one is the customer."""
    author = comment.get("author")
    if not isinstance(author, dict):
        return None
    people = [field for field in record.fields if field.type.kind == "person"]
    customer = next((field for field in people if field.personal), None)
    if customer is not None and _same_person(author, values.get(customer.name)):
        return "customer"
    agents = (field for field in people if not field.personal)
    return "agent" if any(_same_person(author, values.get(field.name)) for field in agents) else None


def _same_person(one: object, other: object) -> bool:
    if not isinstance(one, dict) or not isinstance(other, dict):
        return False
    here, there = cast("dict[str, object]", one), cast("dict[str, object]", other)
    return any(part in here and str(here[part]) == str(there.get(part)) for part in ("id", "email"))
