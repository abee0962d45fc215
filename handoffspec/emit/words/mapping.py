"""Rules of the mapping: what stands on either side, and what happens in between."""

from handoffspec.emit.words.amounts import capital, limit, listed, name
from handoffspec.emit.words.conditions import condition
from handoffspec.emit.words.names import bare, label, quoted, value
from handoffspec.emit.words.types import type_name
from handoffspec.schema.conditions import FieldRef, Side
from handoffspec.schema.handoffs import Handoff
from handoffspec.schema.mapping import (
    Cell,
    Flow,
    Operand,
    Row,
    Rule,
    RuleTarget,
    Step,
    ToComment,
    ToContext,
    ToFields,
    ToNothing,
)
from handoffspec.schema.systems import Channel, Field

ARROWS: dict[Flow, str] = {"out": "→", "back": "←", "both": "↔"}
NO_EQUIVALENT = "No equivalent"
UNDECIDED = "Undecided"


def ends(handoff: Handoff, rule: Rule) -> tuple[str, str]:
    """What a rule reads and where it puts it, the source's side first."""
    left, right = operands(handoff, rule.sources), target(handoff, rule.target)
    if isinstance(rule.target, ToNothing):
        left = listed((bare(handoff, ref) for ref in rule.fields), most=40)
    return (right, left) if side_of(rule) == "destination" else (left, right)


def side_of(rule: Rule) -> Side:
    """The side whose fields stand among the rule's sources; constants are written out to the destination."""
    if rule.fields:
        return rule.fields[0].side
    written = rule.target.fields if isinstance(rule.target, ToFields) else ()
    return "destination" if written and written[0].side == "source" else "source"


def operands(handoff: Handoff, sources: tuple[Operand, ...]) -> str:
    """Fields and fixed values, in order."""
    return " + ".join(
        bare(handoff, operand)
        if isinstance(operand, FieldRef)
        else f"Fixed value {value(None, operand.value)}{_replaceable(operand.name)}"
        for operand in sources
    )


def _replaceable(constant: str | None) -> str:
    return f" ({name(constant)})" if constant else ""


def target(handoff: Handoff, where: RuleTarget) -> str:
    """Where a rule puts what it read."""
    match where:
        case ToFields(fields=refs):
            return " + ".join(bare(handoff, ref) for ref in refs)
        case ToContext(label=heading, field=ref, channel=channel):
            place = bare(handoff, ref) if ref else channel_comment(channel)
            return f"Context block in {place}, under {quoted(heading)}"
        case ToComment(channel=channel, heading=heading):
            return f"{capital(channel_comment(channel))} headed {quoted(heading)}"
        case ToNothing(undecided=undecided):
            return UNDECIDED if undecided else NO_EQUIVALENT


def channel_comment(channel: Channel | None) -> str:
    """`an internal comment`."""
    return {"public": "a public comment", "internal": "an internal comment", None: "a comment"}[channel]


# ── What happens in between ────────────────────────────────────────────────────────────────────────────────────────


def transformation(handoff: Handoff, rule: Rule) -> str:
    """What the rule does to the value, as one sentence without a full stop."""
    if isinstance(rule.target, ToNothing):
        return "Not carried over until somebody decides" if rule.undecided else "Not carried over"
    done = list(dict.fromkeys([*_conversion(handoff, rule), *(_step(handoff, rule, step) for step in rule.steps)]))
    words = capital("; ".join(done)) if done else "Copied as it is" if rule.fields else "Written as it is"
    return words + _bounds(handoff, rule)


def _bounds(handoff: Handoff, rule: Rule) -> str:
    words = "; at the handoff only" if rule.once else ""
    return f"{words}; only when {condition(handoff, rule.when, 'source')}" if rule.when else words


def _conversion(handoff: Handoff, rule: Rule) -> list[str]:
    if rule.table:
        return ["translated by the table below"]
    if isinstance(rule.target, ToContext):
        return ["a labelled entry"]
    if isinstance(rule.target, ToComment):
        return ["written as a comment of its own"]
    if not isinstance(rule.target, ToFields) or len(rule.fields) != 1 or len(rule.target.fields) != 1:
        return []
    source, destination = _found(handoff, rule.fields[0]), _found(handoff, rule.target.fields[0])
    if source is None or destination is None:
        return []
    if source.type.kind == destination.type.kind == "person" and not handoff.within:
        return ["the same person is looked up on the other side"]
    before, after = (_shape(f) for f in (source, destination))
    if rule.flow == "back":
        before, after = after, before
    return [f"{before} becomes {after}"] if before != after else []


def _found(handoff: Handoff, ref: FieldRef) -> Field | None:
    return handoff.record(ref.side).field(ref.field)


def _shape(found: Field) -> str:
    """The kind of value, without limits and options."""
    kind = found.type
    if kind.kind == "text":
        return "rich text" if kind.rich else "text"
    if kind.kind == "choice":
        return "a choice"
    return type_name(kind)


def _step(handoff: Handoff, rule: Rule, step: Step) -> str:
    written = rule.target.fields[0] if isinstance(rule.target, ToFields) else None
    shown = value(_found(handoff, written) if written else None, step.value) if step.value is not None else ""
    match step.kind:
        case "default":
            return f"{shown} when empty"
        case "joined":
            return f"parts joined with {shown}"
        case "split":
            return f"split at {shown}"
        case "cut":
            return f"cut to {limit(step.limit)}" if step.limit else "cut"
        case "rounded":
            return f"rounded to {shown} decimals"
        case "prefixed":
            return f"prefixed with {shown}"
        case "redacted":
            return "blacked out"
        case "people":
            return "the same person is looked up on the other side"


# ── Tables ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def columns(handoff: Handoff, rule: Rule) -> tuple[list[str], list[str]]:
    """The heads of a translation table, the rule's sources first."""
    left = [bare(handoff, ref) for ref in rule.fields]
    right = [bare(handoff, ref) for ref in rule.target.fields] if isinstance(rule.target, ToFields) else []
    return left, right


def cells(handoff: Handoff, rule: Rule, row: Row) -> tuple[list[str], list[str]]:
    """A row of a translation table, the rule's sources first."""
    left = [_found(handoff, ref) for ref in rule.fields]
    right = [_found(handoff, ref) for ref in rule.target.fields] if isinstance(rule.target, ToFields) else []
    return _cells(row.left, left), _cells(row.right, right)


def _cells(row: tuple[Cell, ...], fields: list[Field | None]) -> list[str]:
    padded = [*fields, *[None] * len(row)][: len(row)]
    return [_cell(cell, found) for cell, found in zip(row, padded, strict=True)]


def _cell(cell: Cell, found: Field | None) -> str:
    match cell.kind:
        case "values":
            return listed((value(found, one).strip("“”") for one in cell.values), "or")
        case "any":
            return "any value"
        case "otherwise":
            return "anything else"
        case "empty":
            return "(empty)"


def named(fields: list[Field]) -> str:
    """Fields by their labels."""
    return listed((label(found) for found in fields), most=40)
