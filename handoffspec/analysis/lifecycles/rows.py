"""Guards of the status map that never hold or hold together, and clocks that its rows set against each other."""

from collections.abc import Iterator
from itertools import combinations

from handoffspec.analysis.lifecycles.facts import ClocksApart, GuardNever, GuardsOverlap
from handoffspec.analysis.lifecycles.guards import Blank, Wish
from handoffspec.analysis.lifecycles.history import History
from handoffspec.analysis.lifecycles.syncing import READ, Syncing
from handoffspec.analysis.lifecycles.walk import FOLLOWED_UP, Walk
from handoffspec.schema import status_map
from handoffspec.schema.conditions import Condition, FieldRef, Side
from handoffspec.schema.status_map import Way
from handoffspec.schema.syncing import StatusRow
from handoffspec.schema.systems import Clock


def never(syncing: Syncing) -> Iterator[GuardNever]:
    """Guards that hold in none of the states in which their row was asked. A row that never was is left alone."""
    for way, row, guard in syncing.guarded():
        asked = list(_asked(syncing, way, row))
        if asked and not any(syncing.possible_inside([Wish(guard)], syncing.known(*one)) for one in asked):
            yield GuardNever(row.id)


def overlapping(syncing: Syncing) -> Iterator[GuardsOverlap]:
    """Pairs of rows whose guards hold for the same ticket, and that bring the other side into different statuses."""
    for (way, first, one), (other_way, second, other) in combinations(syncing.guarded(), 2):
        if way == other_way:
            yield from _both(syncing, way, (first, one), (second, other))


def _both(
    syncing: Syncing, way: Way, first: tuple[StatusRow, Condition], second: tuple[StatusRow, Condition]
) -> Iterator[GuardsOverlap]:
    for asked in _asked(syncing, way, first[0]):
        _, status, current = asked
        goals = status_map.aim(first[0], way, current), status_map.aim(second[0], way, current)
        if goals[0] == goals[1] or second[0] not in status_map.reading(syncing.sync, way, status):
            continue
        values = syncing.example_inside([Wish(first[1]), Wish(second[1])], syncing.known(*asked))
        if values is not None:
            named = tuple((_name(ref), _said(value)) for ref, value in values.items() if isinstance(ref, FieldRef))
            yield GuardsOverlap(first[0].id, second[0].id, READ[way], status, goals, named)
            return


def _asked(syncing: Syncing, way: Way, row: StatusRow) -> Iterator[tuple[Way, str, str]]:
    reads = status_map.read(row, way)
    return (asked for asked in syncing.answers if asked[0] == way and (asked[1] in reads or not reads))


def _name(ref: FieldRef) -> str:
    return f"{ref.side}.{ref.field}"


def _said(value: object) -> str:
    return value.value if isinstance(value, Blank) else str(value)


# ── Clocks ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def clocks(walk: Walk) -> Iterator[ClocksApart]:
    """Rows that leave one side's clock running while the other's stands still."""
    found: dict[tuple[str, Side], tuple[list[tuple[str, str]], History]] = {}
    for state, (_, step) in walk.found.came.items():
        if state == FOLLOWED_UP or step.kind not in ("begins", "moves", "agrees") or not step.row:
            continue
        a, b = walk.statuses(state)
        source, destination = walk.source.lifecycle.statuses[a], walk.destination.lifecycle.statuses[b]
        runs = _runs_alone(source.clock, destination.clock)
        if runs is not None:
            pairs, _ = found.setdefault((step.row, runs), ([], walk.history(state)))
            pairs.append((source.name, destination.name))
    for (row, runs), (pairs, history) in found.items():
        yield ClocksApart(row, runs, tuple(dict.fromkeys(pairs)), history)


def _runs_alone(source: Clock | None, destination: Clock | None) -> Side | None:
    """The side whose clock runs while the other's stands still."""
    if source is None or destination is None or (source == "runs") == (destination == "runs"):
        return None
    return "source" if source == "runs" else "destination"
