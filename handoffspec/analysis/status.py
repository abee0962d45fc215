"""Law 4, what the table alone shows: every status has its place, every row can be gone. `lifecycles` has the rest."""

from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise

from handoffspec.analysis.facts import (
    Fact,
    NoStatusMap,
    NoTransition,
    OutOrBack,
    StatusTwice,
    StatusWithoutPlace,
    TransitionLacksField,
)
from handoffspec.schema.conditions import FieldRef, Side
from handoffspec.schema.handoffs import Handoff
from handoffspec.schema.mapping import ToFields
from handoffspec.schema.syncing import StatusRow, Sync
from handoffspec.schema.systems import Lifecycle

_READ: dict[OutOrBack, Side] = {"out": "source", "back": "destination"}
_WRITTEN: dict[OutOrBack, Side] = {"out": "destination", "back": "source"}


def direction(row: StatusRow, way: OutOrBack) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The statuses that a row reads and those that it writes in a direction; empty: any."""
    return (row.left, row.right) if way == "out" else (row.right, row.left)


def in_direction(sync: Sync, way: OutOrBack) -> tuple[StatusRow, ...]:
    """The rows that work in a direction. A guarded row is one-way, out unless its arrow says otherwise."""
    return tuple(row for row in sync.status if row.flow in (way, "both"))


def unguarded(sync: Sync, way: OutOrBack) -> tuple[StatusRow, ...]:
    """The rows of a direction that hold for every ticket."""
    return tuple(row for row in in_direction(sync, way) if row.when is None and not row.opens_follow_up)


def status_facts(handoff: Handoff) -> Iterator[Fact]:
    """What is wrong with the status map."""
    sync, lifecycles = handoff.sync, (handoff.source.lifecycle, handoff.destination.lifecycle)
    if sync is None or handoff.within or None in lifecycles:
        return
    if not sync.status:
        if not _mapped_otherwise(handoff):
            yield NoStatusMap()
        return
    ways: tuple[OutOrBack, ...] = ("out", "back") if sync.flow == "both" else (sync.flow,)
    yield from _places(handoff, sync, ways)
    for way in ways:
        yield from _ambiguous(sync, way)
        for row in in_direction(sync, way):
            yield from _steps(handoff, row, way)


def left_open(handoff: Handoff) -> frozenset[FieldRef]:
    """Fields that a complete status map would give to the transitions that need them."""
    lifecycle = handoff.destination.lifecycle
    transitions = lifecycle.transitions if lifecycle else ()
    needs: set[str] = set()
    for fact in status_facts(handoff):
        match fact:
            case TransitionLacksField(field=field):
                needs.add(field.field)
            case NoStatusMap():
                needs.update(name for t in transitions for name in t.needs)
            case StatusWithoutPlace(statuses=statuses):
                lost = {status for side, status in statuses if side == "destination"}
                needs.update(name for t in transitions if lost & set(t.targets) for name in t.needs)
            case _:
                pass
    return frozenset(FieldRef("destination", name) for name in needs)


def _mapped_otherwise(handoff: Handoff) -> bool:
    """Whether a rule already says what becomes of a status."""
    sides: tuple[Side, ...] = ("source", "destination")
    statuses = {
        FieldRef(side, lifecycle.field) for side in sides if (lifecycle := handoff.record(side).lifecycle) is not None
    }
    return any(ref in statuses for rule in handoff.rules for ref in rule.fields)


# ── Places ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def _places(handoff: Handoff, sync: Sync, ways: tuple[OutOrBack, ...]) -> Iterator[Fact]:
    nowhere: list[tuple[Side, str]] = []
    guarded = True
    for way in ways:
        lifecycle = handoff.record(_READ[way]).lifecycle
        for status in lifecycle.statuses if lifecycle else ():
            rows = [row for row in in_direction(sync, way) if _reads(row, way, status.name)]
            if not any(row.when is None for row in rows):
                nowhere.append((_READ[way], status.name))
                guarded = guarded and bool(rows)
    if nowhere:
        yield StatusWithoutPlace(tuple(nowhere), guarded)


def _reads(row: StatusRow, way: OutOrBack, status: str) -> bool:
    given, _ = direction(row, way)
    # A follow-up for any change is the answer for one status of the side that is written, not a place for all.
    return status in given or (not given and not row.opens_follow_up)


def _ambiguous(sync: Sync, way: OutOrBack) -> Iterator[Fact]:
    rows: dict[str, list[StatusRow]] = defaultdict(list)
    for row in unguarded(sync, way):
        for status in direction(row, way)[0]:
            rows[status].append(row)
    for status, found in rows.items():
        made = {name for row in found for name in direction(row, way)[1]}
        if len(made) > 1:
            yield StatusTwice(_READ[way], status, tuple(row.id for row in found))


# ── Transitions ────────────────────────────────────────────────────────────────────────────────────────────────────


def _steps(handoff: Handoff, row: StatusRow, way: OutOrBack) -> Iterator[Fact]:
    lifecycle = handoff.record(_WRITTEN[way]).lifecycle
    _, made = direction(row, way)
    if lifecycle is None or not made or row.opens_follow_up:
        return
    # The hops of a two-way row belong to the side that its arrow points at first.
    hops = row.through if way == "out" or row.flow == "back" else ()
    for target in made[:1]:
        stops = [*hops, target]
        broken = _first_gap(lifecycle, stops, way)
        if broken is not None:
            yield NoTransition(row.id, _WRITTEN[way], *broken)
        elif way == "out":
            yield from _needs(handoff, row, lifecycle, stops)


def _first_gap(lifecycle: Lifecycle, stops: list[str], way: OutOrBack) -> tuple[str | None, str] | None:
    first = lifecycle.status(stops[0])
    created = way == "out" and first is not None and first.initial
    if not created and not any(stops[0] in transition.targets for transition in lifecycle.transitions):
        return None, stops[0]
    for before, after in pairwise(stops):
        if lifecycle.transition(before, after) is None:
            return before, after
    return None


def _needs(handoff: Handoff, row: StatusRow, lifecycle: Lifecycle, stops: list[str]) -> Iterator[Fact]:
    """Fields of the record made by the handoff that every way to a stop needs and nothing gives.

    What the other side already holds is not known here; the way back is left to the exploration.
    """
    given = {ref.field for ref, _ in row.with_fields}
    targets = (rule.target for rule in handoff.rules if rule.flow != "back")
    given |= {ref.field for target in targets if isinstance(target, ToFields) for ref in target.fields}
    for before, after in zip([None, *stops], stops, strict=False):
        ways = [t for t in lifecycle.transitions if after in t.targets and (before is None or before in t.sources)]
        needed = [set(transition.needs) for transition in ways]
        for field in sorted(set.intersection(*needed) if needed else set()):
            if field not in given:
                yield TransitionLacksField(row.id, after, FieldRef("destination", field))
