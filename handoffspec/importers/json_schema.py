"""A record of any system, from a JSON Schema or an OpenAPI description and a pointer to the record's schema."""

from collections.abc import Mapping
from typing import Final

from handoffspec.diagnostics import closest
from handoffspec.importers.found import Catalogue, Found, Imported, ImportRefusedError
from handoffspec.importers.json import Entry, Json, entry, items, text, truth
from handoffspec.importers.json_schema_types import Schemas, default_of, words_of
from handoffspec.importers.reading import Reading
from handoffspec.importers.spelling import comment, label_of
from handoffspec.importers.write import field_lines
from handoffspec.schema.spelled import exactly
from handoffspec.schema.systems import Record
from handoffspec.schema.types import TextType
from handoffspec.syntax.format import format_text

_KEYS: Final = ("id", "gid", "key", "uuid", "guid", "number", "sys_id", "Id", "ID", "_id")
"""Properties that identify a record, most usual first."""
_LISTED: Final = 12


def is_schema(document: Json) -> bool:
    """Whether a document describes shapes of JSON."""
    top = entry(document)
    if "openapi" in top or "swagger" in top or "$schema" in top:
        return True
    shape = any(isinstance(top.get(word), dict) for word in ("properties", "$defs", "definitions"))
    return shape or any(isinstance(top.get(word), list) for word in ("allOf", "anyOf", "oneOf"))


def read_schema(document: Json, system: str, record: str, pointer: str | None) -> tuple[Imported, Catalogue]:
    """The fields of a record's schema.

    Args:
        document: a JSON Schema or an OpenAPI description.
        system: the system's name in the spec.
        record: the record's name in the spec.
        pointer: where the record's schema stands; None: the document is it.

    Raises:
        ImportRefusedError: nothing stands there, or nothing with fields.
    """
    schemas = Schemas(document)
    schema = schemas.resolved(pointed(document, pointer))
    properties = entry(schema.get("properties"))
    if not properties:
        raise ImportRefusedError(f"{pointer or 'the document'} describes no object with properties.", _advice(document))
    title = text(entry(entry(document).get("info")).get("title")) or words_of(system).capitalize()
    made = Record(
        system,
        label_of(title, system),
        record,
        label_of(text(schema.get("title")), words_of(record).capitalize()),
        "",
        (),
    )
    reading = Reading(Catalogue(made, {}), {})
    required = {key for key in items(schema.get("required")) if isinstance(key, str)}
    key = next((one for one in _KEYS if one in properties), None)
    for name, part in properties.items():
        _read(str(name), part, schemas, reading, required=name in required, is_key=name == key)
    return reading.finish(), reading.catalogue


def pointed(document: Json, pointer: str | None) -> Json:
    """What a JSON pointer leads to in a document; all of it where there is none.

    Raises:
        ImportRefusedError: it is no pointer, or leads nowhere.
    """
    if pointer is None:
        return document
    if pointer and not pointer.startswith(("/", "#")):
        raise ImportRefusedError(
            f"{pointer!r} is no JSON pointer.", "It begins with /, as in --at /components/schemas/Ticket."
        )
    try:
        return Schemas(document).at(pointer)
    except LookupError as error:
        raise ImportRefusedError(
            f"nothing stands at {pointer}: there is no {error.args[0]}.", _advice(document, str(error.args[0]))
        ) from None


def _advice(document: Json, wanted: str = "") -> str:
    """Which schemas there are to point at."""
    for path in ("components/schemas", "definitions", "$defs"):
        value = document
        for step in path.split("/"):
            value = entry(value).get(step)
        names = [str(name) for name in entry(value)]
        near = closest(wanted, names)
        if near:
            return f"Did you mean --at /{path}/{near}?"
        if names:
            more = f" and {len(names) - _LISTED} more" if len(names) > _LISTED else ""
            return f"Write --at /{path}/ and one of {', '.join(names[:_LISTED])}{more}."
    return "Write --at and a JSON pointer to the schema of the record."


def _read(key: str, part: Json, schemas: Schemas, reading: Reading, *, required: bool, is_key: bool) -> None:
    one = schemas.resolved(part)
    typed = schemas.typed(part)
    rich = isinstance(typed.type, TextType) and typed.type.rich
    reading.take(
        Found(
            key,
            label_of(text(one.get("title")), words_of(key).capitalize()),
            typed.type,
            required=required and not is_key,
            read_only=truth(one.get("readOnly")) and not is_key,
            kept=is_key,
            default=default_of(one, typed.type),
            read_at=key,
            write_only=truth(one.get("writeOnly")) and not is_key,
            codec="html" if rich else None,
            notes=tuple(_notes(one)),
            flattened=typed.flattened,
        )
    )


def _notes(one: Entry) -> list[str]:
    notes = [f"Its text must match {text(one['pattern'])}"] if text(one.get("pattern")) else []
    return [*notes, "Deprecated."] if truth(one.get("deprecated")) else notes


def system_text(imported: Imported, catalogue: Catalogue) -> str:
    """The text of a spec that describes the system, in the one layout."""
    record = catalogue.record
    identities: Mapping[str, str] = imported.names
    fields = [line for one in imported.fields for line in field_lines(one, identities, record, with_paths=True)]
    key = next((one.identity for one in imported.fields if one.kept), imported.fields[0].identity)
    lines = [
        comment(
            "A schema knows fields and no more: a lifecycle, comments, attachments, people and calls are to be added."
        ),
        f"system {record.system} {exactly(record.system_title)} {{",
        f"record {record.name} {exactly(record.title)} {{",
        f"key {identities[key]}",
        "",
        "fields {",
        *fields,
        "}",
        "}",
        "}",
    ]
    return format_text("\n".join(lines) + "\n")
