"""Tickets from the JSON that `run` is given for each: bare, in an envelope, or with what was before."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import cast

from handoffspec.execute.wire.conversation import Attachment, Comment, files_of, read_attachments, read_comments
from handoffspec.execute.wire.errors import NO_TICKET, WireError, shown
from handoffspec.execute.wire.journals import journals, read_journals
from handoffspec.execute.wire.paths import ABSENT, enclosing, get, parse_path
from handoffspec.execute.wire.people import Directory
from handoffspec.execute.wire.read import is_of
from handoffspec.execute.wire.split import Piece, read_piece
from handoffspec.schema.systems import AttachmentFacts, CommentFacts, Record


@dataclass(frozen=True, slots=True)
class TicketInput:
    """One ticket as its API gives it."""

    record: dict[str, object]
    """The record's JSON, without its envelope."""
    before: dict[str, object] | None = None
    """The same before the change; None: nothing before, or not known."""
    comments: tuple[Comment, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    """The ticket's own files, then those of its comments."""
    beside: dict[str, object] = field(default_factory=dict[str, object])
    """What stood beside the record in its envelope: side-loaded users and the like."""


def read_tickets(pieces: Iterable[tuple[int, Piece]], record: Record) -> Iterator[tuple[int, TicketInput | WireError]]:
    """Each ticket with the line it begins on (from 1), or what is wrong with it.

    In JSON by the line a bad line is one error and the rest goes on; in an array what follows a mistake in the
    writing cannot be read any more. An error for all of the data, an empty one too, stands at its line.
    """
    for line, piece in pieces:
        value = read_piece(piece, line)
        if isinstance(value, WireError):
            yield line, value
            continue
        try:
            yield line, read_ticket(value, record)
        except WireError as error:
            yield line, error


def read_ticket(value: object, record: Record) -> TicketInput:
    """A ticket from its JSON: bare, in its envelope, or as `{"before", "after", "comments", "attachments"}`.

    Comments and attachments may stand beside the record in its envelope as well.

    Raises:
        WireError: it is none of these, or a comment or file in it cannot be read.
    """
    outer = _object(value, "a ticket")
    if "after" in outer:
        inner, beside = _unwrap(_object(outer["after"], "after"), record)
        before = outer.get("before")
        was = None if before is None else _unwrap(_object(before, "before"), record)[0]
        beside = {**beside, **{key: each for key, each in outer.items() if key not in ("before", "after")}}
    else:
        inner, beside = _unwrap(outer, record)
        was = None
    if not is_of(record, inner):
        known = f"{record.title.lower()} of {record.system_title}"
        raise WireError(NO_TICKET, f"this holds no field of a {known}: give what the API gives for one")
    around = beside or _without_journals(record, outer)
    directory = Directory(record, around)
    comments = read_comments(record, _listed("comments", around, record.comments, inner), directory)
    if "comments" not in around:
        comments = comments or read_journals(record, inner)
    own = read_attachments(record, _listed("attachments", around, record.attachments, inner))
    return TicketInput(inner, was, comments, files_of(comments, own), beside)


def _without_journals(record: Record, bare: dict[str, object]) -> dict[str, object]:
    """What may stand beside a bare record: a journal of the record's own is no list of comments."""
    own = {fact.path for fact in journals(record)}
    return {key: value for key, value in bare.items() if key not in own or isinstance(value, list)}


def _unwrap(outer: dict[str, object], record: Record) -> tuple[dict[str, object], dict[str, object]]:
    """The record out of its envelope, and what stands beside it. A bare record is its own envelope."""
    call = record.call("read")
    for fact in call.parts if call is not None else ():
        if not fact.envelope:
            continue
        path = parse_path(fact.path)
        try:
            inner = get(path, outer)
        except WireError:
            continue
        if inner is not ABSENT and enclosing(path) is None:
            rest = {key: value for key, value in outer.items() if key != path.first_key}
            return _object(inner, path.text), rest
    return outer, {}


def _listed(
    name: str, around: dict[str, object], facts: CommentFacts | AttachmentFacts | None, inner: dict[str, object]
) -> list[object]:
    """What is listed beside the record, else what the record itself lists where the catalogue says so."""
    listed = around.get(name)
    for fact in facts.paths if facts is not None and listed is None else ():
        if fact.part == "listed":
            found = get(parse_path(fact.path), inner)
            listed = None if found is ABSENT else found
    if listed is None:
        return []
    if not isinstance(listed, list):
        raise WireError(NO_TICKET, f"{name} is a list, and this is {shown(listed)}", name)
    return cast("list[object]", listed)


def _object(value: object, where: str) -> dict[str, object]:
    if isinstance(value, dict):
        return cast("dict[str, object]", value)
    raise WireError(NO_TICKET, f"{where} is a JSON object, and this is {shown(value)}")
