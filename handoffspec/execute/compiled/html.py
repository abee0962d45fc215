"""HTML of editors as the content of an Atlassian document, without a document between the two.

Editors write paragraphs, lists, bold, italic and code, links and line breaks, each closed where it was opened. What is
read here gives just what `text.html` and `text.adf_write` give; for anything else there is no answer.
"""

import re
from collections.abc import Mapping
from typing import Final, NamedTuple

from handoffspec.execute.compiled.adf import BREAK, Node
from handoffspec.text.blanks import soften
from handoffspec.text.document import drop_controls, safe_href
from handoffspec.text.html import parse_html
from handoffspec.text.html_tokens import resolve
from handoffspec.text.plain import plain_text

LONGEST: Final = 30_000
"""Characters of a source that is read here: what is shown of it is shorter than any system's comments may be."""

_AROUND: Final = '<div class="zd-comment" dir="auto">'
_TAGS: Final = re.compile(r"<([^<>]*)>").split
_TAG: Final = re.compile(r'(/?)([a-z]+)((?: [a-z-]+="[^"<>]*")*)').fullmatch
_ATTRIBUTES: Final = re.compile(r' ([a-z-]+)="([^"]*)"').findall
_BLANKS: Final = re.compile(r"[ \t\n\r\f]+").sub
_WITHOUT_EFFECT: Final = frozenset({"class", "dir", "id", "lang", "target", "rel", "title"})
_MARKS: Final[Mapping[str, str]] = {"strong": "strong", "b": "strong", "em": "em", "i": "em", "code": "code"}


class _Tag(NamedTuple):
    """`does`: what it does; `name`; `marks`: what it sets its text in; `unsafe`: a link that leads to no safe place."""

    does: str
    name: str
    marks: list[Node] | None = None
    unsafe: bool = False


class Content(NamedTuple):
    """The blocks of a source, and whether a link is lost because it leads to no safe place."""

    blocks: list[Node]
    link_lost: bool


def content(html: str) -> Content | None:
    """What a source holds; None where it is none of an editor's."""
    paragraphs = _paragraphs(html)
    if paragraphs is None:
        return _built(html)
    blocks: list[Node] = []
    link_lost = False
    for source in paragraphs:
        if _is_one_run(source):
            blocks.append({"type": "paragraph", "content": [{"type": "text", "text": source}]})
        elif (made := _built(f"<p>{source}</p>")) is not None:
            blocks += made.blocks
            link_lost = link_lost or made.link_lost
        else:
            return None
    return Content(blocks, link_lost)


def _paragraphs(html: str) -> list[str] | None:
    """What stands between `<p>` and `</p>` where a source is nothing but such paragraphs."""
    body = html[len(_AROUND) : -len("</div>")] if html.startswith(_AROUND) and html.endswith("</div>") else html
    return body[3:-4].split("</p><p>") if body.startswith("<p>") and body.endswith("</p>") else None


def _is_one_run(source: str) -> bool:
    """Whether a source is text and nothing else, and stands for itself."""
    return (
        source.isprintable()
        and "<" not in source
        and "&" not in source
        and "  " not in source
        and source[:1] not in {"", " "}
        and source[-1] != " "
    )


def _built(html: str) -> Content | None:
    builder = _Builder()
    parts = _TAGS(html)
    for place in range(0, len(parts) - 1, 2):
        if (text := parts[place]) and not builder.text(text):
            return None
        tag = _KNOWN[parts[place + 1]]
        if tag is None or not builder.tag(tag):
            return None
    return builder.end() if builder.text(parts[-1]) else None


class _Tags(dict[str, "_Tag | None"]):
    """Tags by their source. The same few come up in every comment."""

    def __missing__(self, source: str) -> "_Tag | None":
        tag = _read(source)
        if len(self) < 1024:
            self[source] = tag
        return tag


def _read(source: str) -> _Tag | None:
    """A tag of an editor's; None for any other."""
    found = _TAG(source)
    if found is None or len(source) > 300:
        return None
    closes, name = bool(found[1]), found[2]
    attributes = dict(reversed(_ATTRIBUTES(found[3])))
    href = attributes.pop("href", None) if name == "a" else None
    if attributes.keys() - _WITHOUT_EFFECT or (closes and found[3]):
        return None
    does = f"/{_KINDS.get(name, '')}" if closes else _KINDS.get(name, "")
    if name in _MARKS:
        return _Tag(does, name, [{"type": _MARKS[name]}])
    if href is None or closes:
        return _Tag(does, name)
    safe = safe_href(resolve(href))
    return _Tag(does, name, [{"type": "link", "attrs": {"href": safe}}] if safe is not None else None, safe is None)


_FLAT: Final = frozenset({"p", "/p", "br", "div", "/div", _AROUND[1:-1]})
"""Tags that add nothing to the words."""

_KINDS: Final[Mapping[str, str]] = {
    "p": "p", "div": "div", "br": "br", "ul": "list", "ol": "list", "li": "item", "a": "mark"
} | dict.fromkeys(_MARKS, "mark")  # fmt: skip


_KNOWN: Final = _Tags()


