"""What the sync makes of a change: which rows can apply, and whether the other side can be moved as they say.

A guard over statuses is decided; one over fields may hold or not, so that there can be several answers.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

from handoffspec.analysis.lifecycles.filled import carried, filled
from handoffspec.analysis.lifecycles.guards import Known, Records, Values, Wish, example, possible
from handoffspec.analysis.lifecycles.history import Step
from handoffspec.analysis.lifecycles.machine import Machine
from handoffspec.schema import status_map
from handoffspec.schema.conditions import Condition, FieldRef, Side
from handoffspec.schema.handoffs import Handoff
from handoffspec.schema.parties import Outcome
from handoffspec.schema.status_map import Way
from handoffspec.schema.syncing import StatusRow, Sync

WRITTEN: Final[dict[Way, Side]] = {"out": "destination", "back": "source"}
READ: Final[dict[Way, Side]] = {"out": "source", "back": "destination"}
Answer: TypeAlias = Literal["write", "agrees", "follow up", "unplaced"]


@dataclass(frozen=True, slots=True)
class Plan:
    """One answer to a change: the row that applies, and the status that the written side should have."""

    answer: Answer
    way: Way
    row: StatusRow | None = None
    goal: str = ""

    @property
    def row_id(self) -> str:
        """The row's id; "" where none applies."""
        return self.row.id if self.row is not None else ""


@dataclass(frozen=True, slots=True)
class Written:
    """What comes of a plan: the statuses gone through, or the step that cannot be made."""

    path: tuple[str, ...]
    failed: Step | None = None


