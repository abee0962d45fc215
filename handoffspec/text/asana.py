"""Asana's rich text: strict XML in ``<body>``, with a closed list of tags.

From Asana's guide (developers.asana.com/docs/rich-text): unknown tags, attributes elsewhere than on links, and XML
that is not well-formed are refused with status 400. A line end is a line break, and there are no paragraphs.
Headings of two levels and rules stand in descriptions, not in comments; lists hold no headings, quotations or code
blocks, and these hold no lists. A person is named by number in ``data-asana-gid``, and Asana puts the name there. An
image must be a file attached to the task, so one from elsewhere becomes a link to it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from html import escape
from itertools import groupby

from handoffspec.text.blanks import as_one, as_they_were
from handoffspec.text.document import (
    Block,
    BulletList,
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
    Parsed,
    People,
    Quote,
    Rule,
    Table,
    Text,
    Written,
    merge,
    safe_href,
    used_features,
)
from handoffspec.text.features import Feature
from handoffspec.text.html import within_limit
from handoffspec.text.html_builder import Builder
from handoffspec.text.html_tokens import tokens
from handoffspec.text.nesting import Nesting, as_bold, fit
from handoffspec.text.plain import RULE_LINE, as_lines, flatten, spell

#: What a comment written here holds.
ASANA_COMMENT_FEATURES = frozenset(
    {
        Feature.BOLD,
        Feature.ITALIC,
        Feature.UNDERLINE,
        Feature.STRIKE,
        Feature.CODE,
        Feature.COMBINED_MARKS,
        Feature.LINK,
        Feature.LIST,
        Feature.NESTED_LIST,
        Feature.ORDERED_LIST,
        Feature.CODE_BLOCK,
        Feature.QUOTE,
        Feature.MENTION,
        Feature.MENTION_NAME,
        Feature.LINE_BREAK,
    }
)
#: What a description written here holds.
ASANA_FEATURES = ASANA_COMMENT_FEATURES | {Feature.HEADING, Feature.RULE}
#: What Asana gives besides: images that are attached to the task, tables in briefs.
ASANA_GIVES = ASANA_FEATURES | {Feature.IMAGE, Feature.IMAGE_TEXT, Feature.TABLE, Feature.MERGED_CELLS}

_TEXT: frozenset[type[Block]] = frozenset({Paragraph, Image})
ASANA_NESTING = Nesting(item=_TEXT | {BulletList, OrderedList}, quote=_TEXT)
#: A brief's table is given, and not written.
ASANA_GIVES_NESTING = replace(ASANA_NESTING, cell=ASANA_NESTING.item)

_ELEMENTS = {
    Mark.BOLD: "strong",
    Mark.ITALIC: "em",
    Mark.UNDERLINE: "u",
    Mark.STRIKE: "s",
    Mark.CODE: "code",
}


def parse_asana(source: str) -> Parsed:
    """Asana's rich text to a document; what is not well-formed is read for what it has.

    Raises:
        FormatError: the source is longer than `MAX_SOURCE`.
    """
    builder = Builder(strict=True)
    for token in tokens(within_limit(source)):
        builder.add(token)
    return Parsed(as_they_were(builder.document()), frozenset(builder.losses))


def write_asana(document: Document) -> Written[str]:
    """A document as a task's or project's rich text."""
    return _write(document, ASANA_FEATURES)


def write_asana_comment(document: Document) -> Written[str]:
    """A document as a comment's rich text."""
    return _write(document, ASANA_COMMENT_FEATURES)


def _write(document: Document, keeps: frozenset[Feature]) -> Written[str]:
    losses = set(used_features(document) - keeps)
    writer = _Writer(keeps, losses)
    return Written(f"<body>{writer.blocks(document.blocks)}</body>", frozenset(losses))


class _Writer:
    """Writes blocks; `losses` gathers what is left out."""

    def __init__(self, keeps: frozenset[Feature], losses: set[Feature]) -> None:
        self._keeps = keeps
        self._losses = losses

    def blocks(self, blocks: Iterable[Block]) -> str:
        """Blocks one after the other; neighbouring paragraphs are one text."""
        standing = [self._standing(block) for block in blocks]
        written: list[str] = []
        for is_text, group in groupby(standing, key=lambda block: isinstance(block, Paragraph)):
            together = list(group)
            written.extend([self._lines(together)] if is_text else map(self._block, together))
        return "".join(written)

    def _standing(self, block: Block) -> Block:
        """The block, or the paragraph that it becomes."""
        match block:
            case Heading(_, inlines) if Feature.HEADING not in self._keeps:
                return Paragraph(as_bold(inlines))
            case Rule() if Feature.RULE not in self._keeps:
                return Paragraph((Text(RULE_LINE),))
            case Image(url, alt):
                return Paragraph((Text(alt or url, href=safe_href(url)),))
            case Table():
                return Paragraph(as_lines("\n".join(flatten((block,), spell))))
            case _:
                return block

    def _lines(self, paragraphs: Iterable[Block]) -> str:
        return self._inlines(as_one([block.inlines for block in paragraphs if isinstance(block, Paragraph)]))

    def _block(self, block: Block) -> str:
        match block:
            case Heading(level, inlines):
                name = "h1" if level == 1 else "h2"
                return f"<{name}>{self._inlines(_on_one_line(inlines))}</{name}>"
            case BulletList(items):
                return f"<ul>{self._items(items)}</ul>" if items else ""
            case OrderedList(items):
                return f"<ol>{self._items(items)}</ol>" if items else ""
            case CodeBlock(text):
                return f"<pre>{escape(text, quote=False)}</pre>"
            case Quote(inner):
                return f"<blockquote>{self._inside(inner, ASANA_NESTING.quote)}</blockquote>"
            case _:
                return "<hr/>"

    def _items(self, items: Iterable[ListItem]) -> str:
        return "".join(f"<li>{self._inside(item.blocks, ASANA_NESTING.item)}</li>" for item in items)

    def _inside(self, blocks: Sequence[Block], allowed: frozenset[type[Block]]) -> str:
        return self.blocks(fit(blocks, allowed, self._losses))

    def _inlines(self, inlines: Iterable[Inline]) -> str:
        return "".join(self._inline(inline) for inline in inlines)

    def _inline(self, inline: Inline) -> str:
        match inline:
            case LineBreak():
                return "\n"
            case Mention(person, text, People.ASANA) if person.isdecimal() and person.isascii():
                return f'<a data-asana-gid="{person}">{escape(text, quote=False)}</a>'
            case Mention(text=text):
                self._losses.add(Feature.MENTION)
                return escape(text, quote=False)
            case Text(text, marks, href):
                written = escape(text, quote=False)
                for mark in (mark for mark in Mark if mark in marks and mark in _ELEMENTS):
                    written = f"<{_ELEMENTS[mark]}>{written}</{_ELEMENTS[mark]}>"
                return written if href is None else f'<a href="{escape(href)}">{written}</a>'


def _on_one_line(inlines: Sequence[Inline]) -> tuple[Inline, ...]:
    return merge(Text(" ") if isinstance(inline, LineBreak) else inline for inline in inlines)
