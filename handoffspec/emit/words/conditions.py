"""Conditions as clauses."""

from handoffspec.emit.words.amounts import duration, listed
from handoffspec.emit.words.names import field, quoted, value
from handoffspec.schema.conditions import All, AnyOf, Compare, Condition, Event, Lasting, Not, Side
from handoffspec.schema.handoffs import Handoff

_EVENTS = {
    "customer replies": "the customer replies",
    "agent replies": "an agent replies",
    "comment is added": "a comment is added",
    "public comment is added": "a public comment is added",
    "internal comment is added": "an internal comment is added",
    "attachment is added": "a file is attached",
    "ticket is created": "the ticket is created",
}
_ORDER = {"<": "is less than", "<=": "is at most", ">": "is more than", ">=": "is at least"}
_TIME_ORDER = {"<": "is before", "<=": "is not after", ">": "is after", ">=": "is not before"}


def condition(handoff: Handoff, what: Condition, home: Side | None = None) -> str:
    """A condition as a clause. Fields of the `home` side need no system beside them."""
    match what:
        case Compare():
            return _compare(handoff, what, home)
        case Lasting(compare=compare, seconds=seconds):
            return f"{_compare(handoff, compare, home)} and has done so for {duration(seconds)}"
        case Event(event=event, label=label):
            return _EVENTS[event] if event in _EVENTS else f"someone presses {quoted(label or '')}"
        case Not(condition=inner):
            return f"it is not the case that {_grouped(handoff, inner, home)}"
        case All(conditions=parts):
            return " and ".join(_grouped(handoff, part, home) for part in parts)
        case AnyOf(conditions=parts):
            return " or ".join(_grouped(handoff, part, home) for part in parts)


def _grouped(handoff: Handoff, part: Condition, home: Side | None) -> str:
    """A part of a longer condition: brackets say what belongs together."""
    words = condition(handoff, part, home)
    return f"({words})" if isinstance(part, All | AnyOf) else words


def _compare(handoff: Handoff, compare: Compare, home: Side | None) -> str:
    found = handoff.record(compare.field.side).field(compare.field.field)
    subject = field(handoff, compare.field, home)
    values = [value(found, one) for one in compare.values]
    any_of = listed(values, "or")
    match compare.operator:
        case "is" | "becomes" | "contains" | "has":
            verb = f"{compare.operator} one of" if len(values) > 3 else compare.operator
            return f"{subject} {verb} {any_of}"
        case "is not":
            return f"{subject} is none of {any_of}" if len(values) > 1 else f"{subject} is not {any_of}"
        case "has no":
            return f"{subject} does not have {any_of}"
        case "starts with":
            return f"{subject} starts with {any_of}"
        case "is empty" | "is filled" | "becomes empty":
            return f"{subject} {compare.operator}"
        case "changes":
            was = f" from {listed([value(found, one) for one in compare.was], 'or')}" if compare.was else ""
            return f"{subject} changes{was}{f' to {any_of}' if values else ''}"
        case "<" | "<=" | ">" | ">=":
            by_time = found is not None and found.type.kind == "moment"
            return f"{subject} {(_TIME_ORDER if by_time else _ORDER)[compare.operator]} {any_of}"


def kind(handoff: Handoff, what: Condition) -> str:
    """What sort of thing sets a handoff off, as the guide sorts them: by the most specific part of the condition."""
    kinds = list(dict.fromkeys(_kinds(handoff, what)))
    changes = [found for found in kinds if found != _STANDING]
    return listed(changes or kinds)


_STANDING = "state that must hold"


def _kinds(handoff: Handoff, what: Condition) -> list[str]:
    match what:
        case Event(event="customer replies"):
            return ["customer's action"]
        case Event(event="someone presses" | "agent replies"):
            return ["agent's action"]
        case Event():
            return ["event"]
        case Lasting():
            return ["automation rule, by the clock"]
        case Compare(operator="becomes" | "becomes empty" | "changes"):
            return [_changed(handoff, what)]
        case Compare():
            return [_STANDING]
        case Not(condition=inner):
            return _kinds(handoff, inner)
        case All(conditions=parts) | AnyOf(conditions=parts):
            return [found for part in parts for found in _kinds(handoff, part)]


def _changed(handoff: Handoff, compare: Compare) -> str:
    record = handoff.record(compare.field.side)
    if record.lifecycle and compare.field.field == record.lifecycle.field:
        return "status change"
    found = record.field(compare.field.field)
    assigns = found is not None and (found.type.kind == "person" or _is_group(found.type))
    return "assignment" if assigns else "field change"


def _is_group(type_: object) -> bool:
    return getattr(type_, "to", None) == "group"
