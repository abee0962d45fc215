"""Whether conditions can hold together, where the statuses are known and every field may have any value.

A field of which no value is known ranges over the values that the conditions name, its options, empty and one value
more. What cannot be pinned down so (events, words inside a text, how long something lasts, what changed) is a yes or no
of its own. More combinations than `MOST` are not tried: the answer is then that it is possible.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from itertools import pairwise, product
from math import prod
from operator import ge, gt, le, lt
from typing import Final, TypeAlias

from handoffspec.schema.conditions import All, AnyOf, Compare, Condition, Event, FieldRef, Lasting, Not, Side, atoms
from handoffspec.schema.systems import Field, Record
from handoffspec.schema.types import ListType

MOST: Final = 512
_ORDERS: Final[dict[str, Callable[[float, float], bool]]] = {"<": lt, "<=": le, ">": gt, ">=": ge}
_HAPPENS: Final = ("becomes", "becomes empty", "changes")
_ITEMS: Final = ("has", "has no")
_WORDS: Final = ("contains", "starts with")


class Blank(Enum):
    """Values that no condition names."""

    EMPTY = "empty"
    OTHER = "another value"


Thing: TypeAlias = FieldRef | tuple[object, ...]
"""What varies: a field, or a yes or no that stands for itself."""
Values: TypeAlias = Mapping[Thing, object]
Known: TypeAlias = Mapping[FieldRef, str]
"""The statuses that are known."""
Records: TypeAlias = Mapping[Side, Record]


@dataclass(frozen=True, slots=True)
class Wish:
    """A condition, and whether it should hold."""

    condition: Condition
    holds: bool = True


def possible(wishes: Sequence[Wish], known: Known, records: Records) -> bool:
    """Whether there are values for which every wish comes true, or too many to try."""
    things = _things(wishes, known, records)
    return _too_many(things) or _first(wishes, known, things) is not None


def example(wishes: Sequence[Wish], known: Known, records: Records) -> Values | None:
    """The first values for which every wish comes true; None where there are none, or too many to try."""
    things = _things(wishes, known, records)
    return None if _too_many(things) else _first(wishes, known, things)


def _too_many(things: Mapping[Thing, Sequence[object]]) -> bool:
    return prod(len(domain) for domain in things.values()) > MOST


def _first(wishes: Sequence[Wish], known: Known, things: Mapping[Thing, Sequence[object]]) -> Values | None:
    for values in product(*things.values()):
        chosen = dict(zip(things, values, strict=True))
        if all(_holds(wish.condition, known, chosen) is wish.holds for wish in wishes):
            return chosen
    return None


def alone(condition: Condition, known: Known, records: Records) -> bool:
    """Whether a condition can hold without anybody doing anything: time passes, and a status may just have changed."""
    quiet = [Wish(Event(atom.event, atom.label), holds=False) for atom in atoms(condition) if isinstance(atom, Event)]
    quiet += [
        Wish(atom, holds=False)
        for atom in atoms(condition)
        if isinstance(atom, Compare) and atom.operator in _HAPPENS and atom.field not in known
    ]
    return possible([Wish(condition), *quiet], known, records)


def unmoved(condition: Condition, statuses: Collection[FieldRef]) -> list[Wish]:
    """That none of these statuses has just changed, as far as a condition asks."""
    return [
        Wish(atom, holds=False)
        for atom in atoms(condition)
        if isinstance(atom, Compare) and atom.operator in _HAPPENS and atom.field in statuses
    ]


# ── What varies ────────────────────────────────────────────────────────────────────────────────────────────────────


def _things(wishes: Iterable[Wish], known: Known, records: Records) -> dict[Thing, list[object]]:
    things: dict[Thing, list[object]] = {}
    for wish in wishes:
        for atom in atoms(wish.condition):
            for thing, values in _varying(atom, known, records):
                found = things.setdefault(thing, [])
                found += [value for value in values if value not in found]
    for thing, values in things.items():
        if isinstance(thing, FieldRef):
            values.extend(_between(values))
    return things


def _varying(
    atom: Compare | Lasting | Event, known: Known, records: Records
) -> Iterator[tuple[Thing, Sequence[object]]]:
    match atom:
        case Lasting(compare=compare):
            yield _lasting(atom), (True, False)
            yield from _varying(compare, known, records)
        case Event():
            yield _event(atom), (True, False)
        case Compare(field=field) if field in known:
            if atom.operator in (*_HAPPENS, *_WORDS):
                yield _other(atom), (True, False)
        case Compare():
            for own in _own_words(atom, records):
                yield own, (True, False)
            if not _is_list(atom.field, records):
                yield atom.field, _domain(atom, records)


def _domain(atom: Compare, records: Records) -> Sequence[object]:
    field = _field(atom.field, records)
    if field is not None and field.type.kind == "flag":
        return (True, False, Blank.EMPTY)
    if field is not None and field.type.kind == "choice" and not field.type.open:
        return (*(option.name for option in field.type.options), Blank.EMPTY)
    return (*atom.values, Blank.OTHER, Blank.EMPTY)


def _field(ref: FieldRef, records: Records) -> Field | None:
    return records[ref.side].field(ref.field)


def _own_words(atom: Compare, records: Records) -> Iterator[Thing]:
    """The parts of a comparison that the field's value does not decide."""
    if atom.operator in _ITEMS:
        yield from (_item(atom, value) for value in atom.values)
        return
    ordered_texts = atom.operator in _ORDERS and not all(isinstance(value, int | float) for value in atom.values)
    if ordered_texts or atom.operator in (*_HAPPENS, *_WORDS) or _is_list(atom.field, records):
        yield _other(atom)


