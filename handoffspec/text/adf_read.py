"""An Atlassian document (ADF) read into a document, whatever it holds.

Every node a Jira site may send is met with the nearest thing of the model; a node never heard of
gives the text inside it. What had to be left out is named in the losses.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, cast

from handoffspec.text.document import (
    MAX_DEPTH,
    Block,
    BulletList,
    Cell,
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
    safe_language,
)
from handoffspec.text.features import Feature
from handoffspec.text.plain import as_lines

_MARKS = {
    "strong": Mark.BOLD,
    "em": Mark.ITALIC,
    "underline": Mark.UNDERLINE,
    "strike": Mark.STRIKE,
    "code": Mark.CODE,
}
#: Nodes that only hold blocks, and what is lost when the blocks stand alone.
_SPLICED = {
    "panel": Feature.PANEL,
    "expand": Feature.UNKNOWN,
    "nestedExpand": Feature.UNKNOWN,
    "layoutSection": Feature.UNKNOWN,
    "layoutColumn": Feature.UNKNOWN,
    "bodiedExtension": Feature.UNKNOWN,
    "bodiedSyncBlock": Feature.UNKNOWN,
    "mediaGroup": Feature.UNKNOWN,
}
_INLINE_TYPES = frozenset(
    {"text", "hardBreak", "mention", "emoji", "date", "status", "inlineCard", "placeholder", "mediaInline"}
)

Node = Mapping[str, Any]


def parse_adf(value: object) -> Parsed:
    """A JSON value that should be an Atlassian document to a document.

    Raises:
        FormatError: the value is not an object with ``"type": "doc"``.
    """
    if not isinstance(value, Mapping) or cast("Node", value).get("type") != "doc":
        raise FormatError('an Atlassian document is a JSON object with "type": "doc"')
    reader = _Reader()
    blocks = reader.blocks(_content(cast("Node", value)), 1)
    return Parsed(Document(blocks), frozenset(reader.losses))


class _Reader:
    """Reads nodes; `losses` gathers what could not be kept."""

    def __init__(self) -> None:
        self.losses: set[Feature] = set()
        self._readers: dict[str, Callable[[Node, int], Iterator[Block]]] = {
            "paragraph": self._paragraph,
            "heading": self._heading,
            "bulletList": self._list,
            "orderedList": self._list,
            "taskList": self._list,
            "decisionList": self._list,
            "codeBlock": self._code_block,
            "blockquote": self._quote,
            "table": self._table,
            "rule": self._rule,
            "mediaSingle": self._media,
            "media": self._media,
            "blockCard": self._card,
            "embedCard": self._card,
        }

    # blocks

    def blocks(self, nodes: Sequence[Node], depth: int) -> tuple[Block, ...]:
        """Nodes as blocks; inline nodes that stand among blocks share a paragraph."""
        if depth > MAX_DEPTH:
            self.losses.add(Feature.NESTED_BLOCK)
            text = _text_inside(nodes)
            return (Paragraph(as_lines(text)),) if text else ()
        blocks: list[Block] = []
        stray: list[Node] = []
        for node in nodes:
            if node.get("type") in _INLINE_TYPES:
                stray.append(node)
                continue
            if stray:
                blocks.append(Paragraph(self.inlines(stray)))
                stray = []
            blocks.extend(self._block(node, depth))
        if stray:
            blocks.append(Paragraph(self.inlines(stray)))
        return tuple(blocks)

    def _block(self, node: Node, depth: int) -> Iterator[Block]:
        kind = node.get("type")
        if reader := self._readers.get(kind) if isinstance(kind, str) else None:
            self._note_marks(node)
            yield from reader(node, depth)
        elif isinstance(kind, str) and kind in _SPLICED:
            self.losses.add(_SPLICED[kind])
            title = _text_attr(node, "title")
            if title:
                yield Paragraph((Text(title, frozenset({Mark.BOLD})),))
            yield from self.blocks(_content(node), depth + 1)
        else:
            self.losses.add(Feature.UNKNOWN)
            text = _text_inside([node])
            if text:
                yield Paragraph(as_lines(text))

    def _note_marks(self, node: Node) -> None:
        """Alignment, indentation and the like of a whole block are not kept."""
        if _nodes(node.get("marks")):
            self.losses.add(Feature.UNKNOWN)

    def _paragraph(self, node: Node, _depth: int) -> Iterator[Block]:
        yield Paragraph(self.inlines(_content(node)))

    def _heading(self, node: Node, _depth: int) -> Iterator[Block]:
        level = _attrs(node).get("level")
        yield Heading(level if isinstance(level, int) and 1 <= level <= 6 else 6, self.inlines(_content(node)))

    def _list(self, node: Node, depth: int) -> Iterator[Block]:
        items = tuple(self._items(_content(node), depth))
        if not items:
            return
        if node.get("type") == "orderedList":
            order = _attrs(node).get("order", 1)
            yield OrderedList(items, order if isinstance(order, int) and 0 <= order <= 999_999_999 else 1)
            return
        if node.get("type") != "bulletList":
            self.losses.add(Feature.UNKNOWN)
        yield BulletList(items)

    def _items(self, nodes: Sequence[Node], depth: int) -> Iterator[ListItem]:
        for node in nodes:
            match node.get("type"):
                case "listItem" | "blockTaskItem":
                    yield ListItem(self.blocks(_content(node), depth + 1))
                case "taskItem" | "decisionItem":
                    inlines = self.inlines(_content(node))
                    if node.get("type") == "taskItem":
                        done = _attrs(node).get("state") == "DONE"
                        inlines = merge((Text("[x] " if done else "[ ] "), *inlines))
                    yield ListItem((Paragraph(inlines),))
                case _:
                    yield ListItem(self.blocks([node], depth + 1))

    def _code_block(self, node: Node, _depth: int) -> Iterator[Block]:
        named = _text_attr(node, "language")
        language = safe_language(named)
        if named and language is None:
            self.losses.add(Feature.CODE_LANGUAGE)
        yield CodeBlock(drop_controls_in_code(_text_inside(_content(node))), language)

    def _quote(self, node: Node, depth: int) -> Iterator[Block]:
        blocks = self.blocks(_content(node), depth + 1)
        if blocks:
            yield Quote(blocks)

    def _table(self, node: Node, depth: int) -> Iterator[Block]:
        rows: list[Row] = []
        for row in _content(node):
            if any(_spans(cell) for cell in _content(row)):
                self.losses.add(Feature.MERGED_CELLS)
            cells = tuple(
                Cell(self.blocks(_content(cell), depth + 1), header=cell.get("type") == "tableHeader")
                for cell in _content(row)
            )
            if cells:
                rows.append(Row(cells))
        if rows:
            yield Table(tuple(rows))

    def _rule(self, _node: Node, _depth: int) -> Iterator[Block]:
        yield Rule()

    def _media(self, node: Node, _depth: int) -> Iterator[Block]:
        """An image elsewhere is kept; a file attached to the issue has no address of its own."""
        media = node if node.get("type") == "media" else next(iter(_content(node)), node)
        alt, url = _text_attr(media, "alt"), safe_image_url(_text_attr(media, "url"))
        if _attrs(media).get("type") == "external" and url is not None:
            yield Image(url, alt)
        else:
            self.losses.add(Feature.IMAGE)
            if alt:
                yield Paragraph((Text(alt),))
        for caption in _content(node)[1:] if media is not node else ():
            yield Paragraph(self.inlines(_content(caption)))

    def _card(self, node: Node, _depth: int) -> Iterator[Block]:
        inlines = tuple(self._card_text(node))
        if inlines:
            yield Paragraph(inlines)

    # inlines

    def inlines(self, nodes: Sequence[Node]) -> tuple[Inline, ...]:
        """Nodes as inlines, in normal form."""
        return merge(inline for node in nodes for inline in self._inline(node))

    def _inline(self, node: Node) -> Iterator[Inline]:
        match node.get("type"):
            case "text":
                yield from self._text(node)
            case "hardBreak":
                yield LineBreak()
            case "mention":
                yield from self._mention(node)
            case "inlineCard":
                yield from self._card_text(node)
            case "emoji":
                yield from self._as_text(_text_attr(node, "text") or _text_attr(node, "shortName"), Feature.EMOJI)
            case "date":
                yield from self._as_text(_read_date(_text_attr(node, "timestamp")), Feature.UNKNOWN)
            case "mediaInline":
                yield from self._as_text(_text_attr(node, "alt"), Feature.IMAGE)
            case "status" | "placeholder":
                yield from self._as_text(_text_attr(node, "text"), Feature.UNKNOWN)
            case _:
                yield from self._as_text(drop_controls(_text_inside([node])), Feature.UNKNOWN)

    def _text(self, node: Node) -> Iterator[Inline]:
        value = node.get("text")
        if not isinstance(value, str):
            return
        marks: set[Mark] = set()
        href = colour = None
        for mark in _nodes(node.get("marks")):
            match mark.get("type"):
                case "link":
                    href = safe_href(_text_attr(mark, "href"))
                    self._lose_unless(href, Feature.LINK)
                case "textColor":
                    colour = _read_colour(_text_attr(mark, "color"))
                    self._lose_unless(colour, Feature.COLOUR)
                case "backgroundColor":
                    self.losses.add(Feature.COLOUR)
                case "subsup":
                    marks -= {Mark.SUB, Mark.SUP}
                    marks.add(Mark.SUP if _attrs(mark).get("type") == "sup" else Mark.SUB)
                case str(kind) if kind in _MARKS:
                    marks.add(_MARKS[kind])
                case _:
                    self.losses.add(Feature.UNKNOWN)
        for inline in as_lines(drop_controls_in_code(value)):
            yield Text(inline.text, frozenset(marks), href, colour) if isinstance(inline, Text) else inline

    def _mention(self, node: Node) -> Iterator[Inline]:
        person, text = _text_attr(node, "id"), _text_attr(node, "text")
        if person:
            yield Mention(person, text or f"@{person}", People.ATLASSIAN)
        else:
            yield from self._as_text(text, Feature.MENTION)

    def _card_text(self, node: Node) -> Iterator[Inline]:
        url = _text_attr(node, "url")
        href = safe_href(url)
        self._lose_unless(href, Feature.LINK)
        if url:
            yield Text(href or url, href=href)

    def _as_text(self, text: str, loss: Feature) -> Iterator[Inline]:
        self.losses.add(loss)
        if text:
            yield Text(text)

    def _lose_unless(self, kept: str | None, feature: Feature) -> None:
        if kept is None:
            self.losses.add(feature)


def _nodes(value: object) -> Sequence[Node]:
    if not isinstance(value, list):
        return ()
    return [cast("Node", item) for item in cast("list[object]", value) if isinstance(item, Mapping)]


def _content(node: Node) -> Sequence[Node]:
    return _nodes(node.get("content"))


def _attrs(node: Node) -> Node:
    attrs = node.get("attrs")
    return cast("Node", attrs) if isinstance(attrs, Mapping) else {}


def _spans(cell: Node) -> bool:
    attrs = _attrs(cell)
    return any(isinstance(span := attrs.get(name), int) and span > 1 for name in ("colspan", "rowspan"))


def _text_attr(node: Node, name: str) -> str:
    value = _attrs(node).get(name)
    return drop_controls(value) if isinstance(value, str) else ""


def _text_inside(nodes: Sequence[Node]) -> str:
    """All text inside nodes, however deep, a new line for each hard break."""
    found: list[str] = []
    waiting = list(reversed(nodes))
    while waiting:
        node = waiting.pop()
        text = node.get("text")
        if isinstance(text, str):
            found.append(drop_controls_in_code(text))
        elif node.get("type") == "hardBreak":
            found.append("\n")
        elif shown := _text_attr(node, "text") or _text_attr(node, "url"):
            found.append(shown)
        waiting.extend(reversed(_content(node)))
    return "".join(found)


def _read_colour(value: str) -> str | None:
    colour = value.lower()
    digits = colour.removeprefix("#")
    return colour if len(colour) == 7 and len(digits) == 6 and set(digits) <= set("0123456789abcdef") else None


def _read_date(timestamp: str) -> str:
    """Milliseconds since 1970, as text, to a day; anything else stays as it stands."""
    if not timestamp.isascii() or not timestamp.removeprefix("-").isdigit() or len(timestamp) > 14:
        return timestamp
    return (datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=int(timestamp))).date().isoformat()
