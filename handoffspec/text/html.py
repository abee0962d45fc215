"""HTML read into a document, and documents written as HTML.

Reading is sanitising: only what the document model knows is kept, whatever the source says. Time is
linear, nesting ends at `MAX_DEPTH`, and a source over `MAX_SOURCE` characters is refused.

HTML swallows blanks at the ends of lines and repeated ones; `handoffspec.text.blanks` says how they are kept.
"""

from __future__ import annotations

from html import escape

from handoffspec.text.blanks import harden
from handoffspec.text.document import (
    Block,
    BulletList,
    CodeBlock,
    Document,
    FormatError,
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
    Quote,
    Row,
    Rule,
    Table,
    Text,
    Written,
    used_features,
)
from handoffspec.text.features import Feature
from handoffspec.text.html_builder import Builder
from handoffspec.text.html_tokens import tokens

#: Longest source read, in characters; a Zendesk comment holds about 65,000.
MAX_SOURCE = 4_000_000

#: What `write_html` sets. A mention has no form in HTML that another system would understand.
HTML_FEATURES = frozenset(Feature) - {
    Feature.MENTION,
    Feature.MENTION_NAME,
    Feature.MERGED_CELLS,
    Feature.NESTED_BLOCK,
    Feature.EMOJI,
    Feature.PANEL,
    Feature.UNKNOWN,
}

_ELEMENTS = {
    Mark.BOLD: "strong",
    Mark.ITALIC: "em",
    Mark.UNDERLINE: "u",
    Mark.STRIKE: "s",
    Mark.CODE: "code",
    Mark.SUB: "sub",
    Mark.SUP: "sup",
}


def parse_html(source: str) -> Parsed:
    """HTML of any quality to a document.

    Raises:
        FormatError: the source is longer than `MAX_SOURCE`.
    """
    return read_html(within_limit(source))


def read_html(source: str) -> Parsed:
    """As `parse_html`, for HTML made here from a source that was within its limit."""
    builder = Builder()
    for token in tokens(source):
        builder.add(token)
    return Parsed(builder.document(), frozenset(builder.losses))


def within_limit(source: str, name: str = "HTML") -> str:
    """The source.

    Raises:
        FormatError: it is longer than `MAX_SOURCE`.
    """
    if len(source) > MAX_SOURCE:
        raise FormatError(f"the {name} is {len(source):,} characters long; at most {MAX_SOURCE:,} are read")
    return source


def write_html(document: Document) -> Written[str]:
    """A document as HTML without styles other than colours; every character of text is escaped."""
    value = "".join(_write_block(block) for block in document.blocks)
    return Written(value, used_features(document) - HTML_FEATURES)


def _write_block(block: Block) -> str:
    match block:
        case Paragraph(inlines):
            return f"<p>{_write_inlines(inlines)}</p>"
        case Heading(level, inlines):
            return f"<h{level}>{_write_inlines(inlines)}</h{level}>"
        case BulletList(items):
            return f"<ul>{_write_items(items)}</ul>"
        case OrderedList(items, start):
            opening = "<ol>" if start == 1 else f'<ol start="{start}">'
            return f"{opening}{_write_items(items)}</ol>"
        case CodeBlock(text, language):
            kind = f' class="language-{escape(language)}"' if language else ""
            return f"<pre><code{kind}>{escape(text, quote=False)}</code></pre>"
        case Quote(blocks):
            return f"<blockquote>{''.join(_write_block(inner) for inner in blocks)}</blockquote>"
        case Table(rows):
            return f"<table><tbody>{''.join(_write_row(row) for row in rows)}</tbody></table>"
        case Rule():
            return "<hr>"
        case Image(url, alt):
            return f'<img src="{escape(url)}" alt="{escape(alt)}">'


def _write_items(items: tuple[ListItem, ...]) -> str:
    return "".join(f"<li>{_write_tight(item.blocks)}</li>" for item in items)


def _write_row(row: Row) -> str:
    cells: list[str] = []
    for cell in row.cells:
        name = "th" if cell.header else "td"
        cells.append(f"<{name}>{_write_tight(cell.blocks)}</{name}>")
    return f"<tr>{''.join(cells)}</tr>"


def _write_tight(blocks: tuple[Block, ...]) -> str:
    """A first paragraph stands bare, as people write lists, unless that would change it."""
    match blocks:
        case (Paragraph(inlines), *rest) if inlines and not isinstance(inlines[-1], LineBreak):
            return _write_inlines(inlines) + "".join(_write_block(block) for block in rest)
        case _:
            return "".join(_write_block(block) for block in blocks)


def _write_inlines(inlines: tuple[Inline, ...]) -> str:
    written: list[str] = []
    after_blank = True
    for number, inline in enumerate(inlines):
        last_in_line = number + 1 == len(inlines) or isinstance(inlines[number + 1], LineBreak)
        match inline:
            case LineBreak():
                written.append("<br>")
                after_blank = True
            case Mention(text=text):
                written.append(_write_text(text, after_blank=after_blank, last_in_line=last_in_line))
                after_blank = text.endswith(" ")
            case Text(text):
                plain = _write_text(text, after_blank=after_blank, last_in_line=last_in_line)
                written.append(_write_marks(inline, plain))
                after_blank = text.endswith(" ")
    return "".join(written)


def _write_text(text: str, *, after_blank: bool, last_in_line: bool) -> str:
    kept = harden(text, after_blank=after_blank, last_in_line=last_in_line)
    return escape(kept, quote=False).replace("\xa0", "&nbsp;").replace("\t", "&#9;")


def _write_marks(run: Text, inner: str) -> str:
    for mark in Mark:
        if mark in run.marks:
            inner = f"<{_ELEMENTS[mark]}>{inner}</{_ELEMENTS[mark]}>"
    if run.colour is not None:
        inner = f'<span style="color:{run.colour}">{inner}</span>'
    if run.href is not None:
        inner = f'<a href="{escape(run.href)}">{inner}</a>'
    return inner
