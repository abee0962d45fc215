"""ServiceNow's columns: the metadata that a form loads, and exports of sys_dictionary and sys_choice.

Exports come in three shapes: plain values, `{value, display_value}`, and `{display_value, link}`.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from handoffspec.importers.found import Found
from handoffspec.importers.json import Entry, Json, entries, entry, text, truth, whole
from handoffspec.importers.lifecycles import read_statuses
from handoffspec.importers.marks import as_marked
from handoffspec.importers.naming import by_label, options_of
from handoffspec.importers.reading import Reading
from handoffspec.importers.recognise import Kinds, Part
from handoffspec.importers.spelling import label_of
from handoffspec.schema.spelling import identifier
from handoffspec.schema.systems import Codec
from handoffspec.schema.types import (
    ChoiceType,
    DurationType,
    FlagType,
    Limit,
    ListType,
    MomentType,
    NumberType,
    Option,
    PersonType,
    ReferenceType,
    StructureType,
    TextType,
    Type,
)

_PLAIN: Final[Mapping[str, Type]] = {
    **dict.fromkeys(("boolean",), FlagType()),
    **dict.fromkeys(("integer", "longint", "order_index", "auto_increment"), NumberType(integer=True)),
    **dict.fromkeys(("decimal", "float", "percent_complete", "currency", "currency2", "price"), NumberType()),
    **dict.fromkeys(("glide_date",), MomentType("date")),
    **dict.fromkeys(("glide_date_time", "due_date", "calendar_date_time"), MomentType("time")),
    **dict.fromkeys(("glide_duration", "timer"), DurationType()),
    **dict.fromkeys(("json", "name_values", "simple_name_values", "composite_field"), StructureType()),
}
_TEXTS: Final = frozenset(
    (
        "string",
        "string_full_utf8",
        "translated_field",
        "translated_text",
        "multi_two_lines",
        "multi_small",
        "email",
        "url",
        "ph_number",
        "phone_number_e164",
        "user_input",
        "guid",
        "GUID",
        "choice",
        "table_name",
        "field_name",
        "sys_class_name",
        "ip_addr",
        "domain_path",
        "document_id",
        "user_roles",
        "wide_text",
        "medium",
        "mid_config",
    )
)
_SECRET: Final = frozenset(("password", "password2"))
_TARGETS: Final[Mapping[str, Type]] = {
    "sys_user": PersonType(),
    "sys_user_group": ReferenceType("group"),
    "core_company": ReferenceType("organisation"),
    "cmdb_ci_service": ReferenceType("service"),
    "change_request": ReferenceType("change"),
    "cmn_location": ReferenceType("location"),
}
"""What a reference leads to, by table; a table that begins with cmdb_ci holds configuration items."""
_NO_FIELD: Final[Mapping[str, str]] = {
    "journal": "a journal, whose entries are comments",
    "journal_input": "a journal, whose entries are comments",
    "journal_list": "journals once more, in one text",
    "collection": "the table itself, and no column",
    "user_image": "a picture",
    "image": "a picture",
    "related_tags": "each user's own tags, which nobody else sees",
}
_TABLES: Final = ("incident", "task")
"""The table of the catalogue's record and the one it extends: a column of the first takes the place of the second's."""
_MOST_CHARACTERS: Final = 16_000_000
_NAME: Final = re.compile(r"[?&]name=([A-Za-z0-9_]+)")


@dataclass(frozen=True, slots=True)
class _Column:
    """A column, whichever way it was exported."""

    name: str
    label: str
    type: str
    reference: str
    length: int | None
    required: bool
    read_only: bool
    default: str
    choices: tuple[tuple[str, str], ...]
    is_choice: bool
    wrong: tuple[str, ...] = ()
    comments: str = ""


# ── What a document is ─────────────────────────────────────────────────────────────────────────────────────────────


def _rows(document: Json) -> list[Entry]:
    top = entry(document)
    rows = next((top[key] for key in ("result", "records") if key in top), document)
    return list(entries(rows))


def _columns(document: Json) -> Entry:
    """Columns by name, also out of the answer of `/api/now/ui/meta/incident`."""
    return entry(entry(entry(document).get("result")).get("columns")) or entry(document)


def _is_columns(document: Json) -> bool:
    columns = [one for one in map(entry, _columns(document).values()) if one]
    return bool(columns) and all("label" in one and ("internal_type" in one or "type" in one) for one in columns)


def _is_dictionary(document: Json) -> bool:
    return any({"element", "internal_type"} <= set(row) and "label" not in row for row in _rows(document))


def _is_choices(document: Json) -> bool:
    return any({"element", "value", "label"} <= set(row) for row in _rows(document))


KINDS: Final = Kinds(
    "ServiceNow",
    {"columns": _is_columns, "dictionary": _is_dictionary, "choices": _is_choices},
    "column metadata and exports of sys_dictionary and sys_choice",
)


def read(parts: Sequence[Part], reading: Reading) -> None:
    """Everything that the parts say."""
    choices = _Choices([row for part in parts if part.kind == "choices" for row in _rows(part.content)])
    reading.complete = any(part.kind != "choices" for part in parts)
    for part in parts:
        if part.kind == "columns":
            for name, one in _columns(part.content).items():
                _read(_from_form(str(name), entry(one)), reading)
        elif part.kind == "dictionary":
            for row in _of_the_record(_rows(part.content), reading):
                _read(_from_dictionary(row, choices), reading)
    _read_choices(choices, reading)


# ── Where a column comes from ──────────────────────────────────────────────────────────────────────────────────────


def _value(value: Json) -> str:
    """A cell in any of its shapes: what the database holds, if that can be seen."""
    if isinstance(value, Mapping):
        named = _NAME.search(text(value.get("link")))
        return text(value.get("value")) or (named[1] if named else "") or text(value.get("display_value"))
    return str(value).lower() if isinstance(value, bool) else text(value)


def _from_form(name: str, one: Entry) -> _Column:
    listed = [(text(each.get("value")), text(each.get("label"))) for each in entries(one.get("choices"))]
    choices = tuple(listed or ((str(wire), text(label)) for wire, label in entry(one.get("choices")).items()))
    return _Column(
        text(one.get("name")) or name,
        text(one.get("label")),
        text(one.get("internal_type")) or text(one.get("type")),
        text(one.get("reference")),
        whole(one.get("max_length")),
        truth(one.get("mandatory")),
        truth(one.get("read_only")),
        text(one.get("default")),
        choices,
        text(one.get("type")) == "choice" or bool(choices),
    )


def _of_the_record(rows: Iterable[Entry], reading: Reading) -> Iterator[Entry]:
    """The rows of the record's own tables, each column once; the others are named."""
    chosen: dict[str, Entry] = {}
    for row in rows:
        table, element = _value(row.get("name")), _value(row.get("element"))
        if table and table not in _TABLES:
            reading.omit(f"{table}.{element}" if element else table, f"it belongs to the table {table}")
        elif not element:
            reading.omit(table, "the table itself, and no column")
        elif element not in chosen or table == _TABLES[0]:
            chosen[element] = row
    yield from chosen.values()


