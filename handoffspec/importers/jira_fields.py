"""Jira's `GET /field`: every field of the instance, without options and without what a project requires.

Custom types are told apart by the key of the app that made them, as Jira's own and four public servers have them.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

from handoffspec.importers.found import Catalogue, Found
from handoffspec.importers.json import Entry, Json, entries, entry, text
from handoffspec.importers.marks import as_marked
from handoffspec.importers.reading import Reading
from handoffspec.importers.spelling import label_of
from handoffspec.schema.types import (
    ChoiceType,
    Limit,
    ListType,
    MomentType,
    NumberType,
    PersonType,
    ReferenceType,
    StructureType,
    TextType,
    Type,
)

_LINE: Final = TextType(limit=Limit(255, "characters"))
_LONG: Final = TextType(rich=True, limit=Limit(32767, "characters"))
_OWN: Final = "com.atlassian.jira.plugin.system.customfieldtypes:"
_AGILE: Final = "com.pyxis.greenhopper.jira:"


@dataclass(frozen=True, slots=True)
class Kind:
    """What a type of Jira's is in a spec. `within` follows the field's id in its path."""

    type: Type
    within: str = ""
    flattened: str | None = None
    kept: bool = False
    read_only: bool = False


def _several(item: Type) -> ListType:
    return ListType(item, unique=True)


KINDS: Final[Mapping[str, Kind]] = {
    "string": Kind(TextType()),
    "number": Kind(NumberType()),
    "date": Kind(MomentType("date")),
    "datetime": Kind(MomentType("time")),
    "user": Kind(PersonType(), ".accountId"),
    "group": Kind(ReferenceType("group"), ".name"),
    "option": Kind(ChoiceType(), ".value"),
    "version": Kind(ChoiceType(), ".name"),
    "component": Kind(ChoiceType(), ".name"),
    "priority": Kind(ChoiceType(), ".name"),
    "resolution": Kind(ChoiceType(), ".name"),
    "securitylevel": Kind(ChoiceType(), ".name"),
    "project": Kind(ChoiceType(), ".key"),
    "issuetype": Kind(ChoiceType(), ".name"),
    "option-with-child": Kind(
        StructureType(),
        flattened="an option with a dependent option below it is written as a structure, without the two lists",
    ),
    "issuelink": Kind(ReferenceType("issue"), ".id"),
}
"""Types of a field's schema. In an array of them each element has its own `within`."""

CUSTOM: Final[Mapping[str, Kind]] = {
    f"{_OWN}textfield": Kind(_LINE),
    f"{_OWN}url": Kind(_LINE),
    f"{_OWN}textarea": Kind(_LONG),
    f"{_OWN}readonlyfield": Kind(TextType(), read_only=True),
    f"{_OWN}importid": Kind(NumberType(), read_only=True),
    f"{_OWN}labels": Kind(_several(TextType(spaces=False))),
    f"{_AGILE}gh-epic-link": Kind(ReferenceType("issue")),
    f"{_AGILE}gh-epic-label": Kind(_LINE),
    f"{_AGILE}gh-epic-color": Kind(TextType()),
    f"{_AGILE}gh-lexo-rank": Kind(TextType(), kept=True),
    f"{_AGILE}gh-global-rank": Kind(NumberType(integer=True), kept=True),
    f"{_AGILE}gh-sprint": Kind(
        ListType(StructureType()),
        flattened="sprints are read as objects and written as a number; they are written as structures",
    ),
    "com.atlassian.jira.toolkit:message": Kind(TextType(), read_only=True),
}
"""Types of custom fields whose schema says less than their key."""

_COMPUTED: Final = frozenset(
    {
        "com.atlassian.jira.ext.charting:firstresponsedate",
        "com.atlassian.servicedesk:sd-request-feedback-date",
        "com.onresolve.jira.groovy.groovyrunner:scripted-field",
    }
)
"""Custom fields of a plain type that their app computes."""

_NO_FIELD: Final = {
    "sd-servicelevelagreement": "a clock that Jira Service Management computes; promises stand in a handoff's `sla`",
    "sd-approvals": "approvals of Jira Service Management, which have calls of their own",
    "sd-customerrequesttype": "the request type of Jira Service Management, which is set by a call of its own",
    "sd-customerorganization": "organisations of Jira Service Management, which the catalogue does not have",
    "comments-page": "the conversation, described under comments",
    "worklog": "entries of their own, made and read by their own calls",
    "attachment": "the files, described under attachments",
}
"""Types that are no field of a record, and why."""


