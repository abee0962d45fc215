"""Law 8: which handoffs need not be, and the patterns of failure that a spec shows before the first ticket crosses."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from handoffspec.analysis.domains import field_at, ways
from handoffspec.analysis.facts import Fact
from handoffspec.analysis.vocabulary import approves, ranks, tells_what_was_tried, weighs
from handoffspec.schema.conditions import (
    All,
    AnyOf,
    Compare,
    Condition,
    Event,
    FieldRef,
    Lasting,
    atoms,
    fields_read,
    lastings,
)
from handoffspec.schema.handoffs import Handoff
from handoffspec.schema.mapping import Rule

_OFTEN: Final = 3
"""A ticket that may come back so often belongs to both teams."""
_OUTSIDE: Final = ("customer replies", "agent replies", "comment is added", "public comment is added",
                   "internal comment is added", "attachment is added", "someone presses")  # fmt: skip


@dataclass(frozen=True, slots=True)
class ApprovalGate(Fact):
    """The ticket goes to somebody who only agrees, and comes back as it was."""

    receiver: str | None


@dataclass(frozen=True, slots=True)
class Clustered(Fact):
    """Tickets go back and forth between two teams. `other`: the handoff the other way; None: the ticket comes back."""

    teams: tuple[str, str]
    other: str | None


@dataclass(frozen=True, slots=True)
class OneWayOnly(Fact):
    """Two systems hold the ticket, and only one of them hears of the other."""


@dataclass(frozen=True, slots=True)
class ImpactIgnored(Fact):
    """A rule ranks the ticket without a field that says what it means for the business."""

    rule: str
    impact: FieldRef


@dataclass(frozen=True, slots=True)
class UrgencyUnanchored(Fact):
    """A rule ranks the ticket in another system, and neither an impact nor a target says what the rank means."""

    rule: str


@dataclass(frozen=True, slots=True)
class TriedStaysBehind(Fact):
    """What has been tried does not travel, and the author calls that more than nothing."""

    rule: str
    fields: tuple[FieldRef, ...]


@dataclass(frozen=True, slots=True)
class WaitsForEver(Fact):
    """The ticket waits in statuses that only something from outside takes it out of."""

    statuses: tuple[str, ...]


def advice_facts(handoff: Handoff) -> Iterator[Fact]:
    """What could be simpler or safer about one handoff."""
    yield from _gate(handoff)
    yield from _returns_often(handoff)
    sync = handoff.sync
    # Where a status goes one way, both sides come to rest in different ones, which is more than advice.
    if sync is not None and sync.flow != "both" and not sync.status and not handoff.within:
        yield OneWayOnly()
    if not handoff.within:
        yield from _ranking(handoff)
        yield from _tried(handoff)
    yield from _waits(handoff)


def advice_together(handoffs: Sequence[Handoff]) -> list[tuple[str, Fact]]:
    """Two teams that hand tickets to each other, where that is no circle of the same tickets."""
    found: list[tuple[str, Fact]] = []
    earlier: dict[tuple[str, str], list[Handoff]] = {}
    for second in handoffs:
        teams = _teams(second)
        if teams is None:
            continue
        back = teams[::-1]
        others = (first for first in earlier.get(back, ()) if not _circle(first, second))
        found += [(second.name, Clustered(back, first.name)) for first in others]
        earlier.setdefault(teams, []).append(second)
    return found


# ── Handoffs to remove ─────────────────────────────────────────────────────────────────────────────────────────────


def _gate(handoff: Handoff) -> Iterator[Fact]:
    """Consent by its words, a way back, and nothing that the other side puts in."""
    rollback = handoff.rollback
    if rollback is None or rollback.requires or rollback.carries:
        return
    brought = any("back" in ways(rule) and rule.target.kind == "fields" for rule in handoff.rules)
    said = [str(value) for condition in rollback.when for value in _values(condition)]
    pressed = [label for condition in (*handoff.trigger, *rollback.when) for label in _labels(condition)]
    if not brought and approves(handoff, [*said, *pressed]):
        yield ApprovalGate(handoff.to_end.held_by)


def _returns_often(handoff: Handoff) -> Iterator[Fact]:
    rollback, teams = handoff.rollback, _teams(handoff)
    if teams is not None and rollback is not None and rollback.at_most is not None and rollback.at_most >= _OFTEN:
        yield Clustered(teams, None)


def _teams(handoff: Handoff) -> tuple[str, str] | None:
    before, after = handoff.from_end.held_by, handoff.to_end.held_by
    return (before, after) if before is not None and after is not None and before != after else None


def _circle(first: Handoff, second: Handoff) -> bool:
    """Whether one takes up the tickets of the other, which is more than advice."""
    one, other = first.to_end.statuses, second.from_end.statuses
    same = (first.destination.system, first.destination.name) == (second.source.system, second.source.name)
    return same and (not one or not other or bool(set(one) & set(other)))


# ── Patterns of failure ────────────────────────────────────────────────────────────────────────────────────────────


def _ranking(handoff: Handoff) -> Iterator[Fact]:
    impacts = [FieldRef("source", field.name) for field in handoff.source.fields if weighs(field)]
    for rule in handoff.rules:
        if not _ranks(handoff, rule):
            continue
        if any(ref in impacts for ref in rule.fields) or (rule.when and set(impacts) & set(fields_read(rule.when))):
            continue
        if impacts:
            yield ImpactIgnored(rule.id, impacts[0])
        elif handoff.sla is None or not handoff.sla.targets:
            yield UrgencyUnanchored(rule.id)


def _ranks(handoff: Handoff, rule: Rule) -> bool:
    """Whether a rule fills a rank from a rank."""
    if rule.target.kind != "fields" or rule.flow == "back":
        return False
    made = (ref for ref in rule.target.fields if ref.side == "destination")
    return any(ranks(field_at(handoff, ref)) for ref in rule.fields) and any(ranks(field_at(handoff, r)) for r in made)


def _tried(handoff: Handoff) -> Iterator[Fact]:
    for rule in handoff.rules:
        if rule.target.kind == "nothing" and rule.impact != "none":
            fields = tuple(r for r in rule.fields if r.side == "source" and tells_what_was_tried(field_at(handoff, r)))
            if fields:
                yield TriedStaysBehind(rule.id, fields)


def _waits(handoff: Handoff) -> Iterator[Fact]:
    """A handoff out of a waiting status that nothing starts by the clock, and no automation of the system either."""
    lifecycle = handoff.source.lifecycle
    if lifecycle is None or not handoff.trigger or not all(_from_outside(condition) for condition in handoff.trigger):
        return
    timed = {status for automation in handoff.source.automations for status in _timed(automation.when)}
    statuses = (lifecycle.status(name) for name in handoff.from_end.statuses)
    waiting = tuple(s.name for s in statuses if s and s.category == "waiting" and s.name not in timed)
    if waiting:
        yield WaitsForEver(waiting)


def _from_outside(condition: Condition) -> bool:
    """Whether something has to come from outside for it to hold."""
    match condition:
        case Event(event=event):
            return event in _OUTSIDE
        case All(conditions=parts):
            return any(_from_outside(part) for part in parts)
        case AnyOf(conditions=parts):
            return all(_from_outside(part) for part in parts)
        case _:
            return False


def _timed(conditions: Sequence[Condition]) -> Iterator[object]:
    for condition in conditions:
        for lasting in lastings(condition):
            yield from lasting.compare.values


def _values(condition: Condition) -> Iterator[object]:
    for atom in atoms(condition):
        match atom:
            case Compare(values=values) | Lasting(compare=Compare(values=values)):
                yield from values
            case Event():
                pass


def _labels(condition: Condition) -> Iterator[str]:
    return (atom.label for atom in atoms(condition) if isinstance(atom, Event) and atom.label is not None)
