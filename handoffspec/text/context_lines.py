"""The context block as lines: finding it in a description, and reading its entries."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from handoffspec.text.context_values import ContextError, Raw
from handoffspec.text.document import (
    Block,
    BulletList,
    Cell,
    CodeBlock,
    Heading,
    Inline,
    LineBreak,
    ListItem,
    OrderedList,
    Paragraph,
    Quote,
    Row,
    Rule,
    Table,
    Text,
    merge,
)
from handoffspec.text.plain import RULE_LINE, flatten, spell

_KEY = re.compile(r"[^\s·()]+")
_ANY_FENCE = re.compile(r"\\*(?:Handoff context|End of handoff context) · ")
_LABEL = re.compile(r"((?:[^\\:]|\\.)+):(?: |$)")
_NUMBERED = re.compile(r"([0-9]{1,9})\. ")

Line = tuple[Inline, ...]


class Damage(Exception):  # noqa: N818 - it is what happened to the block, in words for a person
    """The block cannot be read for certain."""


class Fences:
    """The opening and the closing line of one handoff's block."""

    def __init__(self, key: str) -> None:
        if not _KEY.fullmatch(key):
            raise ContextError(f"{key[:60]!r} cannot name a context block: one word is needed")
        self._open = f"Handoff context · {key}"
        self._close = f"End of handoff context · {key}"
        # Windows line ends throughout are said once, at the end of a paragraph; see handoffspec.text.visible.
        self._closing = re.compile(rf"{re.escape(self._close)} \(([0-9]{{1,6}}) (?:entry|entries)\)(?:␍␊|␍)?")

    def opening(self, title: str) -> str:
        """The opening line."""
        return f"{self._open} · {title}" if title else self._open

    def closing(self, count: int) -> str:
        """The closing line."""
        return f"{self._close} ({count} {'entry' if count == 1 else 'entries'})"

    def opens(self, line: str) -> bool:
        """Whether a line opens the block."""
        bare = line.rstrip().removesuffix("␍")
        return bare == self._open or line.startswith(f"{self._open} · ")

    def closes(self, line: str) -> bool:
        """Whether a line closes the block, soundly or not."""
        return line.rstrip() == self._close or line.startswith(f"{self._close} ")

    def count(self, line: str) -> int:
        """How many entries the closing line says there are."""
        found = self._closing.fullmatch(line.rstrip())
        if not found:
            raise Damage("the block's last line was changed")
        return int(found[1])


@dataclass(frozen=True, slots=True)
class Parts:
    """The prose around a block, the block's lines, and how many entries it says it has."""

    prose: tuple[Block, ...]
    lines: list[str]
    count: int


@dataclass(frozen=True, slots=True)
class _Place:
    """A line of a paragraph or heading among the top blocks."""

    block: int
    line: int
    text: str


def split_blocks(blocks: tuple[Block, ...], fences: Fences) -> Parts | None:
    """A description around its block; None if it has none.

    Raises:
        Damage: a line of the block is missing, changed or there twice.
    """
    places = [place for number, block in enumerate(blocks) for place in _places(number, block)]
    opens = [place for place in places if fences.opens(place.text)]
    closes = [place for place in places if fences.closes(place.text)]
    if not opens and not closes:
        return None
    if len(opens) > 1 or len(closes) > 1:
        raise Damage("the block's first or last line stands there twice")
    if not opens:
        raise Damage("the block's first line is missing")
    if not closes:
        raise Damage("the block's last line is missing")
    first, last = opens[0], closes[0]
    if (last.block, last.line) < (first.block, first.line):
        raise Damage("the block's last line stands before its first")
    prose = (*_before(blocks, first), *_after(blocks, last))
    return Parts(prose, _between(blocks, first, last), fences.count(last.text))


def _places(number: int, block: Block) -> Iterator[_Place]:
    if isinstance(block, Paragraph | Heading):
        for line, inlines in enumerate(_lines(block.inlines)):
            yield _Place(number, line, spell(inlines))


def _lines(inlines: Line) -> list[Line]:
    lines: list[list[Inline]] = [[]]
    for inline in inlines:
        if isinstance(inline, LineBreak):
            lines.append([])
        else:
            lines[-1].append(inline)
    return [tuple(line) for line in lines]


def _unlines(lines: list[Line]) -> Line:
    return tuple(inline for number, line in enumerate(lines) for inline in ((LineBreak(),) if number else ()) + line)


def _inlines_of(block: Block) -> Line:
    return block.inlines if isinstance(block, Paragraph | Heading) else ()


def _before(blocks: tuple[Block, ...], first: _Place) -> tuple[Block, ...]:
    """The prose before the block, without the rule that the block begins with."""
    whole = blocks[: first.block]
    if first.line == 0:
        return whole[:-1] if whole and _is_rule(whole[-1]) else whole
    lines = _lines(_inlines_of(blocks[first.block]))[: first.line]
    # Plain text: the writer put an empty line, the rule and an empty line there.
    for expected in ("", RULE_LINE, ""):
        if lines and spell(lines[-1]) == expected:
            lines.pop()
    return (*whole, *_paragraph(lines))


def _is_rule(block: Block) -> bool:
    """A rule, or where the format has none what stands for it."""
    return isinstance(block, Rule) or (isinstance(block, Paragraph) and spell(block.inlines) == RULE_LINE)


