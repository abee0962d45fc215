"""Conditions, decided as far as they can be: true, false, or None where what they ask cannot be known.

Three values combine as expected: one false part makes `and` false whatever else is unknown, one true part makes `or`
true. Of fields everything is known once the record is: a field that is not there is an empty one.
"""

from collections.abc import Callable, Iterable
from datetime import timedelta
from operator import ge, gt, le, lt
from typing import Any, TypeAlias

from handoffspec.execute.events import NewComment, Sight, last_change, moment
from handoffspec.execute.values import alike, has_item, in_plain, is_empty, same_scalar
from handoffspec.schema.conditions import All, AnyOf, Compare, Condition, Event, Lasting, Not
from handoffspec.schema.types import Scalar
from handoffspec.text.document import Document

Truth: TypeAlias = bool | None

_ORDERS: dict[str, Callable[[Any, Any], bool]] = {"<": lt, "<=": le, ">": gt, ">=": ge}


def holds(condition: Condition, sight: Sight) -> Truth:
    """Whether a condition holds."""
    match condition:
        case Compare():
            return _compare(condition, sight)
        case Lasting():
            return _lasting(condition, sight)
        case Event():
            return _event(condition, sight)
        case Not(condition=inner):
            return negated(holds(inner, sight))
        case All(conditions=parts):
            return every(holds(part, sight) for part in parts)
        case AnyOf(conditions=parts):
            return some(holds(part, sight) for part in parts)


def every(truths: Iterable[Truth]) -> Truth:
    """Whether all are true."""
    found = list(truths)
    return False if False in found else None if None in found else True


def some(truths: Iterable[Truth]) -> Truth:
    """Whether one is true."""
    found = list(truths)
    return True if True in found else None if None in found else False


def negated(truth: Truth) -> Truth:
    """The opposite; what is unknown stays so."""
    return None if truth is None else not truth


# ── Fields ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def _compare(compare: Compare, sight: Sight) -> Truth:
    side, name = compare.field.side, compare.field.field
    if side not in sight.now:
        return None
    now = sight.now[side].get(name)
    if compare.operator not in ("becomes", "becomes empty", "changes"):
        return _is_so(compare, now)
    if side not in sight.before:
        return _came_about_unseen(compare, now, sight)
    return _came_about(compare, sight.before[side].get(name), now, sight)


def _came_about(compare: Compare, before: object, now: object, sight: Sight) -> bool:
    """`becomes` and `changes`, with the record before and after it."""
    field = sight.records[compare.field.side].field(compare.field.field)
    changed = field is not None and not alike(field, before, now)
    if compare.operator == "becomes empty":
        return is_empty(now) and not is_empty(before)
    if compare.operator == "becomes":
        return _matches(now, compare.values) and not _matches(before, compare.values)
    started = not compare.was or _matches(before, compare.was)
    return changed and started and (not compare.values or _matches(now, compare.values))


def _came_about_unseen(compare: Compare, now: object, sight: Sight) -> Truth:
    """The same with only the record as it is: what it is not, it has not become."""
    match compare.operator:
        case "becomes":
            if not _matches(now, compare.values):
                return False
            return True if sight.became else None
        case "becomes empty":
            return None if is_empty(now) else False
        case _:
            return None


def _is_so(compare: Compare, now: object) -> bool:
    values = compare.values
    match compare.operator:
        case "is":
            return _matches(now, values)
        case "is not":
            return not _matches(now, values)
        case "is empty":
            return is_empty(now)
        case "is filled":
            return not is_empty(now)
        case "has":
            return any(has_item(now, value) for value in values)
        case "has no":
            return not any(has_item(now, value) for value in values)
        case "contains":
            return any(str(value) in _text(now) for value in values)
        case "starts with":
            return any(_text(now).startswith(str(value)) for value in values)
        case operator:
            return any(_in_order(operator, now, value) for value in values)


def _matches(value: object, written: tuple[Scalar, ...]) -> bool:
    """Whether a value is one of those written; a list is, if it holds just that one."""
    if isinstance(value, list):
        return len(value) == 1 and any(has_item(value, each) for each in written)
    return any(same_scalar(value, each) for each in written)


def _text(value: object) -> str:
    return in_plain(value) if isinstance(value, Document) else value if isinstance(value, str) else ""


def _in_order(operator: str, value: object, bound: Scalar) -> bool:
    """An empty value is neither below nor above anything."""
    if isinstance(value, int | float) and isinstance(bound, int | float):
        return _ORDERS[operator](value, bound)
    one, other = moment(value), moment(bound)
    return one is not None and other is not None and _ORDERS[operator](one, other)


def _lasting(lasting: Lasting, sight: Sight) -> Truth:
    """A record that has not changed since some time was the same all the while."""
    side = lasting.compare.field.side
    now = _compare(lasting.compare, sight)
    if now is not True:
        return now
    if side in sight.before and not _is_so(lasting.compare, sight.before[side].get(lasting.compare.field.field)):
        return False
    at, since = moment(sight.at), last_change(sight.records[side], sight.now[side])
    unchanged = at is not None and since is not None and at - since >= timedelta(seconds=lasting.seconds)
    return True if unchanged else None


# ── Events ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def _event(event: Event, sight: Sight) -> Truth:
    happened = sight.happened
    match event.event:
        case "ticket is created":
            return happened.created
        case "attachment is added":
            return happened.attachments
        case "someone presses":
            return None if happened.pressed is None else event.label in happened.pressed
        case kind:
            return None if happened.comments is None else some(_is_it(kind, each) for each in happened.comments)


def _is_it(kind: str, comment: NewComment) -> Truth:
    match kind:
        case "comment is added":
            return True
        case "public comment is added":
            return comment.channel == "public"
        case "internal comment is added":
            return comment.channel == "internal"
        case "customer replies":
            return False if comment.channel == "internal" else None if comment.by is None else comment.by == "customer"
        case _:
            return None if comment.by is None else comment.by != "customer"
