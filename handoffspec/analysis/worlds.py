"""Whether conditions can hold, together or at all: tried over every case that they can tell apart.

Fields are known by the values that somebody names, and one that stands for every other; before and after a change where
a condition asks for one. What cannot be told apart so (a text that contains another, something that happens) is free to
be or not to be. Where there are too many cases nothing is claimed.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from math import prod
from operator import ge, gt, le, lt
from typing import Any, Final

from handoffspec.analysis.domains import Symbol, Value, field_at, values_of
from handoffspec.schema.conditions import (
    All,
    AnyOf,
    Atom,
    Compare,
    Condition,
    Event,
    FieldRef,
    Lasting,
    Not,
    atoms,
    fields_read,
)
from handoffspec.schema.handoffs import Handoff
from handoffspec.schema.types import NumberType, Scalar

MOST_WORLDS: Final = 60_000
"""With more cases than this a question stays open."""
_ORDERS: Final[dict[str, Callable[[Any, Any], bool]]] = {"<": lt, "<=": le, ">": gt, ">=": ge}
_STATES: Final = ("is", "is not", "is empty", "is filled")
_CHANGES: Final = ("becomes", "becomes empty", "changes")

_ANOTHER: Final = Symbol.UNTOUCHED


@dataclass(frozen=True, slots=True)
class World:
    """One case: each field before and after, and which of the free statements are so."""

    fields: Mapping[FieldRef, tuple[Value, Value]]
    so: frozenset[Atom]


def possible(handoff: Handoff, conditions: Sequence[Condition]) -> bool:
    """Whether all conditions can hold at the same moment; also where there are too many cases to say."""
    cases = _worlds(handoff, conditions, still=False)
    return cases is None or any(all(holds(one, world) for one in conditions) for world in cases)


def uncovered(handoff: Handoff, conditions: Sequence[Condition], ref: FieldRef) -> tuple[Value, ...]:
    """The values of a field with which, nothing changing just then, none of the conditions may hold."""
    cases = _worlds(handoff, conditions, still=True, also=(ref,))
    if cases is None:
        return ()
    found = (world.fields[ref][1] for world in cases if not any(holds(one, world) for one in conditions))
    return tuple(dict.fromkeys(found))


def holds(condition: Condition, world: World) -> bool:
    """Whether a condition holds in a case."""
    match condition:
        case Not(condition=inner):
            return not holds(inner, world)
        case All(conditions=parts):
            return all(holds(part, world) for part in parts)
        case AnyOf(conditions=parts):
            return any(holds(part, world) for part in parts)
        case Lasting(compare=compare):
            return condition in world.so and holds(compare, world)
        case Event():
            return condition in world.so
        case Compare(field=ref):
            if ref not in world.fields or not _decided(condition):
                # `has no x` is the opposite of `has x`: the two are one free statement.
                return (_free(condition) in world.so) != (condition.operator == "has no")
            return _compare(condition, *world.fields[ref])


def _compare(compare: Compare, before: Value, after: Value) -> bool:
    match compare.operator:
        case "is":
            return after in compare.values
        case "is not":
            return after not in compare.values
        case "is empty":
            return after is Symbol.EMPTY
        case "is filled":
            return after is not Symbol.EMPTY
        case "becomes":
            return after in compare.values and before not in compare.values
        case "becomes empty":
            return after is Symbol.EMPTY and before is not Symbol.EMPTY
        case "changes":
            came = not compare.was or before in compare.was
            return before != after and came and (not compare.values or after in compare.values)
        case operator:
            known = isinstance(after, int | float) and not isinstance(after, bool)
            return known and any(_ORDERS[operator](after, bound) for bound in compare.values)


# ── The cases ──────────────────────────────────────────────────────────────────────────────────────────────────────


def _worlds(
    handoff: Handoff, conditions: Sequence[Condition], *, still: bool, also: Sequence[FieldRef] = ()
) -> Iterator[World] | None:
    """Every case; None where there are too many. `still`: nothing changes."""
    found = [atom for condition in conditions for atom in atoms(condition)]
    compares = [atom.compare if isinstance(atom, Lasting) else atom for atom in found if not isinstance(atom, Event)]
    read = [*also, *(ref for condition in conditions for ref in fields_read(condition))]
    refs = list(dict.fromkeys(_one(handoff, ref) for ref in read))
    free = list(dict.fromkeys(_free(atom) for atom in [*found, *compares] if not _decided(atom)))
    states = [
        _states(handoff, ref, [c for c in compares if _one(handoff, c.field) == ref], still=still) for ref in refs
    ]
    if prod(map(len, states)) * 2 ** len(free) > MOST_WORLDS:
        return None
    return (
        World(
            {ref: values[refs.index(_one(handoff, ref))] for ref in read},
            frozenset(atom for atom, so in zip(free, chosen, strict=True) if so),
        )
        for values in product(*states)
        for chosen in product((False, True), repeat=len(free))
    )


def _one(handoff: Handoff, ref: FieldRef) -> FieldRef:
    """Within one system both sides are the same record."""
    return FieldRef("source", ref.field) if handoff.within else ref


def _states(handoff: Handoff, ref: FieldRef, compares: Sequence[Compare], *, still: bool) -> list[tuple[Value, Value]]:
    domain = _domain(handoff, ref, compares)
    moves = not still and any(compare.operator in _CHANGES for compare in compares)
    # One value that nobody names can become another one.
    earlier = (*domain, _ANOTHER) if Symbol.OTHER in domain else domain
    return [(before, after) for after in domain for before in (earlier if moves else (after,))]


def _domain(handoff: Handoff, ref: FieldRef, compares: Sequence[Compare]) -> tuple[Value, ...]:
    field = field_at(handoff, ref)
    lifecycle = handoff.record(ref.side).lifecycle
    if lifecycle is not None and lifecycle.field == ref.field:
        return tuple(status.name for status in lifecycle.statuses)
    named: list[Scalar] = [value for compare in compares for value in (*compare.values, *compare.was)]
    if isinstance(field.type, NumberType):
        named = [
            beside for value in named if isinstance(value, int | float) for beside in (value - 1, value, value + 1)
        ]
    values = values_of(field.type, named)
    return values if field.required else (*values, Symbol.EMPTY)


def _decided(atom: Atom) -> bool:
    """Whether the values of fields decide it."""
    if not isinstance(atom, Compare):
        return False
    if atom.operator in _ORDERS:
        return all(isinstance(value, int | float) and not isinstance(value, bool) for value in atom.values)
    return atom.operator in (*_STATES, *_CHANGES)


def _free(atom: Atom) -> Atom:
    if isinstance(atom, Compare) and atom.operator == "has no":
        return Compare(atom.field, "has", atom.values, atom.was)
    return atom
