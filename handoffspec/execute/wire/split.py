"""Where one ticket ends and the next begins: an object a line, an array, or one object over many lines.

A text with a ticket a line is read as it comes and never held; an array or one long object is held whole.
"""

import re
from collections.abc import Iterator
from itertools import chain
from typing import BinaryIO, Final, TypeAlias

from handoffspec.execute.wire.errors import NOT_JSON, TOO_BIG, WireError
from handoffspec.execute.wire.jsons import MAX_BYTES, parse_element, parse_json, too_large

MOST: Final = 512 * 1024 * 1024
"""Bytes of an array or of an object over many lines: it is held in memory."""
_ENOUGH: Final = 1000
"""Lines looked at to tell one form from the other."""
_BLANKS: Final = re.compile(r"[ \t\r\n]*")
_BOM: Final = b"\xef\xbb\xbf"

Piece: TypeAlias = object
"""A line that is not read yet (bytes), a JSON value, or a `WireError` in the place of one that cannot be had."""


def split(stream: BinaryIO) -> Iterator[tuple[int, Piece]]:
    """Each piece with the line it begins on, from 1. What is empty, or cannot be read further, is a `WireError`."""
    lines = _lines(stream)
    head = _head(lines)
    if all(isinstance(line, bytes) and not line.strip() for line in head):
        yield 1, WireError(NOT_JSON, "this is empty: give one ticket, a list of tickets, or a ticket a line")
    elif _by_line(head):
        for number, line in enumerate(chain(head, lines), 1):
            if not isinstance(line, bytes):
                yield number, too_large() if line is None else line
            elif line.strip():
                yield number, line
    elif isinstance(head[-1], WireError):
        yield len(head), head[-1]
    else:
        yield from _whole(b"".join(line for line in head if isinstance(line, bytes)), stream)


def read_piece(piece: Piece, line: int) -> object:
    """The JSON value of a piece, or a `WireError`; lines in its message count from `line`."""
    if not isinstance(piece, bytes):
        return piece
    try:
        return _parsed(piece.decode("utf-8"), line)
    except UnicodeDecodeError as error:
        return _not_utf8(error)


# ── A ticket a line ────────────────────────────────────────────────────────────────────────────────────────────────

_Line: TypeAlias = bytes | WireError | None
"""A line with its end; None for one that is too long to be held; an error where the rest cannot be read."""


def _lines(stream: BinaryIO) -> Iterator[_Line]:
    """Lines end in a line feed only: other characters that end lines may stand inside a text."""
    longest, first = MAX_BYTES, True
    try:
        while line := stream.readline(longest + 1):
            line, first = (line.removeprefix(_BOM) if first else line), False
            if len(line) <= longest or line.endswith(b"\n"):
                yield line
            else:
                while (rest := stream.readline(longest)) and not rest.endswith(b"\n"):
                    pass
                yield None
    except OSError as error:
        yield _broken(error)


def _broken(error: OSError) -> WireError:
    return WireError(NOT_JSON, f"the rest cannot be read: {error.strerror or error}")


def _head(lines: Iterator[_Line]) -> list[_Line]:
    """As many lines as it takes to tell the form: one where the first is a ticket by itself."""
    head: list[_Line] = []
    size = filled = 0
    for line in lines:
        head.append(line)
        if not isinstance(line, bytes):
            break
        size += len(line)
        filled += bool(line.strip())
        opens = filled == 1 and line.lstrip().startswith(b"[")
        if opens or (filled == 1 and line.strip() and _is_value(line)) or filled >= _ENOUGH or size > MAX_BYTES:
            break
    return head


def _by_line(head: list[_Line]) -> bool:
    """Whether lines are tickets: the first is one by itself, or most look as if they were meant to be."""
    filled = [line.strip() for line in head if isinstance(line, bytes) and line.strip()]
    if not filled or filled[0].startswith(b"["):
        return not filled  # nothing but a line that is too long
    alike = sum(line.startswith(b"{") and line.endswith(b"}") for line in filled)
    return _is_value(filled[0]) or 2 * alike > len(filled) or head[-1] is None


def _is_value(line: bytes) -> bool:
    return not isinstance(read_piece(line, 1), WireError)


# ── All of it ──────────────────────────────────────────────────────────────────────────────────────────────────────


def _whole(begun: bytes, stream: BinaryIO) -> Iterator[tuple[int, object]]:
    try:
        data = begun + stream.read(MOST + 1 - len(begun))
    except OSError as error:
        yield 1, _broken(error)
        return
    if len(data) > MOST:
        most = MOST // 1024 // 1024
        yield 1, WireError(TOO_BIG, f"this is over {most} MB in one piece: give a ticket a line, as many as you like")
        return
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


def _parsed(text: str, first_line: int) -> object:
    try:
        return parse_json(text, first_line)
    except WireError as error:
        return error


def _not_utf8(error: UnicodeDecodeError) -> WireError:
    byte = error.object[error.start]
    return WireError(NOT_JSON, f"this is not UTF-8: byte {error.start + 1} is {byte:#04x}; save it as UTF-8")
