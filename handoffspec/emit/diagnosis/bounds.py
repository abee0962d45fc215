"""Texts of a history cut to what a person reads, so that no history makes a page too large to open."""

from dataclasses import fields, is_dataclass, replace
from typing import Final, TypeVar, cast

_LONG: Final = 300
"""Characters of one text."""
_T = TypeVar("_T")


def cut(value: _T) -> _T:
    """The same value of dataclasses and tuples, with every long text cut."""
    return cast("_T", _cut(value))


def _cut(value: object) -> object:
    match value:
        case str():
            return value if len(value) <= _LONG else f"{value[: _LONG - 1]}…"
        case tuple():
            return tuple(_cut(one) for one in value)
        case _ if is_dataclass(value) and not isinstance(value, type):
            return replace(value, **{field.name: _cut(getattr(value, field.name)) for field in fields(value)})
        case _:
            return value
