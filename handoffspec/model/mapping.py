"""The mapping: each rule with its fields found, turned so that it reads from one side and writes to the other."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal, cast

from handoffspec.diagnostics import closest, codes
from handoffspec.model.fitting import fits
from handoffspec.model.scope import HandoffScope, impact_in
from handoffspec.model.tables import Column, resolve_rows
from handoffspec.model.values import plain_number
from handoffspec.schema.conditions import FieldRef, Side
from handoffspec.schema.handoffs import Carry
from handoffspec.schema.mapping import (
    Accepted,
    Constant,
    Flow,
    Operand,
    Rule,
    RuleTarget,
    Step,
    ToComment,
    ToContext,
    ToFields,
    ToNothing,
)
from handoffspec.schema.systems import Channel, Field
from handoffspec.schema.types import Limit
from handoffspec.syntax import ast

_FLOWS: dict[str, Flow] = {"->": "out", "<-": "back", "<->": "both"}
_TURNED: dict[Flow, Flow] = {"out": "back", "back": "out", "both": "both"}


@dataclass(frozen=True, slots=True)
class _Source:
    """A source with the field that it is; None for a constant."""

    operand: Operand
    field: Field | None


def resolve_map(node: ast.Map, scope: HandoffScope) -> tuple[Rule, ...]:
    """Every rule that can be understood, each with an id of its own."""
    rules: list[Rule] = []
    taken: set[str] = set()
    with scope.section("map", broken=node.broken):
        scope.place("map", node.span)
        for rule_node in node.rules:
            rule = _resolve_rule(rule_node, scope, taken)
            if rule is not None:
                taken.add(rule.id)
                rules.append(rule)
    return tuple(rules)


def _resolve_rule(node: ast.Rule, scope: HandoffScope, taken: set[str]) -> Rule | None:
    target = resolve_target(node.target, scope, "destination")
    left = _sources(node.sources, scope, "source", _values_of(target, scope))
    if left is None or target is None:
        return None
    sides = {source.operand.side for source in left if isinstance(source.operand, FieldRef)}
    if not _opposite(node, sides, target, scope):
        return None
    turned = False
    if sides == {"destination"} and isinstance(target, ToFields):
        turned = True
        left, target = _turn(left, target, scope)
    flow = _FLOWS[node.arrow.kind]
    rule = _with_parts(node, scope, left, target, _TURNED[flow] if turned else flow, turned=turned)
    if rule is None:
        return None
    rule = _identified(rule, taken)
    _remember(rule, node, scope)
    return rule if fits(rule, scope, node.span) else None


# ── The two sides ──────────────────────────────────────────────────────────────────────────────────────────────────


def _values_of(target: RuleTarget | None, scope: HandoffScope) -> tuple[str, ...]:
    """The options of the fields that a rule writes: a source of such a name was meant as that value."""
    columns = _target_columns(target, scope) if target is not None else []
    types = [column.type for column in columns if column is not None]
    return tuple(option.name for type_ in types if type_.kind == "choice" for option in type_.options)


def _sources(
    nodes: Sequence[ast.Ref | ast.Text | ast.Number], scope: HandoffScope, default: Side, values: tuple[str, ...] = ()
) -> list[_Source] | None:
    found = [_source(node, scope, default, values) for node in nodes]
    return None if None in found else cast("list[_Source]", found)


def _source(
    node: ast.Ref | ast.Text | ast.Number, scope: HandoffScope, default: Side, values: tuple[str, ...]
) -> _Source | None:
    if isinstance(node, ast.Text):
        return _Source(Constant(node.value), None)
    if isinstance(node, ast.Number):
        return _Source(Constant(plain_number(node.value)), None)
    is_field = len(node.parts) > 1 or scope.record(default).field(node.text) is not None
    constant = scope.parties.constants.get(node.text)
    if constant is not None and not is_field:
        return _constant(node, constant, scope)
    meant = None if is_field else _meant_as_value(node, scope, values)
    if meant is not None:
        scope.report(codes.UNKNOWN_FIELD.at(node.span, f"There is no field and no constant `{node.text}`.", help=meant))
        return None
    found = scope.field(node, default)
    return _Source(found[0], found[1]) if found else None


def _meant_as_value(node: ast.Ref, scope: HandoffScope, values: tuple[str, ...]) -> str | None:
    """What to write where a word was meant as a value and not as a field."""
    if node.text in values:
        return f'A fixed value stands in quotes: `"{node.text}"`.'
    constant = closest(node.text, scope.parties.constants)
    return f"Did you mean `{constant}`?" if constant is not None else None


def _constant(node: ast.Ref, constant: ast.Constant, scope: HandoffScope) -> _Source | None:
    value = scope.plain_json(constant.value)
    if isinstance(value, bool | int | float | str):
        return _Source(Constant(value, node.text), None)
    scope.report(
        codes.WRONG_KIND.at(
            node.span,
            f"The constant `{node.text}` is a list or a record, and a rule takes one value.",
            help="Write a constant that is one text, number or word.",
        )
    )
    return None


def resolve_target(node: ast.RuleTarget, scope: HandoffScope, default: Side) -> RuleTarget | None:
    """Where a rule or a rollback puts what it takes; None when a name in it is unknown."""
    match node:
        case ast.Nothing():
            return ToNothing()
        case ast.Undecided():
            return ToNothing(undecided=True)
        case ast.ToComment(channel=channel, heading=heading):
            return ToComment(_channel(channel), heading.value)
        case ast.ToContext():
            return _context(node, scope, default)
        case ast.ToFields(fields=refs):
            found = [scope.field(ref, default) for ref in refs]
            return None if None in found else ToFields(tuple(f[0] for f in found if f))


def _channel(node: ast.Channel) -> Channel:
    return "public" if node.name == "public" else "internal"


def _context(node: ast.ToContext, scope: HandoffScope, default: Side) -> ToContext | None:
    if isinstance(node.place, ast.Channel):
        return ToContext(node.label.value, None, _channel(node.place))
    if isinstance(node.place, ast.Ref):
        found = scope.field(node.place, default)
        if found is None:
            return None
        where, field = found
        if field.type.kind == "text" and field.type.rich:
            return ToContext(node.label.value, where)
        scope.report(
            codes.NO_CONTEXT_PLACE.at(
                node.place.span,
                f"A context block needs a rich text, and `{node.place.text}` is none.",
                help="Write `in` and a rich text field such as `in description`, or `in internal comments`.",
            )
        )
        return None
    return _default_context(node, scope, default)


def _default_context(node: ast.ToContext, scope: HandoffScope, default: Side) -> ToContext | None:
    """The destination's description, which is its first rich text that can be written."""
    record = scope.record(default)
    rich = [f for f in record.fields if f.type.kind == "text" and f.type.rich and f.writable]
    chosen = next((f for f in rich if f.name == "description"), rich[0] if rich else None)
    if chosen is not None:
        return ToContext(node.label.value, FieldRef(default, chosen.name))
    scope.report(
        codes.NO_CONTEXT_PLACE.at(
            node.span,
            f"{record.system_title} has no rich text in which the context could stand.",
            help="Write `in internal comments` behind it.",
        )
    )
    return None


