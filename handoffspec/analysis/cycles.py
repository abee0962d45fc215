"""Several handoffs of one spec together: circles that a ticket never leaves, and two that one event sets off."""

from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Final, TypeAlias

from handoffspec.analysis.facts import Fact
from handoffspec.analysis.worlds import possible
from handoffspec.schema.conditions import All, AnyOf, Compare, Condition, Event, Lasting, atoms, fields_read
from handoffspec.schema.handoffs import End, Handoff

_EVENTS: Final = ("becomes", "becomes empty", "changes")
_COMMENTS: Final = {
    "comment is added": {"customer replies", "agent replies", "public comment is added", "internal comment is added"},
    "public comment is added": {"customer replies", "agent replies"},
    "internal comment is added": {"agent replies"},
}
"""What is also the other: every customer's reply is a public comment that is added."""

_Moment: TypeAlias = str | tuple[str, str]


@dataclass(frozen=True, slots=True)
class Leg:
    """One part of a circle: a handoff, or the way back of one."""

    handoff: str
    back: bool = False


@dataclass(frozen=True, slots=True)
class Place:
    """A kind of record, its system first, and an end of a handoff."""

    record: tuple[str, str]
    end: End


@dataclass(frozen=True, slots=True)
class Way:
    """A leg with the places that it leads from and to."""

    leg: Leg
    start: Place
    stop: Place


@dataclass(frozen=True, slots=True)
class Circle(Fact):
    """Handoffs that bring a ticket back to where the first of them begins, as often as they like."""

    legs: tuple[Leg, ...]


@dataclass(frozen=True, slots=True)
class SameEvent(Fact):
    """The same event can set off this handoff and another one. The places are lines of their triggers."""

    place: str
    other: str
    other_place: str


def facts_together(handoffs: Sequence[Handoff]) -> list[tuple[str, Fact]]:
    """What holds of several handoffs together, each with the handoff that it is told of."""
    ways = [way for handoff in handoffs for way in ways_of(handoff)]
    circles = [(circle.legs[0].handoff, circle) for circle in _circles(ways)]
    return [*circles, *_twice(handoffs)]


def circles_across(specs: Sequence[Sequence[Handoff]]) -> tuple[Circle, ...]:
    """Circles that no single spec has whole: each spec's handoffs are given together.

    A name that means different handoffs in different specs is left out, for nobody could tell which is meant.
    """
    meant: dict[str, list[Handoff]] = {}
    for handoff in (handoff for spec in specs for handoff in spec):
        known = meant.setdefault(handoff.name, [])
        if handoff not in known:
            known.append(handoff)
    names = [{handoff.name for handoff in spec} for spec in specs]
    return _beyond(names, [way for known in meant.values() if len(known) == 1 for way in ways_of(known[0])])


def any_across(specs: Sequence[Mapping[str, Sequence[Way]]]) -> bool:
    """Whether there are any: given each spec as the ways of its handoffs by name. A name means one handoff."""
    ways = {name: ways for spec in specs for name, ways in spec.items()}
    return bool(_beyond([set(spec) for spec in specs], [way for each in ways.values() for way in each]))


def _beyond(names: Sequence[set[str]], ways: Sequence[Way]) -> tuple[Circle, ...]:
    legs = ((circle, {leg.handoff for leg in circle.legs}) for circle in _circles(ways))
    return tuple(circle for circle, through in legs if not any(through <= within for within in names))


# ── Circles ────────────────────────────────────────────────────────────────────────────────────────────────────────


def ways_of(handoff: Handoff) -> Iterator[Way]:
    """The ways that a handoff opens and that can be gone again and again."""
    source = Place((handoff.source.system, handoff.source.name), handoff.from_end)
    destination = Place((handoff.destination.system, handoff.destination.name), handoff.to_end)
    rollback = handoff.rollback
    # A turn that takes the customer's answer brings something new each time.
    if not all(_needs_customer(condition) for condition in handoff.trigger):
        yield Way(Leg(handoff.name), source, destination)
    if rollback is not None and rollback.at_most is None:
        statuses = (rollback.to_status,) if rollback.to_status else handoff.from_end.statuses
        end = End(statuses, rollback.to_team or handoff.from_end.held_by)
        yield Way(Leg(handoff.name, back=True), destination, Place(source.record, end))


def _needs_customer(condition: Condition) -> bool:
    match condition:
        case Event(event=event):
            return event == "customer replies"
        case All(conditions=parts):
            return any(_needs_customer(part) for part in parts)
        case AnyOf(conditions=parts):
            return all(_needs_customer(part) for part in parts)
        case _:
            return False


