"""Lines of Markdown: characters that would be markup escaped, marks set so that a reader finds their ends.

A mark's sign opens or closes by what stands beside it. Where that would go wrong, a single word joiner, which nobody
sees and the reader drops, parts the sign from its neighbour.
"""

from __future__ import annotations

import re
import string
from collections.abc import Iterable
from dataclasses import dataclass

from handoffspec.text.blanks import JOINER, Line, harden, lines_of
from handoffspec.text.document import Inline, Mark, Text
from handoffspec.text.plain import spell

SEPARATOR = "&#8288;"
_SIGNS = ((Mark.STRIKE, "~~"), (Mark.BOLD, "**"), (Mark.ITALIC, "*"))

_ESCAPED = re.compile(r"[\\`*\[\]<|~]|(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])|!\Z")
_REFERENCE = re.compile(r"&(?=#|[A-Za-z0-9]+;)")
_LINE_START = re.compile(r"\A(?:[#+\-=>:]|[0-9]{1,9}[.)])")
_INVISIBLE = {"\xa0": "&nbsp;", "\t": "&#9;", JOINER: SEPARATOR}
#: A neighbour beside which every sign opens and closes.
_HARMLESS = frozenset(string.punctuation) - frozenset("*~`")


@dataclass(frozen=True, slots=True)
class _Run:
    """A run as Markdown. ``first`` and ``last``: the characters inside its signs; empty where it has none."""

    written: str
    first: str = ""
    last: str = ""


def write_line(inlines: Iterable[Inline], line_break: str, *, in_table: bool = False) -> str:
    """Inlines as Markdown. In a table not even code holds a bare bar."""
    return line_break.join(_write_line(line, in_table=in_table) for line in lines_of(inlines))


def write_text(text: str) -> str:
    """Text that is not markup, as it stands within a line."""
    escaped = _REFERENCE.sub("&amp;", _ESCAPED.sub(r"\\\g<0>", text))
    return re.sub("[\xa0\t\u2060]", lambda found: _INVISIBLE[found[0]], escaped)


def _write_line(line: Line, *, in_table: bool) -> str:
    written: list[str] = []
    before = _Run(" ")
    for number, inline in enumerate(line):
        text = inline if isinstance(inline, Text) else Text(spell((inline,)))
        last = number == len(line) - 1
        run = _write_run(text, after_blank=before.written.endswith(" "), last=last, in_table=in_table)
        if number and _run_together(before, run):
            written.append(SEPARATOR)
        written.append(run.written)
        before = run
    return _LINE_START.sub(_escape_start, "".join(written))


def _escape_start(found: re.Match[str]) -> str:
    return f"{found[0][:-1]}\\{found[0][-1]}"


def _write_run(run: Text, *, after_blank: bool, last: bool, in_table: bool) -> _Run:
    signs = [sign for mark, sign in _SIGNS if mark in run.marks]
    alone = not signs and run.href is None
    if Mark.CODE in run.marks:
        inner = _write_code(run.text, in_table=in_table)
    else:
        hard = harden(run.text, after_blank=after_blank or not alone, last_in_line=last or not alone)
        inner = write_text(hard) if alone else _hard_ends(write_text(hard))
    written = "".join(signs) + inner + "".join(reversed(signs))
    if run.href is not None:
        return _Run(f"[{written}]({write_address(run.href)})")
    if not signs and Mark.CODE not in run.marks:
        return _Run(written)
    within = signs[1] + inner + signs[1] if len(signs) > 1 else inner
    return _Run(written, within[0], within[-1])


def _hard_ends(inner: str) -> str:
    """Blanks of other scripts at the ends keep a sign from opening, unless they are written as references."""
    first, last = (f"&#{ord(end)};" if end.isspace() else end for end in (inner[0], inner[-1]))
    return first if len(inner) == 1 else first + inner[1:-1] + last


def _write_code(text: str, *, in_table: bool) -> str:
    fence = "`" * (1 + max(map(len, re.findall("`+", text)), default=0))
    padded = text.startswith("`") or text.endswith("`") or (text[0] == text[-1] == " " and text.strip(" ") != "")
    inside = f" {text} " if padded else text
    return fence + (inside.replace("|", "\\|") if in_table else inside) + fence


def write_address(address: str) -> str:
    """A link's address; where it has brackets, between angle brackets."""
    escaped = _REFERENCE.sub("&amp;", address).replace("|", "\\|")
    return f"<{escaped}>" if "(" in address or ")" in address else escaped


def _run_together(before: _Run, run: _Run) -> bool:
    """Whether a sign between two runs would be read otherwise than it is meant."""
    return bool(
        (run.first and not _parts(before.written[-1], run.first))
        or (before.last and not _parts(run.written[0], before.last))
    )


def _parts(outside: str, inside: str) -> bool:
    return outside == " " or outside in _HARMLESS or (outside.isalnum() and inside.isalnum())
