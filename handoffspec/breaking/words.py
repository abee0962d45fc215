"""Parts of handoffs in a few words, as a spec writes them."""

from collections.abc import Iterable
from typing import Final

from handoffspec.schema.conditions import All, AnyOf, Compare, Condition, Event, FieldRef, Lasting, Not
from handoffspec.schema.handoffs import Handoff
from handoffspec.schema.mapping import Constant, Operand, RuleTarget, ToComment, ToContext, ToFields, ToNothing
from handoffspec.schema.parties import Outcome, Who
from handoffspec.schema.types import Limit

_UNITS: Final = (("d", 86_400), ("h", 3_600), ("m", 60))


def field(handoff: Handoff, ref: FieldRef) -> str:
    """`jira.summary`."""
    return f"{handoff.record(ref.side).system}.{ref.field}"


def operand(handoff: Handoff, value: Operand) -> str:
    """A field, or a value in quotes."""
    return f'"{value.value}"' if isinstance(value, Constant) else field(handoff, value)


def target(handoff: Handoff, where: RuleTarget) -> str:
    """Where something goes."""
    match where:
        case ToFields(fields=fields):
            return listed(field(handoff, ref) for ref in fields)
        case ToContext(label=label, field=ref, channel=channel):
            return f'context "{label}" in {field(handoff, ref) if ref else f"{channel} comments"}'
        case ToComment(channel=channel, heading=heading):
            return f'{channel} comment "{heading}"'
        case ToNothing(undecided=undecided):
            return "undecided" if undecided else "nothing"


def condition(handoff: Handoff, what: Condition) -> str:
    """A condition on one line."""
    match what:
        case Compare(field=ref, operator=operator, values=values, was=was):
            said = f" from {listed(map(str, was))}" if was else ""
            said += f" {listed(map(str, values))}" if values else ""
            return f"{field(handoff, ref)} {operator}{said}"
        case Lasting(compare=compare, seconds=seconds):
            return f"{condition(handoff, compare)} for {duration(seconds)}"
        case Event(event=event, label=label):
            return f'{event} "{label}"' if label else event
        case Not(condition=inner):
            return f"not ({condition(handoff, inner)})"
        case All(conditions=parts):
            return " and ".join(_grouped(handoff, part) for part in parts)
        case AnyOf(conditions=parts):
            return " or ".join(_grouped(handoff, part) for part in parts)


def _grouped(handoff: Handoff, part: Condition) -> str:
    said = condition(handoff, part)
    return f"({said})" if isinstance(part, All | AnyOf) else said


def who(handoff: Handoff, somebody: Who) -> str:
    """Somebody to tell."""
    if somebody.kind == "person" and somebody.field is not None:
        return f"{'previous ' if somebody.previous else ''}{field(handoff, somebody.field)}"
    return {"holder": "whoever held it before", "customer": "the customer"}.get(somebody.kind, somebody.name)


def outcome(result: Outcome | None) -> str:
    """What happens to what is missing or fails."""
    if result is None:
        return "nothing in particular"
    holder = f" for {result.holder}" if result.holder else ""
    return f"{result.kind}{holder}{f' up to {duration(result.seconds)}' if result.seconds else ''}"


def limit(amount: Limit | None) -> str:
    """`255 characters`."""
    return f"{amount.number:,} {amount.unit}" if amount else "any length"


def duration(seconds: int) -> str:
    """A length of time as a spec writes it."""
    for unit, length in _UNITS:
        if seconds and seconds % length == 0:
            return f"{seconds // length}{unit}"
    return f"{seconds}s"


def listed(words: Iterable[str]) -> str:
    """`a`, `a and b`, `a, b and c`."""
    names = list(words)
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}" if names else "nothing"
