"""One side's lifecycle as a machine of small numbers: where its people and its automations can take a ticket."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from handoffspec.analysis.lifecycles.guards import Wish, alone, possible
from handoffspec.analysis.lifecycles.history import Step
from handoffspec.schema.conditions import FieldRef, Side
from handoffspec.schema.systems import Automation, Lifecycle, Record, Transition


@dataclass(frozen=True, slots=True)
class Move:
    """A change of status that the sync has no part in. `alone`: nobody has to do anything for it."""

    after: int
    alone: bool
    step: Step


@dataclass(frozen=True, slots=True)
class Machine:
    """A lifecycle with its statuses numbered in the order of the lifecycle."""

    side: Side
    lifecycle: Lifecycle
    names: tuple[str, ...]
    numbers: Mapping[str, int]
    transitions: Mapping[tuple[str, str], Transition]
    """The first transition from one status to another."""
    moves: tuple[tuple[Move, ...], ...]
    """By status. An automation stands before people who could do the same."""

    def leads(self, before: str, after: str) -> bool:
        """Whether there is a transition."""
        return (before, after) in self.transitions

    @property
    def initial(self) -> int:
        """The status that a new record has."""
        return next((at for at, status in enumerate(self.lifecycle.statuses) if status.initial), 0)

    def closed(self, number: int) -> bool:
        """Whether work in a status is over."""
        status = self.lifecycle.statuses[number]
        return status.final or status.category == "done"


def size(lifecycle: Lifecycle) -> int:
    """How many pairs of statuses the transitions name, each as often as it is named."""
    return sum(len(transition.sources) * len(transition.targets) for transition in lifecycle.transitions)


def machine(side: Side, record: Record, lifecycle: Lifecycle) -> Machine:
    """The machine of a side's record."""
    names = tuple(status.name for status in lifecycle.statuses)
    transitions: dict[tuple[str, str], Transition] = {}
    for transition in lifecycle.transitions:
        for before in transition.sources:
            for after in transition.targets:
                if before != after:
                    transitions.setdefault((before, after), transition)
    numbers = {name: at for at, name in enumerate(names)}
    moves: list[list[Move]] = [[] for _ in names]
    for at, move in _by_itself(side, record, lifecycle):
        moves[at].append(move)
    for before, after in transitions:
        step = Step("people", side, before, after)
        moves[numbers[before]].append(Move(numbers[after], alone=False, step=step))
    return Machine(side, lifecycle, names, numbers, transitions, tuple(_each_once(found) for found in moves))


def _each_once(moves: list[Move]) -> tuple[Move, ...]:
    """One move for each status that can be reached, and one more where that happens without anybody."""
    found: dict[tuple[int, bool], Move] = {}
    for move in moves:
        if move.alone or (move.after, True) not in found:
            found.setdefault((move.after, move.alone), move)
    return tuple(found.values())


def _by_itself(side: Side, record: Record, lifecycle: Lifecycle) -> Iterator[tuple[int, Move]]:
    for automation in record.automations:
        for name, value in automation.sets:
            if name == lifecycle.field and lifecycle.status(str(value)) is not None:
                yield from _automatic(side, record, lifecycle, automation, str(value))


def _automatic(
    side: Side, record: Record, lifecycle: Lifecycle, automation: Automation, after: str
) -> Iterator[tuple[int, Move]]:
    # An automation speaks of its own record, which its conditions call the source.
    own = FieldRef("source", lifecycle.field)
    numbers = {status.name: at for at, status in enumerate(lifecycle.statuses)}
    for before, at in numbers.items():
        known = {own: before}
        if before == after or not any(possible([Wish(c)], known, {"source": record}) for c in automation.when):
            continue
        unasked = any(alone(condition, known, {"source": record}) for condition in automation.when)
        step = Step("automation", side, before, after, by=automation.title)
        yield at, Move(numbers[after], unasked, step)
