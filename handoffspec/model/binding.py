"""Putting an environment's identifiers into the records and the constants of a spec."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from handoffspec.diagnostics import Diagnostic, Label, Span, closest, codes
from handoffspec.model.environment import Binding, Environment, Known, TransitionId
from handoffspec.model.systems import SystemsResult
from handoffspec.model.systems_fields import paths_in, place_for
from handoffspec.model.values import listed, written
from handoffspec.schema.systems import Field, Lifecycle, Record, Transition
from handoffspec.schema.types import ChoiceType, ListType, Option, Type, Wire, choice_in
from handoffspec.syntax import ast


def with_constants(
    files: Sequence[ast.File], environment: Environment
) -> tuple[tuple[ast.File, ...], tuple[Diagnostic, ...]]:
    """The files with those constants replaced that the environment knows."""
    found: list[Diagnostic] = []
    changed = tuple(
        replace(file, items=tuple(_replaced(item, environment.constants, found) for item in file.items))
        for file in files
    )
    return changed, tuple(found)


def _replaced(item: ast.Item, constants: Mapping[str, Known], found: list[Diagnostic]) -> ast.Item:
    if not isinstance(item, ast.Constant) or item.name.text not in constants:
        return item
    known = constants[item.name.text]
    value = _node(known, item.value)
    if value is None:
        found.append(
            codes.ENVIRONMENT_SHAPE.at(
                known.span,
                f"`{item.name.text}` is `{item.value.span.text}` in the spec, and something of another kind here.",
                help="Write a value of the same kind.",
                labels=[Label(item.value.span, "the spec's value")],
            )
        )
        return item
    return replace(item, value=value)


def _node(known: Known, old: ast.Value) -> ast.Value | None:
    """The environment's value as the spec would have it, of the kind that stands there."""
    value, span = known.value, known.span
    match old:
        case ast.Text():
            return None if isinstance(value, bool) else ast.Text(span, str(value))
        case ast.Number():
            is_number = isinstance(value, int | float) and not isinstance(value, bool)
            return ast.Number(span, Decimal(str(value))) if is_number else None
        case ast.Name(text="yes" | "no"):
            return ast.Name(span, "yes" if value else "no") if isinstance(value, bool) else None
        case ast.Name():
            return ast.Name(span, str(value)) if isinstance(value, str) else None
        case _:
            return None


def bind(systems: SystemsResult, environment: Environment) -> tuple[SystemsResult, tuple[Diagnostic, ...]]:
    """The systems with the environment's identifiers; what the spec does not have is left to `unknown_names`."""
    work = _Binding(environment)
    records = {key: work.record(record) for key, record in systems.records.items()}
    return replace(systems, records=records), tuple(work.found)


@dataclass(slots=True)
class _Binding:
    """One environment being put into records."""

    environment: Environment
    found: list[Diagnostic] = field(default_factory=list)

    def record(self, record: Record) -> Record:
        """The record with every field and transition bound that the environment knows."""
        lifecycle = record.lifecycle
        taken: dict[str, Binding] = {}
        for binding in self.environment.bindings:
            made = record.field(binding.name)
            if (binding.system, binding.record) != (record.system, record.name) or made is None:
                continue
            bound = self._values(self._identifier(made, binding, record, taken), binding, record)
            record = replace(record, fields=tuple(bound if f is made else f for f in record.fields))
            if lifecycle and lifecycle.field == binding.name:
                lifecycle = _with_wires(lifecycle, binding)
        if lifecycle:
            ids = [t for t in self.environment.transitions if t.system == record.system]
            lifecycle = replace(lifecycle, transitions=tuple(_with_ids(lifecycle.transitions, ids)))
        return replace(record, lifecycle=lifecycle)

    def _identifier(self, made: Field, binding: Binding, record: Record, taken: dict[str, Binding]) -> Field:
        if binding.identifier is None:
            return made
        place = place_for(made.type, record.customs)
        identifier = str(binding.identifier.value)
        name = f"{record.system}.{made.name}"
        if made.bound or place is None:
            why = "has its place written in the spec" if made.custom else f"is a field of {record.system_title} itself"
            message = f"`{name}` {why}, so it takes no identifier."
            self.found.append(codes.BOUND_TWICE.at(binding.identifier.span, message, help="Remove this line."))
            return made
        if identifier in taken:
            first = taken[identifier]
            message = f"`{first.name}` and `{binding.name}` cannot both be `{identifier}`."
            self._twice(binding.identifier.span, message, first.span)
            return made
        taken[identifier] = binding
        return replace(made, **paths_in(place, identifier), bound=True)

    def _twice(self, span: Span, message: str, first: Span | None) -> None:
        labels = [Label(first, "the first one")] if first else []
        self.found.append(codes.BOUND_TWICE.at(span, message, help="Remove one of the two.", labels=labels))

    def _values(self, made: Field, binding: Binding, record: Record) -> Field:
        if not binding.values:
            return made
        choice = choice_in(made.type)
        name = f"{record.system}.{made.name}"
        if choice is None or choice.open:
            self.found.append(
                codes.UNBINDABLE_NAME.at(
                    binding.span,
                    f"`{name}` has no list of values that could be bound.",
                    help=f"Write `{made.name} choice [a, b]` in `extend {record.system}.{record.name}`.",
                )
            )
            return made
        names = [option.name for option in choice.options]
        for value, known in binding.values.items():
            if value not in names:
                meant = closest(value, names)
                options = listed([written(option) for option in names])
                help_ = f"Did you mean `{written(meant)}`?" if meant else f"It can be {options}."
                message = f"`{name}` has no value `{value}`."
                self.found.append(codes.UNBINDABLE_NAME.at(known.span, message, help=help_))
        left = tuple(name for name in made.unbound_values if name not in binding.values)
        return replace(made, type=_with_options(made.type, self._options(choice, binding)), unbound_values=left)

    def _options(self, choice: ChoiceType, binding: Binding) -> ChoiceType:
        options: list[Option] = []
        taken: dict[Wire, str] = {}
        for option in choice.options:
            known = binding.values.get(option.name)
            wire = _wire(known) if known else option.wire
            if known and wire in taken:
                self._twice(known.span, f"`{taken[wire]}` and `{option.name}` cannot both be `{wire}`.", None)
            taken.setdefault(wire, option.name)
            options.append(replace(option, wire=wire))
        return ChoiceType(tuple(options))


