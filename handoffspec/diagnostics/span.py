"""Where something stands in a text: sources and spans."""

from bisect import bisect_right
from dataclasses import dataclass, field
from functools import cached_property
from typing import Self


@dataclass(frozen=True)
class Source:
    """One text and the name its reader knows it by.

    Only `\\n` ends a line, so a reader that wants `\\r\\n` understood normalises before it builds a source.
    No slots: the line starts are worked out once, on the first question about a position.
    """

    path: str
    """As the user wrote it; `-` for standard input."""
    text: str = field(repr=False)

    @cached_property
    def _line_starts(self) -> tuple[int, ...]:
        starts = [0]
        at = self.text.find("\n")
        while at != -1:
            starts.append(at + 1)
            at = self.text.find("\n", at + 1)
        return tuple(starts)

    @property
    def line_count(self) -> int:
        """How many lines there are; an empty text has one."""
        return len(self._line_starts)

    def position(self, offset: int) -> tuple[int, int]:
        """Line and column of an offset, both from 1, columns in characters.

        An offset outside the text is moved to its nearest end.
        """
        inside = max(0, min(offset, len(self.text)))
        line = bisect_right(self._line_starts, inside)
        return line, inside - self._line_starts[line - 1] + 1

    def line(self, number: int) -> str:
        """The text of a line (from 1) without its end.

        Raises:
            IndexError: there is no such line.
        """
        if not 1 <= number <= self.line_count:
            raise IndexError(f"{self.path} has {self.line_count} lines, not {number}")
        start = self._line_starts[number - 1]
        end = self._line_starts[number] - 1 if number < self.line_count else len(self.text)
        return self.text[start:end]


@dataclass(frozen=True, slots=True)
class Span:
    """The characters from `start` up to, not including, `end` of a source. May be empty."""

    source: Source
    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start <= self.end:
            raise ValueError(f"a span runs forwards from 0, not {self.start} to {self.end}")

    @property
    def line(self) -> int:
        """Line of the first character, from 1."""
        return self.source.position(self.start)[0]

    @property
    def column(self) -> int:
        """Column of the first character, from 1."""
        return self.source.position(self.start)[1]

    @property
    def end_line(self) -> int:
        """Line of the place just after the last character, from 1."""
        return self.source.position(self.end)[0]

    @property
    def end_column(self) -> int:
        """Column of the place just after the last character, from 1."""
        return self.source.position(self.end)[1]

    @property
    def text(self) -> str:
        """The characters themselves."""
        return self.source.text[self.start : self.end]

    def to(self, other: Self) -> Self:
        """The smallest span that holds both.

        Raises:
            ValueError: they stand in different sources.
        """
        if other.source is not self.source and other.source != self.source:
            raise ValueError(f"no span reaches from {self.source.path} into {other.source.path}")
        return type(self)(self.source, min(self.start, other.start), max(self.end, other.end))
