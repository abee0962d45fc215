"""One rule put to work in one direction: values of the fields it reads to values of the fields it writes."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import cast

from handoffspec.diagnostics import codes
from handoffspec.execute.coerce import coerce
from handoffspec.execute.fitting import Taken, fit, flattened, order_taken
from handoffspec.execute.people import meet
from handoffspec.execute.result import MappingError
from handoffspec.execute.steps import Typed, take_steps, undo_steps, with_default
from handoffspec.execute.tables import UNCHANGED, Table, Way
from handoffspec.execute.values import Values, alike, is_empty
from handoffspec.schema.conditions import FieldRef, Side
from handoffspec.schema.handoffs import Handoff
from handoffspec.schema.mapping import Constant, Operand, Rule, ToFields
from handoffspec.schema.systems import Field
from handoffspec.schema.types import ChoiceType, ListType, PersonType, TextType, Type


@dataclass(frozen=True, slots=True)
class Task:
    """A rule as it applies in one direction. `straight`: its sources are read, not its target's fields."""

    rule: Rule
    way: Way
    straight: bool

    @property
    def reads(self) -> tuple[Operand, ...]:
        """What is read, in order."""
        return self.rule.sources if self.straight else cast("ToFields", self.rule.target).fields

    @property
    def writes(self) -> tuple[FieldRef, ...]:
        """The fields that are written; none for context, comments and nothing."""
        if not self.straight:
            return self.rule.fields
        return self.rule.target.fields if isinstance(self.rule.target, ToFields) else ()

    @property
    def read_fields(self) -> tuple[str, ...]:
        """The names of the fields that are read."""
        return tuple(ref.field for ref in self.reads if isinstance(ref, FieldRef))


@dataclass(frozen=True, slots=True)
class Made:
    """What a rule makes: values by the names of the fields written, and what was taken on the way.

    `merged` are fields whose value cannot be told from what a table made of it; of these `ignored` are the ones that
    the row does not look at, which is no loss where another rule carries them.
    """

    values: Values
    taken: tuple[Taken, ...] = ()
    merged: tuple[tuple[str, Taken], ...] = ()
    ignored: tuple[str, ...] = ()


def reading_side(way: Way) -> Side:
    """The side that is read."""
    return "source" if way == "out" else "destination"


def tasks(handoff: Handoff, way: Way) -> Iterator[Task]:
    """Every rule that applies in a direction, in order.

    A rule that reads the destination's fields (into context, a comment or nothing) is written from there: its `out`
    means out of the destination.
    """
    for rule in handoff.rules:
        straight = _sources_side(rule) == reading_side(way)
        if straight and rule.flow in ("out", "both"):
            yield Task(rule, way, straight=True)
        elif not straight and isinstance(rule.target, ToFields) and rule.flow in (way, "both"):
            yield Task(rule, way, straight=False)


def _sources_side(rule: Rule) -> Side:
    if rule.fields:
        return rule.fields[0].side
    target = rule.target.fields[0].side if isinstance(rule.target, ToFields) else "destination"
    return "source" if target == "destination" else "destination"


def perform(handoff: Handoff, task: Task, values: Values, current: Values | None) -> Made | None:
    """What a task makes of the values of the side it reads; None where none of its fields is there.

    `current` are the values of the side it writes, as far as they are known.

    Raises:
        MappingError: a table has no row for the values, or a text cannot be read back.
    """
    if task.read_fields and not any(name in values for name in task.read_fields):
        return None
    if current is not None and _agrees(handoff, task, values, current):
        return Made({ref.field: current[ref.field] for ref in task.writes if ref.field in current})
    if len(task.reads) == 1 and isinstance(task.reads[0], Constant):
        constant = task.reads[0].value
        return Made({ref.field: _whole(_field(handoff, ref).type, constant) for ref in task.writes})
    sources = [_source(handoff, operand, values) for operand in task.reads]
    if task.rule.table:
        return _by_table(handoff, task, [typed.value for typed in sources], current)
    targets = [_field(handoff, ref) for ref in task.writes]
    types = [field.type for field in targets]
    try:
        return _by_steps(handoff, task, sources, targets, types)
    except ValueError as problem:
        names = " and ".join(task.read_fields) or "the constant"
        raise MappingError(codes.NOT_READABLE, f"{names} cannot come across: {problem}", task.rule.id) from None


def _agrees(handoff: Handoff, task: Task, values: Values, current: Values) -> bool:
    """Whether what comes back is what the record there becomes by itself: then it stays, with all that it says."""
    if task.way != "back" or task.straight or task.rule.flow != "both":
        return False
    try:
        made = perform(handoff, Task(task.rule, "out", straight=True), current, None)
    except MappingError:
        return False
    fields = [_field(handoff, ref) for ref in task.reads if isinstance(ref, FieldRef)]
    return made is not None and all(
        field.name in values
        and alike(field, fit(made.values.get(field.name), field.type, field.written_as).value, values[field.name])
        for field in fields
    )


# ── Tables ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def _by_table(handoff: Handoff, task: Task, read: Sequence[object], current: Values | None) -> Made:
    table = Table(task.rule.table, left_is_read=_sources_side(task.rule) == "source")
    names = [ref.field for ref in task.writes]
    known = current is not None and any(name in current for name in names)
    now = [current.get(name) for name in names] if current is not None and known else None
    written = table.translate(read, task.way, now)
    if written is None:
        return _no_row(handoff, task, read)
    values = {name: value for name, value in zip(names, written, strict=True) if value is not UNCHANGED}
    values = {name: _whole(_type_of(handoff, task, name), value) for name, value in values.items()}
    if len(values) == 1 and _defaults(task):
        (name,) = values
        values[name], defaulted = with_default(task.rule.steps, values[name])
    else:
        defaulted = ()
    merged = tuple(_merged(table, task, read, values))
    ignored = [name for name, any_ in zip(_names(task), table.ignored(read, task.way), strict=True) if any_]
    return Made(values, defaulted, merged, tuple(ignored))


