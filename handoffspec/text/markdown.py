"""Markdown as GitHub has it (CommonMark with tables and strikethrough), read and written.

It is read by GitHub's own reader (``cmarkgfm``), in time linear in its length, whose HTML then goes through ours: raw
HTML of a stranger is sanitised like any other. What Markdown swallows is kept as `handoffspec.text.blanks` says.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from handoffspec.text.blanks import HARD, as_one, as_they_were, harden
from handoffspec.text.document import (
    Block,
    BulletList,
    Cell,
    CodeBlock,
    Document,
    Heading,
    Image,
    ListItem,
    OrderedList,
    Paragraph,
    Parsed,
    Quote,
    Rule,
    Table,
    Written,
    drop_controls_in_code,
    used_features,
)
from handoffspec.text.features import Feature
from handoffspec.text.html import read_html, within_limit
from handoffspec.text.markdown_inline import write_address, write_line, write_text
from handoffspec.text.nesting import BLOCKS, Nesting, fit

#: What `write_markdown` sets.
MARKDOWN_FEATURES = frozenset(
    {
        Feature.BOLD,
        Feature.ITALIC,
        Feature.STRIKE,
        Feature.CODE,
        Feature.COMBINED_MARKS,
        Feature.LINK,
        Feature.HEADING,
        Feature.HEADING_LEVEL,
        Feature.BROKEN_HEADING,
        Feature.LIST,
        Feature.NESTED_LIST,
        Feature.ORDERED_LIST,
        Feature.LIST_START,
        Feature.TABLE,
        Feature.CODE_BLOCK,
        Feature.CODE_LANGUAGE,
        Feature.QUOTE,
        Feature.IMAGE,
        Feature.IMAGE_TEXT,
        Feature.RULE,
        Feature.LINE_BREAK,
    }
)
MARKDOWN_NESTING = Nesting(item=BLOCKS, quote=BLOCKS, cell=frozenset({Paragraph, Image}))

_CODE = re.compile(r"((?:<pre>)?<code[^<>]*>)([^<]*)(</code>)")
#: A tab as it is written. Read, it would be a blank that HTML swallows, so what is no character stands in for it.
_TAB = "&#9;"
_NO_CHARACTER = "\ufffe"
# What `markdown_inline` parts signs with, and is no text.
_SEPARATORS = re.compile("(?<![\\xa0\\u2060])((?:\\u2060\\u2060)*)\\u2060(?!\\u2060)")
_FENCES = re.compile("`{3,}")


def parse_markdown(source: str) -> Parsed:
    """Markdown to a document.

    Raises:
        FormatError: the source is longer than `MAX_SOURCE`.
    """
    # Loaded here: a check that meets no Markdown does without it.
    from cmarkgfm import cmark  # noqa: PLC0415

    html = cmark.markdown_to_html_with_extensions(
        drop_controls_in_code(within_limit(source, "Markdown")).replace(_TAB, _NO_CHARACTER),
        options=cmark.Options.CMARK_OPT_UNSAFE,
        extensions=["table", "strikethrough"],
    )
    html = _SEPARATORS.sub(r"\1", _CODE.sub(_keep_code, html)).replace(_NO_CHARACTER, _TAB)
    parsed = read_html(html)
    return Parsed(Document(tuple(_as_meant(as_they_were(parsed.document).blocks))), parsed.losses)


def write_markdown(document: Document) -> Written[str]:
    """A document as Markdown."""
    losses = set(used_features(document) - MARKDOWN_FEATURES)
    return Written("\n".join(_lines(document.blocks, losses)), frozenset(losses))


# ── Reading ────────────────────────────────────────────────────────────────────────────────────────────────────────


def _keep_code(code: re.Match[str]) -> str:
    """Code means every character as it stands, and within a line its blanks, which HTML does not."""
    start, text, end = code.groups()
    text = text.replace(_NO_CHARACTER, _TAB.replace("&", "&amp;"))
    if not start.startswith("<pre>"):
        text = harden(text, after_blank=False, last_in_line=False).replace(" ", HARD).replace("\t", _TAB)
    return start + text + end


def _as_meant(blocks: Iterable[Block]) -> Iterator[Block]:
    """Without the line end that closes code, and without the first row of a table that has no header."""
    for block in blocks:
        match block:
            case CodeBlock(text, language):
                yield CodeBlock(text.removesuffix("\n"), language)
            case BulletList(items) | OrderedList(items):
                yield replace(block, items=tuple(ListItem(tuple(_as_meant(item.blocks))) for item in items))
            case Quote(inner):
                yield Quote(tuple(_as_meant(inner)))
            case Table(rows) if len(rows) > 1 and all(cell.header and not cell.blocks for cell in rows[0].cells):
                yield Table(rows[1:])
            case _:
                yield block


# ── Writing ────────────────────────────────────────────────────────────────────────────────────────────────────────


def _lines(blocks: Sequence[Block], losses: set[Feature]) -> list[str]:
    """Blocks as lines, an empty one between two; neighbouring lists differ by their signs."""
    lines: list[str] = []
    second_sign = False
    for number, block in enumerate(blocks):
        before = blocks[number - 1] if number else None
        if before is not None:
            lines.append("")
        second_sign = type(before) is type(block) and not second_sign
        lines.extend(_block(block, losses, second_sign=second_sign))
    return lines


def _block(block: Block, losses: set[Feature], *, second_sign: bool) -> list[str]:
    match block:
        case Paragraph(inlines):
            return write_line(as_one([inlines]), "\\\n").split("\n")
        case Heading(level, inlines):
            # Signs at the end would close the heading and vanish.
            line = re.sub(r"#\Z", r"\\#", write_line(as_one([inlines]), "<br>"))
            return [f"{'#' * level} {line}"]
        case BulletList(items):
            sign = "* " if second_sign else "- "
            return [line for item in items for line in _item(sign, item, losses)]
        case OrderedList(items, start):
            sign = ") " if second_sign else ". "
            numbered = enumerate(items, start)
            return [line for number, item in numbered for line in _item(f"{number}{sign}", item, losses)]
        case CodeBlock(text, language):
            fence = max((found[0] for found in _FENCES.finditer(text)), key=len, default="``") + "`"
            return [fence + (language or ""), *text.split("\n"), fence]
        case Quote(inner):
            return [f"> {line}" if line else ">" for line in _lines(inner, losses) or [""]]
        case Table():
            return list(_table(block, losses))
        case Rule():
            return ["___"]
        case Image():
            return [_image(block)]


def _item(sign: str, item: ListItem, losses: set[Feature]) -> list[str]:
    first, *rest = _lines(item.blocks, losses) or _lines((Paragraph(),), losses)
    return [sign + first, *(" " * len(sign) + line if line else "" for line in rest)]


def _image(image: Image) -> str:
    return f"![{write_text(image.alt)}]({write_address(image.url)})"


def _table(table: Table, losses: set[Feature]) -> Iterator[str]:
    rows = [row.cells for row in table.rows if row.cells]
    if not rows:
        return
    width = max(map(len, rows))
    headed = all(cell.header for cell in rows[0])
    if any(cell.header for row in rows[1 if headed else 0 :] for cell in row):
        losses.add(Feature.IRREGULAR_TABLE)
    for number, cells in enumerate(rows if headed else [(), *rows]):
        written = [_cell(cell, losses, header=headed and number == 0) for cell in cells]
        yield f"| {' | '.join([*written, *[''] * (width - len(cells))])} |"
        if number == 0:
            yield f"|{' --- |' * width}"


def _cell(cell: Cell, losses: set[Feature], *, header: bool) -> str:
    """A cell on one line. A header that is empty is told from none."""
    blocks = cell.blocks or ((Paragraph(),) if header else ())
    parts: list[str] = []
    for is_text, group in groupby(
        fit(blocks, MARKDOWN_NESTING.cell, losses), lambda block: isinstance(block, Paragraph)
    ):
        together = list(group)
        if is_text:
            paragraphs = [block.inlines for block in together if isinstance(block, Paragraph)]
            parts.append(write_line(as_one(paragraphs), "<br>", in_table=True))
        else:
            parts += [_image(block) for block in together if isinstance(block, Image)]
    return " ".join(parts)
