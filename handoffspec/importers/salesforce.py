"""Salesforce's describe of an object: `GET /services/data/vXX.0/sobjects/Case/describe`."""

from collections.abc import Mapping, Sequence
from typing import Final

from handoffspec.importers.found import Found
from handoffspec.importers.json import Entry, Json, entries, entry, items, text, truth, whole
from handoffspec.importers.lifecycles import read_statuses
from handoffspec.importers.marks import as_marked
from handoffspec.importers.naming import options_of
from handoffspec.importers.reading import Reading
from handoffspec.importers.recognise import Kinds, Part
from handoffspec.importers.spelling import label_of
from handoffspec.schema.spelling import identifier
from handoffspec.schema.systems import Field
from handoffspec.schema.types import (
    ChoiceType,
    FlagType,
    Limit,
    ListType,
    MomentType,
    NumberType,
    Option,
    PersonType,
    ReferenceType,
    TextType,
    Type,
)

_PLAIN: Final[Mapping[str, Type]] = {
    "boolean": FlagType(),
    "date": MomentType("date"),
    "datetime": MomentType("time"),
    "int": NumberType(integer=True),
    "long": NumberType(integer=True),
    "double": NumberType(),
    "currency": NumberType(),
    "percent": NumberType(),
}
_TEXTS: Final = frozenset(("string", "textarea", "email", "phone", "url", "id", "combobox", "encryptedstring"))
_TARGETS: Final[Mapping[str, Type]] = {
    "User": PersonType(),
    "Contact": PersonType(),
    "Account": ReferenceType("organisation"),
    "Asset": ReferenceType("configuration_item"),
    "Case": ReferenceType("case"),
}
"""What a lookup leads to, by object."""
_FLATTENED: Final[Mapping[str, str]] = {
    "combobox": "people may also write a value that is not in its list; it is written as a text",
    "encryptedstring": "it is masked where it is read",
}


def _describes(document: Json) -> list[Entry]:
    documents = document if isinstance(document, list) else [document]
    return [one for one in entries(documents) if any("soapType" in field for field in entries(one.get("fields")))]


KINDS: Final = Kinds("Salesforce", {"describe": lambda document: bool(_describes(document))}, "the describe of Case")


def read(parts: Sequence[Part], reading: Reading) -> None:
    """Every field of the describes."""
    reading.complete = True
    for part in parts:
        for describe in _describes(part.content):
            for value in items(describe.get("fields")):
                _read(entry(value), reading)


def _read(one: Entry, reading: Reading) -> None:
    name = text(one.get("name"))
    label = label_of(text(one.get("label")), name)
    if name and reading.has(name):
        return
    catalogue = reading.catalogue
    native = next((field for field in catalogue.record.fields if name and name in _paths(field)), None)
    why = "it has no name" if not name else None if native else catalogue.omits.get(name)
    if why:
        reading.skip(name, label, why)
        return
    options, wrong = options_of(_pairs(one, active=True))
    type_, flattened = _type(one, options)
    if type_ is None:
        reading.skip(name, label, f"Salesforce's type {text(one.get('type')) or '(none)'} has no equal in a spec")
        return
    lifecycle = catalogue.record.lifecycle
    if lifecycle and native and native.name == lifecycle.field:
        wrong = (*wrong, *read_statuses(options, reading))
    found = Found(
        name,
        label,
        type_,
        native=native.name if native else None,
        required=_is_required(one),
        read_only=not truth(one.get("updateable")) and not truth(one.get("createable")),
        at_creation=not truth(one.get("updateable")) and truth(one.get("createable")),
        default=_default(one, options),
        read_at=name if _is_html(one) else None,
        codec="html" if _is_html(one) else None,
        notes=tuple(_notes(one)),
        flattened="; ".join(filter(None, (*wrong, flattened, _dependent(one)))) or None,
    )
    reading.take(as_marked(found, text(one.get("inlineHelpText"))))


def _paths(field: Field) -> tuple[str | None, str | None]:
    return field.read_at, field.written_at


def _is_required(one: Entry) -> bool:
    """Whether somebody must fill it in: it may not be empty, and nothing else fills it."""
    can_be_written = truth(one.get("createable"))
    return can_be_written and one.get("nillable") is False and not truth(one.get("defaultedOnCreate"))


def _is_html(one: Entry) -> bool:
    return truth(one.get("htmlFormatted")) and text(one.get("type")) == "textarea"


def _pairs(one: Entry, *, active: bool) -> list[tuple[str, str]]:
    listed = entries(one.get("picklistValues"))
    return [
        (text(value.get("value")), text(value.get("label")))
        for value in listed
        if (value.get("active") is not False) == active
    ]


def _type(one: Entry, options: tuple[Option, ...]) -> tuple[Type | None, str | None]:
    kind = text(one.get("type"))
    if kind == "picklist":
        return ChoiceType(options), None
    if kind == "multipicklist":
        return ListType(ChoiceType(options), unique=True), None
    if kind == "reference":
        return _target([text(to) for to in items(one.get("referenceTo"))])
    if kind in _TEXTS:
        length = whole(one.get("length"))
        limit = Limit(length, "characters") if length and length > 0 else None
        return TextType(rich=_is_html(one), limit=limit), _FLATTENED.get(kind)
    return _number(one, _PLAIN.get(kind)), None


def _number(one: Entry, plain: Type | None) -> Type | None:
    scale = whole(one.get("scale"))
    if isinstance(plain, NumberType) and not plain.integer and scale is not None and scale <= 30:
        return NumberType(integer=scale == 0, decimals=scale or None)
    return plain


def _target(targets: list[str]) -> tuple[Type, str | None]:
    """What a lookup leads to. An owner may be a user or a queue: people hold records either way."""
    known = [_TARGETS.get(target, ReferenceType(identifier(target, otherwise="object"))) for target in targets]
    if "User" in targets and set(targets) <= {"User", "Group"}:
        return PersonType(), None
    if len(set(known)) == 1:
        return known[0], None
    said = ", ".join(targets[:5]) or "nothing that is named"
    return ReferenceType("record"), f"it may lead to {said}; a spec says one kind"


def _default(one: Entry, options: tuple[Option, ...]) -> str | None:
    usual = [
        text(value.get("value")) for value in entries(one.get("picklistValues")) if truth(value.get("defaultValue"))
    ]
    return next((option.name for option in options if usual and option.wire == usual[0]), None)


def _dependent(one: Entry) -> str | None:
    controller = text(one.get("controllerName"))
    return f"which of its options go with which value of {controller} is not kept" if controller else None


def _notes(one: Entry) -> list[str]:
    gone = [label for _, label in _pairs(one, active=False)]
    return [f"No longer offered: {', '.join(gone)}"] if gone else []