def _after(blocks: tuple[Block, ...], last: _Place) -> tuple[Block, ...]:
    lines = _lines(_inlines_of(blocks[last.block]))[last.line + 1 :]
    if lines and not lines[0]:
        lines.pop(0)
    return (*_paragraph(lines), *blocks[last.block + 1 :])


def _paragraph(lines: list[Line]) -> tuple[Block, ...]:
    inlines = _unlines(lines)
    return (Paragraph(inlines),) if inlines else ()


def _between(blocks: tuple[Block, ...], first: _Place, last: _Place) -> list[str]:
    lines: list[str] = []
    for number in range(first.block, last.block + 1):
        flat = flatten((blocks[number],), spell)
        start = first.line + 1 if number == first.block else 0
        stop = last.line if number == last.block else len(flat)
        lines += [*flat[start:stop], ""]
    return lines


def read_entries(lines: list[str], count: int) -> dict[str, Raw]:
    """The entries of a block's lines, by label.

    Raises:
        Damage: a line that is part of no entry, a label without a value or twice, another number of entries.
    """
    entries: dict[str, Raw] = {}
    reader = _Reader(lines)
    while (line := reader.next_filled()) is not None:
        label, words = _split_label(line)
        if label in entries:
            raise Damage(f"the label {label[:60]!r} stands there twice")
        entries[label] = Raw("line", (words,)) if words else reader.value_of(label)
    if len(entries) != count:
        raise Damage(f"the block's last line speaks of {count} entries, and there are {len(entries)}")
    return entries


class _Reader:
    """Goes through lines once."""

    def __init__(self, lines: list[str]) -> None:
        self._lines = lines
        self._at = 0

    def next_filled(self) -> str | None:
        """The next line that is not empty, taken."""
        self._skip_empty()
        if self._at == len(self._lines):
            return None
        self._at += 1
        return self._lines[self._at - 1]

    def value_of(self, label: str) -> Raw:
        """The quotation or list that follows a label."""
        self._skip_empty()
        first = self._lines[self._at] if self._at < len(self._lines) else ""
        if first.startswith(">"):
            return Raw("quote", tuple(self._quoted()))
        if first.startswith("- "):
            return Raw("bullets", tuple(self._items(lambda line: 2 if line.startswith("- ") else 0)))
        if _NUMBERED.match(first):
            return Raw("numbers", tuple(self._items(_width_of_number)))
        raise Damage(f"the label {label[:60]!r} has no value")

    def _skip_empty(self) -> None:
        while self._at < len(self._lines) and not self._lines[self._at].strip():
            self._at += 1

    def _quoted(self) -> Iterator[str]:
        while self._at < len(self._lines) and self._lines[self._at].startswith(">"):
            yield self._lines[self._at][1:].removeprefix(" ")
            self._at += 1

    def _items(self, width_of: Callable[[str], int]) -> Iterator[str]:
        while self._at < len(self._lines) and (width := width_of(self._lines[self._at])):
            item = [self._lines[self._at][width:]]
            self._at += 1
            while self._at < len(self._lines) and self._lines[self._at].startswith(" " * width):
                item.append(self._lines[self._at][width:])
                self._at += 1
            yield "\n".join(item)


def _width_of_number(line: str) -> int:
    found = _NUMBERED.match(line)
    return found.end() if found else 0


def _split_label(line: str) -> tuple[str, str]:
    """A line at the colon that ends its label."""
    found = _LABEL.match(line)
    if not found:
        raise Damage(f"the line {line[:60]!r} belongs to no entry")
    return re.sub(r"\\(.)", r"\1", found[1]), line[found.end() :]


def escape_fences(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """Prose in which no line can be taken for a block's first or last."""
    return _on_lines(blocks, _escape)


def unescape_fences(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """What `escape_fences` was given."""
    return _on_lines(blocks, _unescape)


def _escape(line: Line) -> Line:
    return merge((Text("\\"), *line)) if _ANY_FENCE.match(spell(line)) else line


def _unescape(line: Line) -> Line:
    if not line or not _ANY_FENCE.match(shown := spell(line)) or not shown.startswith("\\"):
        return line
    first, *rest = line
    if not isinstance(first, Text):
        return line
    return merge(rest if first.text == "\\" else (replace(first, text=first.text[1:]), *rest))


def _on_lines(blocks: tuple[Block, ...], change: Callable[[Line], Line]) -> tuple[Block, ...]:
    return tuple(_on_block(block, change) for block in blocks)


def _on_block(block: Block, change: Callable[[Line], Line]) -> Block:
    match block:
        case Paragraph(inlines):
            return Paragraph(_unlines([change(line) for line in _lines(inlines)]))
        case Heading(level, inlines):
            return Heading(level, _unlines([change(line) for line in _lines(inlines)]))
        case CodeBlock(text):
            lines = [change((Text(line),) if line else ()) for line in text.split("\n")]
            return replace(block, text="\n".join(spell(line) for line in lines))
        case BulletList(items):
            return BulletList(tuple(ListItem(_on_lines(item.blocks, change)) for item in items))
        case OrderedList(items):
            return replace(block, items=tuple(ListItem(_on_lines(item.blocks, change)) for item in items))
        case Quote(inner):
            return Quote(_on_lines(inner, change))
        case Table(rows):
            return Table(tuple(_on_row(row, change) for row in rows))
        case _:
            return block


def _on_row(row: Row, change: Callable[[Line], Line]) -> Row:
    return Row(tuple(Cell(_on_lines(cell.blocks, change), cell.header) for cell in row.cells))
