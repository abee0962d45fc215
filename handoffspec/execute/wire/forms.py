"""Values in the forms that a system has of its own (`schema.systems.ValueForms`), brought to the natural JSON of their
types for `codecs` to read, and from it to be written.

One field may come in three shapes: plain; as an object with its value and what people see of it; or with what people
see and a link. Which it is can differ from field to field.
"""

import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final, cast

from handoffspec.execute.wire.errors import AS_SHOWN, OVER_LIMIT
from handoffspec.execute.wire.misfit import unfit
from handoffspec.execute.wire.moments import read_moment
from handoffspec.execute.wire.paths import ABSENT, Path, as_text, get, parse_path, put
from handoffspec.schema.systems import Codec, Field, Record, ValueForms
from handoffspec.schema.types import (
    ChoiceType,
    DurationType,
    FlagType,
    ListType,
    MomentType,
    NumberType,
    PersonType,
    ReferenceType,
    Type,
)

_GROUPED: Final = re.compile(r"-?\d{1,3}(,\d{3})+(\.\d+)?", re.ASCII)
_WITHOUT_ZONE: Final = re.compile(r"\d{4}-\d\d-\d\d[ T]\d\d:\d\d(:\d\d)?", re.ASCII)
_IN_WORDS: Final = re.compile(
    r"(?:(\d{1,9}) Days?)? ?(?:(\d{1,2}) Hours?)? ?(?:(\d{1,2}) Minutes?)? ?(?:(\d{1,2}) Seconds?)?", re.ASCII
)
_FLAGS: Final = {"true": True, "false": False}
_REFERRING = (PersonType, ReferenceType)


# ── Reading ────────────────────────────────────────────────────────────────────────────────────────────────────────


def as_shown(record: Record, obj: Mapping[str, object]) -> bool:
    """Whether the record was given as one user sees it: a choice by its label, or an object without the value."""
    forms = record.forms
    if forms is None or forms.shown is None:
        return False
    return any(_is_shown(forms, field, obj) for field in record.fields if field.read_at is not None)


def _is_shown(forms: ValueForms, field: Field, obj: Mapping[str, object]) -> bool:
    wire = obj.get(field.read_at or "")
    if isinstance(wire, dict):
        return forms.shown in wire and forms.value not in wire
    type_ = field.type
    if not isinstance(type_, ChoiceType) or type_.open or not isinstance(wire, str):
        return False
    return wire not in {as_text(o.wire) for o in type_.options} and wire in {o.label for o in type_.options}


def natural(record: Record, field: Field, wire: object, *, shown: bool) -> object:
    """A field's value in the natural JSON of its type. `shown`: the record was given as one user sees it.

    Raises:
        MisfitError: it can be seen only as one user sees it, and what it stands for depends on that user.
    """
    forms = record.forms
    return wire if forms is None else _natural(record, forms, field.type, field.read_as, wire, shown=shown)


def _natural(
    record: Record, forms: ValueForms, type_: Type, codec: Codec | None, wire: object, *, shown: bool
) -> object:
    parts = _parts(forms, wire)
    if parts is not None and isinstance(type_, _REFERRING):
        return _referred(record, forms, type_, parts)
    value = bare(forms, wire)
    if forms.text and value == "":
        return None
    if not isinstance(value, str) or codec is not None:
        return value
    match type_:
        case ListType(item) if forms.joined is not None and not value.lstrip().startswith("["):
            elements = filter(None, map(str.strip, value.split(forms.joined)))
            return [_natural(record, forms, item, None, element, shown=shown) for element in elements]
        case FlagType() if forms.text:
            return _FLAGS.get(value, value)
        case NumberType() if forms.shown is not None and _GROUPED.fullmatch(value):
            return value.replace(",", "")
        case ChoiceType() if forms.shown is not None:
            return _choice(type_, value)
        case MomentType(precision="time") if forms.utc:
            return _time(forms, value, shown=shown)
        case DurationType():
            return _seconds(forms, value)
        case _:
            return value


def bare(forms: ValueForms | None, wire: object) -> object:
    """The value out of the object that it stands in, else what people see of it."""
    parts = _parts(forms, wire)
    if forms is None or parts is None:
        return wire
    return parts[forms.value] if forms.value in parts else parts.get(forms.shown or "")


def as_seen(forms: ValueForms | None, wire: object) -> object:
    """What people see of a value, else the value."""
    parts = _parts(forms, wire)
    return wire if forms is None or parts is None else parts.get(forms.shown or "", parts.get(forms.value or ""))


def _parts(forms: ValueForms | None, wire: object) -> dict[str, object] | None:
    """The object that a value stands in; None where it stands by itself."""
    if forms is None or not isinstance(wire, dict) or not wire:
        return None
    keys = {forms.value, forms.shown, forms.link}
    parts = cast("dict[str, object]", wire)
    return parts if all(key in keys for key in parts) else None


