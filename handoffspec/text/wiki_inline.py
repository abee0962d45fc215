"""A line of wiki markup: signs in pairs, links, pictures, people."""

from __future__ import annotations

import re
from dataclasses import dataclass

from handoffspec.text.document import Mention, People, drop_controls, safe_href
from handoffspec.text.features import Feature
from handoffspec.text.html_builder import Builder
from handoffspec.text.html_tokens import Characters, End, Start, resolve

#: A link or a person. Neither begins within another, so looking for one never goes over the same place twice.
LINK = r"\[(?:\\.|[^\[\]\\\n]){1,4000}\]"
PICTURE = r"!(?=[^\s!])[^!\n]{1,4000}!"

_ELEMENTS = {"*": "strong", "_": "em", "+": "u", "-": "s", "^": "sup", "~": "sub", "{{": "code"}
_TOKEN = re.compile(
    rf"(?P<br>\\\\(?!\\))|\\(?P<escaped>[^A-Za-z0-9\s\\])|(?P<link>{LINK})|(?P<picture>{PICTURE})"
    r"|\{color(?::(?P<colour>[^{}\n]{1,40}))?\}|(?P<anchor>\{anchor(?::[^{}\n]{0,400})?\})"
    r"|\{(?P<forced>[*_+\-^~])\}|(?P<sign>\{\{|\}\}|[*_+\-^~])"
    r"|(?P<url>(?:https?|ftp)://[^\s\\{}\[\]|!<>\"]{1,4000}(?<![*_+\-^~]))"
)

_NO_REFERENCE = re.compile(r"&(?!#[0-9]{1,7};|#[xX][0-9a-fA-F]{1,6};|[A-Za-z][A-Za-z0-9]{1,31};)")
#: A picture that is attached to the issue.
_FILE = re.compile(r"\.(?:png|jpe?g|gif|bmp|svg|webp)\Z", re.IGNORECASE)


@dataclass(slots=True)
class _Sign:
    """A sign that may open or close. ``element``: what it was found to open (or, with ``closes``, to close)."""

    written: str
    kind: str
    opens: bool
    closes: bool
    element: str = ""
    ends: bool = False


class InlineReader:
    """Hands lines to a builder."""

    def __init__(self, builder: Builder) -> None:
        self._builder = builder

    def read(self, line: str) -> None:
        """One line. Signs without a partner on it are text."""
        parts = _pair(_parts(line))
        for part in parts:
            if isinstance(part, _Sign):
                self._sign(part)
            elif isinstance(part, str):
                self._builder.add(Characters(part))
            else:
                self._other(part)

    def _sign(self, sign: _Sign) -> None:
        if not sign.element:
            self._builder.add(Characters(sign.written))
        else:
            self._builder.add(End(sign.element) if sign.ends else Start(sign.element))

    def _other(self, found: re.Match[str]) -> None:
        if found["br"]:
            self._builder.add(Start("br"))
        elif found["link"]:
            self._link(found["link"][1:-1])
        elif found["picture"]:
            self._picture(found["picture"])
        elif found["anchor"]:
            self._builder.losses.add(Feature.UNKNOWN)
        elif found["colour"]:
            self._builder.add(Start("span", {"style": f"color:{found['colour']}"}))
        else:
            self._builder.add(End("span"))

    def _link(self, inside: str) -> None:
        if inside.startswith("~") and re.fullmatch(r"~[^\s|~]{1,255}", inside):
            account = inside[1:].removeprefix("accountid:")
            people = People.ATLASSIAN if inside.startswith("~accountid:") else People.JIRA
            if name := drop_controls(account):
                self._builder.mention(Mention(name, f"@{name}", people))
                return
        text, bar, address = _bar(inside)
        href = safe_href(resolve(_references(address.split("|")[0])))
        if href is None and not bar:
            # Brackets that hold no address are brackets.
            self._builder.add(Characters("["))
            self.read(inside)
            self._builder.add(Characters("]"))
            return
        if href is None:
            self._builder.losses.add(Feature.LINK)
            self.read(text)
            return
        self._builder.add(Start("a", {"href": href}))
        self.read(text) if bar else self._builder.add(Characters(_references(address)))
        self._builder.add(End("a"))

    def _picture(self, written: str) -> None:
        address, _, parameters = written[1:-1].partition("|")
        described = re.search(r"(?:^|,)\s*alt=\"?([^,\"]*)", parameters)
        elsewhere = "://" in address
        if elsewhere or described or _FILE.search(address):
            alt = described[1] if described else "" if elsewhere else address
            self._builder.add(Start("img", {"src": resolve(_references(address)), "alt": alt}))
        else:
            self._builder.add(Characters("!"))
            self.read(written[1:-1])
            self._builder.add(Characters("!"))


def _references(text: str) -> str:
    """Text in which only what is a whole character reference is one; HTML takes some without their end."""
    return _NO_REFERENCE.sub("&amp;", text)


def _bar(inside: str) -> tuple[str, bool, str]:
    """A link's text and address, parted at the first bar that no backslash stands before."""
    if found := re.match(r"((?:\\.|[^\\|])*)\|", inside):
        return found[1], True, inside[found.end() :]
    return "", False, inside


Part = str | _Sign | re.Match[str]


def _parts(line: str) -> list[Part]:
    parts: list[Part] = []
    place = 0
    for found in _TOKEN.finditer(line):
        if found.start() > place:
            parts.append(_references(line[place : found.start()]))
        place = found.end()
        if found["escaped"] or found["url"]:
            parts.append(_references(found["url"]) if found["url"] else found["escaped"].replace("&", "&amp;"))
        elif found["forced"]:
            parts.append(_Sign(found[0], found["forced"], opens=True, closes=True))
        elif found["sign"]:
            parts.append(_sign(found["sign"], line, found.start(), found.end()))
        else:
            parts.append(found)
    if place < len(line):
        parts.append(_references(line[place:]))
    return parts


def _sign(written: str, line: str, start: int, end: int) -> _Sign:
    before, after = line[start - 1 : start] if start else " ", line[end : end + 1] or " "
    if written in ("{{", "}}"):
        return _Sign(written, "{{", opens=written == "{{", closes=written == "}}")
    return _Sign(
        written,
        written,
        opens=not before.isalnum() and not after.isspace(),
        closes=not before.isspace() and not after.isalnum(),
    )


def _pair(parts: list[Part]) -> list[Part]:
    """Finds each sign its partner; at most one of a kind stands open."""
    waiting: list[_Sign] = []
    for part in parts:
        if not isinstance(part, _Sign):
            continue
        partner = next((sign for sign in waiting if sign.kind == part.kind), None)
        if partner is not None and part.closes:
            partner.element = part.element = _ELEMENTS[part.kind]
            part.ends = True
            del waiting[waiting.index(partner) :]
        elif partner is None and part.opens:
            waiting.append(part)
    return parts
