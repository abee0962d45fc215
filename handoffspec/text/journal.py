"""Journal entries of ServiceNow: plain text, with HTML between ``[code]`` and ``[/code]``.

ServiceNow shows an entry as it stands and escapes HTML, save what stands between the two signs; an administrator can
switch that off (``glide.ui.security.allow_codetag``), and then the signs and the HTML are seen. So a text without
formatting is written plain, and only a text with formatting stands between the signs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from handoffspec.text.blanks import as_plain_lines, as_they_were
from handoffspec.text.document import Block, Document, Inline, Paragraph, Parsed, Written, merge, used_features
from handoffspec.text.features import Feature
from handoffspec.text.html import HTML_FEATURES, parse_html, within_limit, write_html
from handoffspec.text.plain import PLAIN_FEATURES, parse_plain, spell
from handoffspec.text.visible import hide_paragraph

#: What an entry written here holds.
JOURNAL_FEATURES = HTML_FEATURES

_OPEN = re.compile(r"\[code\]", re.IGNORECASE)
_CLOSE = re.compile(r"\[/code\]", re.IGNORECASE)
_SIGN = re.compile(r"\[(?=/?code\])", re.IGNORECASE)
_BLOCK = r"(?:p|div|h[1-6]|[uod]l|table|pre|blockquote|hr)\b[^<>]*>"
_STARTS_ON_NEW_LINE = re.compile(rf"\s*<{_BLOCK}", re.IGNORECASE)
_ENDS_LINE = re.compile(rf"</?{_BLOCK}\s*\Z", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Piece:
    """A part of an entry, and whether it stands apart from what is before and after it."""

    parsed: Parsed
    apart_before: bool = False
    apart_after: bool = False


def parse_journal(text: str) -> Parsed:
    """An entry to a document. Without HTML it is read as plain text is.

    Raises:
        FormatError: the entry is longer than `MAX_SOURCE`.
    """
    losses: set[Feature] = set()
    blocks: list[Block] = []
    line: list[Inline] | None = None  # the last paragraph so far, while the next piece may go on with it
    for piece in _pieces(within_limit(text, "journal entry")):
        losses |= piece.parsed.losses
        if piece.apart_before:
            blocks += _paragraph(line)
            line = None
        for number, block in enumerate(piece.parsed.document.blocks):
            if number or not isinstance(block, Paragraph):
                blocks += _paragraph(line)
                line = None
            if isinstance(block, Paragraph):
                line = line if line is not None else []
                line += block.inlines
            else:
                blocks.append(block)
        if piece.apart_after:
            blocks += _paragraph(line)
            line = None
    return Parsed(Document((*blocks, *_paragraph(line))), frozenset(losses))


def _paragraph(line: list[Inline] | None) -> tuple[Block, ...]:
    return () if line is None else (Paragraph(merge(line)),)


def write_journal(document: Document) -> Written[str]:
    """A document as an entry: plain where that says everything, else HTML between the signs."""
    paragraphs = [block.inlines for block in document.blocks if isinstance(block, Paragraph)]
    if used_features(document) <= PLAIN_FEATURES and len(paragraphs) == len(document.blocks):
        plain = hide_paragraph(spell(as_plain_lines(paragraphs)))
        if not _SIGN.search(plain):
            return Written(plain)
    html = write_html(document)
    return Written(f"[code]{_SIGN.sub('&#91;', html.value)}[/code]", html.losses)


def _pieces(text: str) -> Iterator[_Piece]:
    """Plain text and HTML in turn. A sign that is never closed is text."""
    place = 0
    while opening := _OPEN.search(text, place):
        closing = _CLOSE.search(text, opening.end())
        if closing is None:
            break
        yield from _plain(text[place : opening.start()])
        html = text[opening.end() : closing.start()]
        yield _Piece(parse_html(html), _STARTS_ON_NEW_LINE.match(html) is not None, _ENDS_LINE.search(html) is not None)
        place = closing.end()
    yield from [_Piece(_lines(text))] if place == 0 else _plain(text[place:])


def _plain(text: str) -> Iterator[_Piece]:
    """Text beside HTML, where the line ends between the two part them and show nothing."""
    if text:
        yield _Piece(_lines(text.strip("\r\n")), text[0] in "\r\n", text[-1] in "\r\n")


def _lines(text: str) -> Parsed:
    return Parsed(as_they_were(parse_plain(text).document))
