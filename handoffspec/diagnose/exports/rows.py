"""Parts of JSON objects, whatever stands in them."""

from collections.abc import Mapping, Sequence
from typing import TypeAlias

Row: TypeAlias = Mapping[str, object]


def an_object(value: object) -> Row:
    """The object, or an empty one."""
    return value if isinstance(value, dict) else {}


def a_list(value: object) -> Sequence[object]:
    """The list, or an empty one."""
    return value if isinstance(value, list) else ()


def a_text(value: object) -> str | None:
    """A text, or a number as text."""
    if value is None or isinstance(value, dict | list | bool):
        return None
    return str(value) or None
