"""Values as the API has them, and values as `schema.types` has them: each type both ways.

| type | in the API |
|---|---|
| text, rich text | text; with a codec HTML, an Atlassian document, plain text |
| number | a number, or a number in quotes |
| flag | true, false |
| date, time | ISO 8601 in any of its usual spellings |
| duration | seconds |
| choice | the option's form in the API; without options any scalar |
| person | an id or a user object |
| reference | an id |
| list, record | a list, an object by member; with the codec `json` the JSON as text (read either way) |
| list | with the codec `semicolons` one text with a semicolon between two values |

Null is not read here: it is None for every type. Formats of rich text are those of `text.FORMATS`; JSON is none, and
in its place a rich text is plain.
"""

import json
import math
import re
from collections.abc import Callable
from functools import partial
from typing import cast

from handoffspec.execute.wire.errors import NOT_AN_OPTION, VALUE_UNFIT, WireError
from handoffspec.execute.wire.jsons import parse_json
from handoffspec.execute.wire.misfit import MisfitError, one_of, unfit
from handoffspec.execute.wire.moments import read_moment
from handoffspec.execute.wire.paths import as_text
from handoffspec.execute.wire.people import Directory
from handoffspec.schema.systems import Codec
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
    Wire,
)
from handoffspec.text.convert import FORMATS, Format
from handoffspec.text.document import Document, FormatError, Parsed
from handoffspec.text.plain import parse_plain, write_plain

_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]{0,30})(?:\.[0-9]{1,30})?", re.ASCII)
_RICH = "a rich text"


def decode(type_: Type, codec: Codec | None, wire: object, directory: Directory) -> object:
    """A value from its form in the API. `wire` None gives None.

    Raises:
        MisfitError: it is not of the type, or none of a choice's options. Limits are `checks`' to hold.
    """
    if codec == "json" and wire is not None:
        wire, codec = _from_json_text(type_, wire), None
    elif isinstance(wire, str) and isinstance(type_, ListType | RecordType):
        wire = _between_semicolons(wire) if codec == "semicolons" else _perhaps_json_text(wire)
    if wire is None:
        return None
    match type_:
        case TextType():
            return _decode_text(type_, codec, wire)
        case PersonType():
            return directory.person(wire)
        case ListType():
            return _decode_list(type_, codec, wire, directory)
        case RecordType():
            return _decode_record(type_, codec, wire, directory)
        case StructureType():
            return wire
        case _:
            return _decode_scalar(type_, wire)


def encode(type_: Type, codec: Codec | None, value: object) -> object:
    """A value in its form in the API. `value` None gives null. A person is written by id.

    Raises:
        MisfitError: it is not of the type, a choice has no such option, or a person has no id.
    """
    if value is None:
        return None
    if codec in ("json", "semicolons"):
        return _as_one_text(codec, encode(type_, None, value))
    match type_:
        case TextType():
            return _encode_text(type_, codec, value)
        case ChoiceType():
            return _encode_choice(type_, value)
        case PersonType():
            return _encode_person(value)
        case ListType(item):
            return [_at(n, lambda e: encode(item, codec, e), each) for n, each in enumerate(_a_list(value))]
        case RecordType(members):
            parts = _an_object(value)
            return {m.name: encode(m.type, codec, parts[m.name]) for m in members if m.name in parts}
        case NumberType() | DurationType():
            return _decode_number(type_, value)
        case FlagType() | MomentType() | ReferenceType() | StructureType():
            return value


# ── Text ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def read_rich(codec: Codec | None, wire: object) -> Parsed:
    """A rich text from its form in the API, and what reading leaves out.

    Where an Atlassian document is meant, a text (webhooks and version 2 of that API send wiki markup) is taken as it
    stands, character for character.

    Raises:
        MisfitError: it is not in that form.
    """
    form = _format("plain" if isinstance(wire, str) and codec == "adf" else codec)
    try:
        return form.read(wire)
    except FormatError:
        raise unfit(
            VALUE_UNFIT, wire, "an Atlassian document" if form.name == "adf" else f"{_RICH} ({form.name})"
        ) from None


def write_rich(codec: Codec | None, document: Document) -> object:
    """A rich text in its form in the API."""
    return _format(codec).write(document).value


def _format(codec: Codec | None) -> Format:
    return FORMATS["plain" if codec is None or codec == "json" else codec]


def _decode_text(type_: TextType, codec: Codec | None, wire: object) -> object:
    if type_.rich:
        return read_rich(codec, wire).document
    if codec is not None:
        return write_plain(read_rich(codec, wire).document).value
    if not isinstance(wire, str):
        raise unfit(VALUE_UNFIT, wire, "a text")
    return wire


def _encode_text(type_: TextType, codec: Codec | None, value: object) -> object:
    if isinstance(value, Document):
        return write_rich(codec if type_.rich or codec else "plain", value)
    if not isinstance(value, str):
        raise unfit(VALUE_UNFIT, value, "a text")
    return write_rich(codec, parse_plain(value).document) if codec is not None else value


def _from_json_text(type_: Type, wire: object) -> object:
    """What stands in a text as JSON; an empty text holds nothing. A list or object that came as such is taken so."""
    if isinstance(wire, list | dict) and isinstance(type_, ListType | RecordType):
        return cast("object", wire)
    if not isinstance(wire, str):
        raise unfit(VALUE_UNFIT, wire, "JSON as a text")
    if not wire.strip():
        return None
    try:
        return parse_json(wire)
    except WireError as error:
        raise MisfitError(VALUE_UNFIT, "a text that cannot be read as JSON", f"JSON ({error.message})") from None


