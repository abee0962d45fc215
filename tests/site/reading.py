"""An HTML page as data: its elements, ids, links and table rows."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from typing import Final

_EMPTY: Final = {"meta", "link", "br", "input", "hr", "img"}


@dataclass
class Element:
    """An element with its attributes, its own words and those of everything in it."""

    tag: str
    attributes: dict[str, str]
    inside: "list[Element | str]" = field(default_factory=list)

    @property
    def text(self) -> str:
        """All words in it, blanks folded."""
        return " ".join(" ".join(one if isinstance(one, str) else one.text for one in self.inside).split())

    def all(self, tag: str | None = None) -> "list[Element]":
        """Every element in it, of a tag if one is named, in order."""
        found: list[Element] = []
        for one in self.inside:
            if isinstance(one, Element):
                found += ([one] if tag in (None, one.tag) else []) + one.all(tag)
        return found


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Element("", {})
        self._open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        made = Element(tag, {name: value or "" for name, value in attrs})
        self._open[-1].inside.append(made)
        if tag not in _EMPTY:
            self._open.append(made)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._open[-1].inside.append(Element(tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        assert self._open[-1].tag == tag, f"</{tag}> ends <{self._open[-1].tag}>"
        self._open.pop()

    def handle_data(self, data: str) -> None:
        self._open[-1].inside.append(data)


def read(html: str) -> Element:
    """The page. Every element must be ended where it should be."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    assert reader._open == [reader.root], [one.tag for one in reader._open]
    return reader.root


def pages(folder: Path) -> dict[str, Element]:
    """Every page below a folder, by its path from there."""
    return {
        path.relative_to(folder).as_posix(): read(path.read_text(encoding="utf-8"))
        for path in sorted(folder.rglob("*.html"))
    }
