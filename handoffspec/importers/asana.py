"""Asana's custom field settings of a project, or the custom fields of a workspace."""

from collections.abc import Mapping, Sequence
from typing import Final

from handoffspec.importers.found import Found
from handoffspec.importers.json import Entry, Json, entries, entry, items, text, truth, whole
from handoffspec.importers.marks import as_marked
from handoffspec.importers.naming import by_label
from handoffspec.importers.reading import Reading
from handoffspec.importers.recognise import Kinds, Part
from handoffspec.importers.spelling import label_of
from handoffspec.schema.types import (
    ChoiceType,
    ListType,
    MomentType,
    NumberType,
    Option,
    PersonType,
    ReferenceType,
    TextType,
    Type,
)

_TYPES: Final = frozenset(
    ("text", "enum", "multi_enum", "number", "date", "people", "formula", "custom_id", "reference")
)
_TARGETS: Final[Mapping[str, str]] = {"task": "task", "project": "project", "portfolio": "portfolio", "goal": "goal"}


def _fields(document: Json) -> list[Entry]:
    """The custom fields of a document, out of their settings and envelopes."""
    top = entry(document)
    listed = top.get("data", document)
    found = [entry(one.get("custom_field")) or one for one in entries(listed if isinstance(listed, list) else [listed])]
    nested = [inner for one in found for inner in entries(one.get("custom_field_settings"))]
    return [entry(one.get("custom_field")) for one in nested] or found


def _is_fields(document: Json) -> bool:
    return any("gid" in one and _kind(one) in _TYPES for one in _fields(document))


KINDS: Final = Kinds("Asana", {"fields": _is_fields}, "custom field settings and custom fields")


def _kind(one: Entry) -> str:
    """The type. A formula shows its result's type as `type`, and what it is as `representation_type`."""
    shown = text(one.get("representation_type"))
    return shown if shown in _TYPES else text(one.get("resource_subtype")) or text(one.get("type"))


def read(parts: Sequence[Part], reading: Reading) -> None:
    """Every custom field."""
    reading.complete = True
    for part in parts:
        for one in _fields(part.content):
            _read(one, reading)


def _read(one: Entry, reading: Reading) -> None:
    identity = text(one.get("gid"))
    label = label_of(text(one.get("name")), identity)
    if not identity:
        reading.omit(label, "it has no gid")
    if not identity or reading.has(identity):
        return
    options, wrong = _options(one)
    type_, flattened = _type(one, options)
    if type_ is None:
        reading.skip(identity, label, flattened or "")
        return
    found = Found(
        identity,
        label,
        type_,
        read_only=truth(one.get("is_value_read_only")) or _kind(one) in ("formula", "custom_id"),
        own_options=True,
        read_at=_reference_path(identity) if _kind(one) == "reference" else None,
        written_at=f"custom_fields.{identity}" if _kind(one) == "reference" else None,
        notes=tuple(_notes(one)),
        flattened="; ".join(filter(None, (*wrong, flattened))) or None,
    )
    reading.take(as_marked(found, text(one.get("description"))))


def _reference_path(identity: str) -> str:
    return f"custom_fields[gid={identity}].reference_value[].gid"


def _type(one: Entry, options: tuple[Option, ...]) -> tuple[Type | None, str | None]:
    kind = _kind(one)
    match kind:
        case "enum":
            return ChoiceType(options), None
        case "multi_enum":
            return ListType(ChoiceType(options), unique=True), None
        case "text" | "custom_id":
            return TextType(), None
        case "date":
            return MomentType("date"), None
        case "people":
            return ListType(PersonType(), unique=True), None
        case "number":
            return _number(one), None
        case "formula":
            return _formula(one)
        case "reference":
            return _reference(one)
        case _:
            return None, f"Asana's type {kind or '(none)'} has no equal in a spec"


def _number(one: Entry) -> Type:
    precision = whole(one.get("precision"))
    if precision is None or precision > 6:
        return NumberType()
    # 25 percent are held as 0.25: two places more than are shown.
    places = precision + 2 if text(one.get("format")) == "percentage" else precision
    return NumberType(integer=places == 0, decimals=min(places, 6) or None)


def _formula(one: Entry) -> tuple[Type | None, str | None]:
    result = text(one.get("resource_subtype")) or text(one.get("type"))
    plain: dict[str, Type] = {"number": NumberType(), "text": TextType(), "date": MomentType("date")}
    return plain.get(result), None if result in plain else "the metadata does not say what its formula gives"


def _reference(one: Entry) -> tuple[Type | None, str | None]:
    allowed = [text(value) for value in items(one.get("input_restrictions"))]
    target = _TARGETS.get(allowed[0]) if len(allowed) == 1 else None
    if target is None:
        return None, f"it may lead to {', '.join(allowed) or 'anything'}; a spec says one kind"
    return ListType(ReferenceType(target), unique=True), None


def _options(one: Entry) -> tuple[tuple[Option, ...], tuple[str, ...]]:
    listed = entries(one.get("enum_options"))
    return by_label([(text(o.get("gid")), text(o.get("name"))) for o in listed if o.get("enabled") is not False])


def _notes(one: Entry) -> list[str]:
    gone = [text(o.get("name")) for o in entries(one.get("enum_options")) if o.get("enabled") is False]
    notes = [f"No longer offered: {', '.join(gone)}"] if gone else []
    currency = text(one.get("currency_code"))
    return [*notes, f"In {currency}"] if currency else notes
