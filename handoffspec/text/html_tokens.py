"""HTML from strangers as a flat stream of tokens, in time linear in its length.

Written here because the usual parsers build the tree that the HTML standard describes, and that
tree is quadratic to build: on 1 MB of ``<div>`` both nh3 0.3.8 and selectolax 1.0.2 were measured
to run for minutes, and the standard library's parser rescans unclosed comments. Nothing of the
source's markup is ever passed on (a document is built from a closed list of elements and written
anew), so what counts here is only that time is bounded and that text never turns into markup.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from html import unescape

#: Elements whose content is not text for a reader; it is skipped to the end tag.
_SKIPPED = frozenset(
    [
        "script",
        "style",
        "title",
        "textarea",
        "noscript",
        "iframe",
        "xmp",
        "noembed",
        "noframes",
        "template",
        "svg",
        "math",
        "object",
        "audio",
        "video",
        "canvas",
        "select",
        "head",
    ]
)
_ATTRIBUTES = frozenset(
    {
        "href",
        "src",
        "alt",
        "style",
        "color",
        "class",
        "start",
        "colspan",
        "rowspan",
        "data-asana-gid",
        "data-asana-type",
    }
)

#: A "<" before anything else is text.
_MARKUP = re.compile(r"<(?=[a-zA-Z/!?])")
_NAME = re.compile(r"[a-zA-Z][a-zA-Z0-9:-]*")
_BLANK = re.compile(r"[\s/]*")
_ATTRIBUTE_NAME = re.compile(r"[^\s=>/]+|=[^\s=>/]*")
_EQUALS = re.compile(r"\s*=\s*")
_BARE_VALUE = re.compile(r"[^\s>]*")
# A number this long names no character, and turning it into an integer would be refused.
_ENDLESS_NUMBER = re.compile(r"&#(?:[0-9]{8,}|[xX][0-9a-fA-F]{7,});?")


@dataclass(frozen=True, slots=True)
class Characters:
    """Text as it stands in the source, character references not yet resolved."""

    source: str


@dataclass(frozen=True, slots=True)
class Start:
    """``closed``: written with a slash at its end. HTML does not care; XML holds it for an element without content."""

    name: str
    attributes: Mapping[str, str] = field(default_factory=dict[str, str])
    closed: bool = False


@dataclass(frozen=True, slots=True)
class End:
    name: str


@dataclass(frozen=True, slots=True)
class Skipped:
    """An element left out with all it holds."""

    name: str


Token = Characters | Start | End | Skipped


def resolve(source: str) -> str:
    """Character references to characters."""
    if "&" not in source:
        return source
    return unescape(_ENDLESS_NUMBER.sub("\ufffd", source) if "&#" in source else source)


def tokens(source: str) -> Iterator[Token]:
    """The tokens of a source of any quality. An unclosed tag or comment ends the source."""
    end_tags = _EndTags(source)
    position = 0
    while position < len(source):
        markup = _MARKUP.search(source, position)
        opening = markup.start() if markup else len(source)
        if opening > position:
            yield Characters(source[position:opening])
        following = source[opening + 1 : opening + 2]
        if following in ("!", "?"):
            position = _after_declaration(source, opening)
        elif following == "/":
            name = _NAME.match(source, opening + 2)
            position = _after(source, ">", opening + 2)
            if name and position <= len(source):
                yield End(name[0].lower())
        elif name := _NAME.match(source, opening + 1):
            attributes, position = _read_attributes(source, name.end())
            if position > len(source):
                return
            lower = name[0].lower()
            if lower in _SKIPPED:
                yield Skipped(lower)
                position = end_tags.after(lower, position)
            else:
                yield Start(lower, attributes, source[position - 2] == "/")
        else:
            return


class _EndTags:
    """Where each skipped element ends; an end tag not found once is not searched for again."""

    def __init__(self, source: str) -> None:
        self._source = source
        self._missing: set[str] = set()

    def after(self, name: str, position: int) -> int:
        if name not in self._missing:
            found = re.compile(rf"</{name}(?=[\s/>])", re.IGNORECASE).search(self._source, position)
            if found:
                return _after(self._source, ">", found.end())
            self._missing.add(name)
        # A head or an object that is never closed must not take the text after it along.
        return position if name in ("head", "object") else len(self._source)


def _after(source: str, what: str, position: int) -> int:
    """The place behind the next ``what``; behind the source's end (and more) where there is none."""
    found = source.find(what, position)
    return len(source) + 1 if found < 0 else found + len(what)


def _after_declaration(source: str, opening: int) -> int:
    if source.startswith("<!--", opening):
        # "<!-->" and "<!--->" are comments too.
        return _after(source, "-->", opening + 2)
    return _after(source, ">", opening)


def _read_attributes(source: str, position: int) -> tuple[dict[str, str], int]:
    """The attributes that matter, each as first given, and the place behind the tag."""
    attributes: dict[str, str] = {}
    while True:
        blank = _BLANK.match(source, position)
        position = blank.end() if blank else position
        if position >= len(source):
            return attributes, len(source) + 1
        if source[position] == ">":
            return attributes, position + 1
        name = _ATTRIBUTE_NAME.match(source, position)
        position = name.end() if name else position + 1
        value = ""
        if equals := _EQUALS.match(source, position):
            value, position = _read_value(source, equals.end())
        if name and (lower := name[0].lower()) in _ATTRIBUTES:
            attributes.setdefault(lower, resolve(value))


def _read_value(source: str, position: int) -> tuple[str, int]:
    quote = source[position : position + 1]
    if quote in ('"', "'"):
        behind = _after(source, quote, position + 1)
        return source[position + 1 : behind - 1], behind
    bare = _BARE_VALUE.match(source, position)
    end = bare.end() if bare else position
    return source[position:end], end
