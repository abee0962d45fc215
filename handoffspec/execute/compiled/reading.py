"""The reading of a record: every field from its place, held to its type and its limits.

The lines that are written here take values in their usual forms. Where a value has another form, the codec that knows
all forms takes it, or the ticket is unusual and the interpreter says what is wrong with it.
"""

from collections.abc import Callable, Sequence

from handoffspec.execute.compiled import runtime
from handoffspec.execute.compiled.conditions import Conditions
from handoffspec.execute.compiled.source import Source, identifier
from handoffspec.execute.compiled.variables import readable, stands_as_text, text_beyond
from handoffspec.execute.wire.paths import Key, Path, Pick, as_text, parse_path
from handoffspec.schema.systems import Field, Record
from handoffspec.schema.types import (
    ChoiceType,
    DurationType,
    FlagType,
    ListType,
    MomentType,
    NumberType,
    PersonType,
    RecordType,
    ReferenceType,
    StructureType,
    TextType,
    Type,
)


def top_keys(record: Record) -> set[str]:
    """The keys that a record's JSON has at its top."""
    return {parse_path(field.read_at or "").first_key for field in readable(record)}


def write_reader(source: Source, record: Record) -> None:
    """`read(record, people)`: the values of all readable fields in order, None where there is none."""
    fields = readable(record)
    with source.block("def read(record, people):"):
        indexes = _write_indexes(source, fields)
        for field in fields:
            with source.part(field.name):
                _Field(source, record, field, indexes).write()
        _write_required(source, record, fields)
        source.line(f"return ({''.join(identifier('now', field.name) + ', ' for field in fields)})")
    source.line("")


def _write_indexes(source: Source, fields: Sequence[Field]) -> dict[tuple[str, str, bool], str]:
    """Lists of objects by one of their keys, such as custom fields by id."""
    indexes: dict[tuple[str, str, bool], str] = {}
    for field in fields:
        key = _index_of(parse_path(field.read_at or ""))
        if key is not None and key not in indexes:
            indexes[key] = f"index_{len(indexes)}"
            kind = "int" if key[2] else "str"
            source.line(f"{indexes[key]} = indexed(record.get({key[0]!r}), {key[1]!r}, {kind})")
    return indexes


def _write_required(source: Source, record: Record, fields: Sequence[Field]) -> None:
    """A required field that is empty is for the interpreter to judge: one that is not there at all may pass."""
    conditions = Conditions(source, record, changes=False)
    for field in fields:
        variable = identifier("now", field.name)
        with source.part(field.name):
            if field.required:
                source.line(f"if not {variable}: unusual()")
            elif field.required_when is not None:
                asked = conditions.certain(field.required_when) or "True"
                source.line(f"if not {variable} and ({asked}): unusual()")