class _Builder:
    """Takes texts and tags in turn, as `text.html_builder` does. False: this is none of an editor's."""

    __slots__ = (
        "_after_blank", "_blocks", "_inlines", "_item", "_items", "_link_lost", "_list", "_mark", "_marks", "_paragraph"
    )  # fmt: skip

    def __init__(self) -> None:
        self._blocks: list[Node] = []
        self._link_lost = False
        self._inlines: list[Node] = []
        self._paragraph = False
        self._after_blank = True
        self._mark = ""
        self._marks: list[Node] | None = None
        self._list = ""
        self._items: list[Node] = []
        self._item: list[Node] | None = None

    def text(self, source: str) -> bool:
        """Characters between two tags."""
        if "  " in source or not source.isprintable():
            source = _BLANKS(" ", source)
        if self._after_blank and source[:1] == " ":
            source = source[1:]
        if not source:
            return True
        if "<" in source or (self._list and self._item is None):
            return False
        self._after_blank = source[-1] == " "
        if "&" in source or not source.isprintable():
            source = soften(drop_controls(resolve(source)))
            if not source:
                return True
        self._append(source)
        return True

    def _append(self, text: str) -> None:
        inlines, marks = self._inlines, self._marks
        if inlines and inlines[-1].get("marks") == marks and inlines[-1] is not BREAK:
            inlines[-1]["text"] += text
        elif marks is None:
            inlines.append({"type": "text", "text": text})
        else:
            inlines.append({"type": "text", "text": text, "marks": marks})

    def tag(self, tag: _Tag) -> bool:
        """What a tag does."""
        if tag.does in ("mark", "/mark"):
            return self._mark_tag(tag)
        between_items = self._list != "" and self._item is None
        if tag.does == "br":
            self._drop_soft_blank()
            self._inlines.append(BREAK)
            self._after_blank = True
            return not between_items
        if self._mark:
            return False
        if tag.does == "p":
            self._end_paragraph(keep_empty=False)
            self._paragraph = True
            return not between_items
        self._end_paragraph(keep_empty=tag.does == "/p")
        return tag.does in ("/p", "div", "/div") or self._list_tag(tag)

    def _mark_tag(self, tag: _Tag) -> bool:
        if tag.does == "/mark":
            closes = self._mark == tag.name
            self._mark, self._marks = "", None
            return closes
        opens = not self._mark
        self._mark, self._marks = tag.name, tag.marks
        self._link_lost = self._link_lost or tag.unsafe
        return opens

    def _list_tag(self, tag: _Tag) -> bool:
        match tag.does:
            case "list" if not self._list:
                self._list = tag.name
            case "item" if self._list and self._item is None:
                self._item = []
            case "/item" if self._item is not None:
                self._items.append({"type": "listItem", "content": self._item or [{"type": "paragraph"}]})
                self._item = None
            case "/list" if self._list == tag.name and self._item is None:
                self._end_list()
            case _:
                return False
        return True

    def _end_list(self) -> None:
        if self._items:
            kind: Node = (
                {"type": "bulletList"} if self._list == "ul" else {"type": "orderedList", "attrs": {"order": 1}}
            )
            self._blocks.append({**kind, "content": self._items})
        self._list, self._items = "", []

    def _drop_soft_blank(self) -> None:
        """A blank of the source at the end of a line shows nothing."""
        inlines = self._inlines
        if self._after_blank and inlines and inlines[-1] is not BREAK:
            if text := inlines[-1]["text"].removesuffix(" "):
                inlines[-1]["text"] = text
            else:
                inlines.pop()

    def _end_paragraph(self, *, keep_empty: bool) -> None:
        self._drop_soft_blank()
        inlines, paragraph = self._inlines, self._paragraph
        if not inlines and not paragraph:
            self._after_blank = True
            return
        self._inlines, self._paragraph, self._after_blank = [], False, True
        if not paragraph and inlines[-1] is BREAK:
            inlines.pop()  # the last line break before a block's end shows nothing
        if inlines or (paragraph and keep_empty):
            block: Node = {"type": "paragraph", "content": inlines} if inlines else {"type": "paragraph"}
            (self._blocks if self._item is None else self._item).append(block)

    def end(self) -> Content | None:
        """All blocks, if everything is closed."""
        if self._mark or self._list:
            return None
        self._end_paragraph(keep_empty=False)
        return Content(self._blocks, self._link_lost)


def says(html: str, text: str) -> bool:
    """Whether a source has the words of a text."""
    body = html[len(_AROUND) : -len("</div>")] if html.startswith(_AROUND) and html.endswith("</div>") else html
    if body.startswith("<p>") and body.endswith("</p>"):
        shown = body[3:-4].replace("</p><p>", "\n\n").replace("<br>", "\n")
        if "<" not in shown and (resolve(shown) if "&" in shown else shown) == text:
            return text.replace("\n", "").isprintable() or words(html) == text.split()
    return words(html) == text.split()


def words(html: str) -> list[str]:
    """The words of a source, as plain text shows them."""
    parts = _TAGS(html)
    text = " ".join(parts[::2])
    if _FLAT.issuperset(parts[1::2]) and text.isprintable() and "<" not in text and "\u2060" not in text:
        text = resolve(text)
        if text.isprintable():
            return text.split()
    return plain_text(parse_html(html).document).split()