def _names(task: Task) -> list[str]:
    return [ref.field if isinstance(ref, FieldRef) else "" for ref in task.reads]


def _merged(table: Table, task: Task, read: Sequence[object], written: Values) -> Iterator[tuple[str, Taken]]:
    shown = " and ".join(str(value) for value in written.values() if not is_empty(value))
    for name, value, lost in zip(_names(task), read, table.merged(read, task.way), strict=True):
        if lost and not is_empty(value):
            yield name, Taken("many to one", f"other values become {shown or 'empty'} too")
        elif lost and shown:
            yield name, Taken("empty", f"an empty value becomes {shown}")


def _no_row(handoff: Handoff, task: Task, read: Sequence[object]) -> Made:
    if all(is_empty(value) for value in read):
        made, taken = with_default(task.rule.steps, None) if _defaults(task) else (None, ())
        return Made({ref.field: made for ref in task.writes}, taken)
    pairs = zip(task.reads, read, strict=True)
    said = " and ".join(_named(handoff, ref, value) for ref, value in pairs if isinstance(ref, FieldRef))
    raise MappingError(
        codes.NO_ROW,
        f"no row of the table takes {said}; add a row for it, or one that begins with `otherwise`",
        task.rule.id,
    )


def _named(handoff: Handoff, ref: FieldRef, value: object) -> str:
    """A field with its value; a personal or secret one keeps it to itself."""
    field = _field(handoff, ref)
    return f"{ref.field}" if field.personal or field.secret else f"{ref.field} {value}"


def _whole(type_: Type, value: object) -> object:
    """A table's value as one of the field's type: a person by id, a list of one."""
    if value is None:
        return None
    if isinstance(type_, ListType) and not isinstance(value, list):
        return [_whole(type_.item, value)]
    if isinstance(type_, PersonType) and not isinstance(value, dict):
        return {"email" if "@" in str(value) else "id": value}
    return coerce(value, TextType(), type_) if isinstance(type_, TextType) and isinstance(value, str) else value


def _type_of(handoff: Handoff, task: Task, name: str) -> Type:
    return next(_field(handoff, ref).type for ref in task.writes if ref.field == name)


# ── Steps and types ────────────────────────────────────────────────────────────────────────────────────────────────


def _by_steps(
    handoff: Handoff, task: Task, sources: Sequence[Typed], targets: Sequence[Field], types: Sequence[Type]
) -> Made:
    steps = task.rule.steps
    if task.straight:
        stepped = take_steps(steps, sources, types)
        values, taken = stepped.values, list(stepped.taken)
    else:
        values, taken = undo_steps(steps, sources, types), []
    made: dict[str, object] = {}
    for typed, field in zip(values, targets, strict=False):
        value, lost = _arrive(handoff, task, typed, field)
        if _defaults(task):
            value, defaulted = with_default(steps, value)
            told_apart = len(sources) == 1 and not _can_be(sources[0].type, value)
            value = _whole(field.type, value)
            lost = lost if told_apart else (*lost, *defaulted)
        made[field.name] = value
        taken.extend(lost)
    return Made(made, tuple(dict.fromkeys(taken)))


def _defaults(task: Task) -> bool:
    """Whether a default stands in for an empty value: on the way that the rule is written, be it `->` or `<-`."""
    return task.straight or task.rule.flow == task.way


def _can_be(type_: Type, value: object) -> bool:
    """Whether a field of the type can hold a value; only options tell."""
    return not isinstance(type_, ChoiceType) or type_.open or value in [option.name for option in type_.options]


def _arrive(handoff: Handoff, task: Task, typed: Typed, field: Field) -> tuple[object, tuple[Taken, ...]]:
    """A value as one of the target's type."""
    value, strangers = _met(handoff, typed, field.type, task.way)
    taken = (
        *strangers,
        *flattened(value, typed.type, field.type),
        *order_taken(value, typed.type, field.type),
    )
    return coerce(value, typed.type, field.type), taken


def _met(handoff: Handoff, typed: Typed, target: Type, way: Way) -> tuple[object, tuple[Taken, ...]]:
    """People turned into those of the other side, where people arrive."""
    arrives = target.item if isinstance(target, ListType) else target
    if isinstance(typed.type, PersonType) and isinstance(arrives, PersonType) and typed.value is not None:
        met = meet(handoff, typed.value, way)
        return met.person, (met.taken,) if met.taken else ()
    both_lists = isinstance(typed.type, ListType) and isinstance(target, ListType) and isinstance(typed.value, list)
    if both_lists and isinstance(cast("ListType", typed.type).item, PersonType):
        found = [meet(handoff, person, way) for person in cast("list[object]", typed.value)]
        taken = {met.taken.cause: met.taken for met in found if met.taken}
        return [met.person for met in found if met.person is not None], tuple(taken.values())
    return typed.value, ()


def _source(handoff: Handoff, operand: Operand, values: Values) -> Typed:
    if isinstance(operand, Constant):
        return Typed(TextType(), str(operand.value))
    return Typed(_field(handoff, operand).type, values.get(operand.field))


def _field(handoff: Handoff, ref: FieldRef) -> Field:
    field = handoff.record(ref.side).field(ref.field)
    if field is None:
        raise ValueError(f"the plan names no field {ref.field}")
    return field
