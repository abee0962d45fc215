"""From the tokens of HTML to blocks: what stands open, where text goes, what a tag changes."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

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
    OrderedList,
    Paragraph,
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
from handoffspec.text.html_tokens import Characters, End, Skipped, Start, Token, resolve

_MARKS = {
    "b": Mark.BOLD,
    "strong": Mark.BOLD,
    "i": Mark.ITALIC,
    "em": Mark.ITALIC,
    "u": Mark.UNDERLINE,
    "ins": Mark.UNDERLINE,
    "s": Mark.STRIKE,
    "strike": Mark.STRIKE,
    "del": Mark.STRIKE,
    "code": Mark.CODE,
    "kbd": Mark.CODE,
    "samp": Mark.CODE,
    "tt": Mark.CODE,
    "sub": Mark.SUB,
    "sup": Mark.SUP,
}
_INLINE = frozenset({*_MARKS, "a", "span", "font"})
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_CONTAINERS = frozenset({"ul", "ol", "li", "blockquote", "table", "tr", "td", "th"})
#: Elements that only part what is before them from what is after.
_DIVISIONS = frozenset(
    [
        "address",
        "article",
        "aside",
        "body",
        "caption",
        "center",
        "dd",
        "details",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "header",
        "hgroup",
        "html",
        "legend",
        "main",
        "menu",
        "nav",
        "section",
        "summary",
        "tbody",
        "tfoot",
        "thead",
    ]
)
#: Elements that carry something this model has no place for, and nothing to read inside.
_FOREIGN = frozenset(["input", "button", "embed", "frame", "frameset", "applet"])

#: What closes at a start tag, and where the search for it ends.
_CLOSED_BY = {
    "li": (frozenset({"li"}), frozenset({"ul", "ol", "td", "th", "blockquote"})),
    "tr": (frozenset({"tr"}), frozenset({"table"})),
    "td": (frozenset({"td", "th"}), frozenset({"tr", "table"})),
    "th": (frozenset({"td", "th"}), frozenset({"tr", "table"})),
}
#: An end tag does not reach out of these, except their own.
_WALLS = frozenset({"td", "th", "table"})

_SPACES = re.compile(r"[ \t\n\r\f]+")
_HARD_SPACES = re.compile("(\xa0?)(\u2060*)")
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
    """Takes tokens one by one. `losses` holds what could not be kept."""

    def __init__(self) -> None:
        self.losses: set[Feature] = set()
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
        self._end_code()
        self._end_paragraph()
        while len(self._open) > 1:
            self._close_last()
        return Document(tuple(self._open[0].blocks))

    def add(self, token: Token) -> None:
        """Takes the next token."""
        match token:
            case Characters(source):
                self._text(source)
            case Start(name, attributes) if self._code is not None:
                self._start_in_code(name, attributes)
            case Start(name, attributes):
                self._start(name, attributes)
            case End("pre"):
                self._end_code()
            case End(name) if self._code is None:
                self._end(name)
            case Skipped(name):
                if name not in ("script", "style", "head", "title", "template", "noscript"):
                    self.losses.add(Feature.UNKNOWN)
            case _:
                pass

    # text

    def _text(self, source: str) -> None:
        if self._code is not None:
            self._code.append(resolve(source))
            return
        soft = _SPACES.sub(" ", source)
        if self._after_blank:
            soft = soft.removeprefix(" ")
        if not soft:
            return
        self._after_blank = soft.endswith(" ")
        text = drop_controls(resolve(soft))
        text = _HARD_SPACES.sub(_soften, text) if "\xa0" in text or "\u2060" in text else text
        if text:
            self._stand_in_block()
            self._inlines.append(self._run(text))

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
        if not inlines and (kind is None or not keep_empty):
            return
        level = _HEADINGS.get(kind or "")
        whole = merge(inlines)
        self._block(Paragraph(whole) if level is None else Heading(level, whole))

    def _drop_soft_blank(self) -> None:
        """A blank of the source at the end of a line shows nothing."""
        if self._after_blank and self._inlines and isinstance(last := self._inlines[-1], Text):
            self._inlines.pop()
            if text := last.text.removesuffix(" "):
                self._inlines.append(Text(text, last.marks, last.href, last.colour))

    # tags

    def _start(self, name: str, attributes: Mapping[str, str]) -> None:
        if name in _INLINE:
            self._start_inline(name, attributes)
        elif name == "br":
            self._drop_soft_blank()
            self._stand_in_block()
            self._inlines.append(LineBreak())
            self._after_blank = True
        elif name == "p" or name in _HEADINGS:
            self._end_paragraph()
            self._stand_in_block()
            self._paragraph = name
        elif name in _CONTAINERS:
            self._end_paragraph()
            self._start_container(name, attributes)
        elif name in ("hr", "img", "pre"):
            self._start_block(name, attributes)
        elif name in _DIVISIONS:
            self._end_paragraph()
        elif name in _FOREIGN:
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
        self._marks.append(_OpenMark(name, _MARKS.get(name), href, colour))

    def _start_container(self, name: str, attributes: Mapping[str, str]) -> None:
        if name in _CLOSED_BY:
            names, walls = _CLOSED_BY[name]
            self._close(names, walls)
        if len(self._open) + 3 > MAX_DEPTH:
            self._too_deep[name] += 1
            self.losses.add(Feature.NESTED_BLOCK)
            return
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
        self._block(CodeBlock(drop_controls_in_code(re.sub(r"\A\r?\n", "", first) + rest), self._language))

    def _end(self, name: str) -> None:
        if name in _INLINE:
            for place in range(len(self._marks) - 1, self._open[-1].marks - 1, -1):
                if self._marks[place].name == name:
                    del self._marks[place]
                    return
        elif name in _CONTAINERS:
            self._end_paragraph()
            if self._too_deep[name]:
                self._too_deep[name] -= 1
            else:
                self._close(frozenset({name}), _WALLS - {name} - ({"td", "th"} if name in ("tr", "table") else set()))
        elif name == "p" or name in _HEADINGS:
            self._end_paragraph(keep_empty=True)
        elif name in _DIVISIONS:
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


def _soften(found: re.Match[str]) -> str:
    """The writer's no-break spaces and word joiners back to what they stood for."""
    space, joiners = found.groups()
    if space and len(joiners) % 2 == 1:
        return "\xa0" + "\u2060" * (len(joiners) // 2)
    return (" " if space else "") + "\u2060" * ((len(joiners) + 1) // 2)


def _read_colour(value: str) -> str | None:
    value = value.strip().lower()
    if re.fullmatch("#[0-9a-f]{6}", value):
        return value
    if re.fullmatch("#[0-9a-f]{3}", value):
        return "#" + "".join(digit * 2 for digit in value[1:])
    if rgb := _RGB.fullmatch(value):
        return "#" + "".join(f"{min(int(part), 255):02x}" for part in rgb.groups())
    return None
