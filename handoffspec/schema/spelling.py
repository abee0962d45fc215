"""Names and texts as a spec writes them, for everything that writes spec text or tells a person what to write."""

import re
from collections.abc import Container
from typing import Final

_NAME: Final = re.compile(r"[^\W\d]\w*")
_NO_VALUES: Final = frozenset({"any", "empty", "otherwise"})
_NO_FIELDS: Final = frozenset({"nothing", "undecided"})
_BETWEEN_WORDS: Final = re.compile(r"[^a-z0-9]+")


def quoted(text: str) -> str:
    """A text between quotes, on one line, with its own quotes escaped."""
    return '"' + " ".join(text.splitlines()).replace("\\", "\\\\").replace('"', '\\"') + '"'


def word(name: str) -> str:
    """A name as a spec writes it: in quotes where it is more than one word."""
    return name if _NAME.fullmatch(name) else quoted(name)


def value(name: str) -> str:
    """An option as a cell or a condition writes it: in quotes where the bare word means something else there."""
    return quoted(name) if name in _NO_VALUES else word(name)


def target(system: str, name: str) -> str:
    """A field as a rule writes it behind its arrow: with its system where the bare word means something else there."""
    return f"{system}.{name}" if name in _NO_FIELDS else name


def identifier(label: str, taken: Container[str] = (), otherwise: str = "field") -> str:
    """A name made from a label that people wrote: `Customer Impact (new!)` gives `customer_impact_new`.

    The same label gives the same name, and one that is `taken` gets a number. `otherwise` begins the name where the
    label has nothing that a name can begin with.
    """
    plain = _BETWEEN_WORDS.sub("_", label.casefold()).strip("_")
    name = plain if plain and not plain[0].isdigit() else f"{otherwise}_{plain}".rstrip("_")
    if name not in taken:
        return name
    return next(numbered for n in range(2, 1_000_000) if (numbered := f"{name}_{n}") not in taken)