def _circles(ways: Sequence[Way]) -> Iterator[Circle]:
    """The shortest circle through each leg, every circle once. A handoff and its own way back are told elsewhere."""
    from_record: dict[tuple[str, str], list[int]] = {}
    for at, way in enumerate(ways):
        from_record.setdefault(way.start.record, []).append(at)
    after = [[at for at in from_record.get(w.stop.record, ()) if _meet(w.stop.end, ways[at].start.end)] for w in ways]
    seen: set[frozenset[int]] = set()
    for start in range(len(ways)):
        circle = _shortest(start, after)
        legs = tuple(ways[at].leg for at in circle)
        own = len({leg.handoff for leg in legs}) == 1 and any(leg.back for leg in legs)
        if circle and not own and frozenset(circle) not in seen:
            seen.add(frozenset(circle))
            yield Circle(legs)


def _meet(stop: End, start: End) -> bool:
    """Whether a ticket that has arrived at one end can set out from the other, of the same kind of record."""
    return _one_team(stop, start) and _one_status(stop, start)


def _one_team(one: End, other: End) -> bool:
    return one.held_by is None or other.held_by is None or one.held_by == other.held_by


def _one_status(one: End, other: End) -> bool:
    return not one.statuses or not other.statuses or bool(set(one.statuses) & set(other.statuses))


def _shortest(start: int, after: Sequence[Sequence[int]]) -> tuple[int, ...]:
    """The shortest way from a leg back to itself; empty where there is none."""
    seen: set[int] = set()
    waiting: deque[tuple[int, ...]] = deque([(start,)])
    while waiting:
        way = waiting.popleft()
        for following in after[way[-1]]:
            if following == start:
                return way
            if following not in seen:
                seen.add(following)
                waiting.append((*way, following))
    return ()


# ── One event, two handoffs ────────────────────────────────────────────────────────────────────────────────────────


def _twice(handoffs: Sequence[Handoff]) -> Iterator[tuple[str, Fact]]:
    """The events that several handoffs share, told of the later one. Only those are compared that may share one."""
    earlier: dict[_Moment, list[int]] = {}
    for at, handoff in enumerate(handoffs):
        moments = {moment for condition in handoff.trigger for moment in _moments(condition)}
        shared = {
            other for moment in moments for alike in (moment, *_alike(moment)) for other in earlier.get(alike, ())
        }
        for other in sorted(shared):
            yield from ((handoff.name, fact) for fact in _same_event(handoff, handoffs[other]))
        for moment in moments:
            earlier.setdefault(moment, []).append(at)


def _alike(moment: _Moment) -> set[str]:
    """What is also this, and what this is also."""
    if not isinstance(moment, str):
        return set()
    return {*_COMMENTS.get(moment, ()), *(other for other, also in _COMMENTS.items() if moment in also)}


def _same_event(handoff: Handoff, other: Handoff) -> Iterator[Fact]:
    same = (handoff.source.system, handoff.source.name) == (other.source.system, other.source.name)
    ends = (handoff.from_end, other.from_end)
    if not same or not _one_team(*ends) or not _one_status(*ends):
        return
    for (at, one), (place, another) in product(enumerate(handoff.trigger), enumerate(other.trigger)):
        if _share(one, another) and _both(handoff, one, another):
            yield SameEvent(f"trigger.{at}", other.name, f"trigger.{place}")
            return


def _both(handoff: Handoff, one: Condition, another: Condition) -> bool:
    """Whether both can hold at once; where one looks at the other side, nothing speaks against it."""
    far = any(ref.side == "destination" for condition in (one, another) for ref in fields_read(condition))
    return far or possible(handoff, [one, another])


def _share(one: Condition, another: Condition) -> bool:
    mine, others = _moments(one), _moments(another)
    return bool(mine & others) or any(others & _alike(moment) for moment in mine)


def _moments(condition: Condition) -> set[_Moment]:
    """What sets a condition off: what happens, or where nothing does, the fields that can make it true."""
    found = list(atoms(condition))
    happens: set[_Moment] = {
        part.event if part.label is None else (part.event, part.label) for part in found if isinstance(part, Event)
    }
    happens |= {("field", p.field.field) for p in found if isinstance(p, Compare) and p.operator in _EVENTS}
    happens |= {("time", part.compare.field.field) for part in found if isinstance(part, Lasting)}
    return happens or {("field", part.field.field) for part in found if isinstance(part, Compare)}
