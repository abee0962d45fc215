"""Tickets as a system's API gives them, every field filled in every way its type allows."""

import json
from functools import lru_cache
from typing import Any

from hypothesis import strategies as st

from handoffspec.execute.wire.paths import parse_path, put
from handoffspec.schema.systems import Field, Record
from handoffspec.schema.types import (
    ChoiceType,
    ListType,
    MomentType,
    NumberType,
    PersonType,
    RecordType,
    ReferenceType,
    TextType,
    Type,
)

ODD_TEXTS = [
    "",
    " ",
    "trailing blanks  ",
    "\tindented",
    "two\nlines",
    "two\r\nlines\r\n",
    "mixed\r\nline\nends\r",
    "ends in a line\n",
    "\n",
    "---",
    "Handoff context · every_type · One of everything",
    "End of handoff context · every_type (3 entries)",
    "\\Handoff context · every_type",
    "(none)",
    "(empty text)",
    '"quoted"',
    "- a list\n- of two",
    "> quoted",
    "1. one",
    "Label: value",
    "<b>bold</b> & <script>alert(1)</script>",
    "null",
    "12",
    "yes",
    "␍␊ ␛ pictures",
    "עברית ünïcödé 🎫",
    "\x00\x07\x1b",
]
TEXTS = st.one_of(st.sampled_from(ODD_TEXTS), st.text(max_size=60))
WORDS = st.text(st.characters(exclude_categories=("Z", "C")), min_size=1, max_size=12)
JSON = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(-9999, 9999), TEXTS),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(WORDS, inner, max_size=3)),
    max_leaves=6,
)


@lru_cache
def tickets(record: Record) -> st.SearchStrategy[dict[str, Any]]:
    """JSON of a record with each field that can be read null or filled; required ones filled.

    Of what a system keeps for itself only the key: the rest crosses nowhere.
    """
    fields = [f for f in record.fields if f.read_at is not None and (not f.kept or f.name == record.key)]
    return st.tuples(*(_wire(record, field) for field in fields)).map(lambda values: _assembled(fields, values))


def _assembled(fields: list[Field], values: tuple[Any, ...]) -> dict[str, Any]:
    made: dict[str, Any] = {}
    for field, value in zip(fields, values, strict=True):
        put(parse_path(field.read_at or ""), made, value)
    return made


def _wire(record: Record, field: Field) -> st.SearchStrategy[Any]:
    """What stands at the field's path. Where several fields share an object, null would take the others with it."""
    if record.lifecycle is not None and record.lifecycle.field == field.name:
        return of_type(field.type)
    key = record.field(record.key)
    texts = key is not None and isinstance(key.type, TextType) and isinstance(field.type, PersonType | ReferenceType)
    filled = of_type(field.type, required=field.required)
    filled = filled.map(str) if texts else filled
    if field.read_as == "json":
        filled = filled.map(lambda value: json.dumps(value, ensure_ascii=False))
    needed = field.required or field.required_when is not None or field.kept
    return filled if needed else st.one_of(st.none(), filled)


def of_type(type_: Type, *, required: bool = False) -> st.SearchStrategy[Any]:
    """Values of a type as APIs have them."""
    match type_:
        case TextType():
            return _texts(type_, required=required)
        case ChoiceType(options=options):
            return st.sampled_from([option.wire for option in options]) if options else st.integers(1, 10**12)
        case ListType(item=item, unique=unique):
            return st.lists(of_type(item), max_size=4, unique=unique)
        case RecordType(members=members):
            return st.fixed_dictionaries({}, optional={member.name: of_type(member.type) for member in members})
        case NumberType(integer=False):
            return st.one_of(st.integers(-(10**9), 10**9), st.floats(-1e6, 1e6, allow_nan=False))
        case MomentType(precision="date"):
            return st.dates().map(lambda day: day.isoformat())
        case _:
            return _PLAIN[type_.kind]


_PLAIN: dict[str, st.SearchStrategy[Any]] = {
    "number": st.integers(0, 10**9),
    "duration": st.integers(0, 10**9),
    "flag": st.booleans(),
    "moment": st.datetimes().map(lambda moment: moment.replace(microsecond=0).isoformat() + "Z"),
    "person": st.integers(1, 10**12),
    "reference": st.integers(1, 10**12),
    "structure": JSON.filter(lambda value: value is not None),
}


def _texts(type_: TextType, *, required: bool) -> st.SearchStrategy[str]:
    texts = TEXTS if type_.spaces else WORDS
    most = type_.limit.number if type_.limit else None
    held = texts.filter(lambda text: most is None or len(text) <= most)
    return held.filter(lambda text: bool(text.strip())) if required else held
