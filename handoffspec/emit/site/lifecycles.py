"""Two lifecycles side by side, with the rows of the status map that keep them in step."""

from dataclasses import dataclass
from typing import TypeAlias

from handoffspec.emit.documents.shared import CLOCKS, sync_rule
from handoffspec.emit.words.mapping import ARROWS
from handoffspec.emit.words.names import status, statuses, system
from handoffspec.plan import Plan
from handoffspec.schema.conditions import Side
from handoffspec.schema.handoffs import Handoff
from handoffspec.schema.mapping import Flow
from handoffspec.schema.syncing import StatusRow
from handoffspec.schema.systems import Lifecycle

Pair: TypeAlias = tuple[str, str]

CATEGORIES = {"todo": "to do", "doing": "being worked on", "waiting": "waiting", "done": "done"}


@dataclass(frozen=True, slots=True)
class State:
    """A status: its name in the spec, what people call it, its category in words, and what the clock does in it."""

    name: str
    label: str
    category: str
    clock: str
    """`running`, `paused`, `stopped`, or nothing where the system does not say."""


@dataclass(frozen=True, slots=True)
class Column:
    """One side: its statuses, and the pairs of them that people's transitions lead between."""

    side: Side
    title: str
    states: tuple[State, ...]
    moves: tuple[Pair, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """A row of the status map. No status on a side: any."""

    id: str
    left: tuple[str, ...]
    right: tuple[str, ...]
    flow: Flow
    guarded: bool
    words: tuple[str, str, str, str]
    """Left, arrow, right, and when and how."""


@dataclass(frozen=True, slots=True)
class Lifecycles:
    """Both sides and how they answer to one another."""

    source: Column
    destination: Column
    answers: tuple[Answer, ...]


def lifecycles(plan: Plan) -> Lifecycles | None:
    """Both lifecycles of a handoff; None where a side has none, or both sides are the same record."""
    handoff = plan.handoff
    one, other = handoff.source.lifecycle, handoff.destination.lifecycle
    if handoff.within or one is None or other is None:
        return None
    rows = handoff.sync.status if handoff.sync else ()
    return Lifecycles(
        _column(handoff, "source", one),
        _column(handoff, "destination", other),
        tuple(_answer(handoff, r) for r in rows),
    )


def _column(handoff: Handoff, side: Side, lifecycle: Lifecycle) -> Column:
    states = tuple(
        State(s.name, status(handoff, side, s.name), CATEGORIES[s.category], CLOCKS.get(s.clock or "", ""))
        for s in lifecycle.statuses
    )
    moves = dict.fromkeys(
        (before, after)
        for transition in lifecycle.transitions
        for before in transition.sources
        for after in transition.targets
        if before != after
    )
    return Column(side, system(handoff, side), states, tuple(moves))


def _answer(handoff: Handoff, row: StatusRow) -> Answer:
    left, right = statuses(handoff, "source", row.left), statuses(handoff, "destination", row.right)
    words = (left, ARROWS[row.flow], right, sync_rule(handoff, row))
    return Answer(row.id, row.left, row.right, row.flow, row.when is not None or row.opens_follow_up, words)
