"""Fields that hold something when a transition asks for them."""

from handoffspec.analysis.domains import ways, written_by
from handoffspec.schema.conditions import FieldRef, Side
from handoffspec.schema.handoffs import Handoff
from handoffspec.schema.status_map import Way


def filled(handoff: Handoff, side: Side) -> set[str]:
    """Fields of a side that are required, and those that the handoff writes or asks for."""
    way: Way = "out" if side == "destination" else "back"
    found = {field.name for field in handoff.record(side).fields if field.required or field.default is not None}
    for rule in handoff.rules:
        if way in ways(rule):
            found |= {ref.field for ref in written_by(rule, way) if ref.side == side}
    for requirement in handoff.requirements:
        if isinstance(requirement.subject, FieldRef) and requirement.subject.side == side:
            found.add(requirement.subject.field)
    return found


def carried(handoff: Handoff) -> set[str]:
    """Fields of the source that a rollback fills."""
    targets = [carry.target for carry in handoff.rollback.carries] if handoff.rollback else []
    return {ref.field for target in targets if target.kind == "fields" for ref in target.fields if ref.side == "source"}
