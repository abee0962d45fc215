"""The lines for the body that makes the other record: each field that has a value, at its place, as the API has it."""

from collections import Counter
from collections.abc import Iterable

from handoffspec.execute.compiled import runtime
from handoffspec.execute.compiled.mapping import Written
from handoffspec.execute.compiled.source import Source
from handoffspec.execute.wire.paths import Key, parse_path
from handoffspec.execute.wire.write import can_write
from handoffspec.schema.handoffs import Handoff
from handoffspec.schema.systems import Field, Record
from handoffspec.schema.types import ChoiceType, FlagType, ListType, MomentType, PersonType, ReferenceType, TextType


def write_body(source: Source, handoff: Handoff, written: Written, more: Iterable[str]) -> None:
    """`payload` from `made`. `more`: fields beside those of the mapping that may have a value."""
    record = handoff.destination
    names = {*written.names, *more}
    fields = [field for field in record.fields if field.name in names and can_write(field, at_creation=True)]
    create = source.name(record.call("create"), "create")
    source.line("payload = {}")
    source.line(f"fields = envelope({create}, payload)")
    body = _Body(source, record, written, Counter(_around(field) for field in fields))
    for field in fields:
        with source.part(f"{record.system}.{field.name}"):
            body.write(field)


def _around(field: Field) -> tuple[str, ...]:
    """The keys that lead to the object which a field stands in."""
    steps = parse_path(field.written_at or "").steps[:-1]
    return tuple(step.name if isinstance(step, Key) else "[]" for step in steps)


class _Body:
    """Writes the lines for the fields, in order. An object that is surely there is named once."""

    def __init__(self, source: Source, record: Record, written: Written, around: Counter[tuple[str, ...]]) -> None:
        self._source = source
        self._record = record
        self._written = written
        self._around = around
        self._opened: dict[tuple[str, ...], str] = {(): "fields"}

    def write(self, field: Field) -> None:
        keys = _around(field)
        sure = field.required and field.default is None and field.type.kind != "person"
        if sure and keys[:1] not in self._opened and "[]" not in keys[:1]:
            self._opened[keys[:1]] = f"inside_{len(self._opened)}"
            self._source.line(f"{self._opened[keys[:1]]} = fields.setdefault({keys[0]!r}, {{}})")
        if field.name in self._written.unsure or field.name not in self._written.names:
            self._source.line(f"value = made.get({field.name!r})")
        else:
            self._source.line(f"value = made[{field.name!r}]")
        with self._source.block("if value is not None:"):
            self._put(field)

    def _put(self, field: Field) -> None:
        keys, path = _around(field), parse_path(field.written_at or "")
        there, is_adf = self._written.rich.get(field.name, ("value", False))
        rarely = (self._record.forms is not None or field.written_as is not None) and not is_adf
        encoded = there if is_adf else None if rarely else _encoded(self._source, field)
        if encoded is None or path.last_key is None or "[]" in keys:
            put = self._source.name(runtime.writer(self._record, field, encoded=is_adf), f"put {field.name}")
            self._source.line(f"{put}(fields, {there})")
            return
        outer = keys[:1] if keys[:1] in self._opened else ()
        at, rest = self._opened[outer], keys[len(outer) :]
        alone = len(rest) == 1 and self._around[keys] == 1 and not self._reaches_into(keys)
        if alone:
            self._source.line(f"{at}[{rest[0]!r}] = {{{path.last_key!r}: {encoded}}}")
            return
        for key in rest:
            at = f"{at}.setdefault({key!r}, {{}})"
        self._source.line(f"{at}[{path.last_key!r}] = {encoded}")

    def _reaches_into(self, keys: tuple[str, ...]) -> bool:
        """Whether another field stands in the same object, or deeper in it."""
        return any(other != keys and other[: len(keys)] == keys for other in self._around)


def _encoded(source: Source, field: Field) -> str | None:
    """An expression for a value in its form in the API; None where it has a rarer one."""
    match field.type:
        case ChoiceType() if not field.type.open:
            options = runtime.Options({option.name: option.wire for option in reversed(field.type.options)})
            return f"{source.name(options, f'{field.name} wire')}[value]"
        case TextType(rich=False):
            return "value if type(value) is str else unusual()"
        case ChoiceType():
            return "value if type(value) is str or type(value) is int else unusual()"
        case MomentType() | FlagType() | ReferenceType():
            return "value"
        case ListType(TextType(rich=False)):
            return "texts(value)"
        case PersonType():
            return "id_of(value)"
        case _:
            return None
