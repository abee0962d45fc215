"""The grammar, loaded once: from a cache where there is one, else from `grammar/handoff.lark`."""

import sys
from functools import cache
from pathlib import Path
from typing import Final

from lark import Lark

from handoffspec.kept import kept_folder
from handoffspec.syntax.layout import Layout
from handoffspec.syntax.nodes import Builder

_PACKAGE: Final = Path(__file__).parents[1]


def grammar_text() -> str:
    """The text of the grammar: at the top of a checkout, or in the package that was made from one."""
    places = (_PACKAGE.parent / "grammar" / "handoff.lark", _PACKAGE / "_grammar" / "handoff.lark")
    found = next((place for place in places if place.is_file()), places[-1])
    return found.read_text(encoding="utf-8")


def _cache_file() -> str | None:
    """Where the parser's table is kept between runs. It is a pickle; Lark makes a damaged one anew."""
    folder = kept_folder()
    return str(folder / f"grammar-{sys.version_info[0]}{sys.version_info[1]}.lark-cache") if folder else None


@cache
def parser() -> tuple[Lark, Builder, Layout]:
    """The parser with the builder and the layout pass it works with. All three serve one text at a time."""
    builder, layout = Builder(), Layout()
    lark = Lark(
        grammar_text(),
        parser="lalr",
        lexer="contextual",
        postlex=layout,
        transformer=builder,
        keep_all_tokens=True,
        maybe_placeholders=False,
        cache=_cache_file() or False,
    )
    return lark, builder, layout