def _is_list(ref: FieldRef, records: Records) -> bool:
    field = _field(ref, records)
    return field is not None and isinstance(field.type, ListType)


def _between(values: Sequence[object]) -> list[object]:
    """Numbers below, between and above those that are named."""
    named = sorted({value for value in values if isinstance(value, int | float) and not isinstance(value, bool)})
    if not named:
        return []
    middles = [(low + high) / 2 for low, high in pairwise(named)]
    return [named[0] - 1, *middles, named[-1] + 1]


def _item(atom: Compare, value: object) -> Thing:
    return ("has", atom.field, value)


def _other(atom: Compare) -> Thing:
    operator = {"is not": "is", "is filled": "is empty"}.get(atom.operator, atom.operator)
    return (operator, atom.field, atom.values, atom.was)


def _event(atom: Event) -> Thing:
    return ("event", atom.event, atom.label)


def _lasting(atom: Lasting) -> Thing:
    return ("lasting", atom.compare, atom.seconds)


# ── Whether it holds ───────────────────────────────────────────────────────────────────────────────────────────────


def _holds(condition: Condition, known: Known, chosen: Values) -> bool:
    match condition:
        case Not(condition=inner):
            return not _holds(inner, known, chosen)
        case All(conditions=parts):
            return all(_holds(part, known, chosen) for part in parts)
        case AnyOf(conditions=parts):
            return any(_holds(part, known, chosen) for part in parts)
        case Event():
            return chosen[_event(condition)] is True
        case Lasting(compare=compare):
            return chosen[_lasting(condition)] is True and _holds(compare, known, chosen)
        case Compare():
            return _compare(condition, known, chosen)


def _compare(atom: Compare, known: Known, chosen: Values) -> bool:
    value = known[atom.field] if atom.field in known else chosen.get(atom.field)
    own = chosen.get(_other(atom))
    match atom.operator:
        case "has":
            return any(chosen.get(_item(atom, each)) is True for each in atom.values)
        case "has no":
            return not any(chosen.get(_item(atom, each)) is True for each in atom.values)
        case "is" | "is not" | "is empty" | "is filled" if own is not None:
            return own is (atom.operator in ("is", "is empty"))
        case "is" | "is not":
            return (value in atom.values) is (atom.operator == "is")
        case "is empty" | "is filled":
            return (value is Blank.EMPTY) is (atom.operator == "is empty")
        case "becomes":
            return own is True and value in (*atom.values, None)
        case "becomes empty":
            return own is True and value in (Blank.EMPTY, None)
        case "changes":
            return own is True and value not in atom.was and (not atom.values or value in (*atom.values, None))
        case operator if own is not None:
            return own is True and value is not Blank.EMPTY
        case operator:
            return isinstance(value, int | float) and any(
                _ORDERS[operator](value, bound) for bound in atom.values if isinstance(bound, int | float)
            )