def _opposite(node: ast.Rule, sides: set[Side], target: RuleTarget, scope: HandoffScope) -> bool:
    """Whether the rule goes from one record to the other."""
    if len(sides) == 2:
        scope.report(
            codes.SAME_SIDE.at(
                node.span,
                "The left side names fields of both systems.",
                help="A rule reads from one system and writes to the other: make it two rules.",
            )
        )
        return False
    if target.kind != "fields":
        return True
    target_sides = {ref.side for ref in target.fields}
    if len(target_sides) == 1 and target_sides != sides:
        return True
    record = scope.record(next(iter(target_sides)))
    scope.report(
        codes.SAME_SIDE.at(
            node.span,
            f"Both sides of this rule are fields of {record.system_title}.",
            help="Name a field of the other system on one side.",
        )
    )
    return False


def _turn(left: list[_Source], target: ToFields, scope: HandoffScope) -> tuple[list[_Source], RuleTarget]:
    """The same rule read from the other end."""
    fields = [scope.record(ref.side).field(ref.field) for ref in target.fields]
    sources = [_Source(ref, field) for ref, field in zip(target.fields, fields, strict=True)]
    return sources, ToFields(tuple(s.operand for s in left if isinstance(s.operand, FieldRef)))


# ── Tables and steps ───────────────────────────────────────────────────────────────────────────────────────────────


def _with_parts(
    node: ast.Rule, scope: HandoffScope, left: list[_Source], target: RuleTarget, flow: Flow, *, turned: bool
) -> Rule | None:
    def parts(kind: type[ast.Node]) -> list[ast.Node]:
        return [part for part in node.parts if isinstance(part, kind)]

    guard = cast("list[ast.Guard]", parts(ast.Guard))
    when = scope.condition(guard[0].condition, "source") if guard else None
    transforms = cast("list[ast.Transform]", parts(ast.Transform))
    steps = [_step(step, scope, target) for step in transforms if step.kind != "once"]
    tables = cast("list[ast.Table]", parts(ast.Table))
    rows = (
        resolve_rows(tables[0], _source_columns(left, scope), _target_columns(target, scope), scope, turned=turned)
        if tables
        else ()
    )
    if (guard and when is None) or None in steps or rows is None:
        return None
    private = cast("list[ast.AllowPrivate]", parts(ast.AllowPrivate))
    because = cast("list[ast.Because]", parts(ast.Because))
    return Rule(
        id="",
        sources=tuple(source.operand for source in left),
        flow=flow,
        target=target,
        once=any(step.kind == "once" for step in transforms),
        when=when,
        table=rows,
        steps=tuple(cast("list[Step]", steps)),
        reason=because[0].reason.value if because else None,
        impact=impact_in(tuple(cast("list[ast.ImpactIs]", parts(ast.ImpactIs)))),
        private_reason=private[0].reason.value if private else None,
        accepted=accepted(node.loses),
    )


