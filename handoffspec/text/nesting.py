"""Blocks where a format does not let them stand: the nearest thing that may."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from handoffspec.text.document import (
    Block,
    BulletList,
    CodeBlock,
    Heading,
    Image,
    Inline,
    Mark,
    OrderedList,
    Paragraph,
    Quote,
    Rule,
    Table,
    Text,
)
from handoffspec.text.features import Feature
from handoffspec.text.plain import as_lines, flatten, spell


@dataclass(frozen=True, slots=True)
class Nesting:
    """The kinds of block that a format lets stand in a list's item, in a quotation and in a table's cell."""

    item: frozenset[type[Block]] = frozenset()
    quote: frozenset[type[Block]] = frozenset()
    cell: frozenset[type[Block]] = frozenset()
    text_after_list: bool = True
    """Whether an item's text may stand behind a list in it, or a list without text before it."""

    def within(self, other: Nesting) -> bool:
        """Whether whatever nests like this nests in the other format as well."""
        blocks = self.item <= other.item and self.quote <= other.quote and self.cell <= other.cell
        return blocks and (other.text_after_list or not self.text_after_list)


BLOCKS: frozenset[type[Block]] = frozenset(
    {Paragraph, Heading, BulletList, OrderedList, CodeBlock, Quote, Table, Rule, Image}
)
#: Every block in every other, as HTML has it.
ANYTHING = Nesting(BLOCKS, BLOCKS, BLOCKS)


def fit(blocks: Sequence[Block], allowed: frozenset[type[Block]], losses: set[Feature]) -> Iterator[Block]:
    """The blocks, with something simpler for each that must not stand there; then `NESTED_BLOCK` is lost."""
    for block in blocks:
        if type(block) in allowed:
            yield block
            continue
        losses.add(Feature.NESTED_BLOCK)
        match block:
            case Heading(_, inlines):
                yield Paragraph(as_bold(inlines))
            case Quote(inner):
                yield from fit(inner, allowed, losses)
            case _:
                yield Paragraph(as_lines("\n".join(flatten((block,), spell))))


def as_bold(inlines: Sequence[Inline]) -> tuple[Inline, ...]:
    """A heading's line as a bold one."""
    return tuple(_bold(inline) for inline in inlines)


def _bold(inline: Inline) -> Inline:
    if not isinstance(inline, Text) or Mark.CODE in inline.marks:
        return inline
    return Text(inline.text, inline.marks | {Mark.BOLD}, inline.href, inline.colour)
