"""Parsed JSON from strangers, read without trusting its shape: what is not there or is of another kind is nothing."""

from collections.abc import Iterator, Mapping
from typing import TypeAlias, cast

Json: TypeAlias = object
"""Whatever a JSON or YAML parser made."""
Entry: TypeAlias = Mapping[str, Json]


def entry(value: Json) -> Entry:
    """A mapping, or an empty one."""
    return cast("Entry", value) if isinstance(value, Mapping) else {}


def items(value: Json) -> list[Json]:
    """A list, or an empty one."""
    return value if isinstance(value, list) else []


def entries(value: Json) -> Iterator[Entry]:
    """The mappings of a list."""
    return (cast("Entry", item) for item in items(value) if isinstance(item, Mapping))


def text(value: Json) -> str:
    """A text, or a whole number as digits; else nothing."""
    if isinstance(value, str):
        return value
    return str(value) if isinstance(value, int) and not isinstance(value, bool) and _is_short(value) else ""


def truth(value: Json) -> bool:
    """Whether something is said to be so: `true`, or a text that says it."""
    return value is True or (isinstance(value, str) and value.strip().casefold() == "true")


def whole(value: Json) -> int | None:
    """A whole number, also one written as a text (`"40"`, `"1,000"`)."""
    if isinstance(value, bool):
        return None
    if isinstance(value, int):
        return value if _is_short(value) else None
    digits = value.replace(",", "") if isinstance(value, str) else ""
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 19 else None


def _is_short(number: int) -> bool:
    # Python refuses to write numbers of thousands of digits; no identifier and no limit is one.
    return abs(number) < 10**18