def _from_dictionary(row: Entry, choices: "_Choices") -> _Column:
    name = _value(row.get("element"))
    listed = choices.of(name)
    computed = truth(_value(row.get("virtual")))
    return _Column(
        name,
        _value(row.get("column_label")),
        _value(row.get("internal_type")),
        _value(row.get("reference")),
        whole(_value(row.get("max_length"))),
        truth(_value(row.get("mandatory"))),
        truth(_value(row.get("read_only"))) or computed,
        _value(row.get("default_value")),
        listed,
        bool(listed) or _value(row.get("choice")) in ("1", "3"),
        choices.wrong(name),
        _value(row.get("comments")),
    )


class _Choices:
    """The rows of sys_choice, by column."""

    def __init__(self, rows: Sequence[Entry]) -> None:
        self._by_column: dict[str, dict[str, list[Entry]]] = {}
        self.unused: set[str] = set()
        for row in rows:
            if not truth(_value(row.get("inactive"))):
                tables = self._by_column.setdefault(_value(row.get("element")), {})
                tables.setdefault(_value(row.get("name")), []).append(row)
        self.unused = {name for name in self._by_column if name}

    def of(self, column: str) -> tuple[tuple[str, str], ...]:
        """The options of a column in one language, in their order: form in the API, label."""
        self.unused.discard(column)
        rows = self._rows(column)
        languages = {_value(row.get("language")) for row in rows}
        language = "en" if "en" in languages else min(languages, default="")
        ours = [row for row in rows if _value(row.get("language")) == language]
        ours.sort(key=lambda row: whole(_value(row.get("sequence"))) or 0)
        return tuple(dict.fromkeys((_value(row.get("value")), _value(row.get("label"))) for row in ours))

    def wrong(self, column: str) -> tuple[str, ...]:
        """What of the options cannot be kept."""
        depends = any(_value(row.get("dependent_value")) for row in self._rows(column))
        return ("which of its options go with which value of another field is not kept",) if depends else ()

    def _rows(self, column: str) -> list[Entry]:
        tables = self._by_column.get(column, {})
        table = next((table for table in _TABLES if table in tables), next(iter(tables), ""))
        return tables.get(table, [])


