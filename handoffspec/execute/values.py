"""Values as the interpreter holds them: empty or filled, alike or not, in words, and as JSON.

A value is what `schema.types` says, a rich text a `Document`. Values of a record stand by field name; a name that is
not there is absent.
"""

import json
import re
from collections.abc import Mapping
from typing import TypeAlias, cast

from handoffspec.schema.systems import Field
from handoffspec.schema.types import Json, ListType, MomentType, Type
from handoffspec.text.document import Document
from handoffspec.text.plain import write_plain

Values: TypeAlias = Mapping[str, object]


def is_empty(value: object) -> bool:
    """Whether a value says nothing: none at all, or one of no length. A flag and a zero say something."""
    match value:
        case None:
            return True
        case str() | list() | dict():
            return len(cast("str | list[object]", value)) == 0
        case Document():
            return not in_plain(value)
        case _:
            return False


def is_blank(value: object) -> bool:
    """Empty, or a text of nothing but blanks."""
    words = in_plain(value) if isinstance(value, Document) else value
    return is_empty(words) or (isinstance(words, str) and not words.strip())


def in_plain(document: Document) -> str:
    """A rich text as plain text."""
    return write_plain(document).value


def to_json(value: object) -> Json:
    """A value for a result line: rich text is plain text, with its context block."""
    match value:
        case Document():
            return in_plain(value)
        case list():
            return [to_json(item) for item in cast("list[object]", value)]
        case dict():
            return {name: to_json(item) for name, item in cast("dict[str, object]", value).items()}
        case _:
            return cast("Json", value)


def alike(field: Field, one: object, other: object) -> bool:
    """Whether two values of a field are the same, as far as its equality goes."""
    return _essence(field, field.type, one) == _essence(field, field.type, other)


def has_item(value: object, wanted: object) -> bool:
    """Whether a list holds an item; a value on its own is a list of one."""
    items = cast("list[object]", value) if isinstance(value, list) else [] if value is None else [value]
    return any(same_scalar(item, wanted) for item in items)


def same_scalar(value: object, written: object) -> bool:
    """Whether a value is one that a spec writes as a scalar: a person by id or address, a flag only by a flag."""
    match value:
        case dict():
            person = cast("dict[str, object]", value)
            return any(str(person[part]) == str(written) for part in ("id", "email") if part in person)
        case Document():
            return in_plain(value) == written
        case bool():
            return value is written
        case int() | float():
            return not isinstance(written, bool) and (value == written or str(value) == written)
        case str():
            return value == (written if isinstance(written, bool) else str(written))
        case _:
            return False


def _essence(field: Field, type_: Type, value: object) -> str:
    """A text that two values share if they are alike."""
    match value:
        case Document():
            text = in_plain(value) if "markup" in field.ignoring else repr(value)
            return _text_essence(field, text)
        case str():
            if isinstance(type_, MomentType) and "seconds" in field.ignoring:
                value = value[: len("2026-03-01T09:00")]
            return json.dumps(_text_essence(field, value))
        case list():
            items = cast("list[object]", value)
            item_type = type_.item if isinstance(type_, ListType) else type_
            spelt = [_essence(field, item_type, item) for item in items]
            loose = "order" in field.ignoring or (isinstance(type_, ListType) and type_.unique)
            return f"[{','.join(sorted(spelt) if loose else spelt)}]"
        case dict():
            parts = cast("dict[str, object]", value)
            if type_.kind == "person" and "id" in parts:
                return f"person {parts['id']}"
            return json.dumps(parts, sort_keys=True, default=repr)
        case _:
            return json.dumps(value)


def _text_essence(field: Field, text: str) -> str:
    if "blanks" in field.ignoring:
        text = re.sub(r"\s+", " ", text).strip()
    return text.casefold() if "case" in field.ignoring else text
