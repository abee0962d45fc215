"""Plain text: read as one paragraph, so that it comes back exactly; written for people to read.

`flatten` is the one layout of a document as lines. It serves three purposes: plain text itself, the
length that a limit is held against, and reading a context block from whatever format carried it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from handoffspec.text.document import (
    Block,
    BulletList,
    CodeBlock,
    Document,
    Heading,
    Image,
    Inline,
    LineBreak,
    Mention,
    OrderedList,
    Paragraph,
    Parsed,
    Quote,
    Row,
    Rule,
    Table,
    Text,
    Written,
    used_features,
)
from handoffspec.text.features import Feature
from handoffspec.text.visible import hide, hide_paragraph, show_paragraph

RULE_LINE = "---"
PLAIN_FEATURES = frozenset({Feature.LINE_BREAK})

#: Gives the text of one line or paragraph; its lines are parted by ``\n``.
Spelling = Callable[[Iterable[Inline]], str]


def parse_plain(text: str) -> Parsed:
    """Any string to a document of at most one paragraph, a line break for every line end."""
    return Parsed(Document((Paragraph(as_lines(show_paragraph(text))),) if text else ()))


def write_plain(document: Document) -> Written[str]:
    """A document as text. What `parse_plain` read comes back character for character."""
    return Written(plain_text(document), used_features(document) - PLAIN_FEATURES)


def plain_text(document: Document) -> str:
    """The text that `write_plain` gives."""
    return "\n".join(flatten(document.blocks, _spell_plain, hide))


def visible_text(document: Document) -> str:
    """The characters a person sees, links without their addresses."""
    return "\n".join(flatten(document.blocks, spell))


def as_lines(text: str) -> tuple[Inline, ...]:
    """A text without control characters as inlines, a line break for each ``\\n``."""
    inlines: list[Inline] = []
    for number, line in enumerate(text.split("\n")):
        if number:
            inlines.append(LineBreak())
        if line:
            inlines.append(Text(line))
    return tuple(inlines)


def spell(inlines: Iterable[Inline]) -> str:
    """The visible characters of inlines."""
    return "".join("\n" if isinstance(inline, LineBreak) else inline.text for inline in inlines)


def flatten(blocks: tuple[Block, ...], spelling: Spelling, spell_code: Callable[[str], str] = str) -> list[str]:
    """Blocks as lines, an empty line between two blocks."""
    lines: list[str] = []
    for number, block in enumerate(blocks):
        if number:
            lines.append("")
        lines.extend(_flatten_block(block, spelling, spell_code))
    return lines


def _flatten_block(block: Block, spelling: Spelling, spell_code: Callable[[str], str]) -> list[str]:
    match block:
        case Paragraph(inlines) | Heading(_, inlines):
            return spelling(inlines).split("\n")
        case BulletList(items):
            return [line for item in items for line in _flatten_item("- ", item.blocks, spelling, spell_code)]
        case OrderedList(items, start):
            numbered = enumerate(items, start)
            return [line for n, item in numbered for line in _flatten_item(f"{n}. ", item.blocks, spelling, spell_code)]
        case CodeBlock(text):
            return spell_code(text).split("\n")
        case Quote(blocks):
            return ["> " + line for line in flatten(blocks, spelling, spell_code)]
        case Table(rows):
            return [_flatten_row(row, spelling, spell_code) for row in rows]
        case Rule():
            return [RULE_LINE]
        case Image(url, alt):
            return [alt or url]


def _flatten_item(
    prefix: str, blocks: tuple[Block, ...], spelling: Spelling, spell_code: Callable[[str], str]
) -> list[str]:
    lines: list[str] = []
    for number, block in enumerate(blocks):
        if number and not isinstance(block, BulletList | OrderedList):
            lines.append("")
        lines.extend(_flatten_block(block, spelling, spell_code))
    first, *rest = lines or [""]
    return [prefix + first, *(" " * len(prefix) + line for line in rest)]


def _flatten_row(row: Row, spelling: Spelling, spell_code: Callable[[str], str]) -> str:
    cells = (flatten(cell.blocks, spelling, spell_code) for cell in row.cells)
    return " | ".join(" ".join(line for line in lines if line) for lines in cells)


def _spell_plain(inlines: Iterable[Inline]) -> str:
    return hide_paragraph("".join(_spell_with_address(inline) for inline in inlines))


def _spell_with_address(inline: Inline) -> str:
    match inline:
        case LineBreak():
            return "\n"
        case Mention():
            return inline.text
        case Text(text, _, href):
            if href is None or text in (href, href.removeprefix("mailto:"), href.removeprefix("tel:")):
                return text
            return f"{text} ({href})"