# ── Fields ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def _read(column: _Column, reading: Reading) -> None:
    if reading.has(column.name):
        return
    catalogue = reading.catalogue
    label = label_of(column.label, column.name)
    native = next((f.name for f in catalogue.record.fields if column.name in (f.read_at, f.written_at)), None)
    why = None if native else catalogue.omits.get(column.name) or _NO_FIELD.get(column.type)
    options, wrong = _options(column)
    type_ = _type(column, options)
    if why or type_ is None:
        reading.skip(column.name, label, why or f"ServiceNow's type {column.type or '(none)'} has no equal in a spec")
        return
    lifecycle = catalogue.record.lifecycle
    if lifecycle and native == lifecycle.field:
        wrong = (*wrong, *read_statuses(options, reading))
    found = Found(
        column.name,
        label,
        type_,
        native=native,
        required=column.required,
        read_only=column.read_only,
        secret=column.type in _SECRET,
        default=next((option.name for option in options if option.wire == column.default), None),
        read_at=column.name if _codec(column) else None,
        codec=_codec(column),
        flattened="; ".join((*wrong, *column.wrong)) or None,
    )
    reading.take(as_marked(found, column.comments))


def _options(column: _Column) -> tuple[tuple[Option, ...], tuple[str, ...]]:
    """The options. One whose form in the API is a number is called by its label."""
    pairs = [(wire, label) for wire, label in column.choices if wire]
    numbers = any(wire.lstrip("-").isdigit() for wire, _ in pairs)
    return by_label(pairs) if numbers else options_of(pairs)


def _codec(column: _Column) -> Codec | None:
    return "html" if column.type in ("html", "translated_html") else None


def _type(column: _Column, options: tuple[Option, ...]) -> Type | None:
    if column.is_choice or options:
        return ChoiceType(options)
    if column.type in ("reference", "domain_id"):
        return _target(column.reference)
    if column.type in ("glide_list", "list"):
        return ListType(_target(column.reference) if column.reference else TextType(), unique=True)
    if _codec(column):
        return TextType(rich=True, limit=_limit(column))
    if column.type in _TEXTS or column.type in _SECRET:
        return TextType(limit=_limit(column))
    return _PLAIN.get(column.type)


def _target(table: str) -> Type:
    if table.startswith("cmdb_ci"):
        return _TARGETS.get(table, ReferenceType("configuration_item"))
    return _TARGETS.get(table) or ReferenceType(identifier(table, otherwise="table"))


def _limit(column: _Column) -> Limit | None:
    length = column.length
    return Limit(length, "characters") if length and 0 < length < _MOST_CHARACTERS else None


def _read_choices(choices: _Choices, reading: Reading) -> None:
    """Options of columns that no file describes: known only where the catalogue has the column."""
    for name in sorted(choices.unused - set(reading.fields) - set(reading.skipped)):
        native = next((f for f in reading.catalogue.record.fields if name in (f.read_at, f.written_at)), None)
        if native is None:
            reading.omit(name, "its options are there, and no file says what column it is")
            continue
        column = _Column(name, native.label, "choice", "", None, False, False, "", choices.of(name), True)  # noqa: FBT003
        _read(column, reading)
