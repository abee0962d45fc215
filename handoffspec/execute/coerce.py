"""Values of one type turned into values of another, as `schema.coercions` says they become each other."""

from datetime import datetime
from typing import cast

from handoffspec.execute.values import in_plain
from handoffspec.execute.words import words
from handoffspec.schema.coercions import Coercion, coercion
from handoffspec.schema.types import ListType, RecordType, Type
from handoffspec.text.document import Document
from handoffspec.text.plain import parse_plain


def coerce(value: object, source: Type, target: Type) -> object:
    """A value of `source` as one of `target`. None stays None; limits are `fitting`'s to hold.

    Raises:
        ValueError: no value of the one type ever becomes one of the other. The compiler refuses such a rule.
    """
    how = coercion(source, target)
    if how is None:
        raise ValueError(f"no {source.kind} becomes a {target.kind} by itself")
    return None if value is None else _apply(how, value, source, target)


def _apply(how: Coercion, value: object, source: Type, target: Type) -> object:
    match how.way:
        case "same" | "rounded" | "person" | "seconds" | "json":
            return value
        case "plain to rich":
            return parse_plain(str(value)).document
        case "rich to plain":
            return in_plain(cast("Document", value))
        case "words to text":
            return words(source, value)
        case "words to rich":
            return parse_plain(words(source, value)).document
        case "day to time":
            return f"{value}T00:00:00Z"
        case "time to day":
            return datetime.fromisoformat(str(value)).date().isoformat()
        case "each" | "alone":
            inner = source.item if isinstance(source, ListType) else source
            items = cast("list[object]", value) if how.way == "each" else [value]
            return [coerce(item, inner, cast("ListType", target).item) for item in items]
        case "members":
            return _members(cast("dict[str, object]", value), cast("RecordType", source), cast("RecordType", target))


def _members(value: dict[str, object], source: RecordType, target: RecordType) -> dict[str, object]:
    types = {member.name: member.type for member in target.members}
    return {
        member.name: coerce(value[member.name], member.type, types[member.name])
        for member in source.members
        if member.name in value
    }
