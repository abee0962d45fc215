"""Zendesk's ticket fields, as `GET /api/v2/ticket_fields` lists them.

What `required` means there: an agent must fill the field in to solve a ticket
(https://developer.zendesk.com/api-reference/ticketing/tickets/ticket_fields/).
"""

from collections.abc import Iterable, Mapping
from typing import Final

from handoffspec.importers.found import Found
from handoffspec.importers.json import Entry, Json, entries, text, truth
from handoffspec.importers.lifecycles import read_statuses
from handoffspec.importers.marks import as_marked
from handoffspec.importers.naming import options_of
from handoffspec.importers.reading import Reading
from handoffspec.importers.spelling import label_of
from handoffspec.schema.types import (
    ChoiceType,
    FlagType,
    ListType,
    MomentType,
    NumberType,
    Option,
    PersonType,
    ReferenceType,
    TextType,
    Type,
)

NATIVE: Final[Mapping[str, str]] = {
    "subject": "subject",
    "description": "description",
    "status": "status",
    "custom_status": "custom_status",
    "tickettype": "type",
    "priority": "priority",
    "basic_priority": "priority",
    "group": "group",
    "assignee": "assignee",
}
"""Types of Zendesk's own fields, and what the catalogue calls them."""

_PLAIN: Final[Mapping[str, Type]] = {
    "text": TextType(),
    "textarea": TextType(),
    "regexp": TextType(),
    "partialcreditcard": TextType(),
    "checkbox": FlagType(),
    "date": MomentType("date"),
    "integer": NumberType(integer=True),
    "decimal": NumberType(),
}
_TARGETS: Final[Mapping[str, Type]] = {
    "zen:user": PersonType(),
    "zen:organization": ReferenceType("organisation"),
    "zen:ticket": ReferenceType("ticket"),
}
"""What a lookup field refers to."""
SOLVING: Final = "status is solved"


def read_fields(listed: Iterable[Json], reading: Reading) -> None:
    """Every field of the list; an entry that is none is named."""
    for value in listed:
        one = value if isinstance(value, Mapping) else {}
        identity, type_ = text(one.get("id")), text(one.get("type"))
        called = text(one.get("title")) or identity
        if reading.has(identity):
            continue
        if not identity or not type_:
            reading.omit(called, "it has no id" if type_ else "it has no type")
        elif not truth(one.get("active", True)):
            reading.omit(f"{called} ({identity})", "it is not active: tickets do not show it")
        elif type_ in NATIVE:
            _native(identity, NATIVE[type_], one, reading)
        else:
            _custom(identity, type_, one, reading)


def _native(identity: str, name: str, one: Entry, reading: Reading) -> None:
    """A field that the catalogue has: its options and what an agent must fill in may be this account's own."""
    options, wrong = options_of(_pairs(one.get("system_field_options")))
    if name == "status" and options:
        # Every account has these, listed or not; hold is there only where the account has switched it on.
        always = {value: Option(value, value, value) for value in ("new", "open", "pending", "solved", "closed")}
        options = tuple({**always, **{option.name: option for option in options}}.values())
        wrong = (*wrong, *read_statuses(options, reading))
    reading.take(
        Found(
            identity,
            label_of(text(one.get("title")), identity),
            ChoiceType(options) if options and name in ("priority", "type", "status") else None,
            native=name,
            required_when=_required_when(one),
            flattened="; ".join(wrong) or None,
        )
    )


def _custom(identity: str, type_: str, one: Entry, reading: Reading) -> None:
    made, wrong = _type(type_, one)
    label = label_of(text(one.get("title")), identity)
    if made is None:
        reading.omit(f"{label} ({identity})", wrong[0])
        return
    found = Found(
        identity,
        label,
        made,
        required_when=_required_when(one),
        read_only=type_ == "partialcreditcard",
        personal=type_ == "partialcreditcard",
        notes=tuple(_notes(one)),
        flattened="; ".join(wrong) or None,
    )
    reading.take(as_marked(found, text(one.get("agent_description"))))


def _type(type_: str, one: Entry) -> tuple[Type | None, tuple[str, ...]]:
    """The type in a spec, and what of it could not be kept; without a type, why there is none."""
    if type_ in ("tagger", "multiselect"):
        options, wrong = options_of(_pairs(one.get("custom_field_options")))
        choice = ChoiceType(options)
        return (choice if type_ == "tagger" else ListType(choice, unique=True)), wrong
    if type_ == "regexp":
        return _PLAIN[type_], ("a pattern that its text must match is not checked",)
    if type_ == "lookup":
        target = text(one.get("relationship_target_type"))
        if target in _TARGETS:
            return _TARGETS[target], ()
        return None, (f"it refers to {target or 'something unnamed'}, which the catalogue does not have",)
    plain = _PLAIN.get(type_)
    return plain, () if plain else (f"Zendesk's type {type_} has no equal in a spec",)


def _pairs(options: Json) -> Iterable[tuple[str, str]]:
    return ((text(option.get("value")), text(option.get("name"))) for option in entries(options))


def _required_when(one: Entry) -> str | None:
    return SOLVING if truth(one.get("required")) else None


def _notes(one: Entry) -> Iterable[str]:
    pattern = text(one.get("regexp_for_validation"))
    if pattern and text(one.get("type")) == "regexp":
        yield f"Its text must match {pattern}"
    if truth(one.get("required_in_portal")):
        yield "Customers must fill it in on the form."
