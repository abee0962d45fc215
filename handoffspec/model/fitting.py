"""Whether what a rule reads can become what it writes: writable at all, of a kind that fits, or made to fit."""

from handoffspec.diagnostics import Span, codes
from handoffspec.model.scope import HandoffScope
from handoffspec.model.values import listed
from handoffspec.model.values import written as in_words
from handoffspec.schema.coercions import coercion
from handoffspec.schema.conditions import FieldRef
from handoffspec.schema.mapping import Constant, Rule, Step, ToFields
from handoffspec.schema.systems import Field, shape
from handoffspec.schema.types import ChoiceType, ListType, TextType, Type

_STEPS_FOR: dict[str, str] = {
    "joined": "several fields or a list",
    "split": "one text",
    "cut": "one text",
    "rounded": "one number",
    "prefixed": "one text",
    "people": "one person",
}


def fits(rule: Rule, scope: HandoffScope, span: Span) -> bool:
    """Whether the rule can work at all; reported where it cannot, once."""
    if not isinstance(rule.target, ToFields):
        return True
    if not _writable(rule, scope):
        return False
    return bool(rule.table) or (_steps_fit(rule, scope, span) and _types_fit(rule, scope, span))


# ── Writing ────────────────────────────────────────────────────────────────────────────────────────────────────────


def _writable(rule: Rule, scope: HandoffScope) -> bool:
    """Whether each field that the rule writes can be written, in each of its directions."""
    targets = rule.target.fields if isinstance(rule.target, ToFields) else ()
    written: list[tuple[FieldRef, str]] = []
    if rule.flow in ("out", "both"):
        written += [(ref, "target") for ref in targets]
    if rule.flow in ("back", "both"):
        written += [(ref, f"source.{at}") for at, ref in enumerate(rule.sources) if isinstance(ref, FieldRef)]
    fine = True
    for ref, part in written:
        record = scope.record(ref.side)
        field = record.field(ref.field)
        why = _why_not(field, ref, scope) if field else None
        if field is not None and why is not None:
            fine = False
            where = scope.spans.get(f"{rule.id}.{part}") or scope.spans[rule.id]
            scope.report(
                codes.NOT_WRITABLE.at(
                    where,
                    f"`{record.system}.{ref.field}` cannot be written: {why}.",
                    help=_instead(rule, field, ref),
                )
            )
    return fine


def _why_not(field: Field, ref: FieldRef, scope: HandoffScope) -> str | None:
    record = scope.record(ref.side)
    if record.lifecycle is not None and record.lifecycle.field == field.name:
        return "a status changes by the transitions of its lifecycle"
    if field.kept:
        return f"{record.system_title} keeps it for itself"
    if field.computed_from:
        return f"{record.system_title} computes it from {', '.join(field.computed_from)}"
    if field.read_only or field.written_at is None:
        return "it is read-only"
    if field.at_creation and ref.side == "source":
        return "it can be given only when the ticket is created"
    return None


def _instead(rule: Rule, field: Field, ref: FieldRef) -> str:
    if rule.flow == "both" and (field.at_creation or field.read_only or field.kept) and ref.side == "source":
        return "Write `->` instead of `<->`: the way back is not possible."
    if "status" in field.name:
        return "Put it into `sync { status { … } }`."
    return "Send it to `nothing` with a reason, or into a context block."


# ── Steps and kinds ────────────────────────────────────────────────────────────────────────────────────────────────


def _steps_fit(rule: Rule, scope: HandoffScope, span: Span) -> bool:
    types = [_type_of(ref, scope) for ref in rule.fields]
    for step in rule.steps:
        needs = _STEPS_FOR.get(step.kind)
        if needs is not None and not _step_fits(step, types, rule):
            scope.report(
                codes.TYPES_DO_NOT_FIT.at(
                    span, f"`{step.kind}` works on {needs}, which this rule does not have.", help="Remove it."
                )
            )
            return False
    return True


def _step_fits(step: Step, types: list[Type], rule: Rule) -> bool:
    match step.kind:
        case "joined":
            return len(rule.sources) > 1 or isinstance(types[0], ListType)
        case "split" | "cut" | "prefixed":
            return (len(types) == 1 and isinstance(types[0], TextType)) or any(s.kind == "joined" for s in rule.steps)
        case "rounded":
            return len(types) == 1 and types[0].kind == "number"
        case "people":
            return len(types) == 1 and types[0].kind == "person"
        case _:
            return True


