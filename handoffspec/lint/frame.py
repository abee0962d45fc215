"""The frame that lint rules stand in: what a rule is given, and what it is."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Generic, TypeVar

from handoffspec.analysis.facts import Fact, Facts
from handoffspec.analysis.lifecycles.facts import WithHistory
from handoffspec.analysis.lifecycles.history import stands
from handoffspec.diagnostics import Diagnostic, Label, Span
from handoffspec.model.places import Places
from handoffspec.model.systems import SystemsResult
from handoffspec.schema.conditions import FieldRef, Side
from handoffspec.schema.handoffs import Handoff
from handoffspec.schema.mapping import Rule
from handoffspec.schema.systems import Field

F = TypeVar("F", bound=Fact)


@dataclass(frozen=True, slots=True)
class Case:
    """One handoff as a rule sees it: its value, the facts, and where things stand."""

    handoff: Handoff
    facts: Facts
    places: Places
    systems: SystemsResult
    beside: Mapping[str, Places]
    """Where all handoffs of the spec stand, by name."""

    def span(self, place: str) -> Span:
        """Where a part of the handoff stands."""
        return self.places.span(place)

    def section(self, name: str, otherwise: str = "name") -> Span:
        """Where a section begins, as one line; where it is not there, the place that would hold it."""
        found = self.places.spans.get(name) or self.places.spans.get(otherwise) or self.places.name
        return first_line(found)

    def elsewhere(self, handoff: str, place: str, message: str) -> Label:
        """A label at a part of any handoff of the spec."""
        return Label(first_line(self.beside[handoff].span(place)), message)

    def field(self, ref: FieldRef) -> Field:
        """The field that a reference means."""
        field = self.handoff.record(ref.side).field(ref.field)
        if field is None:
            raise LookupError(f"no field {ref.side} {ref.field}")
        return field

    def name(self, ref: FieldRef) -> str:
        """A field as a spec writes it where both systems are in sight: `jira.priority`."""
        return f"{self.handoff.record(ref.side).system}.{ref.field}"

    def short(self, ref: FieldRef) -> str:
        """A field as a rule of the map begins with it: only the destination's needs its system's name."""
        return ref.field if ref.side == "source" else self.name(ref)

    def system(self, side: Side) -> str:
        """The title of a side's system."""
        return self.handoff.record(side).system_title

    def rule(self, name: str) -> Rule:
        """A rule of the map by its id."""
        return next(rule for rule in self.handoff.rules if rule.id == name)

    def declared(self, ref: FieldRef, message: str = "declared here") -> tuple[Label, ...]:
        """A label at a field's declaration, where that is known."""
        record = self.handoff.record(ref.side)
        span = self.systems.field_span(record.system, record.name, ref.field)
        return (Label(first_line(span), message),) if span else ()

    def table_unread(self, rule: str) -> bool:
        """Whether a rule has a table of which some row may not have been read."""
        return bool(self.rule(rule).table) and self.places.is_broken("map", rule)


def first_line(span: Span) -> Span:
    """The first line of a span: enough to point at a block."""
    end = span.source.text.find("\n", span.start, span.end)
    return Span(span.source, span.start, end) if end > span.start else span


@dataclass(frozen=True, slots=True)
class LintRule(Generic[F]):
    """Words for one kind of fact. Nothing is said if one of the sections holds something that could not be read."""

    fact: type[F]
    say: Callable[[F, Case], Diagnostic | None]
    unless_broken: tuple[str, ...] = ()

    def check(self, case: Case) -> list[Diagnostic]:
        """The findings of this rule."""
        if case.places.is_broken(*self.unless_broken):
            return []
        found = ((fact, self.say(fact, case)) for fact in case.facts.of(self.fact))
        return [_drawn(fact, diagnostic) for fact, diagnostic in found if diagnostic is not None]


def _drawn(fact: Fact, found: Diagnostic) -> Diagnostic:
    """A finding that tells a history says where both sides stand after each step."""
    return replace(found, stands=stands(fact.history)) if isinstance(fact, WithHistory) else found
