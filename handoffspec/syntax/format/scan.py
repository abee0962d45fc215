"""A text as a flat row of lexemes, comments and newlines among them. Never fails: what is nothing is a word."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, Literal, TypeAlias, cast

Kind: TypeAlias = Literal["string", "comment", "newline", "arrow", "open", "close", "comma", "word"]

_LEXEME: Final = re.compile(
    r"""(?P<string>"(?:\\[^\n]|[^"\\\n])*"?)
    |(?P<comment>\#[^\r\n]*)
    |(?P<newline>[\r\n][ \t\f\r\n]*)
    |(?P<arrow><->|->|<-)
    |(?P<open>[{\[(])
    |(?P<close>[}\])])
    |(?P<comma>,)
    |(?P<word>-?\w+(?:[.:]\w+)*|<=|>=|[^ \t\f])""",
    re.VERBOSE,
)
_CLOSES: Final = {"}": "{", "]": "[", ")": "("}


@dataclass(frozen=True, slots=True)
class Lexeme:
    """A piece of text that is printed as it is."""

    kind: Kind
    text: str
    own_line: bool = False
    """A comment that stands between the words of a statement, on a line of its own."""

    @property
    def leaves_blank(self) -> bool:
        """A newline with at least one empty line after it."""
        return self.text.count("\n") + self.text.count("\r") > 1


def scan(text: str) -> Iterator[Lexeme]:
    """The lexemes of a text without byte order mark. A lone carriage return ends a line, except in quotes."""
    for found in _LEXEME.finditer(text.lstrip("\ufeff").replace("\r\n", "\n")):
        kind = cast(Kind, found.lastgroup)
        yield Lexeme(kind, found[0].rstrip(" \t\f") if kind == "comment" else found[0])


def balanced(lexemes: Sequence[Lexeme], limit: int) -> bool:
    """Whether each bracket has its partner and they stand at most `limit` deep in each other."""
    opened: list[str] = []
    for lexeme in lexemes:
        if lexeme.kind == "open":
            opened.append(lexeme.text)
            if len(opened) > limit:
                return False
        elif lexeme.kind == "close" and (not opened or opened.pop() != _CLOSES[lexeme.text]):
            return False
    return not opened


def space_between(before: Lexeme, after: Lexeme) -> int:
    """Blanks between two neighbours on one line."""
    if after.kind == "comment":
        return 2
    if after.text in (",", "]", ")") or before.text in ("[", "("):
        return 0
    return 0 if before.text == "{" and after.text == "}" else 1


def one_line(lexemes: Sequence[Lexeme]) -> str:
    """The lexemes on one line, each kept apart from the next as `space_between` says."""
    if not lexemes:
        return ""
    pieces = [lexemes[0].text]
    for before, after in pairwise(lexemes):
        pieces.append(" " * space_between(before, after))
        pieces.append(after.text)
    return "".join(pieces)
