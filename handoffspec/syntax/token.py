"""One word or sign of a text, with its kind and its place."""

from typing import Self


class Token(str):
    """The characters themselves; a kind is what the grammar calls a terminal."""

    __slots__ = ("end", "line", "start", "type")

    type: str
    start: int
    """Offset of the first character."""
    end: int
    """Offset after the last character."""
    line: int
    """Of the first character, from 1."""

    def __new__(cls, type_: str, text: str, start: int = 0, end: int = 0, line: int = 1) -> Self:
        """A token at a place."""
        made = str.__new__(cls, text)
        made.type = type_
        made.start = start
        made.end = end
        made.line = line
        return made

    @classmethod
    def at(cls, type_: str, text: str, other: "Token") -> Self:
        """One that no text holds, in the place of another."""
        return cls(type_, text, other.start, other.end, other.line)
