"""One handoff while it is being resolved: its two records, what its names mean, what was found wrong.

Everything that a section looks up goes through here, so that an unknown name is reported once and marks its section
as broken: what seems to be missing there may be what was misspelt.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from handoffspec.diagnostics import Diagnostic, Span, closest, codes
from handoffspec.model.names import NameScope, condition_of
from handoffspec.model.parties import STAND_IN, Parties
from handoffspec.model.systems_types import text_of
from handoffspec.model.values import value_of
from handoffspec.schema.conditions import Condition, FieldRef, Side
from handoffspec.schema.mapping import Impact
from handoffspec.schema.parties import Notify, Outcome, Who
from handoffspec.schema.spelling import word
from handoffspec.schema.systems import Field, Record
from handoffspec.schema.types import Json, Scalar, StructureType, Type
from handoffspec.syntax import ast

SIDES: tuple[Side, Side] = ("source", "destination")
OTHER: dict[Side, Side] = {"source": "destination", "destination": "source"}


@dataclass(slots=True)
class HandoffScope:
    """The working state for one handoff."""

    source: Record
    destination: Record
    parties: Parties
    incomplete: frozenset[Side] = frozenset()
    """Sides of whose description something could not be read: an unknown field there is no finding."""
    diagnostics: list[Diagnostic] = field(default_factory=list)
    spans: dict[str, Span] = field(default_factory=dict)
    broken: set[str] = field(default_factory=set)
    teams_named: set[str] = field(default_factory=set)
    _section: str = "handoff"

    @property
    def within(self) -> bool:
        """Whether both ends are one record."""
        return self.source is self.destination

    def record(self, side: Side) -> Record:
        """The record of a side."""
        return self.source if side == "source" else self.destination

    @contextmanager
    def section(self, name: str, *, broken: bool = False) -> Iterator[None]:
        """Work on a section: what is found wrong inside marks it as broken."""
        before, self._section = self._section, name
        if broken:
            self.broken.add(name)
        try:
            yield
        finally:
            self._section = before

    def report(self, *found: Diagnostic) -> None:
        """Report findings of the section at work."""
        if found:
            self.diagnostics.extend(found)
            self.broken.add(self._section)

    def place(self, name: str, span: Span) -> None:
        """Remember where a part stands; the first of two with one name is kept."""
        self.spans.setdefault(name, span)

    # ── Names ──────────────────────────────────────────────────────────────────────────────────────────────────────

    def names(self, default: Side) -> NameScope:
        """The two records, unqualified names on one side."""
        return NameScope(self.source, self.destination, default, self.incomplete)

    def field(self, ref: ast.Ref, default: Side) -> tuple[FieldRef, Field] | None:
        """What a reference names, reported where it names nothing."""
        found = self.names(default).find(ref)
        if isinstance(found, Diagnostic):
            self.report(found)
            return None
        if found is None:
            self.broken.add(self._section)
        return found

    def condition(self, node: ast.Condition, default: Side = "source") -> Condition | None:
        """A condition with its names resolved; None where one is unknown or a value does not fit."""
        condition, found = condition_of(node, self.names(default), self.parties.constants)
        self.report(*found)
        return condition

    def value(self, node: ast.Value, type_: Type, of: str | None = None) -> Scalar | None:
        """A plain value of a type (`of` a field, for messages); None where it does not fit."""
        value = self.json(node, type_, of)
        return value if isinstance(value, bool | int | float | str) else None

    def json(self, node: ast.Value, type_: Type, of: str | None = None) -> Json:
        """A value of a type, lists and records included; None where it does not fit."""
        value, found = value_of(node, type_, self.parties.constants, of=of)
        self.report(*found)
        return value

    def plain_json(self, node: ast.Value) -> Json:
        """A value as written, whatever type it may have."""
        return self.json(node, StructureType())

    def status(self, node: ast.Name | ast.Text, side: Side) -> str | None:
        """A status of a side's lifecycle."""
        record = self.record(side)
        name = node.text if isinstance(node, ast.Name) else node.value
        known = [status.name for status in record.lifecycle.statuses] if record.lifecycle else []
        if name in known:
            return name
        if name != STAND_IN:
            meant = closest(name, known)
            listed = ", ".join(f"`{status}`" for status in known) or "none"
            help_ = f"Did you mean `{meant}`?" if meant else f"Its statuses: {listed}."
            self.report(
                codes.UNKNOWN_STATUS.at(node.span, f"{record.system_title} has no status `{name}`.", help=help_)
            )
        return None

    def team(self, name: ast.Name) -> str | None:
        """A team, reported where there is none; where it may be declared in what was not read, nothing is said."""
        if self.parties.known("team", name, self.parties.teams):
            self.teams_named.add(name.text)
            return name.text
        self.broken.add(self._section)
        return None

    def side_of_system(self, name: ast.Name) -> Side | None:
        """The side whose system is named; unclear within one system."""
        if name.text == self.source.system:
            return "source"
        if self.parties.known("system", name, (self.source.system, self.destination.system)):
            return "destination"
        return None

    def word(self, node: ast.Name | ast.Text, allowed: tuple[str, ...]) -> bool:
        """Whether a word is one of those that its line knows."""
        written = text_of(node)
        if written in allowed:
            return True
        meant = closest(written, allowed)
        listed = ", ".join(f"`{word(name)}`" for name in allowed)
        help_ = f"Did you mean `{word(meant)}`?" if meant else f"Known here: {listed}."
        self.report(codes.WRONG_WORD.at(node.span, f"`{written}` means nothing here.", help=help_))
        return False

    # ── People and outcomes ────────────────────────────────────────────────────────────────────────────────────────

    def who(self, targets: tuple[ast.Target, ...], default: Side = "source") -> tuple[Who, ...]:
        """Those to tell; whoever is unknown is reported and left out."""
        found = (self._one(target, default) for target in targets)
        return tuple(who for who in found if who is not None)

    def _one(self, target: ast.Target, default: Side) -> Who | None:
        if isinstance(target, ast.Text):
            return Who("channel", target.value)
        if isinstance(target, ast.Previous):
            return Who("holder") if target.field is None else self._person(target.field, default, previous=True)
        if target.parts == ("customer",):
            return Who("customer")
        if len(target.parts) == 1 and target.text in self.parties.teams:
            self.teams_named.add(target.text)
            return Who("team", target.text)
        return self._person(target, default, previous=False)

    def _person(self, ref: ast.Ref, default: Side, *, previous: bool) -> Who | None:
        found = self.names(default).find(ref)
        if found is None:
            return None
        if isinstance(found, Diagnostic):
            if len(ref.parts) == 1 and not previous:
                people = [f.name for f in self.record(default).fields if f.type.kind == "person"]
                self.parties.known("team", ast.Name(ref.span, ref.text), [*self.parties.teams, "customer", *people])
                self.broken.add(self._section)
            else:
                self.report(found)
            return None
        where, field_ = found
        is_group = field_.type.kind == "reference" and field_.type.to == "group"
        if field_.type.kind != "person" and not is_group:
            self.report(
                codes.WRONG_KIND.at(
                    ref.span,
                    f"`{ref.text}` holds no person, so nobody can be told.",
                    help="Name a team, a field that holds a person, `customer`, or a channel in quotes.",
                )
            )
            return None
        return Who("person", field=where, previous=previous)

    def outcome(self, node: ast.Outcome | None) -> Outcome | None:
        """What happens to what is missing or fails."""
        if node is None:
            return None
        holder = self.team(node.holder) if node.holder else None
        return Outcome(node.kind, holder, node.limit.seconds if node.limit else None, self.who(node.notify))

    def notify(self, node: ast.Notify, default: Side = "source") -> Notify | None:
        """One `notify` line."""
        who = self.who(node.targets, default)
        if isinstance(node.when, ast.ThingsChange):
            things = tuple(thing for ref in node.when.things if (thing := self._thing(ref, default)) is not None)
            return Notify(who, things) if who and things else None
        when = self.condition(node.when, default) if node.when else None
        return Notify(who, (), when) if who and (when or not node.when) else None

    def _thing(self, ref: ast.Ref, default: Side) -> str | None:
        if ref.text in ("status", "comments", "attachments"):
            return ref.text
        found = self.field(ref, default)
        return found[0].field if found else None


def impact_in(impacts: tuple[ast.ImpactIs, ...]) -> Impact | None:
    """The impact that a rule names."""
    return impacts[0].level if impacts else None