def _wire(known: Known) -> str | int:
    is_whole = isinstance(known.value, int) and not isinstance(known.value, bool)
    return int(known.value) if is_whole else str(known.value)


def _with_options(type_: Type, choice: ChoiceType) -> Type:
    return replace(type_, item=choice) if isinstance(type_, ListType) else choice


def _with_wires(lifecycle: Lifecycle, binding: Binding) -> Lifecycle:
    known = binding.values
    statuses = (replace(s, wire=_wire(known[s.name])) if s.name in known else s for s in lifecycle.statuses)
    return replace(lifecycle, statuses=tuple(statuses))


def _with_ids(transitions: Iterable[Transition], ids: Sequence[TransitionId]) -> Iterable[Transition]:
    """Each transition with its identifier; one that leads to several statuses is taken apart where it must be."""
    by_target = {known.target: known.identifier for known in ids}
    for transition in transitions:
        if transition.name is not None and transition.name in by_target:
            yield replace(transition, wire=by_target[transition.name])
            continue
        rest = tuple(target for target in transition.targets if target not in by_target)
        for target in transition.targets:
            if target in by_target:
                yield replace(transition, targets=(target,), wire=by_target[target])
        if rest:
            yield replace(transition, targets=rest)


# ── Names that nothing has ─────────────────────────────────────────────────────────────────────────────────────────


def unknown_names(
    environment: Environment, all_systems: Sequence[SystemsResult], constants: Iterable[str]
) -> tuple[Diagnostic, ...]:
    """Names of the environment that none of some specs has.

    One close to a name that the environment does not bind is a slip. Others may belong to a spec that is not looked at
    now, so they are worth a hint only.
    """
    records = {key: record for systems in all_systems for key, record in systems.records.items()}
    fields: dict[tuple[str, str], list[str]] = {}
    for systems in all_systems:
        for key, record in systems.records.items():
            fields.setdefault(key, []).extend(f.name for f in record.fields)
    found = [_unknown(known.span, f"constant `{name}`", name, set(constants) - set(environment.constants))
             for name, known in environment.constants.items() if name not in set(constants)]  # fmt: skip
    for binding in environment.bindings:
        key = (binding.system, binding.record)
        if key not in records:
            names = {f"{system}.{record}" for system, record in records}
            found.append(_unknown(binding.span, f"record `{'.'.join(key)}`", ".".join(key), names))
        elif binding.name not in fields[key]:
            bound = {b.name for b in environment.bindings if (b.system, b.record) == key}
            title = f"field `{'.'.join(key)}.{binding.name}`"
            found.append(_unknown(binding.span, title, binding.name, set(fields[key]) - bound))
    for known in environment.transitions:
        names = {
            name for key, record in records.items() if key[0] == known.system for name in _transition_names(record)
        }
        if known.target not in names:
            found.append(_unknown(known.span, f"transition or status `{known.target}`", known.target, names))
    return tuple(found)


def _transition_names(record: Record) -> Iterable[str]:
    if record.lifecycle:
        yield from (status.name for status in record.lifecycle.statuses)
        yield from (t.name for t in record.lifecycle.transitions if t.name is not None)


def _unknown(span: Span, what: str, name: str, candidates: Iterable[str]) -> Diagnostic:
    meant = closest(name, candidates)
    if meant:
        return codes.UNBINDABLE_NAME.at(span, f"The spec has no {what}.", help=f"Did you mean `{meant}`?")
    return codes.UNUSED_BINDING.at(
        span, f"No spec looked at here has a {what}.", help="Remove the line if no other spec needs it."
    )
