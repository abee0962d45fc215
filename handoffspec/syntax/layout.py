"""Where a newline counts, and which braces are missing.

A newline ends a statement, except inside brackets and after a comma or an opening brace. `laid_out` drops the newlines
that do not count and puts one before each closing brace and at the end, so that the grammar can end each statement in
one. When braces do not balance, the indentation says which block was left open (`repairs`).
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from heapq import merge
from itertools import islice
from operator import itemgetter
from typing import Literal

from handoffspec.syntax.token import Token

EVERYWHERE = (
    "_NL", "LBRACE", "RBRACE", "LSQB", "RSQB", "LPAR", "RPAR", "COMMA", "ARROW", "NAME", "QNAME", "STRING",
    "NUMBER", "DURATION", "OPEN_STRING", "ODD_SPACE", "ODD_TEXT", "ODD_ARROW", "ODD_NAME", "JUNK",
)  # fmt: skip
"""The kinds of token that are known wherever they stand; all others only where the parser can take them."""

_OPENING = {"LSQB", "LPAR"}
_CLOSING = {"RSQB", "RPAR"}
# A text without its closing quote does not hold the brace that ends its line: that brace opens a block.
_BRACKETS = re.compile(
    r'"[^"\\\n]*(?:\\[^\n][^"\\\n]*)*"'
    r'|"[^"\\\n{]*(?:(?:\\[^\n]|\{(?![ \t]{0,4}\r?(?:\n|$)))[^"\\\n{]*)*'
    r'|[“”„‟«][^“”„‟«»"\r\n]*[“”„‟»"]|\'[^\'"\r\n]*\''
    r"|#[^\n]*|[{}()\[\]]"
)
_MATCHING = {"{": "}", "[": "]", "(": ")"}
_KIND = {"{": "LBRACE", "}": "RBRACE", "]": "RSQB", ")": "RPAR"}


@dataclass(frozen=True, slots=True)
class Repair:
    """One bracket too few or too many."""

    kind: Literal["close", "open", "remove"]
    """A closing bracket is put before `offset`, an opening brace is, or the bracket at `offset` is left out."""
    offset: int
    bracket: str
    left_open: int
    """For "close", the offset of the bracket that was left open; else `offset`."""


def laid_out(stream: Iterable[Token], mending: Sequence[Repair] = ()) -> Iterator[Token]:
    """The tokens with only the newlines that count. `mending`: for a text whose brackets do not balance."""
    in_brackets = 0
    before = "_NL"
    last = Token("_NL", "")
    for token in _repaired(stream, mending) if mending else stream:
        kind = token.type
        if kind == "_NL":
            if in_brackets or before in ("_NL", "COMMA", "LBRACE"):
                continue
        elif kind == "RBRACE" and not in_brackets and before not in ("_NL", "LBRACE"):
            yield Token.at("_NL", "", token)
        elif kind in _OPENING:
            in_brackets += 1
        elif kind in _CLOSING:
            in_brackets = max(0, in_brackets - 1)
        yield token
        before, last = kind, token
    if before != "_NL":
        yield Token.at("_NL", "", last)


def _repaired(stream: Iterable[Token], mending: Sequence[Repair]) -> Iterator[Token]:
    todo = sorted(mending, key=lambda repair: repair.offset)
    last = Token("_NL", "")
    for token in stream:
        while todo and todo[0].kind != "remove" and todo[0].offset <= token.start:
            yield from _made(todo.pop(0), token)
        if todo and todo[0].offset == token.start:
            todo.pop(0)
            continue
        yield token
        last = token
    for repair in todo:
        yield from _made(repair, last)


def _made(repair: Repair, at: Token) -> Iterator[Token]:
    yield Token.at(_KIND[repair.bracket], repair.bracket, at)
    if repair.kind == "close":
        yield Token.at("_NL", "\n", at)


@dataclass(frozen=True, slots=True)
class _Open:
    offset: int
    bracket: str
    indent: int
    inline: bool
    """Whether something that it holds follows on its line."""


def brackets_of(text: str) -> Iterator[tuple[int, str]]:
    """Offset and character of each bracket outside texts and comments."""
    for found in _BRACKETS.finditer(text):
        if found[0] in "{}()[]":
            yield found.start(), found[0]


def inline_braces(text: str, mending: Sequence[Repair]) -> frozenset[int]:
    """Offsets of the opening braces that hold no statements of their own lines: closed on the same line, or in `[]`."""
    opened: list[tuple[int, str]] = []
    inline: set[int] = set()
    for offset, bracket in _mended_brackets(text, mending):
        if bracket in _MATCHING:
            if any(around in "[(" for _, around in opened):
                inline.add(offset)
            opened.append((offset, bracket))
        elif opened:
            start, _ = opened.pop()
            if text.find("\n", start, offset) == -1:
                inline.add(start)
    return frozenset(inline)


def _mended_brackets(text: str, mending: Sequence[Repair]) -> Iterator[tuple[int, str]]:
    removed = {repair.offset for repair in mending if repair.kind == "remove"}
    added = sorted((repair.offset, repair.bracket) for repair in mending if repair.kind != "remove")
    kept = (found for found in brackets_of(text) if found[0] not in removed)
    return merge(added, kept, key=itemgetter(0))


def depth_of(text: str, limit: int) -> int | None:
    """The offset at which brackets stand deeper in each other than `limit`."""
    depth = 0
    for offset, bracket in brackets_of(text):
        depth += 1 if bracket in _MATCHING else -1
        if depth > limit:
            return offset
    return None


def repairs(text: str, most: int) -> tuple[Repair, ...]:
    """What to change so that brackets balance, by offset, at most so much; nothing where they do."""
    if _balanced(text):
        return ()
    return tuple(islice(_by_indentation(text), most))


def _balanced(text: str) -> bool:
    opened: list[str] = []
    for _, bracket in brackets_of(text):
        if bracket in _MATCHING:
            opened.append(_MATCHING[bracket])
        elif not opened or opened.pop() != bracket:
            return False
    return not opened


@dataclass(frozen=True, slots=True)
class _Line:
    start: int
    text: str

    @property
    def body(self) -> str:
        return self.text.lstrip(" \t")

    @property
    def indent(self) -> int:
        return len(self.text) - len(self.body)

    @property
    def end(self) -> int:
        """Offset after the last character that is no comment or blank."""
        end = 0
        for found in re.finditer(r'"(?:\\.|[^"\\])*"?|#.*|[^\s"#]+', self.text):
            end = end if found[0].startswith("#") else found.end()
        return self.start + end


def _lines(text: str) -> Iterator[_Line]:
    start = 0
    for line in text.split("\n"):
        found = _Line(start, line)
        if found.body and not found.body.startswith("#"):
            yield found
        start += len(line) + 1


def _by_indentation(text: str) -> Iterator[Repair]:
    opened: list[_Open] = []
    lines = list(_lines(text))
    for at in range(len(lines)):
        yield from _left_open(opened, lines, at)
        opener = _missing_opener(opened, lines, at)
        if opener is not None:
            yield Repair("open", opener.end, "{", opener.end)
            opened.append(_Open(opener.end, "{", opener.indent, inline=False))
        yield from _through(opened, lines, at)
    for left in reversed(opened):
        end = lines[-1].end if left.inline else len(text)
        yield Repair("close", end, _MATCHING[left.bracket], left.offset)


def _left_open(opened: list[_Open], lines: list[_Line], at: int) -> Iterator[Repair]:
    """A line that does not stand deeper than a block's first line ends the block, or was meant to."""
    line = lines[at]
    while opened and line.indent <= opened[-1].indent:
        left = opened[-1]
        if line.body[0] == _MATCHING[left.bracket] and line.indent == left.indent:
            return
        opened.pop()
        yield Repair("close", lines[at - 1].end if left.inline else line.start, _MATCHING[left.bracket], left.offset)