def _referred(record: Record, forms: ValueForms, type_: Type, parts: dict[str, object]) -> object:
    """The id: the value, else what the link ends in, else the name that is shown."""
    link = parts.get(forms.link or "")
    at_its_end = link.rstrip("/").rpartition("/")[2] if isinstance(link, str) else ""
    shown = parts.get(forms.shown or "")
    id_ = parts.get(forms.value or "") or at_its_end or shown
    if not id_ or isinstance(type_, ReferenceType):
        return id_ or None
    return _person(record, {"id": id_, "name": shown})


def _person(record: Record, known: Mapping[str, object]) -> dict[str, object]:
    """A user object, its parts where the record's people have them."""
    user: dict[str, object] = {}
    for fact in record.people:
        if known.get(fact.part):
            put(parse_path(fact.path), user, known[fact.part])
    return user


def with_parts_beside(record: Record, field: Field, wire: object, obj: Mapping[str, object]) -> object:
    """A person with the parts that stand beside: `caller_id.email` beside `caller_id`."""
    forms = record.forms
    if forms is None or forms.parts is None or not isinstance(field.type, PersonType) or not wire:
        return wire
    known = {"id": wire} if not isinstance(wire, dict) else _told(record, cast("dict[str, object]", wire))
    beside = {fact.part: bare(forms, obj.get(f"{field.read_at}{forms.parts}{fact.path}")) for fact in record.people}
    found = {part: value for part, value in beside.items() if value}
    return _person(record, {**known, **found}) if found else wire


def _told(record: Record, user: dict[str, object]) -> dict[str, object]:
    told = {fact.part: get(parse_path(fact.path), user) for fact in record.people}
    return {part: value for part, value in told.items() if value is not ABSENT}


def _choice(type_: ChoiceType, value: str) -> object:
    """The form in the API of an option that is given by its label."""
    if value in {as_text(option.wire) for option in type_.options}:
        return value
    return next((option.wire for option in type_.options if option.label == value), value)


def _time(forms: ValueForms, value: str, *, shown: bool) -> str:
    """A time in UTC. What one user sees is in that user's zone and format, and neither is known."""
    if forms.shown is not None and (shown or read_moment(value, "time") is None):
        raise unfit(AS_SHOWN, value, "a time in UTC")
    return in_utc(forms, value)


def in_utc(forms: ValueForms | None, value: str) -> str:
    """A time with its zone, where the system leaves the zone out because all its times are in UTC."""
    return f"{value}Z" if forms is not None and forms.utc and _WITHOUT_ZONE.fullmatch(value) else value


def _seconds(forms: ValueForms, value: str) -> object:
    if forms.origin is not None and _WITHOUT_ZONE.fullmatch(value):
        moment = read_moment(value, "time")
        since = datetime.fromisoformat(moment) - datetime.fromisoformat(forms.origin) if moment else None
        return value if since is None else int(since.total_seconds())
    said = _IN_WORDS.fullmatch(value)
    if forms.shown is None or said is None or not any(said.groups()):
        return value
    days, hours, minutes, seconds = (int(part or 0) for part in said.groups())
    return int(timedelta(days, hours=hours, minutes=minutes, seconds=seconds).total_seconds())


def shown_alone(record: Record, path: Path, obj: Mapping[str, object]) -> object:
    """What stands at a path; where it ends in the key of what people see, a text that stands by itself is that."""
    if record.forms is not None and len(path.steps) > 1 and path.last_key == record.forms.shown:
        alone = obj.get(path.first_key, ABSENT)
        if not isinstance(alone, dict):
            return alone if alone is None or isinstance(alone, str) else ABSENT
    return get(path, obj)


# ── Writing ────────────────────────────────────────────────────────────────────────────────────────────────────────


def as_written(forms: ValueForms | None, type_: Type, codec: Codec | None, wire: object) -> object:
    """The natural JSON of a value as the system takes it."""
    if forms is None or codec == "json":
        return wire
    if wire is None:
        return "" if forms.text else None
    match type_:
        case ListType(item) if forms.joined is not None and isinstance(wire, list):
            elements = (as_written(forms, item, codec, each) for each in cast("list[object]", wire))
            return forms.joined.join(as_text(each) or "" for each in elements)
        case MomentType(precision="time") if forms.utc and isinstance(wire, str):
            moment = read_moment(wire, "time")
            return wire if moment is None else moment[:19].replace("T", " ")
        case DurationType() if forms.origin is not None and isinstance(wire, int):
            return _after(forms.origin, wire)
        case _:
            return as_text(wire) if forms.text and isinstance(wire, bool | int | float) else wire


def _after(origin: str, seconds: int) -> str:
    try:
        return (datetime.fromisoformat(origin) + timedelta(seconds=seconds)).isoformat(sep=" ")
    except OverflowError:
        raise unfit(OVER_LIMIT, seconds, "a length of time that the calendar holds") from None
