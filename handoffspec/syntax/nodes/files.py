"""The top level of a file: uses, constants, teams, calendars, scenarios."""

from typing import cast

from handoffspec.syntax import ast
from handoffspec.syntax.nodes.kids import Kids, rule
from handoffspec.syntax.nodes.values import given_value, targets_in, value_in

ITEM = (
    ast.Use, ast.Constant, ast.Team, ast.Calendar, ast.System, ast.Extend, ast.Handoff, ast.Scenario, ast.Allow,
)  # fmt: skip
GIVEN = (
    ast.Assignment, ast.GivenComment, ast.GivenAttachment, ast.GivenPress, ast.GivenTime, ast.GivenFailures,
)  # fmt: skip
EXPECTATION = (
    ast.ExpectField, ast.ExpectPath, ast.ExpectMissing, ast.ExpectTold, ast.ExpectLoses, ast.ExpectFires,
    ast.ExpectComment, ast.ExpectHeld,
)  # fmt: skip


@rule
def start(k: Kids) -> ast.File:
    return ast.File(k.span, cast("tuple[ast.Item, ...]", k.of(*ITEM)), k.any_broken)


@rule
def use(k: Kids) -> ast.Use:
    return ast.Use(k.span, k.maybe_text() or k.name())


@rule
def constant(k: Kids) -> ast.Constant:
    return ast.Constant(k.span, k.name(), value_in(k))


@rule
def team(k: Kids) -> ast.Team:
    inside, reached = k.part("team_in"), k.part("team_reached")
    named, works = k.part("team_named"), k.part("team_works")
    return ast.Team(
        k.span,
        name=k.name(),
        title=k.maybe_text(),
        system=inside.name() if inside else None,
        reached_at=reached.text() if reached else None,
        named=named.text() if named else None,
        works=works.name() if works else None,
    )


@rule
def calendar(k: Kids) -> ast.Calendar:
    zone = k.part("calendar_zone")
    return ast.Calendar(
        k.span,
        name=k.name(),
        title=k.maybe_text(),
        zone=zone.text() if zone else None,
        openings=k.of(ast.Opening),
        closed_on=tuple(text for part in k.parts("calendar_closed") for text in part.texts()),
    )


@rule
def calendar_open(k: Kids) -> ast.Opening:
    first, *last = k.names()
    opens, closes = k.clocks()
    return ast.Opening(k.span, first, last[0] if last else None, opens, closes)


# ── Scenarios ──────────────────────────────────────────────────────────────────────────────────────────────────────


@rule
def scenario(k: Kids) -> ast.Scenario:
    return ast.Scenario(
        k.span,
        title=k.text(),
        handoff=k.name(),
        back=k.part("back") is not None,
        blocks=k.of(ast.GivenBlock),
        expects=k.of(ast.Expect),
        broken=k.broken,
    )


def _block(k: Kids, kind: ast.BlockKind) -> ast.GivenBlock:
    lines = [k, *k.parts("assignments")]
    items = [item for line in lines for item in line.of(*GIVEN)]
    ordered = sorted(cast("list[ast.Given]", items), key=lambda item: item.span.start)
    return ast.GivenBlock(k.span, kind, tuple(ordered), k.broken)


@rule
def given(k: Kids) -> ast.GivenBlock:
    return _block(k, "given")


@rule
def before(k: Kids) -> ast.GivenBlock:
    return _block(k, "before")


@rule
def after(k: Kids) -> ast.GivenBlock:
    return _block(k, "after")


@rule
def onto(k: Kids) -> ast.GivenBlock:
    return _block(k, "onto")


@rule
def assignment(k: Kids) -> ast.Assignment:
    return ast.Assignment(k.span, k.the(ast.Ref), given_value(k))


@rule
def given_comment(k: Kids) -> ast.GivenComment:
    by = k.part("given_by")
    return ast.GivenComment(k.span, k.the(ast.Channel), by.name() if by else None, k.text())


@rule
def given_attachment(k: Kids) -> ast.GivenAttachment:
    name, kind = k.texts()
    return ast.GivenAttachment(k.span, name, kind)


@rule
def given_press(k: Kids) -> ast.GivenPress:
    return ast.GivenPress(k.span, k.text())


@rule
def given_at(k: Kids) -> ast.GivenTime:
    return ast.GivenTime(k.span, k.text())


@rule
def given_fails(k: Kids) -> ast.GivenFailures:
    return ast.GivenFailures(k.span, int(k.numbers()[0].value))


@rule
def expect(k: Kids) -> ast.Expect:
    lines = [k, *k.parts("expectations")]
    items = [item for line in lines for item in line.of(*EXPECTATION)]
    ordered = sorted(cast("list[ast.Expectation]", items), key=lambda item: item.span.start)
    return ast.Expect(k.span, tuple(ordered), k.broken)


@rule
def expectation(k: Kids) -> ast.ExpectField:
    field = k.the(ast.Ref)
    holds, lacks = k.part("expected_contains"), k.part("expected_lacks")
    if holds:
        return ast.ExpectField(k.span, field, "contains", holds.text())
    if lacks:
        return ast.ExpectField(k.span, field, "lacks", lacks.text())
    if k.part("expected_empty") or k.one(ast.Empty):
        return ast.ExpectField(k.span, field, "empty", None)
    return ast.ExpectField(k.span, field, "is", cast(ast.Value, given_value(k)))


@rule
def expect_path(k: Kids) -> ast.ExpectPath:
    return ast.ExpectPath(k.span, k.text(), value_in(k.after("is")))


@rule
def expect_missing(k: Kids) -> ast.ExpectMissing:
    return ast.ExpectMissing(k.span, k.of(ast.Ref))


@rule
def expect_told(k: Kids) -> ast.ExpectTold:
    return ast.ExpectTold(k.span, targets_in(k))


@rule
def expect_loses(k: Kids) -> ast.ExpectLoses:
    return ast.ExpectLoses(k.span, k.of(ast.Ref))


@rule
def expect_fires(k: Kids) -> ast.ExpectFires:
    return ast.ExpectFires(k.span, fires=True)


@rule
def expect_not_fires(k: Kids) -> ast.ExpectFires:
    return ast.ExpectFires(k.span, fires=False)


@rule
def expect_comment(k: Kids) -> ast.ExpectComment:
    return ast.ExpectComment(k.span, k.the(ast.Channel), k.text())


@rule
def expect_held(k: Kids) -> ast.ExpectHeld:
    return ast.ExpectHeld(k.span, k.name())