def _source_columns(left: list[_Source], scope: HandoffScope) -> list[Column | None]:
    """A column for each source; None for a constant."""
    return [_column(source.operand, scope) if isinstance(source.operand, FieldRef) else None for source in left]


def _target_columns(target: RuleTarget, scope: HandoffScope) -> list[Column | None]:
    """A column for each target field; nothing for other targets."""
    return [_column(ref, scope) for ref in target.fields] if target.kind == "fields" else []


def _column(ref: FieldRef, scope: HandoffScope) -> Column | None:
    record = scope.record(ref.side)
    field = record.field(ref.field)
    return Column(f"{record.system}.{ref.field}", field.type) if field else None


def accepted(nodes: tuple[ast.Loses, ...]) -> tuple[Accepted, ...]:
    """The losses that an author accepts."""
    return tuple(
        Accepted(node.what.value, node.impact, node.reason.value if node.reason else None, node.way) for node in nodes
    )


def _step(node: ast.Transform, scope: HandoffScope, target: RuleTarget) -> Step | None:
    argument = node.argument
    if node.kind == "default":
        return _default(cast(ast.Value, argument), scope, target)
    if isinstance(argument, ast.Limit):
        return Step("cut", limit=Limit(int(argument.number.value), _unit(argument)))
    kind = cast('Literal["joined", "split", "rounded", "prefixed", "redacted", "people"]', node.kind)
    if isinstance(argument, ast.Number):
        return Step(kind, int(argument.value))
    return Step(kind, argument.value if isinstance(argument, ast.Text) else None)


def _unit(limit: ast.Limit) -> Literal["characters", "bytes", "items"]:
    return "bytes" if limit.unit == "bytes" else "items" if limit.unit == "items" else "characters"


def _default(node: ast.Value, scope: HandoffScope, target: RuleTarget) -> Step | None:
    columns = _target_columns(target, scope)
    if len(columns) != 1 or columns[0] is None:
        scope.report(
            codes.WRONG_KIND.at(
                node.span, "A default fills one field, and this rule has another target.", help="Remove the default."
            )
        )
        return None
    value = scope.value(node, columns[0].type, columns[0].name)
    return None if value is None else Step("default", value)


# ── Names and places ───────────────────────────────────────────────────────────────────────────────────────────────


def _identified(rule: Rule, taken: set[str]) -> Rule:
    """The rule with an id made of what it is about; a second rule for the same gets a number."""
    name = base = f"map.{_subject(rule)}"
    number = 2
    while name in taken:
        name, number = f"{base}#{number}", number + 1
    return replace(rule, id=name)


def _subject(rule: Rule) -> str:
    sources = "+".join(ref.field for ref in rule.fields) or "constant"
    match rule.target:
        case ToFields(fields=fields):
            return "+".join(ref.field for ref in fields)
        case ToContext(label=label):
            return f"context.{label}"
        case ToComment(heading=heading):
            return f"comment.{heading}"
        case ToNothing(undecided=undecided):
            return f"{'undecided' if undecided else 'nothing'}.{sources}"


def _remember(rule: Rule, node: ast.Rule, scope: HandoffScope) -> None:
    """Where the rule and its parts stand."""
    scope.place(rule.id, node.span)
    scope.place(f"{rule.id}.target", node.target.span)
    scope.place(f"{rule.id}.arrow", node.arrow.span)
    for at, source in enumerate(node.sources):
        scope.place(f"{rule.id}.source.{at}", source.span)
    for at, loses in enumerate(node.loses):
        scope.place(f"{rule.id}.accepted.{at}", loses.span)
    for part in node.parts:
        if isinstance(part, ast.AllowPrivate):
            scope.place(f"{rule.id}.private", part.span)
        if isinstance(part, ast.Table):
            scope.place(f"{rule.id}.table", part.span)
            for at, row in enumerate(part.rows):
                scope.place(f"{rule.id}.row.{at}", row.span)
            if part.broken:
                scope.broken.add(rule.id)


def resolve_carry(node: ast.Carry, scope: HandoffScope) -> Carry | None:
    """What a rollback takes from the destination to the source."""
    sources = _sources(node.sources, scope, "destination")
    target = resolve_target(node.target, scope, "source")
    if sources is None or target is None:
        return None
    return Carry(tuple(source.operand for source in sources), target)
