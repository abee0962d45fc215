"""Where a sync holds no longer: its end, the tickets that leave its filter, and those that come back.

The end. Where `until` names an end of the work, nothing is read while the work is over on both sides; a ticket that is
opened again is kept in step again. Where it names something earlier, nothing is written from there on. The filter is a
condition: over statuses it is decided, over fields a ticket may leave it at any moment. A rollback is a write of the
way back, to its own status, whenever its condition may hold; what is in a final status cannot come back.
"""

from collections.abc import Iterator
from functools import cache
from itertools import product
from typing import Final, Literal, TypeAlias, get_args

from handoffspec.analysis.lifecycles.guards import Known, Wish, unmoved
from handoffspec.analysis.lifecycles.machine import Machine
from handoffspec.analysis.lifecycles.returning import returning_row
from handoffspec.analysis.lifecycles.syncing import Plan, Syncing
from handoffspec.analysis.ownership import closes
from handoffspec.schema.conditions import Condition
from handoffspec.schema.handoffs import Handoff
from handoffspec.schema.parties import Outcome
from handoffspec.schema.systems import Category

Pair: TypeAlias = tuple[int, int]
"""The numbers of both statuses."""
Place: TypeAlias = Literal["inside", "outside", "either"]

_CATEGORIES: Final = get_args(Category)


class Bounds:
    """The end, the filter and the rollback of a handoff between two machines."""

    def __init__(self, handoff: Handoff, syncing: Syncing) -> None:
        self._syncing = syncing
        self._machines = (syncing.machines["source"], syncing.machines["destination"])
        self._rollback, self._filter = handoff.rollback, syncing.sync.filter
        until = syncing.sync.until
        early = until is not None and not closes(handoff, until)
        reached = frozenset(_reached(until, self._machines)) if until else frozenset()
        self.over: frozenset[Pair] = frozenset() if early else frozenset(pair for pair in reached if self.closed(*pair))
        """Pairs in which nothing is read until the work is opened again."""
        self.ends: frozenset[Pair] = reached if early else frozenset()
        """Pairs with which the sync ends for good, though the work need not be over."""
        outcome = self._filter.otherwise if self._filter else None
        self.unlinks = outcome is not None and outcome.kind == "unlink"
        self.lets_go = self._filter is not None and (outcome is None or outcome.kind in ("unlink", "stop"))
        """Whether a ticket that leaves the filter is on its own from then on."""
        self.noticed = outcome is None or (self.unlinks and _unlinking_is_noticed(handoff))
        """Whether somebody hears of that; where nothing is said of it at all, that is the finding."""
        self.most_returns = self._rollback.at_most if self._rollback else 0
        """How often a ticket comes back at most; None: as often as it likes."""
        self.place = cache(self._place)
        self.may_return = cache(self._may_return)

    def closed(self, a: int, b: int) -> bool:
        """Whether the work is over on both sides."""
        return self._machines[0].closed(a) and self._machines[1].closed(b)

    def _place(self, a: int, b: int) -> Place:
        """Whether a ticket in these statuses meets the filter, surely or possibly."""
        if self._filter is None:
            return "inside"
        known = self._known(a, b)
        condition = self._filter.condition
        if not self._syncing.possible([Wish(condition)], known):
            return "outside"
        return "either" if self._syncing.possible([Wish(condition, holds=False)], known) else "inside"

    def returning(self, a: int) -> Plan | None:
        """What brings a ticket in a status of the source back; None where nothing does."""
        row = returning_row(self._rollback, self._machines[0], a) if self._rollback else None
        return Plan("write", "back", row, row.left[0]) if row is not None else None

    def _may_return(self, a: int, b: int, *, moved: bool) -> bool:
        """Whether the rollback's condition may hold. `moved`: the destination's status has just changed."""
        conditions = self._rollback.when if self._rollback else ()
        known = self._known(a, b)
        return any(self._syncing.possible(self._wishes(condition, moved=moved), known) for condition in conditions)

    def _wishes(self, condition: Condition, *, moved: bool) -> list[Wish]:
        fields = self._syncing.known("out", "", "")
        return [Wish(condition), *(() if moved else unmoved(condition, fields))]

    def _known(self, a: int, b: int) -> Known:
        source, destination = self._machines
        return self._syncing.known("out", source.names[a], destination.names[b])


def _reached(until: str, machines: tuple[Machine, Machine]) -> Iterator[Pair]:
    """The pairs in which each side that has such a status is in one."""
    source, destination = (_those(until, machine) for machine in machines)
    if source or destination:
        every = (range(len(machine.names)) for machine in machines)
        yield from product(*(fit or all_ for fit, all_ in zip((source, destination), every, strict=True)))


def _those(until: str, machine: Machine) -> list[int]:
    if until not in _CATEGORIES:
        return [machine.numbers[until]] if until in machine.numbers else []
    statuses = enumerate(machine.lifecycle.statuses)
    return [at for at, one in statuses if one.category == until or (until == "done" and machine.closed(at))]


def _unlinking_is_noticed(handoff: Handoff) -> bool:
    """Whether the link says what being unlinked does, and that reaches somebody."""
    actions = [rule.action for rule in handoff.link.rules if rule.event == "unlinked"] if handoff.link else []
    return any(
        action.kind in ("hold", "ask") if isinstance(action, Outcome) else action == "cross again" for action in actions
    )
