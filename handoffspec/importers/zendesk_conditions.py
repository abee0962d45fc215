"""Conditions and actions of Zendesk's triggers and automations, as a spec writes them.

Which conditions and actions there are: https://developer.zendesk.com/documentation/ticketing/reference-guides/conditions-reference/
and …/actions-reference/.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from handoffspec.importers.json import Entry, Json, entries, entry, items, text
from handoffspec.importers.reading import Reading
from handoffspec.importers.spelling import spellable
from handoffspec.schema.spelled import exactly, name_or_text
from handoffspec.schema.types import ChoiceType, FlagType, ListType, NumberType, Option, TextType, Type

NAMES: Final[Mapping[str, str]] = {
    "status": "status", "custom_status_id": "custom_status", "priority": "priority", "type": "type",
    "group_id": "group", "assignee_id": "assignee", "requester_id": "requester", "organization_id": "organization",
    "brand_id": "brand", "ticket_form_id": "form", "recipient": "recipient", "current_tags": "tags",
    "satisfaction_score": "satisfaction", "ticket_is_public": "is_public",
}  # fmt: skip
"""What Zendesk's conditions and actions call a field, and the catalogue's name for it."""
_OWN_FIELD: Final = re.compile(r"(?:custom_fields|ticket_fields)_(\d+)")
_ORDERS: Final[Mapping[str, tuple[str, ...]]] = {
    "status": ("new", "open", "pending", "hold", "solved", "closed"),
    "priority": ("low", "normal", "high", "urgent"),
}
"""Fields whose values have an order, as `less_than` and `greater_than` understand it."""
_SINCE: Final = {name.upper(): name for name in _ORDERS["status"]}
"""Conditions on the hours since a status was set."""
_EVENTS: Final[Mapping[tuple[str, str, str], str]] = {
    ("update_type", "is", "create"): "ticket is created",
    ("update_type", "is", "change"): "not (ticket is created)",
    ("comment_is_public", "is", "true"): "public comment is added",
    ("comment_is_public", "is", "requester_can_see_comment"): "public comment is added",
    ("comment_is_public", "is", "false"): "internal comment is added",
    ("comment_is_public", "is", "not_relevant"): "comment is added",
    ("role", "is", "end_user"): "customer replies",
    ("ticket_is_public", "is", "public"): "is_public is yes",
    ("ticket_is_public", "is", "private"): "is_public is no",
}
_SOMEBODY: Final = frozenset(("current_user", "requester_id", "assignee_id", "current_groups"))
"""Values that are known only when the rule runs."""


class UnreadableError(Exception):
    """A part of a rule that a spec has no words for; the message names it."""


def condition(conditions: Json, reading: Reading) -> str:
    """All and any of a rule's conditions, as one.

    Raises:
        UnreadableError: a spec has no words for one of them.
    """
    top = entry(conditions)
    every = [one for each in entries(top.get("all")) for one in [_one(each, reading)]]
    some = [_one(each, reading) for each in entries(top.get("any"))]
    if len(some) > 1:
        every.append(f"({' or '.join(some)})" if every else " or ".join(some))
    else:
        every += some
    if not every:
        raise UnreadableError("it has no condition")
    return " and ".join(every)


def _one(one: Entry, reading: Reading) -> str:
    field, operator, value = text(one.get("field")), text(one.get("operator")), one.get("value")
    event = _EVENTS.get((field, operator, _plain(value)))
    said = event or _since(field, operator, value, reading) or _compared(field, operator, value, reading)
    if said is None:
        raise UnreadableError(f"no spec can say its condition {field} {operator} {_plain(value)[:40]}".rstrip())
    return said


def _plain(value: Json) -> str:
    return str(value).lower() if isinstance(value, bool | str) else text(value)


def _since(field: str, operator: str, value: Json, reading: Reading) -> str | None:
    """Hours in a status. Hours of business are left out: which ones those are stands elsewhere."""
    hours, status = text(value), field_of("status", reading)
    if field not in _SINCE or status is None or spelled_value(_SINCE[field], status[1]) is None:
        return None
    if not hours.isdigit() or len(hours) > 6 or operator not in ("is", "greater_than", "less_than"):
        return None
    number = int(hours)
    span = f"{number // 24}d" if number and number % 24 == 0 else f"{number}h"
    lasting = f"status is {_SINCE[field]} for {span}"
    return f"not ({lasting})" if operator == "less_than" else lasting


def _compared(field: str, operator: str, value: Json, reading: Reading) -> str | None:
    named = field_of(field, reading)
    if named is None:
        return None
    name, type_ = named
    if operator in ("changed", "not_changed"):
        return f"{name} changes" if operator == "changed" else f"not ({name} changes)"
    if operator in ("present", "not_present"):
        return f"{name} is {'filled' if operator == 'present' else 'empty'}"
    if operator in ("includes", "not_includes"):
        return _includes(name, type_, value, negated=operator == "not_includes")
    if operator in ("less_than", "greater_than"):
        return _ordered(name, type_, operator, value)
    empty = value is None or value == ""
    spelled = "empty" if empty else spelled_value(value, type_)
    return None if spelled is None else _operators(name, spelled, empty=empty).get(operator)


def _operators(name: str, value: str, *, empty: bool) -> dict[str, str]:
    """Operators that compare with one value. `empty` can be compared with, and become, but not change from."""
    said = {
        "is": f"{name} is {value}",
        "is_not": f"{name} is filled" if empty else f"{name} is not {value}",
        "value": f"{name} becomes {value}",
        "not_value": f"not ({name} becomes {value})",
    }
    if empty:
        return said
    return {
        **said,
        "value_previous": f"{name} changes from {value}",
        "not_value_previous": f"not ({name} changes from {value})",
    }


def _includes(name: str, type_: Type, value: Json, *, negated: bool) -> str | None:
    """Any of several words between blanks; for tags and fields with several options."""
    words = [text(word) for word in value] if isinstance(value, list) else text(value).split()
    inner = type_.item if isinstance(type_, ListType) else None
    spelled = [spelled_value(word, inner) for word in words] if inner else []
    if not spelled or None in spelled:
        return None
    each = [f"{name} has {'no ' if negated else ''}{word}" for word in spelled]
    joined = (" and " if negated else " or ").join(each)
    return joined if len(each) == 1 else f"({joined})"


def _ordered(name: str, type_: Type, operator: str, value: Json) -> str | None:
    order = _ORDERS.get(name, ())
    if text(value) not in order:
        return None
    at = order.index(text(value))
    within = order[:at] if operator == "less_than" else order[at + 1 :]
    wanted = [spelled for one in within if (spelled := spelled_value(one, type_))]
    return f"{name} is [{', '.join(wanted)}]" if wanted else None


def field_of(field: str, reading: Reading) -> tuple[str, Type] | None:
    """The name in the spec and the type of what a rule calls a field."""
    record = reading.catalogue.record
    own = _OWN_FIELD.fullmatch(field)
    if own is not None:
        found = reading.fields.get(own[1])
        native = record.field(found.native) if found and found.native else None
        type_ = found.type if found and found.type else native.type if native else None
        return (reading.names()[own[1]], type_) if found and type_ else None
    known = record.field(NAMES.get(field, ""))
    if known is None:
        return None
    imported = next((one.type for one in reading.fields.values() if one.native == known.name and one.type), None)
    return known.name, imported or known.type


def spelled_value(value: Json, type_: Type | None) -> str | None:
    """A value of a rule as a spec writes it; None where it is known only when the rule runs, or does not fit."""
    plain = _plain(value)
    if plain in _SOMEBODY or not plain or not spellable(plain):
        return None
    match type_:
        case ChoiceType(options=options):
            return _option(text(value) or plain, options)
        case FlagType():
            return {"true": "yes", "false": "no", "1": "yes", "0": "no"}.get(plain)
        case NumberType():
            return plain if re.fullmatch(r"-?\d{1,15}(\.\d{1,15})?", plain) else None
        case TextType():
            return exactly(text(value))
        case ListType() | None:
            return None
        case _:
            return exactly(text(value)) if type_.kind in ("person", "reference", "moment") else None


def _option(value: str, options: Sequence[Option]) -> str | None:
    if not options:
        return name_or_text(value)
    return next((name_or_text(option.name) for option in options if str(option.wire) == value), None)


# ── Actions ────────────────────────────────────────────────────────────────────────────────────────────────────────

_TOLD: Final[Mapping[str, str]] = {
    "requester_id": "requester",
    "assignee_id": "assignee",
    "group_id": "group",
    "all_agents": '"all agents"',
    "current_user": '"whoever changed the ticket"',
    "requester_and_ccs": 'requester, ccs',
}  # fmt: skip


def actions(listed: Json, reading: Reading) -> tuple[list[str], list[str]]:
    """The lines of an automation that a rule's actions are, and the actions that a spec has no words for."""
    lines: list[str] = []
    left: list[str] = []
    for one in entries(listed):
        field, value = text(one.get("field")), one.get("value")
        line = _told(field, value) or _set(field, value, reading)
        if line is None:
            left.append(field or "one without a name")
        elif line not in lines:
            lines.append(line)
    return lines, left


def _told(field: str, value: Json) -> str | None:
    if not field.startswith("notification_"):
        return None
    whom = text(next(iter(items(value)), value))
    kind = field.removeprefix("notification_")
    return f"notify {_TOLD.get(whom) or exactly(f'{kind} {whom}' if spellable(whom) else kind)}"


def _set(field: str, value: Json, reading: Reading) -> str | None:
    named = field_of(field, reading)
    if named is None or field == "current_tags":
        return None
    name, type_ = named
    if value is None or value == "":
        return f"clear {name}"
    spelled = spelled_value(value, type_)
    return f"set {name} to {spelled}" if spelled is not None else None


def sets_only(lines: Sequence[str]) -> Iterator[str]:
    """The lines that change a ticket, of all that an automation does."""
    return (line for line in lines if not line.startswith("notify "))
