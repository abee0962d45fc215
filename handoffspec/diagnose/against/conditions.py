"""Conditions over histories: true, false, or None where the history does not say.

A field that the log never shows is unknown. One that it shows, but not for this ticket, has not changed in it.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from operator import ge, gt, le, lt
from typing import Any, Final, TypeAlias

from handoffspec.diagnose.against.history import History
from handoffspec.diagnose.against.tracks import EMPTY, Track, Value
from handoffspec.schema.conditions import (
    All,
    AnyOf,
    Compare,
    Condition,
    Event,
    FieldRef,
    Lasting,
    Not,
    fields_read,
    lastings,
)
from handoffspec.schema.systems import Field
from handoffspec.schema.types import ListType, PersonType, ReferenceType, Scalar, choice_in

Truth: TypeAlias = bool | None
SLACK: Final = timedelta(minutes=1)
"""What one update changes can stand in a log with moments a little apart."""
_ORDERS: Final[dict[str, Callable[[Any, Any], bool]]] = {"<": lt, "<=": le, ">": gt, ">=": ge}
_ID: Final = re.compile(r"\d+|[0-9a-f]{24,}")
_BETWEEN_ITEMS: Final = str.maketrans(dict.fromkeys(',;[]"', " "))


@dataclass(frozen=True, slots=True)
class Scene:
    """The records that a condition speaks of. Within one system both sides are the same record."""

    source: History
    destination: History | None

    def record(self, ref: FieldRef) -> History | None:
        """The record that a field belongs to."""
        return self.source if ref.side == "source" else self.destination


@dataclass(frozen=True, slots=True)
class Ever:
    """Whether a condition came true up to a moment: surely, and first when; or at least possibly."""

    at: datetime | None
    possible: bool


def truth(condition: Condition, scene: Scene, at: datetime) -> Truth:
    """Whether a condition holds at a moment."""
    match condition:
        case Compare():
            return _compare(condition, scene, at)
        case Lasting():
            return _lasting(condition, scene, at)
        case Event():
            return _event(condition, scene, at)
        case Not(condition=inner):
            found = truth(inner, scene, at)
            return None if found is None else not found
        case All(conditions=parts):
            return _every(truth(part, scene, at) for part in parts)
        case AnyOf(conditions=parts):
            return _some(truth(part, scene, at) for part in parts)


def any_of(conditions: Iterable[Condition], scene: Scene, at: datetime) -> Truth:
    """Whether at least one of them holds at a moment."""
    return _some(truth(condition, scene, at) for condition in conditions)


def ever(conditions: tuple[Condition, ...], scene: Scene, start: datetime, end: datetime) -> Ever:
    """Whether one of the conditions came true between two moments, both included."""
    possible = False
    for at in _moments(conditions, scene, start, end):
        found = any_of(conditions, scene, at)
        possible = possible or found is not False
        if found:
            return Ever(at, possible=True)
    return Ever(None, possible)


def shown(ref: FieldRef, scene: Scene) -> bool:
    """Whether the log shows changes of a field at all."""
    record = scene.record(ref)
    return record is not None and ref.field in record.shown.fields


def _every(truths: Iterable[Truth]) -> Truth:
    found = list(truths)
    return False if False in found else None if None in found else True


def _some(truths: Iterable[Truth]) -> Truth:
    found = list(truths)
    return True if True in found else None if None in found else False


def _moments(conditions: tuple[Condition, ...], scene: Scene, start: datetime, end: datetime) -> tuple[datetime, ...]:
    """The moments at which something that the conditions ask about can have changed."""
    records = [record for record in (scene.source, scene.destination) if record is not None]
    found = {start, end, *(record.first for record in records)}
    for condition in conditions:
        for ref in fields_read(condition):
            record = scene.record(ref)
            found.update(record.track(ref.field).between(start, end) if record is not None else ())
    found.update(at for record in records for at in record.commented(start, end))
    waits = {timedelta(seconds=lasting.seconds) for condition in conditions for lasting in lastings(condition)}
    for wait in waits:
        early = (
            at for record in records for track in record.tracks() for at in track.between(start - wait, end - wait)
        )
        found.update([at + wait for at in early])
    return tuple(sorted(at for at in found if start <= at <= end))


# ── Fields ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def _compare(compare: Compare, scene: Scene, at: datetime) -> Truth:
    record = scene.record(compare.field)
    field = record.vocabulary.record.field(compare.field.field) if record is not None else None
    if record is None or field is None:
        return None
    track = record.track(field.name)
    if compare.operator in ("becomes", "becomes empty", "changes"):
        return _came_about(compare, record, field, track, at)
    if _is_so(compare, field, track.after(at)):
        return True
    return _agreed(_is_so(compare, field, value) for value in track.over(at - SLACK, at + SLACK))


def _agreed(truths: Iterable[Truth]) -> Truth:
    found = set(truths)
    return found.pop() if len(found) == 1 else None


def _came_about(compare: Compare, record: History, field: Field, track: Track, at: datetime) -> Truth:
    """Whether the field changed just then as the condition says. What a record is created with may count or not."""
    if field.name not in record.shown.fields:
        return None
    found = [
        _is_that_change(compare, field, before, after, created=abs(moment - record.first) <= SLACK)
        for moment, before, after in track.steps(at - SLACK, at + SLACK)
    ]
    if not found and abs(at - record.first) <= SLACK and compare.operator != "changes":
        return None if _agreed(_is_so(_state(compare), field, v) for v in track.over(at, at)) is not False else False
    return _some(found)


def _state(compare: Compare) -> Compare:
    return Compare(compare.field, "is empty" if compare.operator == "becomes empty" else "is", compare.values)


def _is_that_change(compare: Compare, field: Field, before: Value, after: Value, *, created: bool) -> Truth:
    match compare.operator:
        case "becomes" | "becomes empty":
            state = _state(compare)
            was, now = _is_so(state, field, before), _is_so(state, field, after)
            return False if now is False or was is True else None if created or None in (was, now) else True
        case _:
            fits = [_matches(field, before, compare.was)] if compare.was else []
            fits += [_matches(field, after, compare.values)] if compare.values else []
            return _every([None if created else True, *fits])


def _is_so(compare: Compare, field: Field, value: Value) -> Truth:
    if value is None:
        return None
    match compare.operator:
        case "is":
            return _matches(field, value, compare.values)
        case "is not":
            found = _matches(field, value, compare.values)
            return None if found is None else not found
        case "is empty":
            return value == EMPTY
        case "is filled":
            return value != EMPTY
        case "has":
            return any(_same(each, item) for each in compare.values for item in _items(value))
        case "has no":
            return not any(_same(each, item) for each in compare.values for item in _items(value))
        case "contains":
            return any(str(each).casefold() in value.casefold() for each in compare.values)
        case "starts with":
            return any(value.casefold().startswith(str(each).casefold()) for each in compare.values)
        case operator:
            return _in_order(operator, value, compare.values)


def _matches(field: Field, value: Value, written: tuple[Scalar, ...]) -> Truth:
    if value is None:
        return None
    items = _items(value) if isinstance(field.type, ListType) else [value]
    if len(items) == 1 and any(_same(each, items[0]) for each in written):
        return True
    choice = choice_in(field.type)
    own_words = isinstance(field.type, PersonType | ReferenceType) or (choice is not None and choice.open)
    return None if own_words and value != EMPTY and not _alike(value, written) else False


def _alike(value: str, written: tuple[Scalar, ...]) -> bool:
    """Whether a log writes a value as the spec does: an id is no other name of a team that is written by its own."""
    return all(bool(_ID.fullmatch(str(each))) and bool(_ID.fullmatch(value)) for each in written)


def _same(written: Scalar, said: str) -> bool:
    text = ("no", "yes")[written] if isinstance(written, bool) else str(written)
    return text.casefold() == said.casefold()


def _items(value: str) -> list[str]:
    """The elements of a list as a log writes one: between commas, semicolons or blanks."""
    return value.translate(_BETWEEN_ITEMS).split()


def _in_order(operator: str, value: str, values: tuple[Scalar, ...]) -> Truth:
    try:
        number = float(value)
        return any(_ORDERS[operator](number, float(each)) for each in values)
    except ValueError:
        return False if value == EMPTY else None


def _lasting(lasting: Lasting, scene: Scene, at: datetime) -> Truth:
    record = scene.record(lasting.compare.field)
    field = record.vocabulary.record.field(lasting.compare.field.field) if record is not None else None
    if record is None or field is None:
        return None
    since = at - timedelta(seconds=lasting.seconds)
    track = record.track(field.name)
    early, all_the_while = track.over(since, since + SLACK), track.over(since, at)
    found = [_is_so(lasting.compare, field, value) for value in all_the_while]
    if all(one is True for one in found):
        return True
    now = [_is_so(lasting.compare, field, value) for value in track.over(at, at)]
    then = [_is_so(lasting.compare, field, value) for value in early]
    return False if all(one is False for one in now) or all(one is False for one in then) else None


# ── Events ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def _event(event: Event, scene: Scene, at: datetime) -> Truth:
    record = scene.source
    match event.event:
        case "ticket is created":
            return abs(at - record.first) <= SLACK
        case "attachment is added" | "someone presses":
            return None
        case kind:
            if not record.shown.comments:
                return None
            near = bool(record.commented(at - SLACK, at + SLACK))
            return (True if kind == "comment is added" else None) if near else False
