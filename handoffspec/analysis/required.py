"""What has to be there: the destination's required fields when its record is made, and what must travel."""

from collections.abc import Iterator

from handoffspec.analysis.coverage import Box, cover
from handoffspec.analysis.domains import Symbol, field_at, table
from handoffspec.analysis.emptiness import can_be_empty
from handoffspec.analysis.facts import Fact, MayBeEmpty, RequiredButDropped
from handoffspec.schema.conditions import Compare, FieldRef
from handoffspec.schema.handoffs import Handoff, Requirement
from handoffspec.schema.mapping import Constant, Rule, ToContext, ToFields
from handoffspec.schema.systems import Field


def required_facts(handoff: Handoff) -> Iterator[Fact]:
    """Required fields that are empty on arrival, and requirements that nothing carries."""
    if not handoff.within:
        for ref in _asked_of(handoff):
            yield from _filled(handoff, ref)
    for requirement in handoff.requirements:
        yield from _survives(handoff, requirement)


# ── Required by the destination ────────────────────────────────────────────────────────────────────────────────────


def _asked_of(handoff: Handoff) -> list[FieldRef]:
    return [FieldRef("destination", field.name) for field in handoff.destination.fields if _asked(handoff, field)]


def never_filled(handoff: Handoff) -> tuple[FieldRef, ...]:
    """The required fields that no rule fills for any ticket."""
    return tuple(ref for ref in _asked_of(handoff) if not _writers(handoff, ref))


def _asked(handoff: Handoff, field: Field) -> bool:
    """Whether whoever makes a record has to give the field: not where the system fills it in by itself."""
    lifecycle = handoff.destination.lifecycle
    if lifecycle is not None and lifecycle.field == field.name:
        return False
    return field.writable and field.default is None and (field.required or _asked_here(handoff, field))


def _asked_here(handoff: Handoff, field: Field) -> bool:
    """Whether the field is required because of a value that the mapping always writes."""
    when = field.required_when
    if not isinstance(when, Compare) or when.operator != "is":
        return False
    constants = [
        source.value
        for rule in _writers(handoff, FieldRef("destination", when.field.field))
        for source in rule.sources
        if isinstance(source, Constant) and rule.when is None
    ]
    return any(value in when.values for value in constants)


def _writers(handoff: Handoff, ref: FieldRef) -> list[Rule]:
    """The rules that fill a field at the handoff, a context block in it included."""
    return [
        rule
        for rule in handoff.rules
        if (isinstance(rule.target, ToFields) and rule.flow != "back" and ref in rule.target.fields)
        or (isinstance(rule.target, ToContext) and rule.target.field == ref)
    ]


def _filled(handoff: Handoff, ref: FieldRef) -> Iterator[Fact]:
    writers = _writers(handoff, ref)
    empties = [_empty_sources(handoff, rule, ref) for rule in writers]
    if writers and all(empty is not None for empty in empties):
        yield MayBeEmpty(ref, writers[0].id, empties[0] or ())


def _empty_sources(handoff: Handoff, rule: Rule, ref: FieldRef) -> tuple[FieldRef, ...] | None:
    """The source fields that leave the target empty when they are; None if the rule always fills it."""
    if rule.when is not None:
        return ()
    constant = any(isinstance(source, Constant) for source in rule.sources)
    if constant or isinstance(rule.target, ToContext) or any(step.kind == "default" for step in rule.steps):
        return None
    if rule.table:
        return rule.fields if _table_leaves_empty(handoff, rule, ref) else None
    if all(can_be_empty(handoff, source) for source in rule.fields):
        return rule.fields
    return None


def _table_leaves_empty(handoff: Handoff, rule: Rule, ref: FieldRef) -> bool:
    """Whether empty sources make an empty target. A filled one without a row is a gap of the table, said there."""
    found = table(handoff, rule, "out")
    at = rule.target.fields.index(ref) if isinstance(rule.target, ToFields) else 0
    return any(found.made(box.line)[at] is Symbol.EMPTY and _may_come(handoff, rule, box) for box in cover(found).boxes)


def _may_come(handoff: Handoff, rule: Rule, box: Box) -> bool:
    """Whether a ticket that crosses can hold some of these values. Without a row all of them have to be empty."""
    if box.line is None and not all(Symbol.EMPTY in values for values in box.values):
        return False
    parts = box.values if box.line is not None else ((Symbol.EMPTY,),) * len(box.values)
    return all(
        set(values) != {Symbol.EMPTY} or can_be_empty(handoff, ref)
        for ref, values in zip(rule.fields, parts, strict=True)
    )


# ── Required to travel ─────────────────────────────────────────────────────────────────────────────────────────────


def _survives(handoff: Handoff, requirement: Requirement) -> Iterator[Fact]:
    match requirement.subject:
        case FieldRef() as ref:
            rules = [rule for rule in handoff.rules if ref in rule.fields and rule.flow != "back"]
            if rules and all(rule.target.kind == "nothing" for rule in rules):
                yield RequiredButDropped(requirement.id, "nothing", field_at(handoff, ref).label)
        case "attachments":
            for record in dict.fromkeys((handoff.source, handoff.destination)):
                if record.attachments is None:
                    yield RequiredButDropped(requirement.id, "no attachments", record.system_title)
        case "conversation":
            facts = handoff.source.comments
            for channel in requirement.channels:
                if facts is None or channel not in facts.channels:
                    yield RequiredButDropped(requirement.id, "no channel", channel)
