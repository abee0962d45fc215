"""Tickets that come back by a rollback: to which status, and where no map moves the source, whether they can."""

from collections.abc import Iterator, Mapping

from handoffspec.analysis.facts import Fact
from handoffspec.analysis.lifecycles.facts import ReturnRefused
from handoffspec.analysis.lifecycles.filled import carried, filled
from handoffspec.analysis.lifecycles.guards import Wish, possible
from handoffspec.analysis.lifecycles.history import History, Step
from handoffspec.analysis.lifecycles.machine import Machine
from handoffspec.schema import status_map
from handoffspec.schema.conditions import FieldRef, Side
from handoffspec.schema.handoffs import Handoff, Rollback
from handoffspec.schema.syncing import StatusRow
from handoffspec.schema.systems import Record


def returning_row(rollback: Rollback, machine: Machine, status: int) -> StatusRow | None:
    """The row that brings a ticket in a status of the source back; None where nothing does.

    That nothing at all ever leads to where it should go is a finding of its own.
    """
    row = status_map.returning(rollback, machine.lifecycle, machine.names[status])
    goal = machine.numbers[row.left[0]] if row is not None else None
    return row if any(move.after == goal for moves in machine.moves for move in moves) else None


def unmapped_returns(handoff: Handoff, machine: Machine, came: Mapping[int, History]) -> Iterator[Fact]:
    """Rollbacks that cannot be, from the statuses that a ticket gets into where no map moves it."""
    rollback = handoff.rollback
    if rollback is None:
        return
    given = filled(handoff, "source") | carried(handoff)
    failed: dict[tuple[str, ...], list[History]] = {}
    for at, history in came.items():
        row = returning_row(rollback, machine, at)
        if row is not None and row.left[0] != machine.names[at] and _may_hold(handoff, rollback, machine, at):
            step = _failing(machine, machine.names[at], row, given)
            if step is not None:
                failed.setdefault(step.needs, []).append((*history, step))
    for needs, histories in failed.items():
        changes = tuple((history[-1].before, history[-1].after) for history in histories)
        yield ReturnRefused(changes, needs, histories[0])


def _failing(machine: Machine, before: str, row: StatusRow, given: set[str]) -> Step | None:
    after = row.left[0]
    transition = machine.transitions.get((before, after))
    if transition is None:
        return Step("refused", "source", before, after, (after,), row=row.id)
    lacking = tuple(name for name in transition.needs if name not in given)
    return Step("lacks", "source", before, after, (after,), row=row.id, needs=lacking) if lacking else None


def _may_hold(handoff: Handoff, rollback: Rollback, machine: Machine, at: int) -> bool:
    records: dict[Side, Record] = {"source": handoff.source, "destination": handoff.destination}
    sides: tuple[Side, ...] = ("source", "destination") if handoff.within else ("source",)
    known = {FieldRef(side, machine.lifecycle.field): machine.names[at] for side in sides}
    return any(possible([Wish(condition)], known, records) for condition in rollback.when)
