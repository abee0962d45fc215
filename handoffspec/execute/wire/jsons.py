"""JSON from strangers: strict, bounded, and without surprises for whoever handles it afterwards."""

import json
import math
from typing import Final, cast

from handoffspec.execute.wire.errors import NOT_JSON, TOO_BIG, WireError, shown

MAX_BYTES: Final = 16 * 1024 * 1024
"""Of one JSON text. A Jira issue with 5,000 long comments stays below."""
MAX_DEPTH: Final = 100
"""Levels of lists and objects in each other."""


def parse_json(text: str, first_line: int = 1) -> object:
    """JSON as Python has it.

    Refused beyond what JSON itself forbids: the same key twice in one object, NaN and Infinity, numbers too large to
    be kept, and more than `MAX_DEPTH` levels.

    Raises:
        WireError: with the line and column of the mistake where it is one of writing; lines count from `first_line`.
    """
    if len(text) > MAX_BYTES:
        raise too_large()
    try:
        value = _STRICT.decode(text)
        # As many brackets as levels are allowed cannot stand deeper in each other, and few tickets have more.
        return value if text.count("[") + text.count("{") <= MAX_DEPTH else _shallow(value)
    except json.JSONDecodeError as error:
        raise _not_json(error, first_line) from None
    except RecursionError:
        raise _too_deep() from None


def parse_element(text: str, start: int) -> tuple[object, int | None]:
    """The JSON value that begins at `start` (no blank) of a longer text, and where it ends.

    What is refused is given as a `WireError` in place of the value, with the end if the writing allows to go on.
    """
    try:
        value, end = _STRICT.raw_decode(text, start)
        if end - start > MAX_BYTES:
            return too_large(), end
        return _shallow(value), end
    except json.JSONDecodeError as error:
        return _not_json(error, 1), None
    except RecursionError:
        return _too_deep(), None
    except WireError as error:
        return error, json.JSONDecoder().raw_decode(text, start)[1] if error.code == NOT_JSON else None


def too_large() -> WireError:
    """The error for a JSON text over `MAX_BYTES`."""
    return WireError(TOO_BIG, f"this is over {MAX_BYTES // 1024 // 1024} MB, which no ticket is")


def depth_over(value: object, limit: int) -> bool:
    """Whether lists and objects stand more than `limit` levels in each other."""
    level: list[object] = [value]
    for _ in range(limit + 1):
        deeper: list[object] = []
        for each in level:
            if isinstance(each, dict):
                deeper.extend(cast("dict[str, object]", each).values())
            elif isinstance(each, list):
                deeper.extend(cast("list[object]", each))
        if not deeper:
            return False
        level = [each for each in deeper if isinstance(each, dict | list)]
    return bool(level)


def _shallow(value: object) -> object:
    if depth_over(value, MAX_DEPTH):
        raise _too_deep()
    return value


def _not_json(error: json.JSONDecodeError, first_line: int) -> WireError:
    where = f"line {first_line + error.lineno - 1}, column {error.colno}"
    return WireError(NOT_JSON, f"this is not JSON: {_reason(error)} ({where})")


def _too_deep() -> WireError:
    return WireError(TOO_BIG, f"lists and objects stand over {MAX_DEPTH} levels in each other, which no ticket needs")


def _object(pairs: list[tuple[str, object]]) -> dict[str, object]:
    made = dict(pairs)
    if len(made) < len(pairs):
        seen: set[str] = set()
        twice = next(key for key, _ in pairs if key in seen or seen.add(key))  # type: ignore[func-returns-value]
        raise WireError(NOT_JSON, f"the key {shown(twice)} stands twice in one object, and only one can be meant")
    return made


def _no_constant(name: str) -> object:
    raise WireError(NOT_JSON, f"{name} is no number in JSON; write null where there is none")


def _float(text: str) -> float:
    number = float(text)
    if math.isinf(number):
        raise WireError(NOT_JSON, f"the number {text[:20]} is too large")
    return number


def _int(text: str) -> int:
    # Python would take time that grows with the square of the digits; no id or amount has that many.
    if len(text) > 40:
        raise WireError(NOT_JSON, f"the number {text[:20]}… has {len(text)} digits")
    return int(text)


def _reason(error: json.JSONDecodeError) -> str:
    if error.pos >= len(error.doc.rstrip()):
        return "it ends in the middle"
    return {
        "Extra data": "something follows after its end",
        "Expecting value": "a value is missing or is not in quotes",
        "Expecting ',' delimiter": "a comma is missing, or a bracket is not closed",
        "Expecting ':' delimiter": "a colon is missing after a key",
        "Expecting property name enclosed in double quotes": "a key in double quotes is missing",
    }.get(error.msg, error.msg[:1].lower() + error.msg[1:])


_STRICT: Final = json.JSONDecoder(
    object_pairs_hook=_object, parse_constant=_no_constant, parse_float=_float, parse_int=_int
)