def _types_fit(rule: Rule, scope: HandoffScope, span: Span) -> bool:
    assert isinstance(rule.target, ToFields)  # noqa: S101 - the caller asked
    targets = rule.target.fields
    if len(rule.sources) > 1 and not any(step.kind == "joined" for step in rule.steps):
        scope.report(
            codes.TYPES_DO_NOT_FIT.at(
                span,
                f"{len(rule.sources)} values cannot become one without saying how.",
                help='Write `joined with ", "`, or a table with one column for each.',
            )
        )
        return False
    if len(targets) > 1 and not any(step.kind == "split" for step in rule.steps):
        scope.report(
            codes.TYPES_DO_NOT_FIT.at(
                span,
                f"One value cannot become {len(targets)} without saying how.",
                help='Write `split at ": "`, or a table with one column for each.',
            )
        )
        return False
    # Each target is judged, also after one that does not fit.
    misfits = [ref for ref in targets if not _one_fits(rule, ref, scope, span)]
    return not misfits


def _one_fits(rule: Rule, target: FieldRef, scope: HandoffScope, span: Span) -> bool:
    wanted = _type_of(target, scope)
    first = rule.sources[0]
    if isinstance(first, Constant):
        return _constant_fits(first, target, wanted, scope, span)
    made = _after_steps(rule, _type_of(first, scope))
    there = rule.flow == "back" or coercion(made, wanted) is not None
    back = rule.flow == "out" or bool(rule.steps) or coercion(wanted, made) is not None
    if there and back:
        return True
    read, written = (first, target) if not there else (target, first)
    scope.report(
        codes.TYPES_DO_NOT_FIT.at(
            span,
            f"{_called(read, scope)} cannot become {_called(written, scope)}.",
            help=_how_to_fit(_type_of(read, scope), _type_of(written, scope), back_only=there),
        )
    )
    return False


def _constant_fits(constant: Constant, target: FieldRef, wanted: Type, scope: HandoffScope, span: Span) -> bool:
    match wanted.kind:
        case "choice":
            fits = wanted.open or constant.value in [option.name for option in wanted.options]
            names = ", ".join(f"`{option.name}`" for option in wanted.options[:12])
            help_ = f"It can be {names}."
        case "number":
            fits, help_ = isinstance(constant.value, int | float), "Write a number."
        case "text":
            fits, help_ = True, ""
        case "list":
            fits, help_ = wanted.item.kind in ("text", "choice"), "Write the value of one element."
        case "person" | "reference":
            fits, help_ = True, ""
        case _:
            fits, help_ = False, "A constant fits texts, numbers and choices only."
    if not fits:
        scope.report(
            codes.TYPES_DO_NOT_FIT.at(span, f"“{constant.value}” is no value of {_called(target, scope)}.", help=help_)
        )
    return fits


def _after_steps(rule: Rule, type_: Type) -> Type:
    """The type of what the steps make of the source."""
    for step in rule.steps:
        if step.kind == "joined":
            type_ = TextType()
        elif step.kind == "split":
            type_ = (
                TextType()
                if isinstance(rule.target, ToFields) and len(rule.target.fields) > 1
                else ListType(TextType())
            )
    return type_


def _type_of(ref: FieldRef | Constant, scope: HandoffScope) -> Type:
    field = scope.record(ref.side).field(ref.field) if isinstance(ref, FieldRef) else None
    return field.type if field else TextType()


def _called(ref: FieldRef | Constant, scope: HandoffScope) -> str:
    if isinstance(ref, Constant):
        return f"“{ref.value}”"
    return f"`{scope.record(ref.side).system}.{ref.field}` ({shape(_type_of(ref, scope))})"


def _how_to_fit(read: Type, into: Type, *, back_only: bool) -> str:
    if back_only:
        return "Write `->` instead of `<->`, or a table that says how each value comes back."
    if into.kind in ("choice", "flag") or read.kind in ("choice", "flag"):
        table = f"`{{ {_example(read)} <-> {_example(into)} … }}`"
        return f"Say which value becomes which in a table, {table}: {_both(read, into)}."
    if into.kind == "list":
        return 'Write `split at ","` if it is a text with several parts.'
    return 'Put it into a context block (`-> context "…"`), or send it to `nothing` with a reason.'


def _example(type_: Type) -> str:
    return in_words(type_.options[0].name) if isinstance(type_, ChoiceType) and type_.options else "…"


def _both(read: Type, into: Type) -> str:
    """The values of both sides, where they are known."""
    sides = [
        listed([in_words(o.name) for o in t.options]) for t in (read, into) if isinstance(t, ChoiceType) and t.options
    ]
    return (
        " become ".join(sides)
        if len(sides) == 2
        else f"a row for each of {sides[0]}"
        if sides
        else "a row for each value"
    )
