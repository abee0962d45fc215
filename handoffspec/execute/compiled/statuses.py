"""The status of a record that is made, worked out by the interpreter: once for each status if nothing else counts."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from handoffspec.execute.calls import transition_steps
from handoffspec.execute.events import Sight
from handoffspec.execute.losses import as_json
from handoffspec.execute.result import MappingError
from handoffspec.execute.status import status_losses, status_when_made
from handoffspec.execute.values import Values
from handoffspec.execute.wire.write import NOT_YET_KNOWN
from handoffspec.schema.conditions import Compare, Condition, Side, atoms, fields_read
from handoffspec.schema.handoffs import Handoff
from handoffspec.schema.systems import Record
from handoffspec.schema.types import Json, TextType

_CHANGES = ("becomes", "becomes empty", "changes")


@dataclass(frozen=True, slots=True)
class Reached:
    """`direct`: written as the record is made. `later`: how it stands after the steps."""

    direct: Mapping[str, object]
    later: Mapping[str, object]
    steps: tuple[Json, ...]
    losses: tuple[Json, ...]


def can_be_worked_out(handoff: Handoff) -> bool:
    """Whether the status there can be told from the tickets' values as they are, without what was before, and no
    transition needs a rich text."""
    rows = handoff.sync.status if handoff.sync else ()
    lifecycle = handoff.destination.lifecycle
    needed = {name for transition in lifecycle.transitions for name in transition.needs} if lifecycle else set()
    rich = any(f.name in needed and isinstance(f.type, TextType) and f.type.rich for f in handoff.destination.fields)
    return not rich and all(_asks_no_change(row.when) for row in rows if row.when is not None)


def fields_asked(handoff: Handoff) -> frozenset[str]:
    """The source's fields that conditions of the status map read."""
    rows = handoff.sync.status if handoff.sync else ()
    refs = (ref for row in rows if row.when is not None for ref in fields_read(row.when))
    return frozenset(ref.field for ref in refs if ref.side == "source")


def is_fixed(handoff: Handoff) -> bool:
    """Whether the status there hangs on nothing but the one here: conditions ask for no more than where it begins, and
    transitions need nothing of the ticket."""
    here, there = handoff.source.lifecycle, handoff.destination.lifecycle
    begins = {there.field} if there is not None else set()
    rows = handoff.sync.status if handoff.sync else ()
    asked = (ref for row in rows if row.when is not None for ref in fields_read(row.when))
    if not all(ref.side == "destination" and ref.field in begins for ref in asked):
        return False
    statuses = Statuses(handoff)
    try:
        return all(statuses[status.name] is not None for status in here.statuses) if here is not None else True
    except MappingError:
        return False


def _asks_no_change(condition: Condition) -> bool:
    return all(isinstance(atom, Compare) and atom.operator not in _CHANGES for atom in atoms(condition))


class Statuses(dict[object, Reached]):
    """By the source's status; None where it has none. For a handoff where that `is_fixed`."""

    def __init__(self, handoff: Handoff) -> None:
        super().__init__()
        self._reach = reaching(handoff)

    def __missing__(self, status: object) -> Reached:
        self[status] = reached = self._reach(status, {}, {})
        return reached


def reaching(handoff: Handoff) -> Callable[[object, Values, Values], Reached]:
    """What works out the status there from the one here, the values made there, and the values here that are asked for.

    Raises:
        MappingError: when called, if a field that a transition needs is empty.
    """
    records: Mapping[Side, Record] = {"source": handoff.source, "destination": handoff.destination}
    lifecycle = handoff.destination.lifecycle

    def reach(status: object, made: Values, now: Values) -> Reached:
        mapped, direct, path = status_when_made(handoff, status, made, Sight(records, {"source": now}))
        later: dict[str, object] = {}
        for hop in path:
            later |= hop.needs
        if lifecycle is not None and (path or mapped is not None):
            later[lifecycle.field] = path[-1].status if path else mapped.status if mapped is not None else ""
        steps = tuple(step.to_json() for step in transition_steps(handoff.destination, NOT_YET_KNOWN, path))
        return Reached(direct, later, steps, as_json(status_losses(handoff, status, mapped)))

    return reach
