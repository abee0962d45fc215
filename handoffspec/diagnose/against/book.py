"""The rules of a spec with their places in its text."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from handoffspec.diagnose.against.tally import Kind, Rule
from handoffspec.model.handoffs import ResolvedHandoff
from handoffspec.model.systems import SystemsResult
from handoffspec.schema.handoffs import Handoff
from handoffspec.schema.systems import Record


@dataclass(frozen=True, slots=True)
class Spec:
    """A spec's handoffs and the systems that it stands on."""

    handoffs: tuple[ResolvedHandoff, ...]
    systems: SystemsResult
    omits: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """By system, the places in its API that its description leaves out on purpose."""


@dataclass(frozen=True, slots=True)
class Book:
    """One spec, to be asked for its rules."""

    spec: Spec
    _rules: dict[tuple[Kind, str, str], Rule] = field(default_factory=dict, compare=False)

    def rule(self, kind: Kind, handoff: Handoff, id_: str) -> Rule:
        """A rule of a handoff."""
        asked = (kind, handoff.name, id_)
        if asked not in self._rules:
            places = next(one.places for one in self.spec.handoffs if one.value.name == handoff.name)
            span = places.span(id_)
            self._rules[asked] = Rule(kind, handoff.name, id_, f"{span.source.path}:{span.line}")
        return self._rules[asked]

    def described(self, kind: Kind, record: Record, what: str, name: str = "") -> Rule:
        """A part of a record's description: where a field or a status is declared, or else where such things begin."""
        span = None
        systems = self.spec.systems
        if what == "fields":
            names = [name] if name else [field.name for field in record.fields]
            span = next((s for one in names if (s := systems.field_span(record.system, record.name, one))), None)
        elif record.lifecycle is not None:
            names = [name] if name else [status.name for status in record.lifecycle.statuses]
            span = next((s for one in names if (s := systems.status_span(record.system, record.name, one))), None)
        place = f"{span.source.path}:{span.line}" if span is not None else ""
        return Rule(kind, f"{record.system}.{record.name}", f"{what} {name}".strip(), place)
