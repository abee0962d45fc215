"""What the templates do to words. Everything is escaped; only code between backticks becomes an element."""

import re
from collections.abc import Callable
from typing import Final

from markupsafe import Markup, escape

from handoffspec.emit.words.visible import visible

_TICKS: Final = re.compile(r"`([^`]+)`")


def ticks(words: str) -> Markup:
    """A sentence of `check`: what stands between backticks is code."""
    parts = _TICKS.split(words)
    return Markup("").join(
        Markup("<code>{}</code>").format(visible(part)) if n % 2 else escape(visible(part))
        for n, part in enumerate(parts)
    )


def lines(text: str) -> str:
    """A text of several lines with what cannot be seen spelt out; line ends stay."""
    return "\n".join(map(visible_line, text.split("\n")))


def visible_line(line: str) -> str:
    """One line in which blanks stay as they are."""
    return "".join(part if part.isspace() and part.isascii() else visible(part) for part in re.split(r"([ \t]+)", line))


FILTERS: Final[dict[str, Callable[[str], str]]] = {
    "visible": visible,
    "visible_line": visible_line,
    "lines": lines,
    "ticks": ticks,
}