def is_field_list(document: Json) -> bool:
    """Whether a document is an answer of `GET /field`."""
    first = next(entries(document), {})
    return "id" in first and "name" in first and ("schema" in first or "clauseNames" in first or "custom" in first)


def servers_in(document: Json) -> dict[str, Json]:
    """Lists of fields by the name of their server, as collections of several instances have them."""
    return {
        str(name): listed
        for name, listed in entry(document).items()
        if isinstance(listed, list) and is_field_list(listed)
    }


def read_servers(document: Json, reading: Reading) -> None:
    """The fields of several servers. What one identifier means on the first of them that has it, is written."""
    first: dict[str, tuple[str, Entry]] = {}
    for server, listed in servers_in(document).items():
        for one in _entries(listed, reading):
            identity = text(one.get("id"))
            at, known = first.setdefault(identity, (server, one))
            if at == server:
                read_fields([one], reading)
            elif (known.get("name"), known.get("schema")) != (one.get("name"), one.get("schema")):
                other = text(known.get("name"))
                why = f"on {at} this identifier is {other}: import each server by itself, with --at /{server}"
                reading.omit(f"{text(one.get('name'))} ({identity}) on {server}", why)
            elif identity in reading.skipped:
                reading.omit(f"{text(one.get('name'))} ({identity}) on {server}", reading.skipped[identity])
            else:
                reading.count()


def read_fields(document: Json, reading: Reading) -> None:
    """Every field of the list; an entry that is none is named."""
    for one in _entries(document, reading):
        identity = text(one.get("id")) or text(one.get("key")) or text(one.get("fieldId"))
        if identity:
            read_field(identity, one, reading)
        else:
            reading.omit(text(one.get("name")), "it has no id")


def _entries(document: Json, reading: Reading) -> list[Entry]:
    listed = document if isinstance(document, list) else []
    for other in listed:
        if not isinstance(other, Mapping):
            reading.omit(str(other)[:60], "it is no description of a field")
    return list(entries(document))


def read_field(identity: str, one: Entry, reading: Reading) -> None:
    """A field, as the lists of fields and the create metadata both describe it."""
    if reading.has(identity):
        return
    schema = entry(one.get("schema"))
    label = label_of(text(one.get("name")), identity)
    native = natives(reading.catalogue).get(identity)
    if native is not None:
        reading.take(Found(identity, label, None, native=native))
        return
    why = left_out(identity, reading.catalogue) or _NO_FIELD.get(text(schema.get("type")))
    why = why or _NO_FIELD.get(text(schema.get("items")))
    if why:
        reading.skip(identity, label, why)
        return
    kind = kind_of(schema)
    if kind is None:
        reading.skip(identity, label, _unknown(schema))
        return
    path = f"fields.{identity}{kind.within}"
    found = Found(
        identity,
        label,
        kind.type,
        read_only=kind.read_only,
        kept=kind.kept,
        read_at=path if kind.within or isinstance(kind.type, StructureType) else None,
        flattened=kind.flattened,
    )
    # `GET /field` gives no descriptions, `GET /field/search` does.
    reading.take(as_marked(found, text(one.get("description"))))


def natives(catalogue: Catalogue) -> dict[str, str]:
    """The catalogue's fields by Jira's id: what follows `fields.` in the path, or the path itself."""
    return {_root(one.read_at or one.written_at or ""): one.name for one in catalogue.record.fields}


def left_out(identity: str, catalogue: Catalogue) -> str | None:
    """Why the catalogue leaves a field of Jira's out, if it does."""
    return catalogue.omits.get(f"fields.{identity}") or catalogue.omits.get(identity)


def _root(path: str) -> str:
    return path.removeprefix("fields.").split(".")[0].split("[")[0]


def kind_of(schema: Entry) -> Kind | None:
    """What a field's schema is in a spec; None where it does not say."""
    custom = CUSTOM.get(text(schema.get("custom")))
    if custom is not None:
        return custom
    type_ = text(schema.get("type"))
    if type_ != "array":
        plain = KINDS.get(type_)
        computed = text(schema.get("custom")) in _COMPUTED
        return replace(plain, read_only=True) if plain and computed else plain
    inner = KINDS.get(text(schema.get("items")))
    if inner is None:
        return None
    return Kind(_several(inner.type), f"[]{inner.within}" if inner.within else "", inner.flattened)


def _unknown(schema: Entry) -> str:
    app = text(schema.get("custom"))
    if app:
        return f"the app type {app} does not say what its values look like"
    type_ = text(schema.get("items")) or text(schema.get("type"))
    return f"Jira's type {type_} has no equal in a spec" if type_ else "the metadata does not say of which type it is"
