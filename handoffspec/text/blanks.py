"""Blanks that a format would swallow, and paragraphs where a format knows lines only.

HTML and what is read by its rules (Markdown, wiki markup) swallow blanks at the ends of lines and repeated ones. So
those are written as no-break spaces, and what could be taken for one of ours is told apart by word joiners (U+2060),
which nobody sees:

=================================  ================================================
in the text                        as written
=================================  ================================================
a blank that would be swallowed    a no-break space
a no-break space                   a no-break space and a word joiner
n word joiners                     2n word joiners
=================================  ================================================

Where paragraphs can only be lines (a table's cell, a list's item, a journal), a line of one word joiner stands between
two paragraphs, and one stands in a first or last line that is empty and would be swallowed. A line of n word joiners
is written as n + 1.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from handoffspec.text.document import (
    Block,
    BulletList,
    Cell,
    Document,
    Heading,
    Inline,
    LineBreak,
    ListItem,
    OrderedList,
    Paragraph,
    Quote,
    Row,
    Table,
    Text,
    merge,
)

JOINER = "\u2060"
HARD = "\xa0"
_HARD_SPACES = re.compile("(?=[\xa0\u2060])(\xa0?)(\u2060*)")

Line = tuple[Inline, ...]


# ── Blanks ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def harden(text: str, *, after_blank: bool, last_in_line: bool) -> str:
    """A run of text with no-break spaces for the blanks that would be swallowed."""
    kept = text.replace(JOINER, JOINER * 2).replace("\xa0", "\xa0" + JOINER)
    kept = re.sub("(?<= ) ", "\xa0", kept)
    if after_blank and kept.startswith(" "):
        kept = "\xa0" + kept[1:]
    if last_in_line and kept.endswith(" "):
        kept = kept[:-1] + "\xa0"
    return kept


def soften(text: str) -> str:
    """What `harden` was given. A single word joiner of somebody else stays."""
    return _HARD_SPACES.sub(_soften_one, text) if "\xa0" in text or JOINER in text else text


def _soften_one(found: re.Match[str]) -> str:
    space, joiners = found.groups()
    if space and len(joiners) % 2 == 1:
        return "\xa0" + JOINER * (len(joiners) // 2)
    return (" " if space else "") + JOINER * ((len(joiners) + 1) // 2)


# ── Paragraphs as lines ────────────────────────────────────────────────────────────────────────────────────────────


def lines_of(inlines: Iterable[Inline]) -> list[Line]:
    """Inlines, parted at their line breaks."""
    lines: list[list[Inline]] = [[]]
    for inline in inlines:
        if isinstance(inline, LineBreak):
            lines.append([])
        else:
            lines[-1].append(inline)
    return [tuple(line) for line in lines]


def as_one(paragraphs: Sequence[Iterable[Inline]]) -> Line:
    """The inlines of paragraphs (or of one heading) as those of one, from which `as_they_were` finds them again."""
    lines = _as_lines(paragraphs)
    for end in (0, -1):
        lines[end] = lines[end] or (Text(JOINER),)
    return _unlines(lines)


def as_plain_lines(paragraphs: Sequence[Iterable[Inline]]) -> Line:
    """As `as_one`, for a format that swallows no empty lines at the ends."""
    return _unlines(_as_lines(paragraphs))


def as_they_were(document: Document) -> Document:
    """A document as read, with the paragraphs that `as_one` made lines of."""
    return Document(tuple(_parted(document.blocks)))


def _as_lines(paragraphs: Sequence[Iterable[Inline]]) -> list[Line]:
    lines: list[Line] = []
    for number, inlines in enumerate(paragraphs):
        if number:
            lines.append((Text(JOINER),))
        lines.extend(_tell_apart(line) for line in lines_of(inlines))
    return lines


def _tell_apart(line: Line) -> Line:
    return (Text(JOINER), *line) if _joiners(line) else line


def _joiners(line: Line) -> int:
    """How many word joiners a line is; 0 where it is anything else."""
    text = "".join(inline.text if isinstance(inline, Text) else "x" for inline in line)
    return len(text) if text and not text.strip(JOINER) else 0


def _unlines(lines: Sequence[Line]) -> Line:
    return merge(inline for number, line in enumerate(lines) for inline in ((LineBreak(),) if number else ()) + line)


def _parted(blocks: Iterable[Block]) -> Iterator[Block]:
    for block in blocks:
        match block:
            case Paragraph(inlines):
                yield from _paragraphs(inlines)
            case Heading(level, inlines):
                yield Heading(level, _unlines([tuple(_without_one(line)) for line in lines_of(inlines)]))
            case BulletList(items):
                yield BulletList(tuple(ListItem(tuple(_parted(item.blocks))) for item in items))
            case OrderedList(items, start):
                yield OrderedList(tuple(ListItem(tuple(_parted(item.blocks))) for item in items), start)
            case Quote(inner):
                yield Quote(tuple(_parted(inner)))
            case Table(rows):
                yield Table(tuple(Row(tuple(_parted_cell(cell) for cell in row.cells)) for row in rows))
            case _:
                yield block


def _parted_cell(cell: Cell) -> Cell:
    return Cell(tuple(_parted(cell.blocks)), cell.header)


def _paragraphs(inlines: Line) -> Iterator[Paragraph]:
    lines = lines_of(inlines)
    paragraph: list[Line] = []
    for number, line in enumerate(lines):
        if _joiners(line) == 1 and 0 < number < len(lines) - 1:
            yield Paragraph(_unlines(paragraph))
            paragraph = []
        else:
            paragraph.append(tuple(_without_one(line)))
    yield Paragraph(_unlines(paragraph))


def _without_one(line: Line) -> Iterator[Inline]:
    """A line of word joiners without the first of them; any other line as it is."""
    if not _joiners(line):
        yield from line
        return
    first, *rest = line
    if isinstance(first, Text) and len(first.text) > 1:
        yield Text(first.text[1:], first.marks, first.href, first.colour)
    yield from rest
