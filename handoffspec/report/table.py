"""Rows that fit the width of a terminal: the last cell wraps in its column, or below where that is too narrow."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from handoffspec.report.look import Look, painted
from handoffspec.report.printable import cells, safe

_GAP: Final = 2
_NARROWEST: Final = 24
"""Columns that the last cell needs beside the others."""


@dataclass(frozen=True, slots=True)
class Cell:
    """Some words from anywhere, with how they are painted (SGR parameters) where there is colour."""

    text: str
    style: str = ""


def rows(table: Sequence[Sequence[Cell]], look: Look) -> Iterator[str]:
    """Lines of at most `look.width` columns: all cells but the last as wide as the widest of their column.

    The last cell of a row goes on below itself. Where less than a few words have room there, it stands on lines of its
    own, further in than the first.
    """
    widths = [max(_wide(safe(row[at].text)) for row in table) for at in range(len(table[0]) - 1)] if table else []
    start = sum(widths) + _GAP * len(widths)
    below = start + _NARROWEST > look.width
    for row in table:
        head = "".join(_padded(cell, width, look) for cell, width in zip(row, widths, strict=False))
        lines = wrapped(safe(row[-1].text), look.width - (2 * _GAP if below else start))
        inset = " " * (2 * _GAP if below else start)
        if below:
            yield head.rstrip()
        for at, line in enumerate(lines):
            yield (inset if at or below else head) + painted(line, row[-1].style, look=look)


def wrapped(text: str, width: int) -> list[str]:
    """A text in lines of at most `width` columns of a terminal, broken at blanks and between wide characters.

    A narrow word that is longer stays whole: an address or a path can then be copied.
    """
    lines, used = [""], 0
    for piece in _pieces(text):
        if used and used + _wide(piece.rstrip()) > width:
            lines.append("")
            used = 0
        lines[-1] += piece
        used += _wide(piece)
    return [line.rstrip() for line in lines if line.strip()] or [""]


def _pieces(text: str) -> Iterator[str]:
    """Words with the blank after them; every wide character is one of its own."""
    for word in re.findall(r"\S+\s*|\s+", text):
        begun = ""
        for character in word:
            if cells(character) == 2:
                yield from filter(None, (begun, character))
                begun = ""
            else:
                begun += character
        if begun:
            yield begun


def _padded(cell: Cell, width: int, look: Look) -> str:
    words = safe(cell.text)
    return painted(words, cell.style, look=look) + " " * (width - _wide(words) + _GAP)


def _wide(text: str) -> int:
    return len(text) if text.isascii() else sum(map(cells, text))
