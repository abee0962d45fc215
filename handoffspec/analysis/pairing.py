"""One field into another, without a table: what its type, length, format and emptiness lose.

On top of `schema.coercions`, which knows the types, this knows the fields: formats, what counts as equal, what may be
empty, what can be cleared, and the steps of the rule.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from handoffspec.analysis.clauses import Loss, listed, measure
from handoffspec.schema.coercions import Coercion, coercion, narrows
from handoffspec.schema.losses import Cause
from handoffspec.schema.mapping import Step
from handoffspec.schema.systems import Field, Ignoring
from handoffspec.schema.types import (
    ChoiceType,
    DurationType,
    FlagType,
    Limit,
    ListType,
    MomentType,
    NumberType,
    TextType,
    Type,
)
from handoffspec.text.convert import FORMATS, markup_loss


@dataclass(frozen=True, slots=True)
class Pair:
    """What becomes of a field's filled values: the losses, and whether they look different there."""

    losses: tuple[Loss, ...]
    changed: bool


def paired(read: Field, written: Field, steps: tuple[Step, ...], *, same_system: bool) -> Pair:
    """What a rule loses of the filled values of one field on the way into another, by way of its steps."""
    if any(step.kind == "redacted" for step in steps):
        return Pair((), changed=True)  # What arrives says nothing of the value, so there is nothing more to lose.
    losses: list[Loss] = []
    type_, changed = read.type, False
    for step in steps:
        type_, lost, changes = _after(step, type_)
        losses += lost
        changed = changed or changes
    how = coercion(type_, written.type)
    if how is None:
        return Pair((*losses, Loss("many to one", "not every value has its like there")), changed=True)
    losses += _of_coercion(how, type_, read, written, same_system=same_system)
    losses += no_difference(read, written)
    return Pair(tuple(losses), changed or how.changed)


def came_back(steps: tuple[Step, ...]) -> Iterator[Loss]:
    """What the way back loses because a step cannot be undone exactly."""
    for step in steps:
        if step.kind in ("joined", "split"):
            yield Loss("structure to text", "pieces that hold the separator themselves come back cut differently")
        elif step.kind == "prefixed":
            yield Loss("many to one", f"a text comes back the same with “{step.value}” before it and without")


# ── Steps ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def _after(step: Step, type_: Type) -> tuple[Type, list[Loss], bool]:
    """The type behind a step, what the step loses, and whether values look different behind it."""
    match step.kind, type_:
        case "joined", _:
            return (
                TextType(),
                [Loss("structure to text", f"the parts become one text with “{step.value}” between")],
                True,
            )
        case "split", TextType(limit=limit):
            pieces = None if limit is None else Limit(limit.number + 1, "items")
            return ListType(TextType(limit=limit), limit=pieces), [], True
        case "cut", TextType(limit=limit) if step.limit is not None:
            lost = [Loss(cause, f"what is over {measure(step.limit)} is cut") for cause in narrows(limit, step.limit)]
            return replace(type_, limit=step.limit) if lost else type_, lost, False
        case "rounded", NumberType(decimals=decimals) if isinstance(step.value, int):
            kept = 0 if type_.integer else decimals
            rounds = kept is None or kept > step.value
            lost = [Loss("precision", f"numbers are rounded to {step.value} decimals")] if rounds else []
            left = step.value if rounds else kept
            return replace(type_, decimals=left, integer=type_.integer or step.value < 1), lost, False
        case "prefixed", TextType(limit=Limit() as limit):
            return replace(type_, limit=Limit(limit.number + len(str(step.value)), limit.unit)), [], True
        case "prefixed", _:
            return type_, [], True
        case _:
            return type_, [], False


# ── Types and formats ──────────────────────────────────────────────────────────────────────────────────────────────


def _of_coercion(how: Coercion, type_: Type, read: Field, written: Field, *, same_system: bool) -> Iterator[Loss]:
    markup = _markup(read, written) if how.markup else ()
    if markup:
        yield Loss("markup", f"{listed(markup)} {'is' if len(markup) == 1 else 'are'} lost")
    for cause in how.causes:
        if cause == "markup" or (cause == "people" and same_system and (how.item or how).way == "person"):
            continue
        yield Loss(cause, _clause(cause, type_, written.type))


def _markup(read: Field, written: Field) -> tuple[str, ...]:
    """What the formats cannot both hold. A rich text without a format is plain; a format not known here loses all."""
    source, target = read.read_as or "plain", written.written_as or "plain"
    if source == "plain":
        return ()
    if source == target and source not in FORMATS:
        return ()
    if source not in FORMATS or target not in FORMATS:
        return ("formatting",)
    return tuple("what is not known here" if name == "unknown" else name for name in markup_loss(source, target))


def _clause(cause: Cause, read: Type, written: Type) -> str:
    limit = getattr(written, "limit", None)
    match cause:
        case "truncation" | "bytes" if isinstance(limit, Limit):
            return f"what is over {measure(limit)} is cut"
        case "truncation" | "bytes":
            return "what is too long is cut"
        case "structure to text":
            return "parts that could be filtered on become text"
        case "precision":
            return "digits are rounded" if read.kind == "number" else "the time of day is lost"
        case "order":
            return "the order and what stands twice are lost"
        case "people":
            return "a person without an account there cannot be named"
        case "blanks":
            return "blanks inside are lost"
        case "many to one" if isinstance(read, ChoiceType):
            return "options with the same label become the same"
        case _:
            return "different values become the same"


_CLAUSES: dict[Ignoring, tuple[Cause, str]] = {
    "order": ("order", "the order does not count there"),
    "case": ("many to one", "capitals and small letters are the same there"),
    "markup": ("markup", "formatting does not count there"),
    "seconds": ("precision", "seconds do not count there"),
    "blanks": ("blanks", "blanks do not count there"),
}


def no_difference(read: Field, written: Field) -> Iterator[Loss]:
    """What the other side does not tell apart although this side does."""
    for what in written.ignoring:
        if what not in read.ignoring and _differs(read.type, what):
            cause, clause = _CLAUSES[what]
            yield Loss(cause, clause)


def _differs(type_: Type, what: Ignoring) -> bool:
    """Whether two values of a type can differ in just this."""
    match what, type_:
        case "order", ListType(unique=unique, limit=limit):
            return not unique and (limit is None or limit.number > 1)
        case "order", _:
            return False
        case "case" | "blanks" | "markup", NumberType() | FlagType() | MomentType() | DurationType():
            return False
        case "case", ChoiceType(options=options) if options:
            return len({option.label.casefold() for option in options}) < len(options)
        case "seconds", _:
            return isinstance(type_, MomentType) and type_.precision == "time"
        case _:
            return True
