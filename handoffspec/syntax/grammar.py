"""The grammar, loaded once: from a cache where there is one, else from `grammar/handoff.lark`."""

import os
import sys
from functools import cache
from importlib import resources
from pathlib import Path

from lark import Lark

from handoffspec.syntax.layout import Layout
from handoffspec.syntax.nodes import Builder


def grammar_text() -> str:
    """The text of the grammar: inside the installed package, or at the top of a checkout."""
    packaged = resources.files("handoffspec") / "_grammar" / "handoff.lark"
    if packaged.is_file():
        return packaged.read_text(encoding="utf-8")
    return (Path(__file__).parents[2] / "grammar" / "handoff.lark").read_text(encoding="utf-8")


def _cache_file() -> str | None:
    """Where the parser's table is kept between runs; None where nothing can be written.

    In a folder of the user's own, since the cache is a pickle: nobody else may be able to write it.
    """
    base = os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache")  # noqa: PTH111 - quicker than pathlib
    folder = Path(base) / "handoffspec"
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError:
        return None
    if not os.access(folder, os.W_OK) or (hasattr(os, "getuid") and folder.stat().st_uid != os.getuid()):
        return None
    return str(folder / f"grammar-{sys.version_info[0]}{sys.version_info[1]}.lark-cache")


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
