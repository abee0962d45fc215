"""Lengths of time, sizes and limits as people say them; lists of words."""

from collections.abc import Iterable, Sequence

from handoffspec.schema.types import Limit

_UNITS = ((86_400, "day"), (3_600, "hour"), (60, "minute"), (1, "second"))
_SIZES = ((1_000_000_000, "GB"), (1_000_000, "MB"), (1_000, "kB"))
PROSE = 600
"""Characters of one free text of a spec that a page shows."""
NAME = 120
"""Characters of a name, a label or a value that a page shows."""
_MOST = 12
"""Members of a list that are named one by one."""


def clipped(text: str, room: int = PROSE) -> str:
    """A free text in one line, shortened where it is out of all proportion."""
    flat = " ".join(text.split())
    if len(flat) <= room:
        return flat
    return f"{flat[:room].rstrip()}… ({len(flat) - room:,} more characters in the spec)"


def name(text: str) -> str:
    """A name, a label or a value in one line."""
    flat = " ".join(text.split())
    return flat if len(flat) <= NAME else f"{flat[: NAME - 1].rstrip()}…"


def count(number: float, thing: str) -> str:
    """`1 hour`, `2 hours`."""
    shown = f"{int(number):,}" if number == int(number) else f"{number:,}"
    return f"{shown} {thing}" if number == 1 else f"{shown} {thing}s"


def duration(seconds: int) -> str:
    """`4 hours`, `1 hour 30 minutes`, `400 days`."""
    return _in_units(seconds, _UNITS)


def working_time(seconds: int) -> str:
    """`40 hours`: a working day has no agreed length, so days are told in hours."""
    return _in_units(seconds, _UNITS[1:])


def _in_units(seconds: int, units: Sequence[tuple[int, str]]) -> str:
    parts: list[str] = []
    rest = seconds
    for length, unit in units:
        whole, rest = divmod(rest, length)
        if whole:
            parts.append(count(whole, unit))
    return " ".join(parts) or "no time"


def every(seconds: int) -> str:
    """`every hour`, `every 5 minutes`."""
    words = duration(seconds)
    return f"every {words.removeprefix('1 ')}" if words.count(" ") == 1 else f"every {words}"


def size(number: int) -> str:
    """`50 MB`."""
    for length, unit in _SIZES:
        if number >= length:
            return f"{number / length:,.4g} {unit}"
    return count(number, "byte")


def limit(amount: Limit) -> str:
    """`32,767 characters`."""
    return count(amount.number, amount.unit.removesuffix("s"))


def listed(words: Iterable[str], last: str = "and", most: int = _MOST) -> str:
    """`a, b and c`; what is too long for a sentence ends in `and 9 more`."""
    every = list(words)
    if len(every) > most:
        every = [*every[: most - 1], f"{len(every) - most + 1:,} more"]
        last = "and"
    if len(every) <= 1:
        return "".join(every)
    return f"{', '.join(every[:-1])} {last} {every[-1]}"


def sentence(clause: str) -> str:
    """A clause with a capital and a full stop."""
    trimmed = clause.strip()
    if not trimmed:
        return ""
    return capital(trimmed if trimmed[-1] in ".!?…" else f"{trimmed}.")


def capital(words: str) -> str:
    """The first letter large, the others as they are."""
    return words[:1].upper() + words[1:]


def uncapital(words: str) -> str:
    """The first letter small, the others as they are."""
    return words[:1].lower() + words[1:]


def clause(text: str, keep: Sequence[str]) -> str:
    """A free sentence made part of another: no full stop, a small letter unless it begins with one of `keep`."""
    flat = clipped(text).rstrip(" .!;")
    first = flat.split(" ", 1)[0].rstrip(",:'’s") if flat else ""
    known = {word.casefold() for names in keep for word in names.split()}
    if first == "I" or first.casefold() in known or not first[:1].isupper() or first[1:] != first[1:].lower():
        return flat
    return uncapital(flat)