class _Field:
    """The lines for one field."""

    def __init__(self, source: Source, record: Record, field: Field, indexes: dict[tuple[str, str, bool], str]) -> None:
        self._source = source
        self._record = record
        self._field = field
        self._indexes = indexes
        self._at = identifier("now", field.name)

    def write(self) -> None:
        place = None if isinstance(_item(self._field.type), PersonType) and self._is_id() else self._place()
        if place is None:
            find = self._source.name(runtime.reader(self._record, self._field), f"read {self._field.name}")
            self._line(f"{self._at} = {find}(record, people)")
            self._hold_to_limits()
            return
        start, keys = place
        self._line(f"{self._at} = {start}" + (f".get({keys[0]!r})" if keys else ""))
        for key in keys[1:]:
            self._line(
                f"if {self._at} is not None: {self._at} = "
                f"{self._at}.get({key!r}) if type({self._at}) is dict else unusual()"
            )
        with self._source.block(f"if {self._at} is not None:"):
            self._take()

    def _line(self, text: str) -> None:
        self._source.line(text)

    def _is_id(self) -> bool:
        """Whether the path ends in the id of a user object, of which then all is read."""
        own = next((fact.path for fact in self._record.people if fact.part == "id"), None)
        return parse_path(self._field.read_at or "").last_key == own

    def _place(self) -> tuple[str, Sequence[str]] | None:
        """Where to begin and which keys to follow; None for a path of a rarer form."""
        path = parse_path(self._field.read_at or "")
        keys = [step.name for step in path.steps if isinstance(step, Key)]
        if len(keys) == len(path.steps):
            return "record", keys
        pick = path.steps[1]
        if len(path.steps) != 3 or not isinstance(pick, Pick):
            return None
        key = _index_of(path)
        assert key is not None  # noqa: S101 - it is a path of this form
        value = int(pick.value) if key[2] else pick.value
        found = f"{self._indexes[key]}.get({value!r})"
        self._line(f"{self._at} = {found}")
        self._line(f"if {self._at} is not None: {self._at} = {self._at}.get({keys[1]!r})")
        return self._at, ()

    # ── What it is ──

    def _take(self) -> None:
        field, type_, at = self._field, self._field.type, self._at
        if field.read_as is not None and not stands_as_text(self._record, field):
            self._take_coded()
            return
        match type_:
            case TextType():
                tests = [f"type({at}) is not str", *text_beyond(type_, at)]
                tests += [f"not shows_itself({at})"] if type_.rich else []
                self._line(f"if {' or '.join(tests)}: unusual()")
            case MomentType(precision="time"):
                self._line(f"if not is_moment({at}): {at} = {self._decoder()}({at}, people)")
            case ChoiceType() if not type_.open:
                options = self._source.name(_options(type_), f"{field.name} options")
                self._line(f"{at} = {options}.get({at}) if type({at}) is str else None")
                self._line(f"if {at} is None: unusual()")
            case PersonType():
                self._line(f"if type({at}) is not int: {at} = people.person({at})")
            case NumberType() | DurationType() if _unbounded(type_):
                self._line(f"if type({at}) is not int: {at} = {self._decoder()}({at}, people)")
            case ListType() if (item := _item_test(type_)) is not None:
                self._hold_items(item, unique=type_.unique)
            case _ if (test := _test(type_)) is not None:
                self._line(f"if not ({test(at)}): unusual()")
            case _:
                self._take_generally()

    def _take_coded(self) -> None:
        """A value that stands in a form of its own; of lists as JSON only the JSON is read by a library."""
        type_ = self._field.type
        listed = type_ if isinstance(type_, ListType) and not isinstance(type_.item, PersonType) else None
        item = _item_test(listed) if listed is not None and self._field.read_as == "json" else None
        if listed is None or item is None:
            self._take_generally()
            return
        self._line(f"{self._at} = from_json({self._at})")
        with self._source.block(f"if {self._at} is not None:"):
            self._hold_items(item, unique=listed.unique)

    def _hold_items(self, test: Callable[[str], str], *, unique: bool) -> None:
        self._line(f"if type({self._at}) is not list: unusual()")
        with self._source.block(f"for each in {self._at}:"):
            self._line(f"if not ({test('each')}): unusual()")
        if unique:
            self._line(f"if len({self._at}) > 1: {self._at} = without_repeats({self._at})")

    def _take_generally(self) -> None:
        self._line(f"{self._at} = {self._decoder()}({self._at}, people)")
        self._hold_to_limits()

    def _hold_to_limits(self) -> None:
        type_ = self._source.name(self._field.type, f"{self._field.name} type")
        self._line(f"if {self._at} is not None and over_limit({type_}, {self._at}) is not None: unusual()")

    def _decoder(self) -> str:
        return self._source.name(runtime.decoder(self._field), f"decode {self._field.name}")


def _index_of(path: Path) -> tuple[str, str, bool] | None:
    """List, key, and whether the key's value is a number, of a path such as `custom_fields[id=7].value`."""
    if len(path.steps) != 3 or not isinstance(path.steps[1], Pick):
        return None
    value = path.steps[1].value
    return path.first_key, path.steps[1].key, value.isascii() and value.isdigit() and str(int(value)) == value


def _item(type_: Type) -> Type:
    return type_.item if isinstance(type_, ListType) else type_


def _options(type_: ChoiceType) -> dict[str, str]:
    """The options by how the API spells them; the first of two counts."""
    return {spelt: o.name for o in reversed(type_.options) if (spelt := as_text(o.wire)) is not None}


def _unbounded(type_: NumberType | DurationType) -> bool:
    return isinstance(type_, DurationType) or (type_.lowest, type_.highest, type_.decimals) == (None, None, None)


def _item_test(type_: ListType) -> Callable[[str], str] | None:
    """The test that makes a list sound if each element passes it. A set of objects is compared by its JSON."""
    compared = type_.unique and isinstance(type_.item, RecordType | StructureType)
    return None if type_.limit is not None or compared else _test(type_.item)


def _test(type_: Type) -> Callable[[str], str] | None:
    """What gives, for a variable, a test that is true for values in their usual form; None where no test tells."""
    match type_:
        case TextType(rich=False):
            return lambda at: " and ".join([f"type({at}) is str", *(f"not {t}" for t in text_beyond(type_, at))])
        case FlagType():
            return lambda at: f"{at} is True or {at} is False"
        case NumberType() if _unbounded(type_):
            return lambda at: f"type({at}) is int"
        case ReferenceType():
            return lambda at: f"type({at}) is int or type({at}) is str"
        case ChoiceType() if type_.open:
            return lambda at: f"type({at}) is str or type({at}) is int"
        case PersonType():
            return lambda at: f"type({at}) is int or (type({at}) is str and {at} != '')"
        case StructureType():
            return lambda at: "True"  # noqa: ARG005 - it may be anything
        case RecordType(members) if all(member.type == TextType() for member in members):
            names = {member.name for member in members}
            return lambda at: f"of_texts({at}, {sorted(names)!r})"
        case _:
            return None
