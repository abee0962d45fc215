"""A status map proposed from two lifecycles: by name, then by what a status means for the work, with the ways there."""

from collections import deque
from dataclasses import dataclass
from itertools import pairwise

from handoffspec.drafting.words import parts
from handoffspec.schema.systems import Lifecycle, Record, Status


@dataclass(frozen=True, slots=True)
class StatusPair:
    """A status and what it becomes. `through`: the statuses on the way from the first one. `needs`: the fields that the
    transitions ask for. `why`: by name, or by category."""

    source: Status
    target: Status
    through: tuple[str, ...]
    needs: tuple[str, ...]
    why: str


def status_pairs(source: Record, target: Record) -> tuple[StatusPair, ...]:
    """A place for every status of the source that has one; none where a side has no lifecycle."""
    if source.lifecycle is None or target.lifecycle is None:
        return ()
    pairs = (_pair(status, source.lifecycle, target.lifecycle) for status in source.lifecycle.statuses)
    return tuple(pair for pair in pairs if pair is not None)


def _pair(status: Status, source: Lifecycle, target: Lifecycle) -> StatusPair | None:
    named = next((s for s in target.statuses if parts(s.name) == parts(status.name)), None)
    alike = [s for s in target.statuses if s.category == status.category]
    if named is not None and named.category == status.category:
        return _reached(status, named, target, "the same name and category")
    if not alike:
        return None
    # The first of a category with the first, and so on: lifecycles are written in the order of the work.
    place = [s.name for s in source.statuses if s.category == status.category].index(status.name)
    found = alike[min(place, len(alike) - 1)]
    return _reached(status, found, target, f"both are {status.category}")


def _reached(status: Status, found: Status, target: Lifecycle, why: str) -> StatusPair:
    way = _way(target, found.name)
    steps = [transition for a, b in pairwise(way) if (transition := target.transition(a, b)) is not None]
    needs = tuple(dict.fromkeys(name for transition in steps for name in transition.needs))
    return StatusPair(status, found, tuple(way[1:-1]), needs, why)


def _way(lifecycle: Lifecycle, goal: str) -> tuple[str, ...]:
    """The shortest way from an initial status; only the goal where there is none."""
    starts = [s.name for s in lifecycle.statuses if s.initial] or [lifecycle.statuses[0].name]
    queue: deque[tuple[str, ...]] = deque((start,) for start in starts)
    seen = set(starts)
    while queue:
        way = queue.popleft()
        if way[-1] == goal:
            return way
        for status in lifecycle.statuses:
            if status.name not in seen and lifecycle.transition(way[-1], status.name) is not None:
                seen.add(status.name)
                queue.append((*way, status.name))
    return (goal,)
