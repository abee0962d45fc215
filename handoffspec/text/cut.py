"""How long a document is for a limit, and cutting its prose to one."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Literal

from handoffspec.text.document import (
    Block,
    BulletList,
    Cell,
    CodeBlock,
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
)
from handoffspec.text.plain import visible_text
from handoffspec.text.visible import cut_before_half_escape

#: Characters are Unicode code points, bytes those of UTF-8.
Unit = Literal["characters", "bytes"]

ELLIPSIS = "…"
_GUESSES = 8
_CUT = Paragraph((Text(ELLIPSIS),))


def measure(text: str, unit: Unit = "characters") -> int:
    """The length of a text."""
    return len(text) if unit == "characters" else len(text.encode("utf-8", "surrogatepass"))


#: The text of a document that counts against a limit.
Counted = Callable[[Document], str]


def text_length(document: Document, unit: Unit = "characters", counted: Counted = visible_text) -> int:
    """The length of what a person sees: text, line ends, list signs, an empty line between blocks.

    Where the API takes plain text, what is written there counts (`plain.plain_text`), addresses of links included.

    Jira Cloud refuses a description of more than 32,767 characters with ``CONTENT_LIMIT_EXCEEDED``
    when it is written as ADF (JRACLOUD-78553). That these characters are the document's visible
    text, not its JSON, is assumed here; Atlassian does not say. The older API, which takes wiki
    markup, counts the markup as well (mozilla/jira-bugzilla-integration issue 1030).
    """
    return measure(counted(document), unit)


def truncate(
    document: Document, limit: int, unit: Unit = "characters", counted: Counted = visible_text
) -> tuple[Document, bool]:
    """The document, or its beginning with an ellipsis so that it keeps to ``limit``; whether it was cut.

    Where not even the ellipsis fits, the document is empty.
    """
    if text_length(document, unit, counted) <= limit:
        return document, False
    best = Document()
    low, high = 0, 4 * max(limit, 0)  # what a block costs below is at most four times what it shows
    middle, guesses = max(limit, 0), _GUESSES
    while low <= high:
        candidate = _Cutter(middle).cut(document)
        length = text_length(candidate, unit, counted)
        if length <= limit:
            best, low = candidate, middle + 1
        else:
            high = middle - 1
        guesses -= 1
        # Most of what is kept costs what it shows, so what is too much or too little is a good guess at first.
        middle = min(max(middle + limit - length, low), high) if guesses > 0 else (low + high) // 2
    return best, True


class _Cutter:
    """Keeps so much content, then an ellipsis, then nothing.

    A character costs one, and so does each block, item and row, empty ones too.
    """

    def __init__(self, keep: int) -> None:
        self._left = keep
        self._done = False

    def cut(self, document: Document) -> Document:
        blocks = self._blocks(document.blocks)
        return Document(blocks if self._done else (*blocks, _CUT))

    def _blocks(self, blocks: Iterable[Block]) -> tuple[Block, ...]:
        kept: list[Block] = []
        for block in blocks:
            if self._done:
                break
            kept.append(self._block(block))
        return tuple(kept)

    def _block(self, block: Block) -> Block:
        if not self._spend(1):
            return _CUT
        match block:
            case Paragraph(inlines):
                return Paragraph(self._inlines(inlines))
            case Heading(level, inlines):
                return Heading(level, self._inlines(inlines))
            case BulletList(items):
                return BulletList(self._items(items))
            case OrderedList(items):
                return replace(block, items=self._items(items))
            case Quote(blocks):
                return Quote(self._blocks(blocks))
            case Table(rows):
                return Table(self._rows(rows))
            case CodeBlock(text):
                return replace(block, text=self._text(text))
            case _:
                return block

    def _items(self, items: Iterable[ListItem]) -> tuple[ListItem, ...]:
        kept: list[ListItem] = []
        for item in items:
            if self._done:
                break
            kept.append(ListItem(self._blocks(item.blocks) if self._spend(1) else (_CUT,)))
        return tuple(kept)

    def _rows(self, rows: Iterable[Row]) -> tuple[Row, ...]:
        """A row that is begun keeps its number of cells, so that the table stays one."""
        kept: list[Row] = []
        for row in rows:
            if self._done:
                break
            if self._spend(1):
                kept.append(Row(tuple(Cell(self._blocks(cell.blocks), cell.header) for cell in row.cells)))
            else:
                kept.append(Row((Cell((_CUT,)),)))
        return tuple(kept)

    def _inlines(self, inlines: Iterable[Inline]) -> tuple[Inline, ...]:
        kept: list[Inline] = []
        for inline in inlines:
            if self._done:
                break
            match inline:
                case Text(text):
                    kept.append(replace(inline, text=self._text(text)))
                case LineBreak():
                    kept.append(inline if self._spend(1) else Text(ELLIPSIS))
                case _:
                    kept.append(inline if self._spend(len(inline.text)) else Text(ELLIPSIS))
        return tuple(kept)

    def _text(self, text: str) -> str:
        if len(text) <= self._left:
            self._left -= len(text)
            return text
        self._done = True
        return cut_before_half_escape(text[: self._left]) + ELLIPSIS

    def _spend(self, cost: int) -> bool:
        if cost > self._left:
            self._done = True
            return False
        self._left -= cost
        return True
