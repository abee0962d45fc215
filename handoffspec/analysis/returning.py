"""Law 6, the way back: it ends, can be gone, asks only for what is there, and whoever gets the ticket is told."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, TypeAlias

from handoffspec.analysis.domains import field_at
from handoffspec.analysis.facts import Fact
from handoffspec.schema.conditions import FieldRef
from handoffspec.schema.handoffs import Handoff, Rollback
from handoffspec.schema.mapping import ToComment, ToContext
from handoffspec.schema.parties import Who
from handoffspec.schema.systems import Channel

Why: TypeAlias = Literal["other side", "unseen", "unfilled", "unread"]


@dataclass(frozen=True, slots=True)
class RollbackUnbounded(Fact):
    """A ticket may be sent back and forth without an end."""


@dataclass(frozen=True, slots=True)
class RollbackLeavesBehind(Fact):
    """Fields must be filled for the ticket to come back, and are not carried back."""

    fields: tuple[FieldRef, ...]


@dataclass(frozen=True, slots=True)
class RollbackAsksInVain(Fact):
    """A field must be filled for the way back that cannot be. `other side`: it is a field of the source. `unseen`: the
    team that should fill it does not see it. `unfilled`: the system fills it by itself. `unread`: it cannot be read."""

    field: FieldRef
    why: Why


@dataclass(frozen=True, slots=True)
class NoWayBack(Fact):
    """A ticket should go back to a status that no transition and no automation leads to."""

    status: str


@dataclass(frozen=True, slots=True)
class NeverReturns(Fact):
    """Nothing says when a ticket comes back (`when`), or to which status or team (`where`)."""

    lacking: Literal["when", "where"]


@dataclass(frozen=True, slots=True)
class ComesBackEmpty(Fact):
    """Fields are carried back that nobody has to fill first."""

    fields: tuple[FieldRef, ...]


@dataclass(frozen=True, slots=True)
class CarriedNowhere(Fact):
    """The source has no comments of the channel that something is carried into."""

    channel: Channel


@dataclass(frozen=True, slots=True)
class ReturnNotTold(Fact):
    """Whoever has the ticket again is not told; `team` where it is known."""

    team: str | None


def return_facts(handoff: Handoff) -> Iterator[Fact]:
    """What is open about the way back."""
    rollback = handoff.rollback
    if rollback is None:
        return
    if rollback.at_most is None:
        yield RollbackUnbounded()
    if not rollback.when:
        yield NeverReturns("when")
    if rollback.to_status is None and rollback.to_team is None:
        yield NeverReturns("where")
    in_vain = [fact for ref in rollback.requires for fact in _in_vain(handoff, ref)]
    yield from in_vain
    yield from _behind(handoff, rollback, {fact.field for fact in in_vain})
    carried = [operand for carry in rollback.carries for operand in carry.sources if isinstance(operand, FieldRef)]
    empty = tuple(ref for ref in carried if ref not in rollback.requires and not field_at(handoff, ref).required)
    if empty:
        yield ComesBackEmpty(empty)
    yield from _nowhere(handoff, rollback)
    channels = [c.target.channel for c in rollback.carries if isinstance(c.target, ToComment | ToContext)]
    comments = handoff.source.comments
    for channel in dict.fromkeys(c for c in channels if c is not None):
        if comments is None or channel not in comments.channels:
            yield CarriedNowhere(channel)
    receiver = rollback.to_team or handoff.from_end.held_by
    told = [who for notice in rollback.notify if notice.when is None and not notice.things for who in notice.who]
    if not any(_receives(handoff, receiver, who) for who in told):
        yield ReturnNotTold(receiver)


def _in_vain(handoff: Handoff, ref: FieldRef) -> Iterator[RollbackAsksInVain]:
    if ref.side == "source" and not handoff.within:
        yield RollbackAsksInVain(ref, "other side")
        return
    field, team = field_at(handoff, ref), handoff.to_end.held_by
    if field.kept or field.computed_from:
        yield RollbackAsksInVain(ref, "unfilled")
    elif field.seen_by and team is not None and team not in field.seen_by:
        yield RollbackAsksInVain(ref, "unseen")
    elif field.read_at is None:
        yield RollbackAsksInVain(ref, "unread")


def _behind(handoff: Handoff, rollback: Rollback, told: set[FieldRef]) -> Iterator[Fact]:
    if handoff.within:
        return
    carried = {operand for carry in rollback.carries for operand in carry.sources if isinstance(operand, FieldRef)}
    back = {
        ref
        for rule in handoff.rules
        if rule.target.kind == "fields" and rule.flow != "out"
        for ref in rule.target.fields
    }
    behind = tuple(ref for ref in rollback.requires if ref not in carried | back | told)
    if behind:
        yield RollbackLeavesBehind(behind)


def _nowhere(handoff: Handoff, rollback: Rollback) -> Iterator[Fact]:
    lifecycle, status = handoff.source.lifecycle, rollback.to_status
    if lifecycle is None or status is None:
        return
    by_hand = any(status in transition.targets for transition in lifecycle.transitions)
    by_itself = any((lifecycle.field, status) in automation.sets for automation in handoff.source.automations)
    if not by_hand and not by_itself:
        yield NoWayBack(status)


def _receives(handoff: Handoff, receiver: str | None, who: Who) -> bool:
    """A team by name or address, the team that held it before, or a person whom the source's record names; anybody,
    where it is not known who has it again."""
    team = handoff.team(receiver) if receiver else None
    if who.kind == "team":
        return receiver in (None, who.name)
    if who.kind == "channel":
        return receiver is None or (team is not None and who.name == team.reached_at)
    return who.kind == "holder" or (who.field is not None and (handoff.within or who.field.side == "source"))
