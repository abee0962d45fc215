"""Values of every type in words, for texts and context blocks, and some of them read back."""

import json
import math
import re
from typing import Final, cast

from handoffspec.execute.values import in_plain, is_empty
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
)
from handoffspec.text.document import Document
from handoffspec.text.plain import parse_plain

_UNITS: Final = (("d", 86400), ("h", 3600), ("m", 60), ("s", 1))
_DURATION: Final = re.compile(r"(-?)(?:(\d{1,12})d ?)?(?:(\d{1,12})h ?)?(?:(\d{1,12})m ?)?(?:(\d{1,12})s)?", re.ASCII)
_PERSON: Final = re.compile(r"(?:(?P<name>.*?) ?)??(?:<(?P<email>[^<>]*)> ?)?(?:\[(?P<id>[^\[\]]+)\])?", re.DOTALL)


def words(type_: Type, value: object, joiner: str = ", ") -> str:
    """A value as a text; nothing for one that is not there.

    `joiner` stands between the elements of a list.
    """
    match type_, value:
        case _, None:
            return ""
        case _, Document():
            return in_plain(value)
        case FlagType(), bool():
            return "yes" if value else "no"
        case DurationType(), int():
            return duration_words(value)
        case ChoiceType(options=options), _:
            return next((option.label for option in options if option.name == value), str(value))
        case PersonType(), dict():
            person = cast("dict[str, object]", value)
            return str(person.get("email") or person.get("name") or person.get("id") or "")
        case ListType(item=item), list():
            return joiner.join(words(item, each) for each in cast("list[object]", value))
        case RecordType(members=members), dict():
            parts = cast("dict[str, object]", value)
            said = (f"{m.name}: {words(m.type, parts[m.name])}" for m in members if not is_empty(parts.get(m.name)))
            return ", ".join(said)
        case StructureType(), _:
            return json.dumps(value, ensure_ascii=False)
        case _:
            return value if isinstance(value, str) else json.dumps(value)


def duration_words(seconds: int) -> str:
    """`1d 2h`, `90s` as `1m 30s`, `0s`."""
    parts: list[str] = []
    left = abs(seconds)
    for unit, size in _UNITS:
        count, left = divmod(left, size)
        if count:
            parts.append(f"{count}{unit}")
    return ("-" if seconds < 0 else "") + (" ".join(parts) or "0s")


def read_duration(text: str) -> int | None:
    """The seconds that `duration_words` was given; None for what is no length of time."""
    found = _DURATION.fullmatch(text)
    if not text or found is None or not any(found.groups()[1:]):
        return None
    total = sum(int(count or 0) * size for count, (_, size) in zip(found.groups()[1:], _UNITS, strict=True))
    return -total if found[1] else total


def person_words(person: dict[str, object]) -> str:
    """`Ana Lima <ana@shop.example> [613]`, each part where it is known."""
    parts = [str(person["name"])] if "name" in person else []
    parts += [f"<{person['email']}>"] if "email" in person else []
    parts += [f"[{person['id']}]"] if "id" in person else []
    return " ".join(parts)


def read_person(text: str, *, number_ids: bool) -> dict[str, object]:
    """The person that `person_words` was given."""
    found = _PERSON.fullmatch(text)
    parts = {key: value for key, value in found.groupdict().items() if value} if found else {"name": text}
    person: dict[str, object] = dict(parts)
    if "id" in parts:
        person["id"] = read_id(parts["id"], number_ids=number_ids)
    return person


def read_id(text: str, *, number_ids: bool) -> str | int:
    """An id as its system has it: ids of systems that count their records are numbers."""
    plain = text.isascii() and text.isdigit() and len(text) <= 18
    return int(text) if number_ids and plain else text


def from_words(type_: Type, text: str, *, number_ids: bool = False) -> object:
    """The value that `words` was given, for types whose values can be told from their words.

    Raises:
        ValueError: the text is none of them.
    """
    match type_:
        case TextType():
            return parse_plain(text).document if type_.rich else text
        case FlagType():
            return {"yes": True, "no": False}[text] if text in ("yes", "no") else _unreadable(text)
        case NumberType():
            return _number(text)
        case DurationType():
            seconds = read_duration(text)
            return _unreadable(text) if seconds is None else seconds
        case ChoiceType(options=options):
            meant = [option.name for option in options if text in (option.label, option.name)]
            return text if type_.open else meant[0] if meant else _unreadable(text)
        case PersonType():
            return read_person(text, number_ids=number_ids)
        case ReferenceType():
            return read_id(text, number_ids=number_ids)
        case StructureType():
            return _json(text)
        case MomentType():
            return text
        case _:
            return _unreadable(text)


def _unreadable(text: str) -> object:
    raise ValueError(f"“{text[:60]}” cannot be read")


def _number(text: str) -> object:
    """A number written as JSON writes it; neither infinite nor more exact than it was."""
    number = float(text)
    if not math.isfinite(number):
        return _unreadable(text)
    return number if set(text) & set(".eE") else int(text)


def _json(text: str) -> object:
    try:
        value: object = json.loads(text)
    except RecursionError:
        return _unreadable(text)
    return value
