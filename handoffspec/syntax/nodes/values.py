"""Words, values and conditions."""

from typing import cast

from handoffspec.schema.conditions import EventKind, Operator
from handoffspec.syntax import ast
from handoffspec.syntax.nodes.kids import Kids, rule

CONDITION = (ast.Comparison, ast.Lasting, ast.Event, ast.Not, ast.And, ast.Or)
VALUE = (ast.Name, ast.Ref, ast.Text, ast.Number, ast.Duration, ast.ListValue, ast.RecordValue)


def condition_in(k: Kids) -> ast.Condition:
    """The condition among the children, which the grammar says is there."""
    return cast(ast.Condition, k.the(*CONDITION))


def maybe_condition(k: Kids) -> ast.Condition | None:
    """The condition among the children."""
    return cast("ast.Condition | None", k.one(*CONDITION))


def value_in(k: Kids) -> ast.Value:
    """The value among the children, which the grammar says is there."""
    return cast(ast.Value, k.the(*VALUE))


def maybe_value(k: Kids) -> ast.Value | None:
    """The value among the children."""
    return cast("ast.Value | None", k.one(*VALUE))


def targets_in(k: Kids) -> tuple[ast.Target, ...]:
    """Who is told, in order."""
    nodes: list[ast.Target] = [*k.of(ast.Previous), *k.of(ast.Ref), *k.texts()]
    return tuple(sorted(nodes, key=lambda node: node.span.start))


@rule
def ref(k: Kids) -> ast.Ref:
    return ast.Ref(k.span, tuple(k.span.text.split(".")))


@rule
def assigned(k: Kids) -> ast.Ref:
    return ref(k)


@rule
def expected(k: Kids) -> ast.Ref:
    return ref(k)


@rule
def value(k: Kids) -> ast.Value:
    qualified = k.token("QNAME")
    if qualified is not None:
        return ast.Ref(k.at(qualified), tuple(qualified.split(".")))
    plain = (*k.marks(), *k.durations())
    return plain[0] if plain else cast(ast.Value, k.the(ast.ListValue, ast.RecordValue))


@rule
def list_value(k: Kids) -> ast.ListValue:
    return ast.ListValue(k.span, cast("tuple[ast.Value, ...]", k.of(*VALUE)))


@rule
def record_value(k: Kids) -> ast.RecordValue:
    return ast.RecordValue(k.span, k.of(ast.RecordEntry))


@rule
def record_entry(k: Kids) -> ast.RecordEntry:
    return ast.RecordEntry(k.span, k.name(), given_value(k))


def given_value(k: Kids) -> ast.Value | ast.Empty:
    """A value, or `empty`; the last among the children, since a field's name may come first."""
    return cast("ast.Value | ast.Empty", k.of(*VALUE, ast.Empty)[-1])


@rule
def empty(k: Kids) -> ast.Empty:
    return ast.Empty(k.span)


@rule
def any(k: Kids) -> ast.Any:  # noqa: A001 - the rule's name
    return ast.Any(k.span)


@rule
def otherwise(k: Kids) -> ast.Otherwise:
    return ast.Otherwise(k.span)


@rule
def channel(k: Kids) -> ast.Channel:
    return ast.Channel(k.span, k.keywords())


@rule
def comment_channel(k: Kids) -> ast.Channel:
    return channel(k)


@rule
def comparison(k: Kids) -> ast.Comparison:
    field = k.the(ast.Ref)
    operator = k.keywords()
    if operator.startswith("changes"):
        before = maybe_value(k.after("from").until("to")) if k.has("from") else None
        after = maybe_value(k.after("to")) if k.has("to") else None
        return ast.Comparison(k.span, field, "changes", after, before)
    return ast.Comparison(k.span, field, cast(Operator, operator), maybe_value(k.excluding(field)))


@rule
def lasting(k: Kids) -> ast.Lasting:
    return ast.Lasting(k.span, k.the(ast.Comparison), k.durations()[0])


@rule
def event(k: Kids) -> ast.Event:
    pressed_ = k.one(ast.Event)
    return pressed_ if pressed_ is not None else ast.Event(k.span, cast(EventKind, k.keywords()))


@rule
def pressed(k: Kids) -> ast.Event:
    return ast.Event(k.span, "someone presses", k.text())


@rule
def not_(k: Kids) -> ast.Not:
    return ast.Not(k.span, condition_in(k))


@rule
def and_(k: Kids) -> ast.And:
    return ast.And(k.span, cast("tuple[ast.Condition, ...]", k.of(*CONDITION)))


@rule
def or_(k: Kids) -> ast.Or:
    return ast.Or(k.span, cast("tuple[ast.Condition, ...]", k.of(*CONDITION)))


@rule
def when(k: Kids) -> ast.When:
    return ast.When(k.span, condition_in(k))
