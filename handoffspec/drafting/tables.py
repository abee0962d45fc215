"""Which value of one choice becomes which of another, as far as names and order tell."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from handoffspec.drafting.words import meaning, parts
from handoffspec.schema.spelling import value
from handoffspec.schema.systems import Field
from handoffspec.schema.types import ChoiceType, FlagType, Option

_SCALES: Final = ("the priority", "the severity", "the urgency")
"""Meanings of choices whose options go from most to least, so that the same place in both means about the same."""
_REMEMBERED: Final = 50_000
_SAME: Final[tuple[frozenset[str], ...]] = (
    frozenset({"bug", "defect", "error"}),
    frozenset({"incident", "problem", "outage"}),
    frozenset({"task", "todo"}),
    frozenset({"question", "inquiry"}),
    frozenset({"feature", "feature request", "enhancement", "improvement", "story"}),
    frozenset({"duplicate", "duplicated"}),
    frozenset({"urgent", "critical", "highest", "blocker"}),
    frozenset({"normal", "medium", "moderate"}),
)


@dataclass(frozen=True, slots=True)
class Table:
    """Rows as a spec writes them. `matched`: how many values have a counterpart by name; `ordered`: by their order."""

    rows: tuple[tuple[str, str], ...]
    matched: int
    of: int
    ordered: bool


def options(field: Field) -> tuple[Option, ...]:
    """The values of a choice, where they are known."""
    return field.type.options if isinstance(field.type, ChoiceType) else ()


def scale(field: Field) -> bool:
    """Whether the options go from most to least."""
    return meaning(field) in _SCALES and bool(options(field))


def shared(source: Sequence[Option], target: Sequence[Option]) -> dict[str, str]:
    """The options of one side that the other has too, by name or label."""
    there: dict[tuple[str, ...], str] = {}
    for option in target:
        for text in (option.name, option.label):
            there.setdefault(_key(text), option.name)
    found: dict[str, str] = {}
    for option in source:
        name = there.get(_key(option.name)) or there.get(_key(option.label))
        if name is not None:
            found[option.name] = name
    return found


@lru_cache(_REMEMBERED)
def _key(text: str) -> tuple[str, ...]:
    plain = tuple(part for part in parts(text) if not part.isdigit()) or parts(text) or (text,)
    phrase = " ".join(plain)
    return next((tuple(sorted(group)) for group in _SAME if phrase in group), plain)


def table(source: Field, target: Field) -> Table | None:
    """A row for every value of a choice; None where nothing says which becomes which."""
    given, taken = options(source), options(target)
    if isinstance(source.type, FlagType) or not given or not taken:
        return None
    named = shared(given, taken)
    ordered = scale(source) and scale(target) and len(named) < len(given)
    if not named and not ordered:
        return None
    matched = len(named)
    if ordered:
        named = _by_order(given, taken, named)
    rows = [(value(option.name), value(named[option.name])) for option in given if option.name in named]
    if len(rows) < len(given):
        rows.append(("otherwise", _else(target)))
    if not source.required:
        rows.append(("empty", _nothing(target)))
    return Table(tuple(rows), matched, len(given), ordered)


def _by_order(given: Sequence[Option], taken: Sequence[Option], named: dict[str, str]) -> dict[str, str]:
    """The same place in both; what has a counterpart by name holds those before and behind it in their order."""
    places = {option.name: at for at, option in enumerate(taken)}
    lowest = 0
    found: dict[str, str] = {}
    for at, option in enumerate(given):
        behind = [places[named[other.name]] for other in given[at + 1 :] if other.name in named]
        place = places.get(named.get(option.name, ""), at * len(taken) // len(given))
        lowest = max(lowest, min(place, *behind, len(taken) - 1))
        found[option.name] = named.get(option.name) or taken[lowest].name
    return found


def _else(target: Field) -> str:
    """What a value without a counterpart becomes."""
    if isinstance(target.default, str):
        return value(target.default)
    return value(options(target)[0].name) if target.required else "empty"


def _nothing(target: Field) -> str:
    """What an empty field becomes: the middle of a scale, for nobody has said that it matters more or less."""
    if scale(target) and not isinstance(target.default, str):
        return value(options(target)[len(options(target)) // 2].name)
    return _else(target)
