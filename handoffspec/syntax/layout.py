"""Where a newline counts, and which braces are missing.

A newline ends a statement, except inside brackets and after a comma or an opening brace. `Layout` drops the newlines
that do not count and puts one before each closing brace and at the end, so that the grammar can end each statement in
one. When braces do not balance, the indentation says which block was left open (`repairs`).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import ClassVar

from lark import Token
from lark.lark import PostLex

_OPENING = {"LSQB", "LPAR"}
_CLOSING = {"RSQB", "RPAR"}
_BRACKETS = re.compile(r'"(?:\\[^\n]|[^"\\\n])*"?|#[^\n]*|[{}()\[\]]')
_MATCHING = {"{": "}", "[": "]", "(": ")"}
_KIND = {"}": "RBRACE", "]": "RSQB", ")": "RPAR"}


@dataclass(frozen=True, slots=True)
class Repair:
    """A bracket that has to be put before an offset, or (`closes` None) one at the offset that closes nothing."""

    offset: int
    closes: int | None
    """Offset of the bracket that was left open."""
    bracket: str


@dataclass(slots=True)
class Layout(PostLex):
    """The layout pass between lexer and parser. `repairs` is set for a text whose brackets do not balance."""

    always_accept: ClassVar[tuple[str, ...]] = (
        "_NL", "LBRACE", "RBRACE", "LSQB", "RSQB", "LPAR", "RPAR", "COMMA", "ARROW", "NAME", "QNAME", "STRING",
        "NUMBER", "DURATION", "OPEN_STRING", "JUNK",
    )  # fmt: skip
    repairs: tuple[Repair, ...] = field(default=())

    def process(self, stream: Iterator[Token]) -> Iterator[Token]:
        """The tokens with only the newlines that count."""
        in_brackets = 0
        before = Token("_NL", "")
        for token in self._repaired(stream) if self.repairs else stream:
            kind = token.type
            if kind == "_NL":
                if in_brackets or before.type in ("_NL", "COMMA", "LBRACE"):
                    continue
            elif kind == "RBRACE" and not in_brackets and before.type not in ("_NL", "LBRACE"):
                yield Token.new_borrow_pos("_NL", "", token)
            elif kind in _OPENING:
                in_brackets += 1
            elif kind in _CLOSING:
                in_brackets = max(0, in_brackets - 1)
            yield token
            before = token
        if before.type != "_NL":
            yield Token.new_borrow_pos("_NL", "", before)

    def _repaired(self, stream: Iterator[Token]) -> Iterator[Token]:
        todo = sorted(self.repairs, key=lambda repair: repair.offset)
        last = Token("_NL", "")
        for token in stream:
            while todo and todo[0].closes is not None and todo[0].offset <= (token.start_pos or 0):
                yield from _closing(todo.pop(0), token)
            if todo and todo[0].offset == token.start_pos:
                todo.pop(0)
                continue
            yield token
            last = token
        for repair in todo:
            yield from _closing(repair, last)


def _closing(repair: Repair, at: Token) -> Iterator[Token]:
    yield Token.new_borrow_pos(_KIND[repair.bracket], repair.bracket, at)
    yield Token.new_borrow_pos("_NL", "\n", at)


@dataclass(frozen=True, slots=True)
class _Open:
    offset: int
    bracket: str
    indent: int


def brackets_of(text: str) -> Iterator[tuple[int, str]]:
    """Offset and character of each bracket outside texts and comments."""
    for found in _BRACKETS.finditer(text):
        if found[0] in "{}()[]":
            yield found.start(), found[0]


def depth_of(text: str, limit: int) -> int | None:
    """The offset at which brackets stand deeper in each other than `limit`."""
    depth = 0
    for offset, bracket in brackets_of(text):
        depth += 1 if bracket in _MATCHING else -1
        if depth > limit:
            return offset
    return None


def repairs(text: str) -> tuple[Repair, ...]:
    """What to change so that brackets balance; nothing where they do."""
    if _balanced(text):
        return ()
    return tuple(_by_indentation(text))


def _balanced(text: str) -> bool:
    opened: list[str] = []
    for _, bracket in brackets_of(text):
        if bracket in _MATCHING:
            opened.append(_MATCHING[bracket])
        elif not opened or opened.pop() != bracket:
            return False
    return not opened


def _by_indentation(text: str) -> Iterator[Repair]:
    opened: list[_Open] = []
    offset = 0
    for line in text.split("\n"):
        body = line.lstrip(" \t")
        indent = len(line) - len(body)
        if body and not body.startswith("#"):
            yield from _left_open(opened, indent, body[0], offset)
            yield from _through(opened, line, indent, offset)
        offset += len(line) + 1
    for left in reversed(opened):
        yield Repair(len(text), left.offset, _MATCHING[left.bracket])


def _left_open(opened: list[_Open], indent: int, first: str, line_start: int) -> Iterator[Repair]:
    """A line that does not stand deeper than a block's first line ends the block, or was meant to."""
    while (
        opened
        and indent <= opened[-1].indent
        and not (first == _MATCHING[opened[-1].bracket] and indent == opened[-1].indent)
    ):
        left = opened.pop()
        yield Repair(line_start, left.offset, _MATCHING[left.bracket])


def _closes_an_outer(opened: list[_Open], bracket: str) -> bool:
    return any(_MATCHING[block.bracket] == bracket for block in opened)


def _through(opened: list[_Open], line: str, indent: int, line_start: int) -> Iterator[Repair]:
    for at, bracket in brackets_of(line):
        if bracket in _MATCHING:
            opened.append(_Open(line_start + at, bracket, indent))
            continue
        while opened and _MATCHING[opened[-1].bracket] != bracket and _closes_an_outer(opened, bracket):
            left = opened.pop()
            yield Repair(line_start + at, left.offset, _MATCHING[left.bracket])
        if opened and _MATCHING[opened[-1].bracket] == bracket:
            opened.pop()
        else:
            yield Repair(line_start + at, None, bracket)
