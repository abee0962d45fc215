"""Law 1: every field of the source record is accounted for; where both sides are kept in step, the other's too."""

from collections import defaultdict
from collections.abc import Iterator

from handoffspec.analysis.domains import field_at, ways, written_by
from handoffspec.analysis.facts import (
    AccountedTwice,
    Fact,
    LabelTaken,
    LabelUnfit,
    NeverFilled,
    Unaccounted,
    WrittenTwice,
)
from handoffspec.analysis.receivers import hidden_from, receivers
from handoffspec.analysis.required import never_filled
from handoffspec.analysis.status import left_open
from handoffspec.schema.coercions import coercion
from handoffspec.schema.conditions import FieldRef, Side
from handoffspec.schema.handoffs import Handoff
from handoffspec.schema.mapping import Rule, ToContext
from handoffspec.schema.systems import Field
from handoffspec.text.context import label_problem


def accounting_facts(handoff: Handoff) -> Iterator[Fact]:
    """What is not accounted for, and what is accounted for in ways that exclude each other."""
    yield from _unaccounted_within(handoff) if handoff.within else _unaccounted(handoff)
    yield from _twice(handoff)
    yield from _written_twice(handoff)
    yield from _labels(handoff)


# ── Not at all ─────────────────────────────────────────────────────────────────────────────────────────────────────


def _unaccounted(handoff: Handoff) -> Iterator[Fact]:
    """Open fields in one fact. A required field that an open one could fill is told with it: one rule mends both."""
    unfilled = never_filled(handoff)
    open_ = [ref for ref in _open(handoff) if ref not in unfilled]
    types = [field_at(handoff, ref).type for ref in open_ if ref.side == "source"]
    fillable = tuple(ref for ref in unfilled if any(coercion(t, field_at(handoff, ref).type) for t in types))
    if open_:
        yield Unaccounted(tuple(open_), fillable)
    yield from (NeverFilled(ref) for ref in unfilled if ref not in fillable)


def _open(handoff: Handoff) -> Iterator[FieldRef]:
    both = handoff.sync is not None and handoff.sync.flow == "both"
    taken = taken_up(handoff) | _said_elsewhere(handoff)
    sides: tuple[Side, ...] = ("source", "destination") if both else ("source",)
    for side in sides:
        for field in handoff.record(side).fields:
            ref = FieldRef(side, field.name)
            if ref not in taken and not _exempt(field) and not _is_status(handoff, ref):
                yield ref


def _said_elsewhere(handoff: Handoff) -> frozenset[FieldRef]:
    """Fields that are open because of another finding, which takes them up once it is mended."""
    refs = set(left_open(handoff))
    if handoff.rollback is not None:
        refs |= set(handoff.rollback.requires)
    if handoff.link is None:
        refs |= {link_candidate(handoff, "source"), link_candidate(handoff, "destination")}
    return frozenset(refs)


def link_candidate(handoff: Handoff, side: Side) -> FieldRef:
    """The field that seems made to keep the other side's id where no link is said: free, and named after it."""
    record, other = handoff.record(side), handoff.destination if side == "source" else handoff.source
    taken = {ref for rule in handoff.rules for ref in _touched(rule)}
    for field in record.fields:
        named = other.system in field.name or field.name.startswith("external")
        if (
            named
            and field.writable
            and field.type.kind in ("text", "number")
            and FieldRef(side, field.name) not in taken
        ):
            return FieldRef(side, field.name)
    return FieldRef(side, record.key)


def status_unaccounted(handoff: Handoff) -> bool:
    """Whether the source's status is left without a word where nothing is kept in step."""
    lifecycle = handoff.source.lifecycle
    return lifecycle is not None and FieldRef("source", lifecycle.field) not in taken_up(handoff)


def _exempt(field: Field) -> bool:
    """Bookkeeping, and what a system computes: nothing is lost with it that its inputs do not say."""
    return field.kept or bool(field.computed_from)


def _is_status(handoff: Handoff, ref: FieldRef) -> bool:
    """Whether it is the lifecycle's field and both sides are kept in step: the status map is judged by itself."""
    lifecycle = handoff.record(ref.side).lifecycle
    mapped = handoff.sync is not None and handoff.source.lifecycle and handoff.destination.lifecycle
    return bool(mapped) and lifecycle is not None and lifecycle.field == ref.field


