"""Tickets from what `run` is given: one JSON object, an array of them, or one a line."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Final, cast

from handoffspec.execute.wire.conversation import Attachment, Comment, files_of, read_attachments, read_comments
from handoffspec.execute.wire.errors import NO_TICKET, NOT_JSON, WireError, shown
from handoffspec.execute.wire.journals import journals, read_journals
from handoffspec.execute.wire.jsons import parse_element, parse_json
from handoffspec.execute.wire.paths import ABSENT, enclosing, get, parse_path
from handoffspec.execute.wire.people import Directory
from handoffspec.execute.wire.read import is_of
from handoffspec.schema.systems import AttachmentFacts, CommentFacts, Record

_BLANKS: Final = re.compile(r"[ \t\r\n]*")
_ENOUGH: Final = 1000
"""Lines looked at to tell one form from the other."""
_LINES: Final = re.compile(rb"[^\n]*\n?")


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


def read_tickets(data: bytes, record: Record) -> Iterator[tuple[int, TicketInput | WireError]]:
    """Each ticket with the line it begins on (from 1), or what is wrong with it.

    In JSON by the line a bad line is one error and the rest goes on; in an array what follows a mistake in the
    writing cannot be read any more. An error for all of the data, an empty one too, stands at its line.
    """
    for line, value in read_values(data):
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


# ── Where one ticket ends and the next begins ──────────────────────────────────────────────────────────────────────


def read_values(data: bytes) -> Iterator[tuple[int, object]]:
    """Each JSON value with the line it begins on, a `WireError` in place of one that cannot be read."""
    data = data.removeprefix(b"\xef\xbb\xbf")
    if not data.strip():
        yield 1, WireError(NOT_JSON, "this is empty: give one ticket, a list of tickets, or a ticket a line")
    elif not data.lstrip().startswith(b"[") and _by_line(data):
        for number, line in enumerate(_lines(data), 1):
            if line.strip():
                yield number, _one(line, number)
    else:
        yield from _whole(data)


def _by_line(data: bytes) -> bool:
    """Whether lines are tickets: the first is one by itself, or most look as if they were meant to be."""
    filled = [line for line in islice(map(bytes.strip, _lines(data)), _ENOUGH) if line]
    if len(filled) > 1 and not isinstance(_one(filled[0], 1), WireError):
        return True
    alike = sum(line.startswith(b"{") and line.endswith(b"}") for line in filled)
    return 2 * alike > len(filled)


def _lines(data: bytes) -> Iterator[bytes]:
    """Lines end in a line feed only: other characters that end lines may stand inside a text."""
    return (found[0] for found in _LINES.finditer(data))


def _whole(data: bytes) -> Iterator[tuple[int, object]]:
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        yield 1 + data.count(b"\n", 0, error.start), _not_utf8(error)
        return
    start = _skip(text, 0)
    if text[start] == "[":
        yield from _elements(text, start)
    else:
        yield 1 + text.count("\n", 0, start), _parsed(text, 1)


def _elements(text: str, start: int) -> Iterator[tuple[int, object]]:
    """The elements of an array one by one, so that those before a mistake in the writing are not lost."""
    line = 1 + text.count("\n", 0, start)
    at, counted = _skip(text, start + 1), start
    closed = text[at : at + 1] == "]"
    while not closed:
        line, counted = line + text.count("\n", counted, at), at
        value, end = parse_element(text, at)
        yield line, value
        if end is None:
            return
        at = _skip(text, end)
        closed = text[at : at + 1] == "]"
        if not closed:
            if text[at : at + 1] != ",":
                break
            at = _skip(text, at + 1)
    if not closed or _skip(text, at + 1) < len(text):
        line += text.count("\n", counted, at)
        wrong = "something follows after the end of the list" if closed else "a comma is missing, or the list's end"
        yield line, WireError(NOT_JSON, f"this is not JSON: {wrong} (line {line})")


def _skip(text: str, at: int) -> int:
    found = _BLANKS.match(text, at)
    return at if found is None else found.end()


def _one(data: bytes, number: int) -> object:
    try:
        return _parsed(data.decode("utf-8"), number)
    except UnicodeDecodeError as error:
        return _not_utf8(error)


def _parsed(text: str, first_line: int) -> object:
    try:
        return parse_json(text, first_line)
    except WireError as error:
        return error


def _not_utf8(error: UnicodeDecodeError) -> WireError:
    byte = error.object[error.start]
    return WireError(NOT_JSON, f"this is not UTF-8: byte {error.start + 1} is {byte:#04x}; save it as UTF-8")
