"""Context entries: one fenced block at the end of a rich text, or a comment of its own, and the way back to values.

The block is room reserved: prose is cut for it. Only where it would not fit by itself are its longest values cut.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, cast

from handoffspec.diagnostics import codes
from handoffspec.execute.fitting import Taken, counted
from handoffspec.execute.result import MappingError
from handoffspec.execute.rules import Task
from handoffspec.execute.values import Values, in_plain
from handoffspec.execute.words import duration_words, from_words, person_words, read_id
from handoffspec.schema.handoffs import Handoff
from handoffspec.schema.losses import Cause
from handoffspec.schema.mapping import ToContext
from handoffspec.schema.systems import Channel, Codec, Record
from handoffspec.schema.types import (
    ChoiceType,
    DurationType,
    FlagType,
    Limit,
    ListType,
    Member,
    MomentType,
    NumberType,
    PersonType,
    RecordType,
    StructureType,
    TextType,
    Type,
)
from handoffspec.text.context import (
    ContextEntry,
    ContextError,
    Kind,
    Raw,
    join_context,
    read_value,
    split_context,
    write_context,
)
from handoffspec.text.cut import ELLIPSIS, Unit
from handoffspec.text.document import Document

_TEXT: Final = Kind("text")


@dataclass(frozen=True, slots=True)
class Entry:
    """A value that travels under a label; `field`: the rich text it stands in, None for a comment on `channel`."""

    task: Task
    label: str
    field: str | None
    channel: Channel | None
    type: Type
    value: object

    @property
    def written(self) -> ContextEntry:
        """As the block has it."""
        return ContextEntry(self.label, kind_of(self.type), to_context(self.type, self.value))


def entries_of(handoff: Handoff, tasks: Sequence[Task], values: Values) -> Iterator[Entry]:
    """What the context rules carry. A field that is not there is written as none, so that the block is always whole."""
    for task in tasks:
        target = task.rule.target
        if isinstance(target, ToContext):
            place = target.field.field if target.field else None
            type_, value = _subject(handoff, task, values)
            yield Entry(task, target.label, place, target.channel, type_, value)


def _subject(handoff: Handoff, task: Task, values: Values) -> tuple[Type, object]:
    """The one field of a rule, or several as a record of them."""
    members = carried_type(handoff, task)
    if isinstance(members, RecordType) and len(task.read_fields) > 1:
        return members, {name: values.get(name) for name in task.read_fields}
    return members, values.get(task.read_fields[0]) if task.read_fields else None


def carried_type(handoff: Handoff, task: Task) -> Type:
    """The type of what a context rule carries."""
    record = handoff.record(task.rule.fields[0].side) if task.rule.fields else handoff.source
    fields = [field for name in task.read_fields if (field := record.field(name)) is not None]
    if len(fields) == 1:
        return fields[0].type
    return RecordType(tuple(Member(field.name, field.label, field.type) for field in fields))


# ── Writing ────────────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Joined:
    """A rich text with its block; what prose lost, and what each entry's task lost."""

    document: Document
    prose: tuple[Taken, ...] = ()
    entries: tuple[tuple[Task, Taken], ...] = ()


def with_block(
    handoff: Handoff, prose: Document, entries: Sequence[Entry], limit: Limit | None, codec: Codec | None
) -> Joined:
    """Prose and block, both within the limit of a text written in a form.

    Raises:
        MappingError: not even the labels fit.
    """
    unit: Unit = "bytes" if limit is not None and limit.unit == "bytes" else "characters"
    most = limit.number if limit is not None else None
    whole = [entry.written for entry in entries]
    for written in _shorter_and_shorter(whole):
        try:
            block = write_context(handoff.title, handoff.name, written)
            document, was_cut = join_context(prose, block, most, unit, counted(codec))
        except ContextError as problem:
            if most is None:
                raise MappingError(codes.NO_ROOM, f"the context block cannot be written: {problem}", "map") from None
            continue
        cause: Cause = "bytes" if unit == "bytes" else "truncation"
        lost = (over_with_block(most, unit),) if was_cut and most is not None else ()
        changed = zip(entries, written, whole, strict=True)
        shortened = [(entry.task, Taken(cause, "too long for the block")) for entry, now, was in changed if now != was]
        return Joined(document, lost, tuple(shortened))
    raise MappingError(
        codes.NO_ROOM,
        f"the context block does not fit into {most:,} {unit} even with its values cut; put some of it into comments",
        "map",
    )


def over_with_block(most: int, unit: Unit) -> Taken:
    """That prose is cut so that it and the block keep to so much."""
    return Taken("bytes" if unit == "bytes" else "truncation", f"over {most:,} {unit}, context block included, is cut")


