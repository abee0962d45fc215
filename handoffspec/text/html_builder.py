"""From the tokens of HTML to blocks: what stands open, where text goes, what a tag changes."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from handoffspec.text.blanks import soften
from handoffspec.text.document import (
    MAX_DEPTH,
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
    Row,
    Rule,
    Table,
    Text,
    drop_controls,
    drop_controls_in_code,
    merge,
    safe_href,
    safe_image_url,
)
from handoffspec.text.features import Feature
from handoffspec.text.html_elements import CLOSED_BY, CONTAINERS, DIVISIONS, FOREIGN, HEADINGS, INLINE, MARKS, WALLS
from handoffspec.text.html_tokens import Characters, End, Skipped, Start, Token, resolve

_SPACES = re.compile(r"[ \t\n\r\f]+")
_COLOUR = re.compile(r"(?:^|;)\s*color\s*:\s*([^;]{1,64})", re.IGNORECASE)
_RGB = re.compile(r"rgba?\(\s*(\d{1,3})\s*,\s*(\d{1,3})\s*,\s*(\d{1,3})\s*(?:,[^)]*)?\)")
_LANGUAGE = re.compile(r"(?:^|\s)language-([A-Za-z0-9+#._-]{1,40})(?:\s|$)")


@dataclass(slots=True)
class _Open:
    """A container that stands open. ``marks`` is how many marks were open before it."""

    name: str
    start: int = 1
    marks: int = 0
    blocks: list[Block] = field(default_factory=list[Block])
    items: list[ListItem] = field(default_factory=list[ListItem])
    rows: list[Row] = field(default_factory=list[Row])
    cells: list[Cell] = field(default_factory=list[Cell])


@dataclass(frozen=True, slots=True)
class _OpenMark:
    """An inline element that stands open, and what it changes."""

    name: str
    mark: Mark | None = None
    href: str | None = None
    colour: str | None = None


class Builder:
    """Takes tokens one by one. `losses` holds what could not be kept.

    ``strict``: the source is XML as Asana gives it. Blanks and line ends count, save those beside a block; an
    element may be closed where it opens; a link may name a person.
    """

    def __init__(self, *, strict: bool = False) -> None:
        self.losses: set[Feature] = set()
        self._strict = strict
        self._mentioned: tuple[str, list[str]] | None = None
        self._open = [_Open("root")]
        self._marks: list[_OpenMark] = []
        self._too_deep: Counter[str] = Counter()
        self._inlines: list[Inline] = []
        self._paragraph: str | None = None
        self._after_blank = True
        self._code: list[str] | None = None
        self._language: str | None = None

    def document(self) -> Document:
        """Closes whatever is open and gives the document."""
        self._end_mention()
        self._end_code()
        self._end_paragraph()
        while len(self._open) > 1:
            self._close_last()
        return Document(tuple(self._open[0].blocks))

    def add(self, token: Token) -> None:
        """Takes the next token."""
        if self._mentioned is not None:
            if isinstance(token, Characters):
                self._mentioned[1].append(drop_controls(resolve(token.source)))
                return
            self._end_mention()
        if self._code is not None:
            self._add_in_code(token)
            return
        match token:
            case Characters(source):
                (self._text_as_it_stands if self._strict else self._text)(source)
            case Start(name, attributes, closed):
                self._start(name, attributes)
                if closed and self._strict:
                    self._end_mention()
                    self._end(name)
            case End(name):
                self._end(name)
            case Skipped(name):
                self._note_skipped(name)

    def _add_in_code(self, token: Token) -> None:
        match token:
            case Characters(source) if self._code is not None:
                self._code.append(resolve(source))
            case Start(name, attributes):
                self._start_in_code(name, attributes)
            case End("pre"):
                self._end_code()
            case Skipped(name):
                self._note_skipped(name)
            case _:
                pass

    def _note_skipped(self, name: str) -> None:
        if name not in ("script", "style", "head", "title", "template", "noscript"):
            self.losses.add(Feature.UNKNOWN)

    # text

    def _text(self, source: str) -> None:
        soft = _SPACES.sub(" ", source)
        if self._after_blank:
            soft = soft.removeprefix(" ")
        if not soft:
            return
        self._after_blank = soft.endswith(" ")
        text = soften(drop_controls(resolve(soft)))
        if text:
            self._stand_in_block()
            self._inlines.append(self._run(text))

    def _text_as_it_stands(self, source: str) -> None:
        for number, line in enumerate(resolve(source).replace("\r\n", "\n").split("\n")):
            if number and (self._inlines or self._paragraph):
                self._inlines.append(LineBreak())
            between = self._open[-1].name in ("ul", "ol", "table", "tr") and not line.strip()
            if (text := drop_controls(line)) and not between:
                self._stand_in_block()
                self._inlines.append(self._run(text))

    def mention(self, mention: Mention) -> None:
        """A person is named here."""
        self._stand_in_block()
        self._inlines.append(mention)
        self._after_blank = False

    def _end_mention(self) -> None:
        if self._mentioned is not None:
            (person, shown), self._mentioned = self._mentioned, None
            self.mention(Mention(person, "".join(shown) or f"@{person}", People.ASANA))

    def _run(self, text: str) -> Text:
        marks: set[Mark] = set()
        href = colour = None
        for inner in self._marks:
            if inner.mark is not None:
                marks -= {Mark.SUB, Mark.SUP} if inner.mark in (Mark.SUB, Mark.SUP) else set()
                marks.add(inner.mark)
            href = inner.href or href
            colour = inner.colour or colour
        return Text(text, frozenset(marks), href, colour)

    def _end_paragraph(self, *, keep_empty: bool = False) -> None:
        """Ends the paragraph. One that holds nothing is kept only where its own end tag says so."""
        self._drop_soft_blank()
        inlines, kind = self._inlines, self._paragraph
        self._inlines, self._paragraph, self._after_blank = [], None, True
        if kind is None and inlines and isinstance(inlines[-1], LineBreak):
            inlines.pop()  # the last line break before a block's end shows nothing
        while self._strict and inlines and isinstance(inlines[-1], LineBreak):
            inlines.pop()
        if not inlines and (kind is None or not keep_empty):
            return
        level = HEADINGS.get(kind or "")
        whole = merge(inlines)
        self._block(Paragraph(whole) if level is None else Heading(level, whole))

    def _drop_soft_blank(self) -> None:
        """A blank of the source at the end of a line shows nothing."""
        if self._after_blank and not self._strict and self._inlines and isinstance(last := self._inlines[-1], Text):
            self._inlines.pop()
            if text := last.text.removesuffix(" "):
                self._inlines.append(Text(text, last.marks, last.href, last.colour))

    # tags

    def _start(self, name: str, attributes: Mapping[str, str]) -> None:
        if name in INLINE:
            self._start_inline(name, attributes)
        elif name == "br":
            self._drop_soft_blank()
            self._stand_in_block()
            self._inlines.append(LineBreak())
            self._after_blank = True
        elif name == "p" or name in HEADINGS:
            self._end_paragraph()
            self._stand_in_block()
            self._paragraph = name
        elif name in CONTAINERS:
            self._end_paragraph()
            self._start_container(name, attributes)
        elif name in ("hr", "img", "pre"):
            self._start_block(name, attributes)
        elif name in DIVISIONS:
            self._end_paragraph()
        elif name in FOREIGN:
            self.losses.add(Feature.UNKNOWN)

    def _start_block(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == "img":
            self._image(attributes)
            return
        self._end_paragraph()
        if name == "hr":
            self._block(Rule())
        else:
            self._code, self._language = [], None

    def _image(self, attributes: Mapping[str, str]) -> None:
        alt = drop_controls(attributes.get("alt", "")).strip()
        url = safe_image_url(attributes.get("src", ""))
        if url is not None:
            paragraph = self._paragraph
            if self._inlines:
                self._end_paragraph()
            self._block(Image(url, alt))
            # What follows the image goes on as its paragraph did, without leaving an empty one behind.
            self._paragraph = None if paragraph in (None, "p") else paragraph
            return
        self.losses.add(Feature.IMAGE)
        if alt:
            self._stand_in_block()
            self._inlines.append(self._run(alt))
            self._after_blank = False

    def _start_inline(self, name: str, attributes: Mapping[str, str]) -> None:
        if self._strict and _names_person(attributes):
            self._mentioned = (attributes["data-asana-gid"], [])
            return
        if len(self._marks) >= MAX_DEPTH:
            return
        href = colour = None
        if name == "a" and "href" in attributes:
            href = safe_href(attributes["href"])
            if href is None:
                self.losses.add(Feature.LINK)
        style = _COLOUR.search(attributes.get("style", ""))
        if style or "color" in attributes:
            colour = _read_colour(style[1] if style else attributes["color"])
            if colour is None:
                self.losses.add(Feature.COLOUR)
        self._marks.append(_OpenMark(name, MARKS.get(name), href, colour))

    def _start_container(self, name: str, attributes: Mapping[str, str]) -> None:
        if name in CLOSED_BY:
            names, walls = CLOSED_BY[name]
            self._close(names, walls)
        if len(self._open) + 3 > MAX_DEPTH:
            self._too_deep[name] += 1
            self.losses.add(Feature.NESTED_BLOCK)
            return
        if any(re.fullmatch("0*[2-9]|0*[1-9][0-9]+", attributes.get(span, "")) for span in ("colspan", "rowspan")):
            self.losses.add(Feature.MERGED_CELLS)
        self._stand_for(name)
        start = attributes.get("start", "1")
        self._push(name, int(start) if re.fullmatch("[0-9]{1,9}", start) else 1)

    def _start_in_code(self, name: str, attributes: Mapping[str, str]) -> None:
        code = self._code
        if code is None:
            return
        if name == "br":
            code.append("\n")
        elif name == "code" and not code:
            language = _LANGUAGE.search(attributes.get("class", ""))
            self._language = language[1] if language else None
            code.append("")  # a line end after <code> is text, one right after <pre> is not

    def _end_code(self) -> None:
        if self._code is None:
            return
        first, rest = (self._code[0] if self._code else ""), "".join(self._code[1:])
        self._code = None
        if not self._strict:
            first = re.sub(r"\A\r?\n", "", first)
        self._block(CodeBlock(drop_controls_in_code(first + rest), self._language))

    def _end(self, name: str) -> None:
        if name in INLINE:
            for place in range(len(self._marks) - 1, self._open[-1].marks - 1, -1):
                if self._marks[place].name == name:
                    del self._marks[place]
                    return
        elif name in CONTAINERS:
            self._end_paragraph()
            if self._too_deep[name]:
                self._too_deep[name] -= 1
            else:
                self._close(frozenset({name}), WALLS - {name} - ({"td", "th"} if name in ("tr", "table") else set()))
        elif name == "p" or name in HEADINGS:
            self._end_paragraph(keep_empty=True)
        elif name in DIVISIONS:
            self._end_paragraph()

    # containers

    def _block(self, block: Block) -> None:
        self._stand_in_block()
        self._open[-1].blocks.append(block)

    def _stand_in_block(self) -> None:
        """Text or a block comes: a list needs an item for it, a table a row and a cell."""
        if self._open[-1].name in ("ul", "ol"):
            self._push("li")
        elif self._open[-1].name in ("table", "tr"):
            self._stand_for("td")
            self._push("td")

    def _stand_for(self, name: str) -> None:
        """A container comes: what must stand around it is opened."""
        top = self._open[-1].name
        if name == "li":
            if top not in ("ul", "ol"):
                self._stand_in_block()
                self._push("ul")
        elif name == "tr":
            if top != "table":
                self._stand_in_block()
                self._push("table")
        elif name in ("td", "th"):
            if top != "tr":
                self._stand_for("tr")
                self._push("tr")
        else:
            self._stand_in_block()

    def _push(self, name: str, start: int = 1) -> None:
        self._open.append(_Open(name, start, len(self._marks)))

    def _close(self, names: frozenset[str], walls: frozenset[str] | set[str]) -> None:
        for place in range(len(self._open) - 1, 0, -1):
            if self._open[place].name in names:
                while len(self._open) > place:
                    self._close_last()
                return
            if self._open[place].name in walls:
                return

    def _close_last(self) -> None:
        closed = self._open.pop()
        del self._marks[closed.marks :]
        outer, blocks = self._open[-1], tuple(closed.blocks)
        match closed.name:
            case "li":
                outer.items.append(ListItem(blocks))
            case "td" | "th":
                outer.cells.append(Cell(blocks, header=closed.name == "th"))
            case "tr":
                if closed.cells:
                    outer.rows.append(Row(tuple(closed.cells)))
            case _:
                if block := _finished(closed, blocks):
                    outer.blocks.append(block)


def _finished(closed: _Open, blocks: tuple[Block, ...]) -> Block | None:
    """A closed list, table or quotation; nothing if it is empty."""
    match closed.name:
        case "ul":
            return BulletList(tuple(closed.items)) if closed.items else None
        case "ol":
            return OrderedList(tuple(closed.items), closed.start) if closed.items else None
        case "table":
            return Table(tuple(closed.rows)) if closed.rows else None
        case _:
            return Quote(blocks) if blocks else None


def _names_person(attributes: Mapping[str, str]) -> bool:
    """Asana says what a link goes to; one written by its number alone mostly goes to a person."""
    gid = attributes.get("data-asana-gid", "")
    return re.fullmatch("[0-9]{1,32}", gid) is not None and attributes.get("data-asana-type", "user") == "user"


def _read_colour(value: str) -> str | None:
    value = value.strip().lower()
    if re.fullmatch("#[0-9a-f]{6}", value):
        return value
    if re.fullmatch("#[0-9a-f]{3}", value):
        return "#" + "".join(digit * 2 for digit in value[1:])
    if rgb := _RGB.fullmatch(value):
        return "#" + "".join(f"{min(int(part), 255):02x}" for part in rgb.groups())
    return None
