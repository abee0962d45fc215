"""A document as an Atlassian document (ADF), valid under Atlassian's published schema.

The schema is that of the npm package ``@atlaskit/adf-schema`` (Apache-2.0). What it asks beyond the obvious: no
empty text; inline code takes a link and no other mark; list items and quotations hold paragraphs,
lists, code and images only; table cells hold everything but tables; lists and tables are not empty.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from handoffspec.text.document import (
    Block,
    BulletList,
    Cell,
    CodeBlock,
    Document,
    Heading,
    Image,
    Inline,
    LineBreak,
    ListItem,
    Mark,
    Mention,
    OrderedList,
    Paragraph,
    People,
    Quote,
    Rule,
    Table,
    Text,
    Written,
    used_features,
)
from handoffspec.text.features import Feature
from handoffspec.text.nesting import Nesting, fit

Node = dict[str, Any]

#: What an Atlassian document written here holds.
ADF_FEATURES = frozenset(Feature) - {
    Feature.EMOJI,
    Feature.PANEL,
    Feature.NESTED_BLOCK,
    Feature.COMBINED_MARKS,
    Feature.MERGED_CELLS,
    Feature.UNKNOWN,
}

_IN_ITEM: frozenset[type[Block]] = frozenset({Paragraph, BulletList, OrderedList, CodeBlock, Image})
ADF_NESTING = Nesting(item=_IN_ITEM, quote=_IN_ITEM, cell=_IN_ITEM | {Heading, Quote, Rule})

_MARK_TYPES = {
    Mark.BOLD: "strong",
    Mark.ITALIC: "em",
    Mark.UNDERLINE: "underline",
    Mark.STRIKE: "strike",
    Mark.CODE: "code",
}


def write_adf(document: Document) -> Written[Node]:
    """A document as ADF, a JSON object. An empty document has empty content."""
    losses: set[Feature] = set(used_features(document) - ADF_FEATURES)
    content = [node for block in document.blocks for node in _write_block(block, losses)]
    return Written({"version": 1, "type": "doc", "content": content}, frozenset(losses))


def _write_block(block: Block, losses: set[Feature]) -> Iterator[Node]:
    match block:
        case Paragraph(inlines):
            yield _with_content({"type": "paragraph"}, _write_inlines(inlines, losses))
        case Heading(level, inlines):
            yield _with_content({"type": "heading", "attrs": {"level": level}}, _write_inlines(inlines, losses))
        case CodeBlock(text, language):
            node: Node = {"type": "codeBlock", "attrs": {"language": language} if language else {}}
            yield _with_content(node, [{"type": "text", "text": text}] if text else [])
        case Rule():
            yield {"type": "rule"}
        case Image(url, alt):
            attrs = {"type": "external", "url": url, **({"alt": alt} if alt else {})}
            media = {"type": "media", "attrs": attrs}
            yield {"type": "mediaSingle", "attrs": {"layout": "center"}, "content": [media]}
        case _:
            yield from _write_container(block, losses)


def _write_container(block: BulletList | OrderedList | Quote | Table, losses: set[Feature]) -> Iterator[Node]:
    match block:
        case BulletList(items):
            if items:
                yield {"type": "bulletList", "content": [_write_item(item, losses) for item in items]}
        case OrderedList(items, start):
            if items:
                content = [_write_item(item, losses) for item in items]
                yield {"type": "orderedList", "attrs": {"order": start}, "content": content}
        case Quote(blocks):
            yield {"type": "blockquote", "content": _write_inside(blocks, ADF_NESTING.quote, losses)}
        case Table():
            yield from _write_table(block, losses)


def _write_item(item: ListItem, losses: set[Feature]) -> Node:
    return {"type": "listItem", "content": _write_inside(item.blocks, ADF_NESTING.item, losses)}


def _write_table(table: Table, losses: set[Feature]) -> Iterator[Node]:
    rows = [
        {"type": "tableRow", "content": [_write_cell(cell, losses) for cell in row.cells]}
        for row in table.rows
        if row.cells
    ]
    if rows:
        yield {"type": "table", "content": rows}


def _write_cell(cell: Cell, losses: set[Feature]) -> Node:
    kind = "tableHeader" if cell.header else "tableCell"
    return {"type": kind, "content": _write_inside(cell.blocks, ADF_NESTING.cell, losses)}


def _write_inside(blocks: Sequence[Block], allowed: frozenset[type[Block]], losses: set[Feature]) -> list[Node]:
    """The content of an item, a quotation or a cell, which must not be empty."""
    fitting = fit(blocks, allowed, losses)
    return [node for block in fitting for node in _write_block(block, losses)] or [{"type": "paragraph"}]


def _write_inlines(inlines: tuple[Inline, ...], losses: set[Feature]) -> list[Node]:
    return [_write_inline(inline, losses) for inline in inlines]


def _write_inline(inline: Inline, losses: set[Feature]) -> Node:
    match inline:
        case LineBreak():
            return {"type": "hardBreak"}
        case Mention(person, text, People.ATLASSIAN):
            return {"type": "mention", "attrs": {"id": person, "text": text}}
        case Mention(text=text):
            losses.add(Feature.MENTION)
            return {"type": "text", "text": text}
        case Text(text):
            marks = _write_marks(inline, losses)
            return {"type": "text", "text": text, **({"marks": marks} if marks else {})}


def _write_marks(run: Text, losses: set[Feature]) -> list[Node]:
    link: list[Node] = [{"type": "link", "attrs": {"href": run.href}}] if run.href is not None else []
    if Mark.CODE in run.marks:
        if len(run.marks) > 1 or run.colour is not None:
            losses.add(Feature.COMBINED_MARKS)
        return [*link, {"type": "code"}]
    marks = [*link, *({"type": _MARK_TYPES[mark]} for mark in Mark if mark in run.marks and mark in _MARK_TYPES)]
    if Mark.SUB in run.marks or Mark.SUP in run.marks:
        marks.append({"type": "subsup", "attrs": {"type": "sub" if Mark.SUB in run.marks else "sup"}})
    if run.colour is not None:
        marks.append({"type": "textColor", "attrs": {"color": run.colour}})
    return marks


def _with_content(node: Node, content: list[Node]) -> Node:
    return {**node, "content": content} if content else node
