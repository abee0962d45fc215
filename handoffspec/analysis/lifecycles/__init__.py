"""Law 4: both lifecycles, their automations, the people on both sides, the sync and its message in flight, explored.

What is assumed. Somebody may make any transition at any time and fills in the fields that it needs. A condition over
statuses is decided; over fields it may hold or not where the filter agrees, and so it is with time and events: more is
thought possible than happens, never less. A field that the handoff requires, or writes, is filled. A one-way sync reads
one side only. For the end of a sync, its filter and the rollback see `bounds`.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import lru_cache
from typing import Final

from handoffspec.analysis.facts import Fact
from handoffspec.analysis.lifecycles.bounds import Bounds
from handoffspec.analysis.lifecycles.causes import together
from handoffspec.analysis.lifecycles.facts import (
    LifecycleFacts,
    NeverClosed,
    NotProved,
    PingPong,
    Refused,
    ReturnRefused,
    Stuck,
)
from handoffspec.analysis.lifecycles.filled import filled
from handoffspec.analysis.lifecycles.guards import Wish, possible
from handoffspec.analysis.lifecycles.history import History, Step
from handoffspec.analysis.lifecycles.machine import Machine, machine, size
from handoffspec.analysis.lifecycles.returning import unmapped_returns
from handoffspec.analysis.lifecycles.rows import clocks, never, overlapping
from handoffspec.analysis.lifecycles.syncing import Syncing
from handoffspec.analysis.lifecycles.traps import Round, dead_end, rounds, traps
from handoffspec.analysis.lifecycles.walk import Limits, Walk
from handoffspec.schema.conditions import FieldRef, Side
from handoffspec.schema.handoffs import Handoff, Requirement
from handoffspec.schema.systems import Lifecycle, Record

__all__ = ["LifecycleFacts", "Limits", "explore"]

_MOST_CHANGES: Final = 100_000
"""Transitions of a lifecycle, one for each pair of statuses."""
_MOST_QUESTIONS: Final = 20_000
"""Conditions to decide: automations times statuses, guards times pairs of statuses."""
_MOST_KEPT: Final = 32
"""Explorations; the histories in them can be long."""
_SIDES: Final[tuple[Side, ...]] = ("source", "destination")


def explore(handoff: Handoff, limits: Limits | None = None) -> LifecycleFacts:
    """Everything that can go wrong with the statuses of a ticket, quietly first and then racing."""
    return _explored(_essence(handoff), limits or Limits())


def _essence(handoff: Handoff) -> Handoff:
    """What exploring goes by: of rules and requirements no more than which fields are filled.

    Many handoffs of one folder differ only in the rest, and are explored once.
    """
    fields = [FieldRef(side, name) for side in _SIDES for name in sorted(filled(handoff, side))]
    required = tuple(Requirement(f"require.{field.field}", field) for field in fields)
    sync = handoff.sync
    if sync is not None:
        rows = tuple(replace(row, accepted=()) for row in sync.status)
        sync = replace(sync, status=rows, comments=None, attachments=None, audit=None)
    return replace(
        handoff,
        name="",
        title="",
        adds=None,
        requirements=required,
        rules=(),
        people=None,
        ownership=None,
        sync=sync,
        failures=(),
        checklist=(),
    )


@lru_cache(maxsize=_MOST_KEPT)
def _explored(handoff: Handoff, limits: Limits) -> LifecycleFacts:
    source, destination, sync = handoff.source.lifecycle, handoff.destination.lifecycle, handoff.sync
    if source is None or _too_many_questions(handoff):
        return LifecycleFacts((NotProved(quiet=True, states=0),) if source is not None else ())
    if handoff.within:
        return LifecycleFacts(tuple(_within(handoff, machine("source", handoff.source, source))))
    if destination is None or sync is None or not sync.status:
        return LifecycleFacts(tuple(_unmapped(handoff, machine("source", handoff.source, source))))
    machines = machine("source", handoff.source, source), machine("destination", handoff.destination, destination)
    return _between(handoff, Syncing(handoff, sync, *machines), limits)


def _too_many_questions(handoff: Handoff) -> bool:
    statuses = [len(lifecycle.statuses) for lifecycle in _lifecycles(handoff)]
    automations = max(len(handoff.source.automations), len(handoff.destination.automations))
    guards = sum(row.when is not None for row in handoff.sync.status) if handoff.sync else 0
    pairs = statuses[0] * statuses[-1] if statuses else 0
    too_wide = any(size(lifecycle) > _MOST_CHANGES for lifecycle in _lifecycles(handoff))
    return too_wide or max(automations * max(statuses, default=0), guards * pairs) > _MOST_QUESTIONS


def _lifecycles(handoff: Handoff) -> list[Lifecycle]:
    return [one for one in (handoff.source.lifecycle, handoff.destination.lifecycle) if one is not None]


# ── One system ─────────────────────────────────────────────────────────────────────────────────────────────────────


def _within(handoff: Handoff, own: Machine) -> Iterator[Fact]:
    """The statuses that the handoff names, and where a ticket can go from them."""
    back = handoff.rollback.to_status if handoff.rollback else None
    named = dict.fromkeys((*handoff.from_end.statuses, *handoff.to_end.statuses, *([back] if back else [])))
    begin = own.names[own.initial : own.initial + 1]
    came = _entered(own, tuple(named) or begin)
    for knot in traps(own, came):
        yield Stuck("source", _names(own, knot), next(came[at] for at in came if at in knot))
    yield from unmapped_returns(handoff, own, _entered(own, handoff.to_end.statuses or tuple(named) or begin))


def _unmapped(handoff: Handoff, own: Machine) -> Iterator[Fact]:
    """The way back where no map moves the source, only its people."""
    yield from unmapped_returns(handoff, own, _entered(own, _starts(handoff, own)))


def _entered(own: Machine, starts: Iterable[str]) -> dict[int, History]:
    """Every status that a ticket gets into by people and automations, the nearest first, with the way there."""
    came: dict[int, History] = {own.numbers[name]: (Step("begins", "source", name, seen=name),) for name in starts}
    queue = list(came)
    for here in queue:
        for move in own.moves[here]:
            if move.after not in came:
                came[move.after] = (*came[here], move.step)
                queue.append(move.after)
    return came


# ── Two systems ────────────────────────────────────────────────────────────────────────────────────────────────────


def _between(handoff: Handoff, syncing: Syncing, limits: Limits) -> LifecycleFacts:
    starts = _starts(handoff, syncing.machines["source"])
    bounds = Bounds(handoff, syncing)
    quiet, racing = (Walk(syncing, bounds, starts, racing=racing, limits=limits) for racing in (False, True))
    quiet.explore()
    if quiet.found.complete:
        racing.explore()
    found = list(_found(handoff, syncing, quiet, racing))
    if not quiet.found.complete or not racing.found.complete:
        walk = racing if quiet.found.complete else quiet
        found.append(NotProved(not quiet.found.complete, len(walk.found.came)))
    troubles = {**quiet.found.troubles, **racing.found.troubles}
    return LifecycleFacts(tuple(found), len(quiet.found.came), len(racing.found.came), len(troubles))


def _starts(handoff: Handoff, source: Machine) -> tuple[str, ...]:
    """The statuses in which a ticket may cross: those named, else those with open work, as the trigger allows."""
    named = handoff.from_end.statuses
    fit = [name for name in named or source.names if _may_fire(handoff, source.lifecycle, name)]
    open_ = [name for name in fit if not source.closed(source.numbers[name])]
    return tuple(fit if named else open_ or fit)


def _may_fire(handoff: Handoff, lifecycle: Lifecycle, status: str) -> bool:
    records: dict[Side, Record] = {"source": handoff.source, "destination": handoff.destination}
    known = {FieldRef("source", lifecycle.field): status}
    return not handoff.trigger or any(possible([Wish(trigger)], known, records) for trigger in handoff.trigger)


def _found(handoff: Handoff, syncing: Syncing, quiet: Walk, racing: Walk) -> Iterator[Fact]:
    troubles = {**racing.found.troubles, **quiet.found.troubles}
    ordered = {cause: troubles[cause] for cause in (*quiet.found.troubles, *racing.found.troubles)}
    stuck = list(_stuck(quiet, racing))
    knots = [(machine, frozenset(machine.numbers[name] for name in fact.statuses)) for machine, fact in stuck]
    yield from (fact for _, fact in stuck)
    yield from (fact for fact in together(ordered, syncing) if not _follows(fact, [one for _, one in stuck]))
    yield from _rounds(quiet, racing)
    # What a dropped message leads to is no finding of its own.
    if not {*ordered} - {("left",)} and quiet.found.complete:
        ending = dead_end(quiet, knots)
        if ending is not None:
            yield NeverClosed(*_last_pair(ending), ending)
    if racing.found.complete and quiet.found.complete:
        yield from never(syncing)
    yield from overlapping(syncing)
    if handoff.sla is not None and handoff.sla.targets:
        yield from clocks(quiet)


def _stuck(*walks: Walk) -> Iterator[tuple[Machine, Stuck]]:
    for at, own in enumerate((walks[0].source, walks[0].destination)):
        seen: set[frozenset[int]] = set()
        for walk in walks:
            entered = {walk.statuses(state)[at] for state in walk.found.came if state >= 0}
            for knot in traps(own, entered):
                if knot not in seen:
                    seen.add(knot)
                    yield own, Stuck(own.side, _names(own, knot), _to_status(walk, at, knot))


def _names(own: Machine, knot: frozenset[int]) -> tuple[str, ...]:
    return tuple(own.names[number] for number in sorted(knot))


def _to_status(walk: Walk, at: int, knot: frozenset[int]) -> History:
    return walk.history(next(s for s in walk.found.came if s >= 0 and walk.statuses(s)[at] in knot))


def _follows(fact: Fact, stuck: Iterable[Stuck]) -> bool:
    """Whether a change is refused only because nothing leaves a status where tickets get stuck."""
    if not isinstance(fact, Refused | ReturnRefused):
        return False
    side = fact.side if isinstance(fact, Refused) else "source"
    return any(side == one.side and all(before in one.statuses for before, _ in fact.changes) for one in stuck)


def _rounds(quiet: Walk, racing: Walk) -> Iterator[PingPong]:
    said: set[tuple[Side, str]] = set()
    found: list[Round] = [*rounds(quiet), *rounds(racing)]
    for one in found:
        if not one.automations & said:
            yield PingPong(one.way_in, one.steps, tuple(sorted(one.automations)))
        said |= one.automations


def _last_pair(history: History) -> tuple[str, str]:
    """The statuses that a history ends in."""
    pair = {"source": "", "destination": ""}
    for step in history:
        if step.kind == "begins":
            pair = {"source": step.seen, "destination": step.after or step.before}
        elif step.kind in ("people", "automation", "moves", "returns"):
            pair[step.side] = step.after
    return pair["source"], pair["destination"]