def _as_one_text(codec: Codec, wire: object) -> str:
    return json.dumps(wire, ensure_ascii=False) if codec == "json" else ";".join(map(str, _a_list(wire)))


def _between_semicolons(wire: str) -> list[str]:
    return [value for value in wire.split(";") if value]


def _perhaps_json_text(wire: str) -> object:
    """Systems without lists keep them as JSON in a text, whether or not their description says so."""
    try:
        return parse_json(wire) if wire.strip() else None
    except WireError:
        return wire


# ── Scalars ────────────────────────────────────────────────────────────────────────────────────────────────────────


def _decode_scalar(
    type_: NumberType | DurationType | FlagType | MomentType | ChoiceType | ReferenceType, wire: object
) -> object:
    match type_:
        case NumberType() | DurationType():
            return _decode_number(type_, wire)
        case FlagType():
            if not isinstance(wire, bool):
                raise unfit(VALUE_UNFIT, wire, "true or false")
            return wire
        case MomentType(precision):
            return _decode_moment(precision, wire)
        case ChoiceType():
            return _decode_choice(type_, wire)
        case ReferenceType():
            return _identifier(wire)


def _decode_number(type_: NumberType | DurationType, wire: object) -> int | float:
    whole = isinstance(type_, DurationType) or type_.integer
    allowed = "whole seconds" if isinstance(type_, DurationType) else "a whole number" if whole else "a number"
    number = wire
    if isinstance(wire, str) and _NUMBER.fullmatch(wire):
        number = float(wire) if "." in wire else int(wire)
    if not isinstance(number, int | float) or isinstance(number, bool) or not math.isfinite(number):
        raise unfit(VALUE_UNFIT, wire, allowed)
    if whole and number != int(number):
        raise unfit(VALUE_UNFIT, wire, allowed)
    return int(number) if whole else number


def _decode_moment(precision: str, wire: object) -> str:
    day = precision == "date"
    moment = read_moment(wire, "date" if day else "time") if isinstance(wire, str) else None
    if moment is None:
        raise unfit(VALUE_UNFIT, wire, "a day like 2026-03-01" if day else "a time like 2026-03-01T09:00:00Z")
    return moment


def _decode_choice(type_: ChoiceType, wire: object) -> object:
    spelt = as_text(wire)
    if spelt is None:
        raise unfit(VALUE_UNFIT, wire, "one value of a choice")
    if type_.open:
        return wire
    for option in type_.options:
        if as_text(option.wire) == spelt:
            return option.name
    raise unfit(
        NOT_AN_OPTION, wire, one_of([o.name if o.name == str(o.wire) else _both(o.name, o.wire) for o in type_.options])
    )


def _both(name: str, wire: Wire) -> str:
    return f"{as_text(wire)} ({name})"


def _encode_choice(type_: ChoiceType, value: object) -> object:
    if type_.open:
        if as_text(value) is None:
            raise unfit(VALUE_UNFIT, value, "one value of a choice")
        return value
    for option in type_.options:
        if option.name == value:
            return option.wire
    raise unfit(NOT_AN_OPTION, value, one_of([option.name for option in type_.options]))


def _identifier(wire: object) -> str | int:
    if isinstance(wire, str | int) and not isinstance(wire, bool):
        return wire
    raise unfit(VALUE_UNFIT, wire, "an id")


def _encode_person(value: object) -> object:
    known = cast("dict[str, object]", value).get("id") if isinstance(value, dict) else None
    if known is None:
        raise unfit(VALUE_UNFIT, value, "a person whose id is known")
    return known


# ── Several values ─────────────────────────────────────────────────────────────────────────────────────────────────


def _decode_list(type_: ListType, codec: Codec | None, wire: object, directory: Directory) -> list[object]:
    def item(each: object) -> object:
        if each is None:
            raise unfit(VALUE_UNFIT, None, "a value in each place of the list")
        return decode(type_.item, codec, each, directory)

    values = [_at(n, item, each) for n, each in enumerate(_a_list(wire))]
    return _without_repeats(values) if type_.unique else values


def _without_repeats(values: list[object]) -> list[object]:
    """Each value once, where it first stands."""
    kept: dict[str, object] = {}
    for value in values:
        kept.setdefault(json.dumps(value, sort_keys=True, default=repr), value)
    return list(kept.values())


def _decode_record(type_: RecordType, codec: Codec | None, wire: object, directory: Directory) -> dict[str, object]:
    parts = _an_object(wire)
    names = {member.name for member in type_.members}
    if strange := next((key for key in parts if key not in names), None):
        raise MisfitError(VALUE_UNFIT, f"the part {unfit(VALUE_UNFIT, strange, '').found}", one_of(sorted(names)))
    values: dict[str, object] = {}
    for member in type_.members:
        if member.name in parts:
            reader = partial(_decode_member, member.type, codec, directory)
            values[member.name] = _at(f".{member.name}", reader, parts[member.name])
    return values


def _decode_member(type_: Type, codec: Codec | None, directory: Directory, wire: object) -> object:
    return decode(type_, codec, wire, directory)


def _at(step: str | int, act: Callable[[object], object], value: object) -> object:
    try:
        return act(value)
    except MisfitError as misfit:
        raise misfit.within(f"[{step}]" if isinstance(step, int) else step) from None


def _a_list(value: object) -> list[object]:
    if not isinstance(value, list | tuple):
        raise unfit(VALUE_UNFIT, value, "a list")
    return list(cast("list[object]", value))


def _an_object(value: object) -> dict[str, object]:
    if not isinstance(value, dict):
        raise unfit(VALUE_UNFIT, value, "an object with named parts")
    return cast("dict[str, object]", value)
