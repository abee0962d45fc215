"""Whether the systems take what a handoff has to tell them: the calls of their API, where the spec describes any."""

from collections.abc import Iterator
from dataclasses import dataclass

from handoffspec.analysis.domains import ways, written_by
from handoffspec.analysis.facts import Fact
from handoffspec.schema.conditions import Side
from handoffspec.schema.handoffs import Handoff
from handoffspec.schema.mapping import RuleTarget, ToComment, ToContext
from handoffspec.schema.status_map import Way, rows, written
from handoffspec.schema.systems import Operation

_SIDES: tuple[Side, ...] = ("source", "destination")


@dataclass(frozen=True, slots=True)
class NoCall(Fact):
    """A side is described with its calls, and one that the handoff needs is not among them."""

    side: Side
    operation: Operation


@dataclass(frozen=True, slots=True)
class NoCommentText(Fact):
    """Comments of a side are copied, and nothing says where their text stands in its API."""

    side: Side


def reach_facts(handoff: Handoff) -> Iterator[Fact]:
    """Calls that are needed and not there."""
    for side in _SIDES[: 1 if handoff.within else 2]:
        record = handoff.record(side)
        known = {call.operation for call in record.calls}
        missing = [operation for operation in _needed(handoff, side) if operation not in known]
        yield from (NoCall(side, operation) for operation in missing if known)
        comments = record.comments
        if (
            known
            and comments is not None
            and _are_read(handoff, side)
            and "text" not in {p.part for p in comments.paths}
        ):
            yield NoCommentText(side)


def _are_read(handoff: Handoff, side: Side) -> bool:
    sync = handoff.sync.comments if handoff.sync else None
    return sync is not None and sync.flow in ("out" if side == "source" else "back", "both")


def _needed(handoff: Handoff, side: Side) -> Iterator[Operation]:
    sync = handoff.sync
    way: Way = "out" if side == "destination" else "back"
    kept_in_step = sync is not None and sync.flow in (way, "both")
    if side == "destination" and not handoff.within:
        yield "create"
    updated = any(way in ways(rule) and written_by(rule, way) and not rule.once for rule in handoff.rules)
    if updated and kept_in_step:
        yield "update"
    if (
        sync is not None
        and kept_in_step
        and any(written(row, way) for row in rows(sync, way))
        and _by_itself(handoff, side)
    ):
        yield "transition"
    commented = sync is not None and sync.comments is not None and sync.comments.flow in (way, "both")
    if commented or any(_is_comment(target) for target in _targets(handoff, side)):
        yield "comment"


def _by_itself(handoff: Handoff, side: Side) -> bool:
    """Whether a status is changed by a call of its own: the field is one that no update writes."""
    lifecycle = handoff.record(side).lifecycle
    field = handoff.record(side).field(lifecycle.field) if lifecycle else None
    return field is not None and not field.writable


def _targets(handoff: Handoff, side: Side) -> Iterator[RuleTarget]:
    if side == "destination" or handoff.within:
        yield from (rule.target for rule in handoff.rules)
    if side == "source":
        yield from (carry.target for carry in (handoff.rollback.carries if handoff.rollback else ()))


def _is_comment(target: RuleTarget) -> bool:
    return isinstance(target, ToComment) or (isinstance(target, ToContext) and target.channel is not None)
