"""From a resolved handoff and the facts about it to its plan. The same handoff gives the same bytes."""

from collections.abc import Iterator, Mapping

from pydantic import TypeAdapter

from handoffspec.plan.model import Creation, Plan, RuleMeaning, Timer, content_hash, digest
from handoffspec.schema.conditions import Condition, FieldRef, fields_read, lastings
from handoffspec.schema.handoffs import Handoff
from handoffspec.schema.losses import Verdict
from handoffspec.schema.mapping import Rule
from handoffspec.schema.parties import Notify

_RULE = TypeAdapter(Rule)


def lower(
    handoff: Handoff,
    verdicts: tuple[Verdict, ...],
    environment: str | None = None,
    addresses: Mapping[str, str] | None = None,
) -> Plan:
    """The plan of a handoff. `addresses` are those of the environment, by system."""
    systems = sorted({handoff.source.system, handoff.destination.system})
    plan = Plan(
        environment=environment,
        addresses={system: addresses[system] for system in systems if system in addresses} if addresses else {},
        handoff=handoff,
        rules=tuple(RuleMeaning(id=rule.id, hash=_meaning(handoff, rule)) for rule in handoff.rules),
        verdicts=verdicts,
        creation=_creation(handoff),
        guard_fields=_guard_fields(handoff),
        timers=tuple(_timers(handoff)),
        unbound=_unbound(handoff),
    )
    return plan.model_copy(update={"hash": content_hash(plan)})


def _meaning(handoff: Handoff, rule: Rule) -> str:
    """The rule with the fields it touches, without what only people read."""
    told = {"accepted", "reason", "impact", "private_reason"}
    refs = [*rule.fields, *(rule.target.fields if rule.target.kind == "fields" else ())]
    fields = [handoff.record(ref.side).field(ref.field) for ref in refs]
    said = _RULE.dump_python(rule, mode="json", exclude=told)
    types = TypeAdapter(list[object]).dump_python([f.type for f in fields if f is not None], mode="json")
    paths = [[f.read_at, f.written_at, f.read_as, f.written_as, list(f.ignoring)] for f in fields if f is not None]
    return digest([said, types, paths])


def _creation(handoff: Handoff) -> Creation:
    source = handoff.source
    link = handoff.link
    return Creation(
        key=f"{handoff.name}:{source.system}.{source.name}:{{id}}",
        found_by=link.destination_field if link else None,
    )


# ── What guards read ───────────────────────────────────────────────────────────────────────────────────────────────


def conditions_in(handoff: Handoff) -> Iterator[tuple[str, Condition]]:
    """Every condition of a handoff with the section it stands in."""
    yield from (("trigger", condition) for condition in handoff.trigger)
    yield from ((r.id, r.when) for r in handoff.requirements if r.when)
    yield from ((r.id, r.when) for r in handoff.rules if r.when)
    if handoff.ownership:
        yield from (("ownership.responsible", r.when) for r in handoff.ownership.responsible if r.when)
        yield from _notices("ownership.notify", handoff.ownership.notify)
    if handoff.sync:
        yield from ((row.id, row.when) for row in handoff.sync.status if row.when)
        yield from _notices("sync.notify", handoff.sync.notify)
        if handoff.sync.filter:
            yield "sync.only_when", handoff.sync.filter.condition
    if handoff.rollback:
        yield from (("rollback", condition) for condition in handoff.rollback.when)
        yield from _notices("rollback.notify", handoff.rollback.notify)
    if handoff.sla:
        yield from ((f"sla.{target.kind}", target.when) for target in handoff.sla.targets if target.when)


def _notices(section: str, notices: tuple[Notify, ...]) -> Iterator[tuple[str, Condition]]:
    yield from ((section, notice.when) for notice in notices if notice.when)


def _guard_fields(handoff: Handoff) -> tuple[FieldRef, ...]:
    read = {ref for _, condition in conditions_in(handoff) for ref in fields_read(condition)}
    return tuple(sorted(read, key=lambda ref: (ref.side, ref.field)))


# ── What happens by the clock ──────────────────────────────────────────────────────────────────────────────────────


def _timers(handoff: Handoff) -> Iterator[Timer]:
    for section, condition in conditions_in(handoff):
        for lasting in lastings(condition):
            field = f"{handoff.record(lasting.compare.field.side).system}.{lasting.compare.field.field}"
            yield Timer(id=section, seconds=lasting.seconds, what=f"{field} has stayed as {section} says")
    if handoff.ownership:
        for acknowledge in handoff.ownership.acknowledge:
            yield Timer(id="ownership.acknowledge", seconds=acknowledge.seconds, what="the handoff is taken over")
    if handoff.sla:
        hours = handoff.sla.calendar
        for target in handoff.sla.targets:
            name, what = f"sla.{target.kind}", f"time to {target.kind}"
            yield Timer(id=name, seconds=target.seconds, what=what, when=target.when, calendar=hours)
        for tell in handoff.sla.tells:
            yield Timer(id="sla.tell", seconds=tell.seconds, what="work is delayed", calendar=hours)
    if handoff.sync:
        yield from _sync_timers(handoff)


def _sync_timers(handoff: Handoff) -> Iterator[Timer]:
    sync = handoff.sync
    assert sync is not None  # noqa: S101 - the caller asked
    if sync.every:
        yield Timer(id="sync", seconds=sync.every, what="both sides are compared and brought in step")
    if sync.on_error and sync.on_error.then and sync.on_error.then.seconds:
        yield Timer(id="sync.on_error", seconds=sync.on_error.then.seconds, what="a held change is given up")
    if sync.audit and sync.audit.compare_every:
        yield Timer(id="audit.compare", seconds=sync.audit.compare_every, what="both sides are compared")
    if sync.audit and sync.audit.log_for:
        yield Timer(id="audit.log", seconds=sync.audit.log_for, what="a log entry is kept")


def _unbound(handoff: Handoff) -> tuple[str, ...]:
    """Custom fields that some section uses and no environment has bound."""
    records = {(r.system, r.name): r for r in (handoff.source, handoff.destination)}
    names = [
        f"{record.system}.{record.name}.{field.name}"
        for record in records.values()
        for field in record.fields
        if not field.bound
    ]
    return tuple(sorted(names))
