"""The status of a record that is made, worked out by the interpreter once for each status of the source."""

from collections.abc import Mapping
from dataclasses import dataclass

from handoffspec.execute.calls import transition_steps
from handoffspec.execute.events import Sight
from handoffspec.execute.losses import as_json
from handoffspec.execute.status import status_losses, status_when_made
from handoffspec.execute.wire.write import NOT_YET_KNOWN
from handoffspec.schema.conditions import All, AnyOf, Compare, Condition, Not
from handoffspec.schema.handoffs import Handoff
from handoffspec.schema.types import Json

_CHANGES = ("becomes", "becomes empty", "changes")


@dataclass(frozen=True, slots=True)
class Reached:
    """`direct`: written as the record is made. `later`: how it stands after the steps."""

    direct: Mapping[str, object]
    later: Mapping[str, object]
    steps: tuple[Json, ...]
    losses: tuple[Json, ...]


def can_be_kept(handoff: Handoff) -> bool:
    """Whether the status there hangs on nothing but the one here: conditions ask for no more than where it begins."""
    lifecycle = handoff.destination.lifecycle
    begins = lifecycle.field if lifecycle is not None else ""
    rows = handoff.sync.status if handoff.sync else ()
    return all(_asks_only(row.when, begins) for row in rows if row.when is not None)


def _asks_only(condition: Condition, field: str) -> bool:
    match condition:
        case Compare(field=ref, operator=operator):
            return (ref.side, ref.field) == ("destination", field) and operator not in _CHANGES
        case Not(condition=inner):
            return _asks_only(inner, field)
        case All(conditions=parts) | AnyOf(conditions=parts):
            return all(_asks_only(part, field) for part in parts)
        case _:
            return False


class Statuses(dict[object, Reached]):
    """By the source's status; None where it has none.

    Raises:
        MappingError: on the way a transition needs a field that only the ticket can fill.
    """

    def __init__(self, handoff: Handoff) -> None:
        super().__init__()
        self._handoff = handoff

    def __missing__(self, status: object) -> Reached:
        handoff = self._handoff
        sight = Sight({"source": handoff.source, "destination": handoff.destination}, {})
        mapped, direct, path = status_when_made(handoff, status, {}, sight)
        later: dict[str, object] = {}
        for hop in path:
            later |= hop.needs
        lifecycle = handoff.destination.lifecycle
        if lifecycle is not None and (path or mapped is not None):
            later[lifecycle.field] = path[-1].status if path else mapped.status if mapped is not None else ""
        steps = tuple(step.to_json() for step in transition_steps(handoff.destination, NOT_YET_KNOWN, path))
        self[status] = reached = Reached(direct, later, steps, as_json(status_losses(handoff, status, mapped)))
        return reached
