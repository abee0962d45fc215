"""Wiki markup of Jira Server and Data Center, read into a document in time linear in its length.

Blocks are found line by line, and everything is handed to the builder that HTML is read with, which keeps nesting
within bounds and lets only harmless addresses through.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from handoffspec.text.blanks import as_they_were
from handoffspec.text.document import MAX_DEPTH, Parsed, safe_language
from handoffspec.text.features import Feature
from handoffspec.text.html import within_limit
from handoffspec.text.html_builder import Builder
from handoffspec.text.html_tokens import Characters, End, Start
from handoffspec.text.wiki_inline import LINK, PICTURE, InlineReader

_MACRO = re.compile(r"(?<!\\)\{(code|noformat|quote|panel)(?::([^{}\n]{0,500}))?\}")
_HEADING = re.compile(r"\s*h([1-6])\.\s+(.*)")
_QUOTED = re.compile(r"\s*bq\.\s+(.*)")
_RULE = re.compile(r"\s*-{4,5}\s*")
_ITEM = re.compile(r"\s*([*#]{1,1000}|-{1,3}(?!-))\s+(.*)")
_CELLS = re.compile(rf"(\\.|{LINK}|{PICTURE})|(\|\|?)")
_CODE_SIGN = re.compile("\\{\u2060(?=\u2060*code)")


def parse_wiki(source: str) -> Parsed:
    """Wiki markup to a document.

    Raises:
        FormatError: the source is longer than `MAX_SOURCE`.
    """
    reader = _Reader()
    reader.read(within_limit(source, "wiki markup").replace("\r\n", "\n"))
    return Parsed(as_they_were(reader.builder.document()), frozenset(reader.builder.losses))


class _Reader:
    """What stands open: a list (its signs from the outermost), a table, a quotation, a paragraph."""

    def __init__(self) -> None:
        self.builder = Builder()
        self._inline = InlineReader(self.builder)
        self._list = ""
        self._table = False
        self._quote = False
        self._paragraph = False
        self._never_closed: set[str] = set()

    def read(self, source: str) -> None:
        place = 0
        while macro := _MACRO.search(source, place):
            self._lines(source[place : macro.start()])
            self._end_all()
            place = self._macro(source, macro)
        self._lines(source[place:])
        self._end_all()

    # macros

    def _macro(self, source: str, macro: re.Match[str]) -> int:
        name, parameters = macro[1], macro[2] or ""
        if name in ("code", "noformat"):
            return self._code(source, macro, name, parameters)
        if name == "quote":
            self.builder.add(End("blockquote") if self._quote else Start("blockquote"))
            self._quote = not self._quote
        else:
            self.builder.losses.add(Feature.PANEL)
            if title := _parameter(parameters, "title"):
                self._lines(f"*{title}*")
                self._end_all()
        return macro.end()

    def _code(self, source: str, macro: re.Match[str], name: str, parameters: str) -> int:
        end = -1 if name in self._never_closed else source.find(f"{{{name}}}", macro.end())
        if end < 0:
            self._never_closed.add(name)
            self._lines(macro[0])
            return macro.end()
        first = parameters.split("|", maxsplit=1)[0]
        language = safe_language(_parameter(parameters, "language") or ("" if "=" in first else first))
        text = source[macro.end() : end].removeprefix("\n").removesuffix("\n")
        self.builder.add(Start("pre"))
        self.builder.add(Start("code", {"class": f"language-{language}"} if language and name == "code" else {}))
        self.builder.add(Characters(_CODE_SIGN.sub("{", text).replace("&", "&amp;")))
        self.builder.add(End("pre"))
        return end + len(name) + 2

    # lines

    def _lines(self, text: str) -> None:
        lines = iter(text.split("\n"))
        for line in lines:
            if not line.strip():
                self._end_all()
            elif _RULE.fullmatch(line):
                self._end_all()
                self.builder.add(Start("hr"))
            elif heading := _HEADING.fullmatch(line):
                self._end_all()
                self._whole(f"h{heading[1]}", heading[2])
            elif quoted := _QUOTED.fullmatch(line):
                self._end_all()
                self.builder.add(Start("blockquote"))
                self._whole("p", quoted[1])
                self.builder.add(End("blockquote"))
            elif item := _ITEM.fullmatch(line):
                self._item(item[1], item[2])
            elif line.lstrip().startswith("|"):
                self._row(line.strip())
            else:
                self._text(line)

    def _whole(self, name: str, text: str) -> None:
        self.builder.add(Start(name))
        self._inline.read(text)
        self.builder.add(End(name))

    def _text(self, line: str) -> None:
        """A line goes on with what stands open, save a table."""
        self._end_table()
        if self._list or self._paragraph:
            self.builder.add(Start("br"))
        else:
            self.builder.add(Start("p"))
            self._paragraph = True
        self._inline.read(line)

    def _item(self, signs: str, text: str) -> None:
        self._end_paragraph()
        self._end_table()
        kinds = signs.replace("-", "*")[:MAX_DEPTH]
        common = next((n for n, (a, b) in enumerate(zip(kinds, self._list, strict=False)) if a != b), None)
        common = min(len(kinds), len(self._list)) if common is None else common
        self._end_lists(common)
        if common == len(kinds):
            self.builder.add(End("li"))
            self.builder.add(Start("li"))
        for sign in kinds[common:]:
            self.builder.add(Start("ul" if sign == "*" else "ol"))
            self.builder.add(Start("li"))
        self._list = kinds
        self._inline.read(text)

    def _row(self, line: str) -> None:
        self._end_paragraph()
        self._end_lists(0)
        if not self._table:
            self.builder.add(Start("table"))
            self._table = True
        self.builder.add(Start("tr"))
        for name, text in _cells(line):
            self._whole(name, text.strip(" "))
        self.builder.add(End("tr"))

    # ends

    def _end_all(self) -> None:
        self._end_paragraph()
        self._end_lists(0)
        self._end_table()

    def _end_paragraph(self) -> None:
        if self._paragraph:
            self.builder.add(End("p"))
            self._paragraph = False

    def _end_lists(self, kept: int) -> None:
        for sign in reversed(self._list[kept:]):
            self.builder.add(End("li"))
            self.builder.add(End("ul" if sign == "*" else "ol"))
        self._list = self._list[:kept]

    def _end_table(self) -> None:
        if self._table:
            self.builder.add(End("table"))
            self._table = False


def _cells(line: str) -> Iterator[tuple[str, str]]:
    """The cells of a row: ``th`` or ``td``, and the text. What stands behind the last bar is one if it is anything."""
    name, start = "td", -1
    for found in _CELLS.finditer(line):
        if found[2] is None:
            continue
        if start >= 0:
            yield name, line[start : found.start()]
        name, start = "th" if found[2] == "||" else "td", found.end()
    if line[start:].strip():
        yield name, line[start:]


def _parameter(parameters: str, name: str) -> str:
    """The value of a macro's parameter; empty if it has none."""
    return next((value for key, _, value in (p.partition("=") for p in parameters.split("|")) if key == name), "")