class Syncing:
    """The status map of a handoff between two machines. Answers are worked out once."""

    def __init__(self, handoff: Handoff, sync: Sync, source: Machine, destination: Machine) -> None:
        self.sync = sync
        self.machines: dict[Side, Machine] = {"source": source, "destination": destination}
        self.ways: tuple[Way, ...] = ("out", "back") if sync.flow == "both" else (sync.flow,)
        self.both_changed = _both_changed(sync, source, destination)
        self._handoff = handoff
        self._records: Records = {"source": handoff.source, "destination": handoff.destination}
        self._filled: dict[Way, set[str]] = {
            "out": filled(handoff, "destination"),
            "back": filled(handoff, "source"),
        }
        self._carried = carried(handoff)
        self._inside = [Wish(sync.filter.condition)] if sync.filter else []
        self._worked_out: dict[tuple[Way, str, str], tuple[Plan, ...]] = {}
        self.answers: dict[tuple[Way, str, str], tuple[Plan, ...]] = {}
        """By direction, the status read and the status of the other side: every question that was asked."""

    def known(self, way: Way, status: str, current: str) -> Known:
        """The statuses of both sides as conditions name them."""
        statuses = {READ[way]: status, WRITTEN[way]: current}
        return {FieldRef(side, m.lifecycle.field): statuses[side] for side, m in self.machines.items()}

    def possible(self, wishes: Iterable[Wish], known: Known) -> bool:
        """Whether conditions can come true."""
        return possible(list(wishes), known, self._records)

    def possible_inside(self, wishes: Iterable[Wish], known: Known) -> bool:
        """Whether conditions can come true for a ticket that meets the filter: the sync answers no other."""
        alone = list(wishes)
        return self.possible(alone, known) and (not self._inside or self.possible([*self._inside, *alone], known))

    def example_inside(self, wishes: Iterable[Wish], known: Known) -> Values | None:
        """Values for which conditions come true for a ticket that meets the filter."""
        return example([*self._inside, *wishes], known, self._records)

    def plans(self, way: Way, status: str, current: str) -> tuple[Plan, ...]:
        """Every answer to a status that was read, with the other side in `current`."""
        asked = (way, status, current)
        if asked not in self.answers:
            found = self._plans(way, status, current, current, self.possible_inside)
            self.answers[asked] = tuple(dict.fromkeys(found))
        return self.answers[asked]

    def related(self, source: str, destination: str, *, follow_up: bool) -> bool:
        """Whether two statuses are such that the sync, if it looked, might leave both records as they are.

        `follow_up`: also where it would open a new one. The filter is not asked: the ticket may have left it.
        """
        asked: dict[Way, tuple[Way, str, str]] = {
            "out": ("out", source, destination),
            "back": ("back", destination, source),
        }
        plans = (plan for way in self.ways for plan in self._answers(asked[way]))
        leaving = ("agrees", "unplaced", "follow up") if follow_up else ("agrees", "unplaced")
        return any(plan.answer in leaving for plan in plans)

    def _answers(self, asked: tuple[Way, str, str]) -> tuple[Plan, ...]:
        if asked not in self._worked_out:
            way, status, current = asked
            self._worked_out[asked] = tuple(dict.fromkeys(self._plans(way, status, current, current, self.possible)))
        return self._worked_out[asked]

    def at_creation(self, status: str) -> tuple[Plan, ...]:
        """The answers where the destination's record is only just made."""
        destination = self.machines["destination"]
        found = self._plans("out", status, destination.names[destination.initial], None, self.possible)
        return tuple(dict.fromkeys(found))

    def _plans(
        self, way: Way, status: str, seen: str, current: str | None, may: Callable[[Iterable[Wish], Known], bool]
    ) -> Iterator[Plan]:
        known = self.known(way, status, seen)
        refused: list[Wish] = []
        for row in status_map.reading(self.sync, way, status):
            if row.when is None:
                continue
            if may([*refused, Wish(row.when)], known):
                yield self._plan(way, row, status_map.aim(row, way, current), current, follow_up=row.opens_follow_up)
            refused.append(Wish(row.when, holds=False))
        if not may(refused, known):
            return
        settled = status_map.settled(self.sync, way, status, current)
        if settled is None:
            yield Plan("unplaced", way)
        else:
            yield self._plan(way, settled.row, settled.status, current, follow_up=settled.follow_up)

    def _plan(self, way: Way, row: StatusRow, goal: str, current: str | None, *, follow_up: bool) -> Plan:
        if follow_up:
            return Plan("follow up", way, row, goal)
        return Plan("agrees" if not goal or goal == current else "write", way, row, goal)

    def write(self, plan: Plan, current: str) -> Written:
        """Carry a plan out on a side that is in `current`, transition by transition."""
        row = plan.row
        if row is None:
            return Written(())
        side = WRITTEN[plan.way]
        machine = self.machines[side]
        path = status_map.path(machine.leads, status_map.hops(row, plan.way), current, plan.goal)
        given = {ref.field for ref, _ in status_map.given(row, plan.way)} | self._filled[plan.way]
        given |= self._carried if row.id == status_map.ROLLBACK else set()
        here = current
        for status in path:
            transition = machine.transitions.get((here, status))
            if transition is None:
                return Written((), Step("refused", side, here, status, path, row=row.id))
            lacking = tuple(name for name in transition.needs if name not in given)
            if lacking:
                return Written((), Step("lacks", side, here, status, path, row=row.id, needs=lacking))
            here = status
        return Written(path)

    def create(self, plan: Plan, initial: str) -> Written:
        """Make the destination's record: in its status where the API allows that, else moved there."""
        destination = self._handoff.destination
        lifecycle = self.machines["destination"].lifecycle
        field, status = destination.field(lifecycle.field), lifecycle.status(plan.goal)
        if field is not None and field.writable and status is not None and not status.final:
            return Written((plan.goal,))
        return self.write(plan, initial)

    def guarded(self) -> Iterator[tuple[Way, StatusRow, Condition]]:
        """The rows with a guard, in each direction."""
        for way in self.ways:
            for row in status_map.rows(self.sync, way):
                if row.when is not None:
                    yield way, row, row.when


def _both_changed(sync: Sync, source: Machine, destination: Machine) -> tuple[Way, ...]:
    """The directions in which the sync may write when both sides have changed; none: the conflict is held."""
    conflict = sync.conflict
    if conflict is None:
        return ("out", "back")
    fields: dict[Side, str] = {"source": source.lifecycle.field, "destination": destination.lifecycle.field}
    deciders = [side for side, thing in conflict.decides if thing in ("status", fields[side])]
    winner = deciders[0] if deciders else conflict.otherwise
    if isinstance(winner, Outcome):
        return ()
    return ("out",) if winner == "source" else ("back",) if winner == "destination" else ("out", "back")
