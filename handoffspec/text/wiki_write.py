"""A document as wiki markup of Jira Server and Data Center.

From Jira's help on text formatting. A backslash takes the meaning from a sign; two break the line, so a backslash of
the text is written by its number. A sign beside a letter works only in braces (``{*}``), lists know no number to start
with, and a quotation holds no other. What wiki markup swallows is kept as `handoffspec.text.blanks` says.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, zip_longest

from handoffspec.text.blanks import JOINER, Line, as_one, harden, lines_of
from handoffspec.text.document import (
    Block,
    BulletList,
    CodeBlock,
    Document,
    Heading,
    Image,
    Inline,
    ListItem,
    Mark,
    Mention,
    OrderedList,
    Paragraph,
    People,
    Quote,
    Row,
    Rule,
    Table,
    Text,
    Written,
    used_features,
)
from handoffspec.text.features import Feature
from handoffspec.text.nesting import BLOCKS, Nesting, fit

#: What `write_wiki` sets.
WIKI_FEATURES = frozenset(Feature) - {
    Feature.LIST_START,
    Feature.IMAGE_TEXT,
    Feature.MENTION_NAME,
    Feature.MERGED_CELLS,
    Feature.NESTED_BLOCK,
    Feature.EMOJI,
    Feature.PANEL,
    Feature.UNKNOWN,
}
_TEXT: frozenset[type[Block]] = frozenset({Paragraph, Image})
WIKI_NESTING = Nesting(
    item=_TEXT | {BulletList, OrderedList}, quote=BLOCKS - {Quote}, cell=_TEXT, text_after_list=False
)

SIGNS = {
    Mark.BOLD: "*",
    Mark.ITALIC: "_",
    Mark.UNDERLINE: "+",
    Mark.STRIKE: "-",
    Mark.SUP: "^",
    Mark.SUB: "~",
}
_FORCED_BREAK = "\\\\ "

_ALWAYS = re.compile(r"[{}\[\]|\\]|\?(?=\?)|&(?=#|[A-Za-z0-9]+;)|[\xa0\t\u2060]")
_SIGN = r"[*_+\-^~]"
_OPENING = re.compile(rf"(?<![A-Za-z0-9]){_SIGN}(?! )|{_SIGN}(?![A-Za-z0-9 ])|!(?! )")
_ANY = re.compile(rf"\A#|(?<![A-Za-z0-9]){_SIGN}|{_SIGN}(?![A-Za-z0-9])|!")
_SMILEY = re.compile(r"[:;](?=[()DP|])|\((?=(?:y|n|i|/|x|!|\+|-|\?|on|off|\*[rgby]?|flag|flagoff)\\?\))")
_LINE_START = re.compile(r"\A(?:[#*-](?=[#*-]*(?: |\Z))|(?:h[1-6]|bq)\.)")
_WRITTEN = {"\\": "&#92;", "&": "&amp;", "\xa0": "&nbsp;", "\t": "&#9;", JOINER: "&#8288;"}
_REFERENCE = re.compile(r"&(?=#|[A-Za-z0-9]+;)")
_UNFIT_ALT = re.compile(r"[!|,=\"\\{}\[\]&<>]")
_UNFIT_ADDRESS = re.compile(r"[|\[\]{}!^]")
_CODE_SIGN = re.compile("\\{(?=\u2060*code)")


def write_wiki(document: Document) -> Written[str]:
    """A document as wiki markup."""
    losses = set(used_features(document) - WIKI_FEATURES) - {Feature.IMAGE_TEXT}
    return Written("\n\n".join(_blocks(document.blocks, losses)), frozenset(losses))


# ── Blocks ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def _blocks(blocks: Iterable[Block], losses: set[Feature]) -> Iterator[str]:
    for block in blocks:
        if written := _block(block, losses):
            yield written


def _block(block: Block, losses: set[Feature]) -> str:
    match block:
        case Paragraph(inlines):
            return _paragraph(inlines, losses)
        case Heading(level, inlines):
            return f"h{level}. {_on_one_line(as_one([inlines]), losses)}"
        case BulletList(items):
            return "\n".join(line for item in items for line in _item("*", item, losses))
        case OrderedList(items):
            return "\n".join(line for item in items for line in _item("#", item, losses))
        case CodeBlock(text, language):
            kind = f":{language}" if language else ""
            return f"{{code{kind}}}\n{_CODE_SIGN.sub('{' + JOINER, text)}\n{{code}}"
        case Quote(inner):
            held = "\n\n".join(_blocks(fit(inner or (Paragraph(),), WIKI_NESTING.quote, losses), losses))
            return f"{{quote}}\n{held}\n{{quote}}"
        case Table(rows):
            return "\n".join(_row(row, losses) for row in rows if row.cells)
        case Rule():
            return "----"
        case Image():
            return _image(block, losses)


def _item(signs: str, item: ListItem, losses: set[Feature]) -> Iterator[str]:
    """An item's text, then its lists; text after a list begins a new item."""
    blocks = list(fit(item.blocks, WIKI_NESTING.item, losses)) or [Paragraph()]
    if isinstance(blocks[0], BulletList | OrderedList):
        losses.add(Feature.NESTED_BLOCK)
        blocks.insert(0, Paragraph())
    before: Block | None = None
    for is_text, group in groupby(blocks, lambda block: isinstance(block, Paragraph | Image)):
        together = list(group)
        if is_text:
            if before is not None:
                losses.add(Feature.NESTED_BLOCK)
            yield f"{signs} {_text(together, losses)}"
            before = together[-1]
            continue
        for block in together:
            if type(block) is type(before):
                losses.add(Feature.NESTED_BLOCK)
            before = block
            sign = "*" if isinstance(block, BulletList) else "#"
            for inner in block.items if isinstance(block, BulletList | OrderedList) else ():
                yield from _item(signs + sign, inner, losses)


