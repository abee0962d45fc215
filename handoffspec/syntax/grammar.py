"""The grammar, loaded once: its table from the user's cache folder where it is kept, else made of `handoff.lark`."""

from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Final

from handoffspec.kept import Store, kept_folder
from handoffspec.syntax.layout import EVERYWHERE
from handoffspec.syntax.lexer import Lexer
from handoffspec.syntax.table import Table, as_json, from_json

_PACKAGE: Final = Path(__file__).parents[1]
_SHAPE: Final = 1
"""Of what is kept; another number with each change of `as_json` or of what the generator puts into the table."""


def grammar_text() -> str:
    """The text of the grammar: at the top of a checkout, or in the package that was made from one."""
    places = (_PACKAGE.parent / "grammar" / "handoff.lark", _PACKAGE / "_grammar" / "handoff.lark")
    found = next((place for place in places if place.is_file()), places[-1])
    return found.read_text(encoding="utf-8")


@cache
def table() -> Table:
    """The table of the grammar."""
    text = grammar_text()
    folder = kept_folder()
    store = Store(folder) if folder else None
    name = f"grammar-{_SHAPE}-{sha256(text.encode()).hexdigest()[:16]}.json"
    kept = _kept(store, name) if store else None
    if kept is not None:
        return kept
    from handoffspec.syntax.generator import table_of  # noqa: PLC0415 - with lark; mostly the table is kept

    made = table_of(text)
    if store:
        store.put(name, as_json(made))
    return made


def _kept(store: Store, name: str) -> Table | None:
    try:
        return from_json(store.get(name))
    except (TypeError, ValueError):
        return None  # none, or a damaged one


@cache
def lexer() -> Lexer:
    """The lexer of the grammar."""
    return Lexer(table(), EVERYWHERE)