def _shorter_and_shorter(entries: list[ContextEntry]) -> Iterator[list[ContextEntry]]:
    """The entries whole, then with long texts and lists cut to half as much each time."""
    yield entries
    most = max((_extent(entry.value) for entry in entries), default=0)
    while most > 1:
        most //= 2
        yield [ContextEntry(entry.label, entry.kind, _shortened(entry.kind, entry.value, most)) for entry in entries]


def _extent(value: object) -> int:
    """The length of the longest text or list in a value."""
    match value:
        case str():
            return len(value)
        case list():
            items = cast("list[object]", value)
            return max([len(items), *(_extent(item) for item in items)])
        case dict():
            return max((_extent(item) for item in cast("dict[str, object]", value).values()), default=0)
        case _:
            return 0


def _shortened(kind: Kind, value: object, most: int) -> object:
    match value:
        case str() if kind.base == "text" and len(value) > most:
            return value[: most - 1] + ELLIPSIS
        case list():
            return [_shortened(kind.one, item, most) for item in cast("list[object]", value)[:most]]
        case dict():
            kinds = dict(kind.members)
            parts = cast("dict[str, object]", value)
            return {name: _shortened(kinds[name], item, most) for name, item in parts.items()}
        case _:
            return value


def kind_of(type_: Type) -> Kind:
    """How the block writes values of a type."""
    match type_:
        case NumberType():
            return Kind("number")
        case FlagType():
            return Kind("flag")
        case MomentType():
            return Kind("moment")
        case ChoiceType(options=options) if options:
            return Kind("choice", options=tuple((option.name, option.label) for option in options))
        case PersonType():
            return Kind("person")
        case ListType(item=item) if not isinstance(item, ListType):
            one = kind_of(item)
            return Kind(one.base, many=True, options=one.options, members=one.members)
        case RecordType(members=members):
            return Kind("record", members=tuple((member.name, kind_of(member.type)) for member in members))
        case _:
            return _TEXT


def to_context(type_: Type, value: object) -> object:
    """A value as its kind has it."""
    if value is None:
        return None
    match type_:
        case TextType():
            return in_plain(value) if isinstance(value, Document) else value
        case DurationType():
            return duration_words(cast("int", value))
        case PersonType():
            return person_words(cast("dict[str, object]", value))
        case ListType(item=item) if not isinstance(item, ListType):
            return [to_context(item, each) for each in cast("list[object]", value)]
        case RecordType(members=members):
            parts = cast("dict[str, object]", value)
            return {
                member.name: to_context(member.type, parts[member.name]) for member in members if member.name in parts
            }
        case StructureType() | ListType():
            return json.dumps(value, ensure_ascii=False)
        case ChoiceType(options=options) if options:
            return value
        case NumberType() | FlagType() | MomentType():
            return value
        case _:
            return str(value)


# ── Reading back ───────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Found:
    """What came back: the prose around the block, the entries' values by field name, and the damage if there is any."""

    prose: Document
    values: Values
    damage: str | None = None


def read_block(handoff: Handoff, document: Document, tasks: Sequence[Task]) -> Found:
    """A rich text taken apart. A damaged block gives no values, and then its prose is not to be used either."""
    context = {cast("ToContext", task.rule.target).label: task for task in tasks}
    read = split_context(document, handoff.name, context.keys())
    if read.entries is None:
        return Found(read.prose, {}, read.damage)
    values: dict[str, object] = {}
    for label, raw in read.entries.items():
        try:
            values |= _values_of(handoff, context[label], raw)
        except (ContextError, ValueError) as problem:
            return Found(document, {}, f"“{label}” cannot be read: {problem}")
    return Found(read.prose, values)


def _values_of(handoff: Handoff, task: Task, raw: Raw) -> Values:
    type_ = carried_type(handoff, task)
    record = handoff.record(task.rule.fields[0].side)
    value = from_context(type_, read_value(kind_of(type_), raw), number_ids=_counts(record))
    if len(task.read_fields) == 1:
        return {task.read_fields[0]: value}
    return cast("dict[str, object]", value or {})


def _counts(record: Record) -> bool:
    """Whether a system's ids are numbers."""
    key = record.field(record.key)
    return key is not None and isinstance(key.type, NumberType)


def from_context(type_: Type, value: object, *, number_ids: bool) -> object:
    """The value that `to_context` was given."""
    if value is None:
        return None
    match type_:
        case ListType(item=item) if not isinstance(item, ListType):
            return [from_context(item, each, number_ids=number_ids) for each in cast("list[object]", value)]
        case RecordType(members=members):
            parts = cast("dict[str, object]", value)
            return {
                member.name: from_context(member.type, parts[member.name], number_ids=number_ids)
                for member in members
                if member.name in parts
            }
        case ListType():
            return from_words(StructureType(), str(value))
        case ChoiceType(options=options) if not options:
            return read_id(str(value), number_ids=number_ids)
        case ChoiceType() | NumberType() | FlagType():
            return value
        case _:
            return from_words(type_, str(value), number_ids=number_ids)
