"""Values and statuses as a spec writes them, for help lines that can be pasted."""

import re
from collections.abc import Sequence
from typing import Final

_NAME: Final = re.compile(r"[^\W\d]\w*")
_MOST: Final = 4


def quoted(text: str) -> str:
    """A text between quotes, with its own quotes escaped."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def word(name: str) -> str:
    """A name as a spec writes it: in quotes where it is more than one word."""
    return name if _NAME.fullmatch(name) else quoted(name)


def spelled(values: Sequence[object]) -> str:
    """A combination of values as the left or right side of a row."""
    return ", ".join(map(_cell, values))


def _cell(value: object) -> str:
    match value:
        case None:
            return "empty"
        case bool():
            return "yes" if value else "no"
        case str():
            return word(value)
        case _ if value is ...:
            return "otherwise"
        case _:
            return str(value)


def in_words(names: Sequence[str]) -> str:
    """`a`, `a and b`, `a, b and c`."""
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def combination(missing: Sequence[Sequence[object]]) -> str:
    """Some combinations in a sentence; of many the first ones."""
    shown = [
        "any other value" if all(v is ... for v in values) else f"`{spelled(values)}`" for values in missing[:_MOST]
    ]
    if len(missing) > _MOST:
        shown.append(f"{len(missing) - _MOST} more")
    return in_words(shown)
