"""Fields and extensions as a spec writes them."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from handoffspec.importers.found import Block, Catalogue, Found, Imported
from handoffspec.importers.places import place_of
from handoffspec.importers.spelling import comment
from handoffspec.schema.spelled import exactly, name_or_text, type_text
from handoffspec.schema.systems import Codec, Record
from handoffspec.schema.types import ChoiceType, ListType, NumberType, Scalar, TextType, Type
from handoffspec.syntax.format import format_text


def extension(imported: Imported, catalogue: Catalogue, *, with_paths: bool) -> str:
    """The text of a spec that lays what was found over the catalogue, in the one layout.

    Args:
        imported: what was found.
        catalogue: the system as it is shipped.
        with_paths: whether custom fields carry their place; without it an environment gives it.
    """
    record = catalogue.record
    lines = [f"use {record.system}", ""]
    fields = [
        line for one in imported.fields for line in field_lines(one, imported.names, record, with_paths=with_paths)
    ]
    if fields or imported.blocks:
        lines += [f"extend {record.system}.{record.name} {{", *fields, *block_lines(imported.blocks), "}"]
    return format_text("\n".join(lines) + "\n")


def block_lines(blocks: tuple[Block, ...]) -> Iterator[str]:
    """Lifecycles and automations, each apart from what is above it."""
    for block in blocks:
        yield ""
        yield block.text


def field_lines(one: Found, names: Mapping[str, str], record: Record, *, with_paths: bool) -> Iterator[str]:
    """A field with the comments above it."""
    yield from (comment(note) for note in one.notes)
    if one.flattened:
        yield comment(f"Not all of it: {one.flattened}.")
    label = "" if one.native else f" {exactly(one.label)}"
    place = "" if one.native else place_text(one, record, with_paths=with_paths)
    own = one.type if with_paths or one.type is None or not one.own_options else without_forms(one.type)
    type_ = f" {type_text(own)}" if own else ""
    yield f"{names[one.identity]}{label}{type_}{_words(one, record)}{place}"


def without_forms(type_: Type) -> Type:
    """The same type, its options with their names as their forms in the API."""
    match type_:
        case ListType(item=item):
            return replace(type_, item=without_forms(item))
        case ChoiceType(options=options):
            return ChoiceType(tuple(replace(option, wire=option.name) for option in options))
        case _:
            return type_


def _words(one: Found, record: Record) -> str:
    """Everything behind the type but the place."""
    parts = [
        "required" if one.required else "",
        *(() if one.native and not isinstance(one.type, TextType) else _limits(one.type)),
        f"required when {one.required_when}" if one.required_when and not one.required else "",
        "read only" if one.read_only and not one.kept else "",
        "only at creation" if one.at_creation else "",
        f"kept by {record.system}" if one.kept else "",
        "personal" if one.personal else "",
        "secret" if one.secret else "",
        f"default {value_text(one.default, one.type)}" if one.default is not None else "",
    ]
    return "".join(f" {part}" for part in parts if part)


def _limits(type_: Type | None) -> Iterator[str]:
    """What a type holds at most, and how its values are compared."""
    match type_:
        case TextType(limit=limit, spaces=spaces):
            yield f"up to {limit.number} {limit.unit}" if limit else ""
            yield "" if spaces else "without spaces"
        case ListType(item=item, limit=limit, unique=unique):
            yield from _limits(item)
            yield f"up to {limit.number} items" if limit else ""
            yield "compared ignoring order" if unique else ""
        case NumberType(lowest=lowest, highest=highest, decimals=decimals, integer=integer):
            within = lowest is not None and highest is not None
            yield f"between {_number(lowest)} and {_number(highest)}" if within else ""
            yield f"with {decimals} decimals" if decimals is not None and not integer else ""
        case _:
            return


def _number(number: float | None) -> str:
    return f"{number:f}".rstrip("0").rstrip(".") if number is not None else ""


def place_text(one: Found, record: Record, *, with_paths: bool) -> str:
    """Where the field stands. Left out where an environment can say it: the system has one place for such fields."""
    place = place_of(one, record)
    if place.usual and not with_paths:
        return f" as {one.codec}" if one.codec and one.read_at is None else ""
    read, written = _at("", place.read_at, place.read_as), _at("", place.written_at, place.written_as)
    if read and (read == written or one.read_only or one.kept):
        return read
    return _at("read ", place.read_at, place.read_as) + _at("written ", place.written_at, place.written_as)


def _at(word: str, path: str | None, codec: Codec | None) -> str:
    if path is None:
        return ""
    return f" {word}at {exactly(path)}{f' as {codec}' if codec else ''}"


def value_text(value: Scalar, type_: Type | None) -> str:
    """A value as a spec writes it for a field of a type."""
    match value:
        case bool():
            return "yes" if value else "no"
        case int() | float():
            return f"{value:f}".rstrip("0").rstrip(".") if isinstance(value, float) else str(value)
        case str():
            return exactly(value) if isinstance(type_, TextType) else name_or_text(value)
