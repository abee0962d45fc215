"""What a handoff needs of its systems that they do not come with: which fields, which options, what for."""

from collections.abc import Iterator
from dataclasses import dataclass

from handoffspec.emit.words.conditions import condition as clause_of
from handoffspec.emit.words.names import bare
from handoffspec.plan import Plan
from handoffspec.plan.lower import conditions_in
from handoffspec.schema.conditions import FieldRef, Side, fields_read
from handoffspec.schema.handoffs import Handoff
from handoffspec.schema.mapping import Rule
from handoffspec.schema.parties import Notify
from handoffspec.schema.systems import Field, Record, Status


@dataclass(frozen=True, slots=True)
class Use:
    """One section that needs a field, and what is lost without it."""

    section: str
    lost: str
    """A clause: `the handoff does not start when …`."""


@dataclass(frozen=True, slots=True)
class NewField:
    """A field that has to be created, and what for."""

    field: Field
    uses: tuple[Use, ...]

    @property
    def needed_by(self) -> tuple[str, ...]:
        """The sections, each once."""
        return tuple(dict.fromkeys(use.section for use in self.uses))


@dataclass(frozen=True, slots=True)
class Needed:
    """What one system has to have. A handoff within one system has one of these, for both sides."""

    record: Record
    sides: tuple[Side, ...]
    fields: tuple[NewField, ...]
    options: tuple[NewField, ...]
    """Fields of the system's own that the spec gives options; `field.unbound_values` names those that may be new."""
    statuses: tuple[Status, ...]
    required: tuple[Field, ...]
    """Fields of the system's own that only the spec asks for."""


def needed(plan: Plan) -> tuple[Needed, ...]:
    """What each system has to have, the source's first."""
    handoff = plan.handoff
    if handoff.within:
        return (_needed(handoff, ("source", "destination")),)
    return (_needed(handoff, ("source",)), _needed(handoff, ("destination",)))


def _needed(handoff: Handoff, sides: tuple[Side, ...]) -> Needed:
    record = handoff.record(sides[0])
    wanted = [NewField(field, _uses_on(handoff, sides, field)) for field in record.fields]
    lifecycle = record.lifecycle
    return Needed(
        record=record,
        sides=sides,
        fields=tuple(new for new in wanted if not new.field.bound and new.uses),
        options=tuple(new for new in wanted if new.field.unbound_values and new.uses and not _is_status(record, new)),
        statuses=tuple(s for s in lifecycle.statuses if s.custom and s.wire is None) if lifecycle else (),
        required=tuple(f for f in record.fields if f.extended and f.required and not f.unbound_values),
    )


def _is_status(record: Record, new: NewField) -> bool:
    return record.lifecycle is not None and record.lifecycle.field == new.field.name


# ── What needs a field ─────────────────────────────────────────────────────────────────────────────────────────────


def _uses_on(handoff: Handoff, sides: tuple[Side, ...], field: Field) -> tuple[Use, ...]:
    return tuple(dict.fromkeys(use for side in sides for use in _uses(handoff, FieldRef(side, field.name))))


def _uses(handoff: Handoff, ref: FieldRef) -> Iterator[Use]:
    """Every section that reads or writes a field, in the order of the spec."""
    yield from _conditions(handoff, ref)
    for need in handoff.requirements:
        if need.subject == ref:
            yield Use(need.id, f"nobody can be asked for {bare(handoff, ref)} before the ticket crosses")
    for rule in handoff.rules:
        yield from _rule(handoff, rule, ref)
    if handoff.link and ref.field == _link_field(handoff, ref.side):
        yield Use("linked by", "neither side finds the other's ticket again, and a second event makes a second one")
    if handoff.rollback:
        if ref in handoff.rollback.requires:
            yield Use("rollback.require", f"a ticket comes back without {bare(handoff, ref)}")
        if any(ref in carry.sources for carry in handoff.rollback.carries):
            yield Use("rollback.carry", f"{bare(handoff, ref)} is not carried back")
    yield from _people(handoff, ref)


def _conditions(handoff: Handoff, ref: FieldRef) -> Iterator[Use]:
    for section, condition in conditions_in(handoff):
        if ref in fields_read(condition):
            said = clause_of(handoff, condition)
            starts = f"the handoff does not start when {said}"
            yield Use(section, starts if section == "trigger" else f"nobody can tell whether {said}")


def _rule(handoff: Handoff, rule: Rule, ref: FieldRef) -> Iterator[Use]:
    sources = " and ".join(bare(handoff, source) for source in rule.fields) or "a value that the spec gives"
    if ref in rule.fields:
        if rule.target.kind == "nothing":
            yield Use(rule.id, "nothing: the spec only says that it does not cross")
        else:
            yield Use(rule.id, f"{bare(handoff, ref)} does not cross")
    if rule.target.kind == "fields" and ref in rule.target.fields:
        yield Use(rule.id, f"{sources} has no place to arrive")


def _link_field(handoff: Handoff, side: Side) -> str | None:
    if handoff.link is None:
        return None
    return handoff.link.source_field if side == "source" else handoff.link.destination_field


def _people(handoff: Handoff, ref: FieldRef) -> Iterator[Use]:
    told: list[tuple[str, tuple[Notify, ...]]] = []
    if handoff.ownership:
        told.append(("ownership.notify", handoff.ownership.notify))
        if any(acknowledge.field == ref for acknowledge in handoff.ownership.acknowledge):
            yield Use("ownership.acknowledge", "nobody can tell whether the ticket has been taken over")
    if handoff.sync:
        told.append(("sync.notify", handoff.sync.notify))
        for row in handoff.sync.status:
            if any(field == ref for field, _ in row.with_fields):
                yield Use(row.id, "the status cannot be changed: its transition needs the field")
    if handoff.rollback:
        told.append(("rollback.notify", handoff.rollback.notify))
    for section, notices in told:
        if any(who.field == ref for notice in notices for who in notice.who):
            yield Use(section, f"whoever stands in {bare(handoff, ref)} is not told")
