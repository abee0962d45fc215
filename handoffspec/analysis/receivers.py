"""Who holds the ticket on a side, and what they cannot see there."""

from handoffspec.schema.conditions import Side
from handoffspec.schema.handoffs import Handoff
from handoffspec.schema.systems import Field


def receivers(handoff: Handoff, side: Side) -> tuple[str, ...]:
    """The teams that hold the ticket on a side, by name; none where nobody is named."""
    if side == "source":
        return (handoff.from_end.held_by,) if handoff.from_end.held_by else ()
    named = [handoff.to_end.held_by] if handoff.to_end.held_by else []
    if handoff.ownership is not None:
        named += [responsible.team for responsible in handoff.ownership.responsible]
    return tuple(dict.fromkeys(named))


def hidden_from(handoff: Handoff, field: Field, side: Side) -> tuple[str, ...]:
    """The teams on a side that do not see a field, by title."""
    if not field.seen_by:
        return ()
    blind = [name for name in receivers(handoff, side) if name not in field.seen_by]
    return tuple(team.title if (team := handoff.team(name)) else name for name in blind)