def _row(row: Row, losses: set[Feature]) -> str:
    written = ""
    for cell in row.cells:
        blocks = list(fit(cell.blocks, WIKI_NESTING.cell, losses)) or [Paragraph()]
        written += f"{'||' if cell.header else '|'} {_text(blocks, losses)} "
    return written + ("||" if row.cells[-1].header else "|")


def _text(blocks: Sequence[Block], losses: set[Feature]) -> str:
    """Paragraphs and images on one line."""
    parts: list[str] = []
    for is_image, group in groupby(blocks, lambda block: isinstance(block, Image)):
        together = list(group)
        if is_image:
            parts += [_image(block, losses) for block in together if isinstance(block, Image)]
        else:
            paragraphs = [block.inlines for block in together if isinstance(block, Paragraph)]
            parts.append(_on_one_line(as_one(paragraphs), losses))
    return " ".join(parts)


def _image(image: Image, losses: set[Feature]) -> str:
    fitting = _UNFIT_ALT.sub(" ", image.alt).strip()
    if fitting != image.alt:
        losses.add(Feature.IMAGE_TEXT)
    return f"!{_address(image.url)}{f'|alt={fitting}' if fitting else ''}!"


# ── Lines ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def _paragraph(inlines: Sequence[Inline], losses: set[Feature]) -> str:
    """A line end breaks the line, save where it would end the paragraph."""
    lines = lines_of(as_one([inlines]))
    written = ""
    for line, following in zip_longest(lines, lines[1:]):
        forced = following is not None and not (line and following)
        text = _line(line, losses, ends=not forced)
        written += _guard(text) if not written or written.endswith("\n") else text
        if following is not None:
            written += _FORCED_BREAK if forced else "\n"
    return written


def _guard(line: str) -> str:
    """A line that does not begin like a list, a heading or a quotation; a bar is escaped wherever it stands."""
    return _LINE_START.sub(lambda found: f"\\{found[0]}" if len(found[0]) == 1 else f"{found[0][:-1]}&#46;", line)


def _on_one_line(inlines: Sequence[Inline], losses: set[Feature]) -> str:
    *lines, last = lines_of(inlines)
    return _FORCED_BREAK.join([*(_line(line, losses, ends=False) for line in lines), _line(last, losses, ends=True)])


def _line(line: Line, losses: set[Feature], *, ends: bool) -> str:
    """A line; ``ends``: nothing follows it that a sign could open, as a forced break would be."""
    written = ""
    for number, inline in enumerate(line):
        last = number == len(line) - 1
        after_blank = number == 0 or written.endswith(" ")
        if isinstance(inline, Text) and (inline.marks or inline.href or inline.colour):
            beside = (not number or after_blank) and (last or _begins_with_blank(line[number + 1]))
            written += _marked(inline, forced=not beside)
        elif isinstance(inline, Mention) and (named := _named(inline)):
            written += named
        else:
            if isinstance(inline, Mention):
                losses.add(Feature.MENTION)
            shown = inline.text if isinstance(inline, Text | Mention) else ""
            hard = harden(shown, after_blank=after_blank, last_in_line=last)
            written += _escape(hard, _OPENING, ends_line=last and ends)
    return written


def _begins_with_blank(inline: Inline) -> bool:
    return isinstance(inline, Text) and not inline.marks and inline.text.startswith(" ")


def _named(mention: Mention) -> str | None:
    """A person as Jira is told them; None where the id is not Jira's."""
    if mention.people is People.ASANA or re.search(r"[\s|\[\]{}\\]", mention.id):
        return None
    return f"[~accountid:{mention.id}]" if mention.people is People.ATLASSIAN else f"[~{mention.id}]"


def _marked(run: Text, *, forced: bool) -> str:
    written = _escape(harden(run.text, after_blank=True, last_in_line=True), _ANY, ends_line=False)
    if Mark.CODE in run.marks:
        written = f"{{{{{written}}}}}"
    if run.href is not None:
        written = f"[{written}|{_address(run.href)}]"
    for mark, sign in SIGNS.items():
        if mark in run.marks:
            around = f"{{{sign}}}" if forced else sign
            written = around + written + around
    return written if run.colour is None else f"{{color:{run.colour}}}{written}{{color}}"


def _escape(text: str, signs: re.Pattern[str], *, ends_line: bool) -> str:
    places = {found.start() for pattern in (_ALWAYS, signs, _SMILEY) for found in pattern.finditer(text)}
    if ends_line and len(text) > 1 and text[-1] in "!-":
        # What ends a line opens nothing, and reads better without a backslash.
        places.discard(len(text) - 1)
    return "".join(_WRITTEN.get(char, f"\\{char}") if place in places else char for place, char in enumerate(text))


def _address(address: str) -> str:
    escaped = _UNFIT_ADDRESS.sub(lambda found: f"%{ord(found[0]):02X}", address)
    return _REFERENCE.sub("&amp;", escaped)