def taken_up(handoff: Handoff) -> frozenset[FieldRef]:
    """The fields that something takes up: a rule that reads or writes them, the link, the status map, the persons that
    the ownership tells, what a rollback carries back.

    A person who is only told of later changes, or a field that only a condition reads, does not cross by that.
    """
    refs = {ref for rule in handoff.rules for ref in rule.fields}
    refs |= {ref for rule in handoff.rules if rule.target.kind == "fields" for ref in rule.target.fields}
    if handoff.link is not None:
        refs.add(FieldRef("source", handoff.link.source_field))
        refs.add(FieldRef("destination", handoff.link.destination_field))
    if handoff.sync is not None:
        refs |= {ref for row in handoff.sync.status for ref, _ in row.with_fields}
    if handoff.ownership is not None:
        told = (who for notice in handoff.ownership.notify for who in notice.who)
        refs |= {who.field for who in told if who.field is not None}
        refs |= {a.field for a in handoff.ownership.acknowledge if a.field is not None}
    if handoff.rollback is not None:
        carried = (operand for carry in handoff.rollback.carries for operand in carry.sources)
        refs |= {operand for operand in carried if isinstance(operand, FieldRef)}
    return frozenset(refs)


def _unaccounted_within(handoff: Handoff) -> Iterator[Fact]:
    """Nothing is copied within one system: lost is what the receiving team cannot see."""
    if not receivers(handoff, "destination"):
        return
    taken = {ref.field for rule in handoff.rules for ref in rule.fields}
    open_: dict[tuple[str, ...], list[FieldRef]] = defaultdict(list)
    for field in handoff.source.fields:
        blind = hidden_from(handoff, field, "destination")
        if blind and field.name not in taken and not _exempt(field):
            open_[blind].append(FieldRef("source", field.name))
    yield from (Unaccounted(tuple(refs), unseen_by=blind) for blind, refs in open_.items())


# ── Twice ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def _twice(handoff: Handoff) -> Iterator[Fact]:
    """Fields that go to nothing and somewhere. Two guarded rules may each have their own tickets."""
    rules: dict[FieldRef, list[Rule]] = defaultdict(list)
    for rule in handoff.rules:
        for ref in _touched(rule):
            rules[ref].append(rule)
    for ref, found in rules.items():
        for nothing in (rule for rule in found if rule.target.kind == "nothing"):
            others = [rule for rule in found if rule is not nothing and not (rule.when and nothing.when)]
            if others and (others[0].target.kind != "nothing" or found.index(nothing) < found.index(others[0])):
                yield AccountedTwice(ref, nothing.id, others[0].id)


def _touched(rule: Rule) -> tuple[FieldRef, ...]:
    """The fields of a rule, on both sides."""
    written = rule.target.fields if rule.target.kind == "fields" else ()
    return tuple(dict.fromkeys((*rule.fields, *written)))


def _written_twice(handoff: Handoff) -> Iterator[Fact]:
    """Law 3: a field has one writer. Rules with a guard each are tried in turn."""
    writers: dict[FieldRef, list[Rule]] = defaultdict(list)
    for rule in handoff.rules:
        for way in ways(rule):
            for ref in written_by(rule, way):
                writers[ref].append(rule)
    for ref, found in writers.items():
        if len(found) > 1 and any(rule.when is None for rule in found):
            yield WrittenTwice(ref, tuple(rule.id for rule in found))


# ── Context labels ─────────────────────────────────────────────────────────────────────────────────────────────────


def _labels(handoff: Handoff) -> Iterator[Fact]:
    """Entries of a block are found again by their labels."""
    first: dict[tuple[FieldRef | str | None, str], str] = {}
    for rule in handoff.rules:
        if not isinstance(rule.target, ToContext):
            continue
        why = label_problem(rule.target.label)
        if why:
            yield LabelUnfit(rule.target.label, rule.id, why)
        key = (rule.target.field or rule.target.channel, rule.target.label)
        if key in first:
            yield LabelTaken(rule.target.label, (first[key], rule.id))
        first.setdefault(key, rule.id)
