"""A witness, which is data, as an outline that reads aloud."""

import textwrap
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from handoffspec.diagnostics import Json
from handoffspec.report.printable import excerpt, safe

_LINES: Final = 3
"""A step of a history may take so many."""


def outline(value: Json, width: int) -> Iterator[str]:
    """Lines of at most about `width` columns: names with their values, lists as numbered steps."""
    if isinstance(value, Mapping):
        for name, inner in value.items():
            yield from _entry(f"{safe(name)}:", inner, width)
    elif isinstance(value, Sequence) and not isinstance(value, str):
        for number, inner in enumerate(value, 1):
            # A step of a history is a sentence and needs no quotes.
            if isinstance(inner, str) and inner.strip() == inner != "":
                yield from _step(f"{number}. ", inner, width)
            else:
                yield from _entry(f"{number}.", inner, width)
    else:
        yield _scalar(value, width)


def _step(head: str, text: str, width: int) -> Iterator[str]:
    """A sentence on as many lines as it takes, up to a few."""
    room = max(20, width - len(head))
    lines = textwrap.wrap(_clipped(text, _LINES * room), room, break_on_hyphens=False)
    yield from (f"{head if at == 0 else ' ' * len(head)}{line}" for at, line in enumerate(lines))


def _entry(head: str, value: Json, width: int) -> Iterator[str]:
    if _is_nested(value):
        yield head
        yield from (f"  {line}" for line in outline(value, max(20, width - 2)))
    else:
        yield f"{head} {_scalar(value, max(20, width - len(head) - 1))}"


def _is_nested(value: Json) -> bool:
    return isinstance(value, Mapping | Sequence) and not isinstance(value, str) and len(value) > 0


def _scalar(value: Json, width: int) -> str:
    """One value on one line."""
    match value:
        case None:
            return "empty"
        case bool():
            return "yes" if value else "no"
        case str():
            return _quoted(value, width)
        case Mapping() | Sequence():
            return "nothing"
        case _:
            return str(value)


def _quoted(value: str, width: int) -> str:
    """A text in quotes; one that is clipped says how long it is."""
    whole = _clipped(value, width - 2)
    if not whole.endswith("…"):
        return f'"{whole}"'
    length = f" ({len(value):,} characters)"
    return f'"{_clipped(value, width - 2 - len(length))}"{length}'


def _clipped(value: str, width: int) -> str:
    """As much of a text as fits, its line breaks spelt out."""
    # Longer than any screen needs, and short enough that a text of megabytes costs nothing.
    line = value[: 4 * width].replace("\n", "\\n")
    return excerpt(line, 0, 1, max(20, width))[0]
