"""A condition of a handoff as the conditions of Zendesk triggers.

A trigger holds when all of its `all` do and, where it has some, any of its `any`
(https://developer.zendesk.com/documentation/ticketing/reference-guides/conditions-reference/). One condition of a spec
may need several triggers.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from typing import Final

from pydantic import JsonValue

from handoffspec.emit.provisioning.format import Body, reference
from handoffspec.emit.provisioning.setup import step_id
from handoffspec.emit.provisioning.uses import Needed
from handoffspec.emit.provisioning.zendesk_fields import tag
from handoffspec.schema.conditions import All, AnyOf, Compare, Condition, Event, Lasting, Not, Operator
from handoffspec.schema.systems import Field
from handoffspec.schema.types import Scalar, choice_in

_MOST: Final = 20
"""Triggers that one condition may need; beyond that nobody could look after them."""
_BY_ID: Final = re.compile(r"custom_fields\[id=(\d+)\]\.value")
_NATIVE: Final = frozenset({
    "status", "priority", "type", "group_id", "assignee_id", "requester_id", "organization_id", "brand_id",
    "ticket_form_id", "custom_status_id", "recipient",
})  # fmt: skip
"""Fields of a ticket that conditions know by the same name."""
CREATED: Final[Body] = {"field": "update_type", "operator": "is", "value": "Create"}
CHANGED: Final[Body] = {"field": "update_type", "operator": "is", "value": "Change"}
_EVENTS: Final[dict[str, tuple[Body, ...]]] = {
    "ticket is created": (CREATED,),
    "customer replies": (CHANGED, {"field": "role", "operator": "is", "value": "end_user"},
                         {"field": "comment_is_public", "operator": "is", "value": "true"}),
    "agent replies": (CHANGED, {"field": "role", "operator": "is", "value": "agent"},
                      {"field": "comment_is_public", "operator": "is", "value": "true"}),
    "comment is added": (CHANGED, {"field": "comment_is_public", "operator": "is", "value": "not_relevant"}),
    "public comment is added": (CHANGED, {"field": "comment_is_public", "operator": "is", "value": "true"}),
    "internal comment is added": (CHANGED, {"field": "comment_is_public", "operator": "is", "value": "false"}),
}  # fmt: skip
_OPPOSITE: Final[dict[Operator, Operator]] = {
    "is": "is not", "is not": "is", "is empty": "is filled", "is filled": "is empty", "has": "has no", "has no": "has",
}  # fmt: skip


class Unsayable(ValueError):  # noqa: N818 - what cannot be said is no error of anybody's
    """The conditions of triggers cannot say it. The message is a clause that says why."""


@dataclass(frozen=True, slots=True)
class _Holds:
    """What has to hold: `all` of it. Of each pair in `either` the first or the second."""

    all: tuple[Body, ...] = ()
    either: tuple[tuple[Body, Body], ...] = ()


def trigger_conditions(needs: Needed, condition: Condition) -> list[Body]:
    """The conditions of each trigger that is needed.

    Raises:
        Unsayable: triggers cannot say it.
    """
    ways = _ways(needs, condition)
    made = [body for way in ways for body in _triggers(way)]
    if len(made) > _MOST:
        raise Unsayable(f"it would take {len(made)} triggers.")
    return made


def _triggers(way: _Holds) -> Iterator[Body]:
    """A new ticket counts as becoming all that it is. More than one change in one update needs a trigger of its own."""
    if len(way.either) <= 1:
        yield _body(way.all, tuple(one for pair in way.either for one in pair))
        return
    yield _body((*way.all, CREATED), ())
    yield _body((*way.all, *(changed for _, changed in way.either)), ())


def _body(everything: tuple[Body, ...], anything: tuple[Body, ...]) -> Body:
    return {"all": list[JsonValue](everything), "any": list[JsonValue](anything)}


def _ways(needs: Needed, condition: Condition) -> list[_Holds]:
    """The ways in which a condition can hold, each as conditions that hold together."""
    match condition:
        case Compare():
            return _compare(needs, condition)
        case Event(event=event):
            if event not in _EVENTS:
                raise Unsayable(_NO_EVENT[event])
            return [_Holds(_EVENTS[event])]
        case Not(condition=Compare() as compare) if compare.operator in _OPPOSITE:
            return _compare(needs, Compare(compare.field, _OPPOSITE[compare.operator], compare.values))
        case AnyOf(conditions=parts):
            return _few([way for part in parts for way in _ways(needs, part)])
        case All(conditions=parts):
            each = [_ways(needs, part) for part in parts]
            return _few([_together(ways) for ways in product(*each)])
        case Lasting():
            raise Unsayable("a trigger runs when a ticket changes and does not know since when something holds. The "
                            "integration has to watch the time.")  # fmt: skip
        case Not():
            raise Unsayable("triggers cannot say the opposite of an event or of several conditions.")


_NO_EVENT: Final = {
    "someone presses": "a button belongs to an app or a macro. Let it call the same webhook.",
    "attachment is added": "triggers do not see files. Let the integration look at each comment.",
}


def _few(ways: list[_Holds]) -> list[_Holds]:
    if len(ways) > _MOST:
        raise Unsayable(f"it would take {len(ways)} triggers.")
    return ways


def _together(ways: tuple[_Holds, ...]) -> _Holds:
    return _Holds(tuple(one for way in ways for one in way.all), tuple(pair for way in ways for pair in way.either))


# ── Comparisons ────────────────────────────────────────────────────────────────────────────────────────────────────


def _compare(needs: Needed, compare: Compare) -> list[_Holds]:
    field = needs.record.field(compare.field.field)
    if compare.field.side not in needs.sides or field is None:
        raise Unsayable("it is about the other system's ticket, which Zendesk does not see.")
    if field.type.kind == "list":
        return _tags(field, compare)
    if field.custom and field.type.kind == "text" and compare.values:
        raise Unsayable(f"triggers see whether {field.label} is filled, and not what it says.")
    return _held(field, _name(needs, field), compare)


def _held(field: Field, name: JsonValue, compare: Compare) -> list[_Holds]:
    values = [_value(field, value) for value in compare.values]
    match compare.operator:
        case "is":
            return [_Holds((_one(name, "is", value),)) for value in values]
        case "is not":
            return [_Holds(tuple(_one(name, "is_not", value) for value in values))]
        case "is empty" | "is filled" as operator:
            return [_Holds((_presence(field, name, filled=operator == "is filled"),))]
        case "becomes":
            return [_becomes(_one(name, "is", value), _one(name, "value", value)) for value in values]
        case "becomes empty":
            return [_becomes(_presence(field, name, filled=False), _one(name, "changed", ""))]
        case "changes":
            return _changes(field, name, compare)
        case other:
            raise Unsayable(f"triggers cannot compare {field.label} by `{other}`.")


def _becomes(now: Body, changed: Body) -> _Holds:
    return _Holds((now,), ((CREATED, changed),))


def _changes(field: Field, name: JsonValue, compare: Compare) -> list[_Holds]:
    was = [[_one(name, "value_previous", _value(field, value))] for value in compare.was] or [[]]
    now = [[_one(name, "value", _value(field, value))] for value in compare.values] or [[]]
    anything = [] if compare.was or compare.values else [_one(name, "changed", "")]
    return [_Holds((CHANGED, *before, *after, *anything)) for before, after in product(was, now)]


def _tags(field: Field, compare: Compare) -> list[_Holds]:
    """Tags, and the options of a field of several values: each of these is a tag of the ticket too."""
    if field.written_at != "tags" and choice_in(field.type) is None:
        raise Unsayable(f"triggers do not look into {field.label}.")
    values = [_value(field, value) for value in compare.values]
    match compare.operator:
        case "has":
            return [_Holds((_one("current_tags", "includes", value),)) for value in values]
        case "has no":
            return [_Holds(tuple(_one("current_tags", "not_includes", value) for value in values))]
        case other:
            raise Unsayable(f"triggers see which tags are there, and not `{other}`.")


def _name(needs: Needed, field: Field) -> JsonValue:
    """How conditions call a field; one that is yet to be made goes by the id that it will get."""
    if not field.bound:
        return dict(reference(step_id(needs, field.name), in_="custom_fields_{}"))
    found = _BY_ID.fullmatch(field.read_at or "")
    if found:
        return f"custom_fields_{found[1]}"
    if field.written_at not in _NATIVE:
        raise Unsayable(f"triggers do not look at {field.label}.")
    return field.written_at


def _value(field: Field, value: Scalar) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    choice = choice_in(field.type)
    option = next((o for o in choice.options if o.name == value), None) if choice else None
    return tag(option) if option and not field.bound else str(option.wire if option else value)


def _one(name: JsonValue, operator: str, value: str) -> Body:
    return {"field": name, "operator": operator, "value": value}


def _presence(field: Field, name: JsonValue, *, filled: bool) -> Body:
    if field.custom:
        return {"field": name, "operator": "present" if filled else "not_present", "value": ""}
    return {"field": name, "operator": "is_not" if filled else "is", "value": ""}
