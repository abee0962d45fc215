"""From a plan to the configuration of its synchronisation."""

from collections.abc import Iterator
from typing import Final

from handoffspec.emit.runtime.model import (
    Alert,
    Attachments,
    Audit,
    ChannelPair,
    Comments,
    Conflict,
    Creation,
    Decides,
    Direction,
    Endpoint,
    Filter,
    Need,
    Notice,
    OnError,
    PlanFile,
    Rollback,
    Synchronisation,
    Then,
    Timer,
    When,
)
from handoffspec.emit.variables import address, authorization, requests_per_minute, webhook
from handoffspec.emit.words.amounts import clipped, duration
from handoffspec.emit.words.conditions import condition as clause_of
from handoffspec.emit.words.names import calendar, things
from handoffspec.emit.words.names import who as called
from handoffspec.emit.words.visible import visible
from handoffspec.plan import Plan
from handoffspec.plan import Timer as PlannedTimer
from handoffspec.schema import syncing
from handoffspec.schema.conditions import Condition, Side
from handoffspec.schema.handoffs import Handoff
from handoffspec.schema.mapping import Flow
from handoffspec.schema.parties import Notify, Outcome, Who

_DIRECTIONS: Final[dict[Flow, Direction]] = {"out": "there", "back": "back", "both": "both ways"}


def synchronisation(plan: Plan) -> Synchronisation:
    """The configuration of a plan."""
    handoff, sync = plan.handoff, plan.handoff.sync
    return Synchronisation(
        handoff=handoff.name,
        title=words(handoff.title or handoff.name),
        environment=plan.environment,
        plan=PlanFile("plan.json", plan.hash),
        source=_endpoint(plan, "source"),
        destination=_endpoint(plan, "destination"),
        listens_at=_variable(webhook(handoff)),
        starts_when=tuple(_clause(handoff, condition) for condition in handoff.trigger),
        needs=tuple(Need(words(need.id), _then(handoff, need.otherwise)) for need in handoff.requirements),
        creation=Creation(plan.creation.key, plan.creation.found_by),
        direction=_DIRECTIONS[sync.flow] if sync else None,
        when=When(sync.every is None, sync.every, sync.until) if sync else None,
        filter=_filter(handoff, sync.filter) if sync and sync.filter else None,
        comments=_comments(sync.comments) if sync and sync.comments else None,
        attachments=_attachments(sync.attachments) if sync and sync.attachments else None,
        conflict=_conflict(handoff, sync.conflict) if sync and sync.conflict else None,
        on_error=_on_error(handoff, sync.on_error) if sync and sync.on_error else None,
        audit=_audit(handoff, sync.audit) if sync and sync.audit else None,
        notices=tuple(_notices(handoff)),
        rollback=_rollback(handoff),
        timers=tuple(_timer(handoff, timer) for timer in plan.timers),
        unbound=plan.unbound,
    )


def words(text: str) -> str:
    """Words for people, in one line, in which nothing is taken for a reference."""
    return visible(clipped(text)).replace("${", "$${")


def _clause(handoff: Handoff, condition: Condition) -> str:
    return words(clause_of(handoff, condition))


def _variable(name: str) -> str:
    return f"${{{name}}}"


def _endpoint(plan: Plan, side: Side) -> Endpoint:
    record = plan.handoff.record(side)
    return Endpoint(
        system=record.system,
        record=record.name,
        address=plan.addresses.get(record.system) or _variable(address(record)),
        authorization=_variable(authorization(record)),
        requests_per_minute=_variable(requests_per_minute(record)),
        calls={call.operation: f"{call.method} {call.path}" for call in record.calls},
    )


# ── What happens then, and who is told ─────────────────────────────────────────────────────────────────────────────


def _then(handoff: Handoff, outcome: Outcome | None) -> Then | None:
    return Then(outcome.kind, outcome.holder, outcome.seconds, _people(handoff, outcome.notify)) if outcome else None


def _people(handoff: Handoff, several: tuple[Who, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(words(called(handoff, who)) for who in several))


def _notices(handoff: Handoff) -> Iterator[Notice]:
    told: list[tuple[Notify, ...]] = [handoff.ownership.notify] if handoff.ownership else []
    told += [handoff.sync.notify] if handoff.sync else []
    for notice in (one for several in told for one in several):
        yield Notice(_people(handoff, notice.who), words(_of(handoff, notice)))
    if handoff.ownership:
        for acknowledge in handoff.ownership.acknowledge:
            late = f"nobody has taken the ticket over within {duration(acknowledge.seconds)}"
            yield Notice(_people(handoff, acknowledge.otherwise), late)


def _of(handoff: Handoff, notice: Notify) -> str:
    if notice.things:
        return f"a change of {things(handoff, notice.things)}"
    return clause_of(handoff, notice.when) if notice.when else "the handoff"


def _rollback(handoff: Handoff) -> Rollback | None:
    back = handoff.rollback
    return Rollback(tuple(_clause(handoff, one) for one in back.when), back.at_most) if back else None


# ── The sections of `sync` ─────────────────────────────────────────────────────────────────────────────────────────


def _filter(handoff: Handoff, found: syncing.Filter) -> Filter:
    return Filter(_clause(handoff, found.condition), _then(handoff, found.otherwise))


def _comments(sync: syncing.CommentSync) -> Comments:
    return Comments(
        direction=_DIRECTIONS[sync.flow],
        tag=(*(("author",) if sync.tag_author else ()), *(("source",) if sync.tag_source else ())),
        keep=sync.keep,
        channels=tuple(ChannelPair(here, there) for here, there in sync.channels),
        edits=sync.edits,
        deletions=sync.deletions,
    )


def _attachments(sync: syncing.AttachmentSync) -> Attachments:
    return Attachments(_DIRECTIONS[sync.flow], sync.max_bytes, tuple(words(one) for one in sync.types))


def _conflict(handoff: Handoff, conflict: syncing.Conflict) -> Conflict:
    other = conflict.otherwise
    return Conflict(
        decides=tuple(Decides(thing, handoff.record(side).system) for side, thing in conflict.decides),
        otherwise=_then(handoff, other) if isinstance(other, Outcome) else other,
    )


def _on_error(handoff: Handoff, on_error: syncing.OnError) -> OnError:
    """Each pause is twice the one before, up to the longest."""
    pauses: list[int] = []
    for _ in range(on_error.times):
        pauses.append(min(on_error.longest, 2 * pauses[-1] if pauses else on_error.first))
    return OnError(tuple(pauses), _then(handoff, on_error.then))


def _audit(handoff: Handoff, audit: syncing.Audit) -> Audit:
    return Audit(
        log_for=audit.log_for,
        compare_every=audit.compare_every,
        alerts=tuple(Alert(_people(handoff, alert.who), alert.alarms) for alert in audit.alerts),
    )


def _timer(handoff: Handoff, timer: PlannedTimer) -> Timer:
    return Timer(
        id=timer.id,
        seconds=timer.seconds,
        what=words(timer.what),
        when=_clause(handoff, timer.when) if timer.when else None,
        hours=words(calendar(handoff, timer.calendar)) if timer.calendar else None,
    )
