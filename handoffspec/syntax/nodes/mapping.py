"""The mapping of fields and people, and the parts that status rows share with it."""

from typing import cast

from handoffspec.syntax import ast
from handoffspec.syntax.nodes.kids import Kids, rule
from handoffspec.syntax.nodes.systems import limit_in
from handoffspec.syntax.nodes.values import condition_in, value_in

CELL = (
    ast.Name, ast.Ref, ast.Text, ast.Number, ast.Duration, ast.ListValue, ast.RecordValue, ast.Any, ast.Otherwise,
    ast.Empty,
)  # fmt: skip
RULE_PART = (ast.Table, ast.Guard, ast.Because, ast.ImpactIs, ast.AllowPrivate, ast.Transform)
TARGET = (ast.Nothing, ast.Undecided, ast.ToFields, ast.ToContext, ast.ToComment)


def arrow_in(k: Kids) -> ast.Arrow:
    """The arrow between two sides."""
    token = k.token("ARROW")
    assert token is not None  # noqa: S101 - the grammar says so
    return ast.Arrow(k.at(token), cast(ast.ArrowKind, str(token)))


def because_in(k: Kids) -> ast.Text | None:
    """The reason, where one is given."""
    because = k.one(ast.Because)
    return because.reason if because else None


@rule
def map(k: Kids) -> ast.Map:  # noqa: A001 - the rule's name
    return ast.Map(k.span, k.of(ast.Rule), k.of(ast.Allow), k.broken)


def sources_in(k: Kids) -> tuple[ast.Ref | ast.Text | ast.Number, ...]:
    """The left side of a rule, in order."""
    (left,) = k.parts("sources")
    nodes: list[ast.Ref | ast.Text | ast.Number] = [*left.of(ast.Ref), *left.texts(), *left.numbers()]
    return tuple(sorted(nodes, key=lambda node: node.span.start))


def target_in(k: Kids) -> ast.RuleTarget:
    """The right side of a rule."""
    return cast(ast.RuleTarget, k.the(*TARGET))


@rule
def rule_(k: Kids) -> ast.Rule:
    return ast.Rule(
        k.span,
        sources=sources_in(k),
        arrow=arrow_in(k),
        target=target_in(k),
        parts=cast("tuple[ast.RulePart, ...]", k.of(*RULE_PART)),
        loses=k.of(ast.Loses),
    )


@rule
def target(k: Kids) -> ast.RuleTarget:
    refs = k.of(ast.Ref)
    return ast.ToFields(k.span, refs) if refs else target_in(k)


@rule
def nothing(k: Kids) -> ast.Nothing:
    return ast.Nothing(k.span)


@rule
def undecided(k: Kids) -> ast.Undecided:
    return ast.Undecided(k.span)


@rule
def to_context(k: Kids) -> ast.ToContext:
    place = k.part("context_place")
    return ast.ToContext(k.span, k.text(), (place.one(ast.Ref) or place.one(ast.Channel)) if place else None)


@rule
def to_comment(k: Kids) -> ast.ToComment:
    return ast.ToComment(k.span, k.the(ast.Channel), k.text())


@rule
def p_when(k: Kids) -> ast.Guard:
    return ast.Guard(k.span, condition_in(k))


@rule
def p_because(k: Kids) -> ast.Because:
    return ast.Because(k.span, k.text())


@rule
def p_impact(k: Kids) -> ast.ImpactIs:
    return ast.ImpactIs(k.span, cast(ast.Impact, k.keywords().removeprefix("impact ")))


@rule
def p_allow(k: Kids) -> ast.AllowPrivate:
    return ast.AllowPrivate(k.span, "secret" if k.has("secret") else "personal", k.text())


@rule
def p_once(k: Kids) -> ast.Transform:
    return ast.Transform(k.span, "once")


@rule
def p_redacted(k: Kids) -> ast.Transform:
    return ast.Transform(k.span, "redacted")


@rule
def p_matching(k: Kids) -> ast.Transform:
    return ast.Transform(k.span, "people")


@rule
def p_default(k: Kids) -> ast.Transform:
    return ast.Transform(k.span, "default", value_in(k))


@rule
def p_joined(k: Kids) -> ast.Transform:
    return ast.Transform(k.span, "joined", k.text())


@rule
def p_split(k: Kids) -> ast.Transform:
    return ast.Transform(k.span, "split", k.text())


@rule
def p_prefixed(k: Kids) -> ast.Transform:
    return ast.Transform(k.span, "prefixed", k.text())


@rule
def p_cut(k: Kids) -> ast.Transform:
    return ast.Transform(k.span, "cut", limit_in(k))


@rule
def p_rounded(k: Kids) -> ast.Transform:
    return ast.Transform(k.span, "rounded", k.numbers()[0])


@rule
def table(k: Kids) -> ast.Table:
    return ast.Table(k.span, k.of(ast.Row), k.of(ast.Allow), k.broken)


@rule
def row(k: Kids) -> ast.Row:
    left, right = (cast("tuple[ast.Cell, ...]", side.of(*CELL)) for side in k.parts("cells"))
    return ast.Row(k.span, left, arrow_in(k), right)


@rule
def loses(k: Kids) -> ast.Loses:
    impact, way = k.one(ast.ImpactIs), k.part("on_the_way")
    return ast.Loses(
        k.span,
        what=k.text(),
        impact=impact.level if impact else None,
        reason=because_in(k),
        way=None if way is None else "back" if way.has("back") else "there",
    )


@rule
def people(k: Kids) -> ast.People:
    table_ = k.part("people_table")
    return ast.People(k.span, table_.of(ast.Row) if table_ else None, k.one(ast.Outcome) or k.maybe_name())
