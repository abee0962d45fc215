"""What the rows of a status map mean, in one place, so that the exploration and the interpreter cannot disagree.

Guarded rows are tried first, in order. Then what the other side already says stays, if its own way over ends here. Then
a row that opens a follow-up takes what can no longer be written, and at last the first row counts.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

from handoffspec.schema.conditions import FieldRef
from handoffspec.schema.handoffs import Rollback
from handoffspec.schema.syncing import StatusRow, Sync
from handoffspec.schema.systems import Lifecycle
from handoffspec.schema.types import Scalar

Way: TypeAlias = Literal["out", "back"]
ROLLBACK: Final = "rollback"
"""The id of the row that stands for a rollback."""


@dataclass(frozen=True, slots=True)
class Settled:
    """What a status becomes by the rows without a guard. `follow_up`: a new record takes the change instead."""

    row: StatusRow
    status: str
    follow_up: bool = False


def rows(sync: Sync, way: Way) -> tuple[StatusRow, ...]:
    """The rows that apply in a direction."""
    return tuple(row for row in sync.status if row.flow in (way, "both"))


def read(row: StatusRow, way: Way) -> tuple[str, ...]:
    """The statuses that a row reads in a direction; none: any."""
    return row.left if way == "out" else row.right


def written(row: StatusRow, way: Way) -> tuple[str, ...]:
    """The statuses that a row writes in a direction; none: any."""
    return row.right if way == "out" else row.left


def reading(sync: Sync, way: Way, status: str) -> tuple[StatusRow, ...]:
    """The rows of a direction that read a status, in order."""
    return tuple(row for row in rows(sync, way) if status in read(row, way) or not read(row, way))


def settled(sync: Sync, way: Way, status: str, current: str | None) -> Settled | None:
    """What a status becomes by the rows without a guard; None where none says it."""
    plain = [row for row in reading(sync, way, status) if row.when is None]
    ordinary = [row for row in plain if not row.opens_follow_up]
    for row in plain:
        if current is not None and current in written(row, way) and comes_back(sync, _opposite(way), current, status):
            return Settled(row, current)
    first = Settled(ordinary[0], aim(ordinary[0], way, current)) if ordinary else None
    if current is not None and (first is None or first.status != current):
        for row in plain:
            if row.opens_follow_up and current in written(row, way):
                return Settled(row, current, follow_up=True)
    return first


def comes_back(sync: Sync, way: Way, status: str, expected: str) -> bool:
    """Whether a status, by the rows without a guard, becomes the expected one in a direction."""
    over = [row for row in reading(sync, way, status) if row.when is None and not row.opens_follow_up]
    return bool(over) and written(over[0], way)[:1] == (expected,)


def aim(row: StatusRow, way: Way, current: str | None) -> str:
    """The status that a row writes: what is there already if the row allows it, else its first; "" leaves all as is."""
    made = written(row, way)
    return current if current is not None and (current in made or not made) else made[0] if made else ""


def hops(row: StatusRow, way: Way) -> tuple[str, ...]:
    """The statuses in between: those of the side that the row's arrow points at, first at the destination."""
    return row.through if way == "out" or row.flow == "back" else ()


def given(row: StatusRow, way: Way) -> tuple[tuple[FieldRef, Scalar], ...]:
    """The fields that a row gives to the transitions of the side that it writes."""
    return row.with_fields if way == "out" or row.flow == "back" else ()


def path(leads: Callable[[str, str], bool], through: tuple[str, ...], start: str, goal: str) -> tuple[str, ...]:
    """The statuses to go to, one after the other. Hops that lie behind are left out, and all of them where the first
    cannot be made and the goal can. `leads` knows the transitions; whether all are there is for the caller to see."""
    if start == goal or not goal:
        return ()
    ahead = (*(through[through.index(start) + 1 :] if start in through else through), goal)
    return (goal,) if not leads(start, ahead[0]) and leads(start, goal) else ahead


def between(lifecycle: Lifecycle, start: str, goal: str) -> tuple[str, ...] | None:
    """The statuses between two others on the shortest way; None where there is none."""
    paths: dict[str, tuple[str, ...]] = {start: ()}
    queue = [start]
    for here in queue:
        for status in lifecycle.statuses:
            if status.name not in paths and lifecycle.transition(here, status.name):
                paths[status.name] = (*paths[here], status.name)
                queue.append(status.name)
    return paths[goal][:-1] if goal in paths else None


def returning(rollback: Rollback, lifecycle: Lifecycle, current: str | None) -> StatusRow | None:
    """The row that a rollback amounts to: its status, whatever the destination shows.

    None where it names no status, and where the ticket can no longer be changed: then the rows of the map speak.
    """
    status = lifecycle.status(current) if current is not None else None
    if rollback.to_status is None or (status is not None and status.final):
        return None
    return StatusRow(ROLLBACK, (rollback.to_status,), (), "back")


def _opposite(way: Way) -> Way:
    return "back" if way == "out" else "out"