def _missing_opener(opened: list[_Open], lines: list[_Line], at: int) -> _Line | None:
    """The line that should have opened the block which line `at` closes, when no open block stands that deep."""
    closing = lines[at]
    if closing.body[0] != "}" or (opened and opened[-1].indent >= closing.indent):
        return None
    for index in range(at - 1, -1, -1):
        before = lines[index]
        if before.indent < closing.indent:
            return None
        if before.indent == closing.indent:
            # Only a line with deeper ones below it was meant to open a block.
            opens_nothing = index == at - 1 or before.body[0] == "}" or before.body.endswith("{")
            return None if opens_nothing else before
    return None


def _through(opened: list[_Open], lines: list[_Line], at: int) -> Iterator[Repair]:
    """Open and close what the line opens and closes."""
    line = lines[at]
    for column, bracket in brackets_of(line.text):
        offset = line.start + column
        if bracket in _MATCHING:
            if bracket == "{" and line.text[:column].rstrip(" \t").endswith("{"):
                yield Repair("remove", offset, bracket, offset)
            else:
                opened.append(_Open(offset, bracket, line.indent, inline=offset + 1 < line.end))
            continue
        while (
            opened
            and _MATCHING[opened[-1].bracket] != bracket
            and any(_MATCHING[block.bracket] == bracket and block.offset >= line.start for block in opened)
        ):
            left = opened.pop()
            yield Repair("close", offset, _MATCHING[left.bracket], left.offset)
        fits = opened and _MATCHING[opened[-1].bracket] == bracket
        strange = column > line.indent or (opened and line.indent > opened[-1].indent)
        if fits and not (strange and _closed_further_down(opened[-1], lines, at)):
            opened.pop()
        else:
            yield Repair("remove", offset, bracket, offset)


def _closed_further_down(block: _Open, lines: list[_Line], at: int) -> bool:
    """Whether a block that was opened above line `at` has its closing bracket on a line of its own below."""
    if block.offset >= lines[at].start:
        return False
    for index in range(at + 1, len(lines)):
        below = lines[index]
        if below.indent <= block.indent:
            return below.indent == block.indent and below.body[0] == _MATCHING[block.bracket]
    return False
