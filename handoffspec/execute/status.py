"""The status map: which row applies, and the transitions that lead to its status."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from handoffspec.diagnostics import codes
from handoffspec.execute.conditions import holds
from handoffspec.execute.events import Sight
from handoffspec.execute.losses import impact_of
from handoffspec.execute.result import Loss, MappingError
from handoffspec.execute.tables import Way
from handoffspec.execute.values import Values, is_empty
from handoffspec.schema import status_map
from handoffspec.schema.handoffs import Handoff
from handoffspec.schema.syncing import StatusRow
from handoffspec.schema.systems import Lifecycle, Record, Transition


@dataclass(frozen=True, slots=True)
class Mapped:
    """The row that applies, and the status it leads to."""

    row: StatusRow
    status: str


@dataclass(frozen=True, slots=True)
class Hop:
    """One transition, with the fields that are given to it."""

    status: str
    transition: Transition | None
    needs: Values


def rows(handoff: Handoff, way: Way) -> tuple[StatusRow, ...]:
    """The rows that apply in a direction."""
    return status_map.rows(handoff.sync, way) if handoff.sync else ()


def map_status(handoff: Handoff, way: Way, status: str, sight: Sight, current: str | None) -> Mapped | None:
    """What a status becomes; None where no row says it. The first guarded row that holds, else what `status_map` says.

    A row for any status, and one that opens a follow-up, leave the other side as it is.
    """
    if handoff.sync is None:
        return None
    for row in status_map.reading(handoff.sync, way, status):
        if row.when is not None and holds(row.when, sight) is True:
            return Mapped(row, status_map.aim(row, way, current))
    settled = status_map.settled(handoff.sync, way, status, current)
    return Mapped(settled.row, settled.status) if settled is not None else None


def comes_back(handoff: Handoff, way: Way, mapped: Mapped, status: str) -> bool:
    """Whether the mapped status would, by itself, come back as the same status."""
    opposite: Way = "back" if way == "out" else "out"
    return handoff.sync is not None and status_map.comes_back(handoff.sync, opposite, mapped.status, status)


# ── A record that is made ──────────────────────────────────────────────────────────────────────────────────────────


def status_when_made(
    handoff: Handoff, status: object, values: Values, sight: Sight
) -> tuple[Mapped | None, Values, tuple[Hop, ...]]:
    """The row for the source's status, the status where the record can be created in it, else the transitions.

    Raises:
        MappingError: as for `hops`.
    """
    mapped = _mapped_when_made(handoff, status, values, sight)
    lifecycle = handoff.destination.lifecycle
    if mapped is None or lifecycle is None:
        return mapped, {}, ()
    field, reached = handoff.destination.field(lifecycle.field), lifecycle.status(mapped.status)
    if field is not None and field.writable and reached is not None and not reached.final:
        return mapped, {field.name: mapped.status}, ()
    return mapped, {}, hops(handoff.destination, mapped, initial(lifecycle), values)


def _mapped_when_made(handoff: Handoff, status: object, values: Values, sight: Sight) -> Mapped | None:
    destination = handoff.destination.lifecycle
    if not isinstance(status, str) or destination is None:
        return None
    fresh = {**values, destination.field: initial(destination)}
    return map_status(handoff, "out", status, replace(sight, now={**sight.now, "destination": fresh}), None)


def status_losses(handoff: Handoff, status: object, mapped: Mapped | None) -> Iterator[Loss]:
    """What is lost of the source's status on the way out."""
    lifecycle = handoff.source.lifecycle
    if lifecycle is None or not isinstance(status, str) or not rows(handoff, "out"):
        return
    if mapped is None:
        detail = f"no row of the status map says what {status} becomes"
        yield Loss(lifecycle.field, "lost", "unmapped", "undecided", detail)
    elif not comes_back(handoff, "out", mapped, status):
        detail = f"other statuses become {mapped.status} too"
        yield Loss(lifecycle.field, "lossy", "many to one", impact_of(mapped.row.accepted, "out"), detail)


# ── Transitions ────────────────────────────────────────────────────────────────────────────────────────────────────


def initial(lifecycle: Lifecycle) -> str:
    """The status that a new record has."""
    return next((s.name for s in lifecycle.statuses if s.initial), lifecycle.statuses[0].name)


def hops(record: Record, mapped: Mapped, start: str | None, given: Values) -> tuple[Hop, ...]:
    """The transitions from a status (None: not known) to the mapped one, through the statuses that the row names.

    `given` are the record's values, from which a transition takes the fields that the row gives no value for.

    Raises:
        MappingError: there is no such transition, or a field that one needs is empty.
    """
    lifecycle = record.lifecycle
    if lifecycle is None or start == mapped.status or not mapped.status:
        return ()
    if start is None:
        path = (*mapped.row.through, mapped.status)
    else:
        path = status_map.path(
            lambda one, other: bool(lifecycle.transition(one, other)), mapped.row.through, start, mapped.status
        )
    return tuple(_hops(record, lifecycle, mapped.row, start, path, given))


def _hops(
    record: Record, lifecycle: Lifecycle, row: StatusRow, start: str | None, path: Sequence[str], given: Values
) -> Iterator[Hop]:
    here = start
    for status in path:
        transition = lifecycle.transition(here, status) if here is not None else None
        if here is not None and transition is None:
            raise MappingError(codes.NO_WAY, _no_way(record, lifecycle, here, status), row.id)
        fields = dict(_needs(record, row, status, transition, given))
        yield Hop(status, transition, fields)
        here = status


def _needs(
    record: Record, row: StatusRow, status: str, transition: Transition | None, given: Values
) -> Iterator[tuple[str, object]]:
    written = {ref.field: value for ref, value in row.with_fields}
    needed = transition.needs if transition is not None else ()
    for name in needed:
        value = written.get(name, given.get(name))
        if is_empty(value):
            message = f"{record.system_title} asks for {name} on the way to {status}: write `with {name} …` on the row"
            raise MappingError(codes.NEEDS_FIELD, message, row.id)
        yield name, value
    if status in (*row.left, *row.right):
        yield from ((name, value) for name, value in written.items() if name not in needed)


def _no_way(record: Record, lifecycle: Lifecycle, start: str, goal: str) -> str:
    path = status_map.between(lifecycle, start, goal)
    said = f"{record.system_title} has no transition from {start} to {goal}"
    if path is None:
        return f"{said}, and no way over other statuses either"
    return f"{said}: write `through {', '.join(path)}` on the row"
