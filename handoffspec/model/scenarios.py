"""Scenarios: what is given and what is expected, each name found in the records of the scenario's handoff."""

from collections.abc import Sequence

from handoffspec.diagnostics import Diagnostic, Label, codes
from handoffspec.model.handoffs import ResolvedHandoff
from handoffspec.model.parties import STAND_IN, Parties
from handoffspec.model.scope import OTHER, HandoffScope
from handoffspec.schema.conditions import FieldRef, Side
from handoffspec.schema.scenarios import (
    Expectation,
    ExpectComment,
    ExpectField,
    ExpectFires,
    ExpectHeld,
    ExpectNames,
    ExpectPath,
    ExpectTold,
    Given,
    GivenAttachment,
    GivenComment,
    Scenario,
)
from handoffspec.schema.systems import Channel
from handoffspec.schema.types import Json
from handoffspec.syntax import ast


def resolve_scenario(
    node: ast.Scenario, handoffs: dict[str, ResolvedHandoff], parties: Parties
) -> tuple[Scenario | None, list[Diagnostic]]:
    """The scenario, or None when something in it means nothing."""
    if node.handoff.text not in handoffs:
        return None, []
    resolved = handoffs[node.handoff.text]
    handoff = resolved.value
    scope = HandoffScope(handoff.source, handoff.destination, parties, incomplete=resolved.incomplete)
    start: Side = "destination" if node.back else "source"
    given = _given(node, start, scope)
    expect = [
        (made, item.span.line)
        for block in node.expects
        for item in block.items
        if (made := _expectation(item, OTHER[start], resolved, scope)) is not None
    ]
    if scope.diagnostics or scope.broken or node.broken:
        return None, scope.diagnostics
    span = node.title.span
    return (
        Scenario(node.title.value, handoff.name, node.back, given, tuple(expect), span.source.path, span.line),
        [],
    )


# ── Given ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def _given(node: ast.Scenario, start: Side, scope: HandoffScope) -> Given:
    blocks = {
        kind: [block for block in node.blocks if block.kind == kind] for kind in ("given", "before", "after", "onto")
    }
    items = [item for kind in ("given", "after") for block in blocks[kind] for item in block.items]
    before = [item for block in blocks["before"] for item in block.items]
    onto = [item for block in blocks["onto"] for item in block.items]
    if onto and not node.back:
        scope.report(
            codes.WRONG_WORD.at(
                blocks["onto"][0].span,
                "`onto` is for scenarios that go `back`.",
                help=f'Write `scenario "…" for {node.handoff.text} back {{`, or remove the block.',
            )
        )
    return Given(
        fields=_fields(items, start, scope),
        before=_fields(before, start, scope) if blocks["before"] else None,
        onto=_fields(onto, OTHER[start], scope) if node.back else (),
        comments=tuple(_comment(item, scope) for item in items if isinstance(item, ast.GivenComment)),
        attachments=tuple(
            GivenAttachment(item.name.value, item.type.value) for item in items if isinstance(item, ast.GivenAttachment)
        ),
        pressed=tuple(item.label.value for item in items if isinstance(item, ast.GivenPress)),
        time=next((item.moment.value for item in items if isinstance(item, ast.GivenTime)), None),
        failures=next((item.times for item in items if isinstance(item, ast.GivenFailures)), 0),
    )


def _fields(items: Sequence[ast.Given], side: Side, scope: HandoffScope) -> tuple[tuple[str, Json], ...]:
    values: dict[str, Json] = {}
    first: dict[str, ast.Assignment] = {}
    for item in items:
        if not isinstance(item, ast.Assignment):
            continue
        found = scope.field(item.field, side)
        if found is None or not _on_side(item.field, found[0], side, scope):
            continue
        where, field = found
        if where.field in first:
            scope.report(_again(item, first[where.field]))
            continue
        first[where.field] = item
        values[where.field] = (
            None
            if isinstance(item.value, ast.Empty)
            else scope.json(item.value, field.type, f"{scope.record(side).system}.{field.name}")
        )
    return tuple(values.items())


def _again(item: ast.Assignment, first: ast.Assignment) -> Diagnostic:
    return codes.DUPLICATE_NAME.at(
        item.span,
        f"`{item.field.text}` is given twice.",
        help="Keep one of the two.",
        labels=[Label(first.span, "the first time")],
    )


def _on_side(ref: ast.Ref, found: FieldRef, side: Side, scope: HandoffScope) -> bool:
    if found.side == side:
        return True
    scope.report(
        codes.SAME_SIDE.at(
            ref.span,
            f"This block describes a record of {scope.record(side).system_title}, not of the other system.",
            help=f"Name a field of {scope.record(side).system_title}.",
        )
    )
    return False


def _comment(node: ast.GivenComment, scope: HandoffScope) -> GivenComment:
    by = node.by.text if node.by else "agent"
    if node.by and by not in ("customer", "agent"):
        scope.team(node.by)
    return GivenComment(_channel(node.channel), by, node.text.value)


def _channel(node: ast.Channel) -> Channel:
    return "public" if node.name == "public" else "internal"


# ── Expected ───────────────────────────────────────────────────────────────────────────────────────────────────────


def _expectation(
    node: ast.Expectation, arrival: Side, handoff: ResolvedHandoff, scope: HandoffScope
) -> Expectation | None:
    match node:
        case ast.ExpectField():
            return _expected_field(node, arrival, scope)
        case ast.ExpectPath(path=path, value=value):
            return ExpectPath(path.value, scope.plain_json(value))
        case ast.ExpectMissing(names=names):
            return ExpectNames("missing", tuple(_known(name, handoff, scope) for name in names))
        case ast.ExpectLoses(names=names):
            found = [scope.field(name, OTHER[arrival]) for name in names]
            return ExpectNames("loses", tuple(f[0].field for f in found if f))
        case ast.ExpectTold(targets=targets):
            return ExpectTold(scope.who(targets))
        case ast.ExpectFires(fires=fires):
            return ExpectFires(fires)
        case ast.ExpectComment(channel=channel, text=text):
            return ExpectComment(_channel(channel), text.value)
        case ast.ExpectHeld(team=team):
            name = scope.team(team)
            return ExpectHeld(name) if name else None


def _known(ref: ast.Ref, handoff: ResolvedHandoff, scope: HandoffScope) -> str:
    if ref.text != STAND_IN and not handoff.places.is_broken("require"):
        scope.word(ast.Name(ref.span, ref.text), tuple(requirement.name for requirement in handoff.value.requirements))
    return ref.text


def _expected_field(node: ast.ExpectField, arrival: Side, scope: HandoffScope) -> ExpectField | None:
    found = scope.field(node.field, arrival)
    if found is None:
        return None
    where, field = found
    if node.how == "empty" or node.value is None:
        return ExpectField(where, "empty")
    if node.how == "is":
        return ExpectField(
            where, "is", scope.json(node.value, field.type, f"{scope.record(where.side).system}.{field.name}")
        )
    return ExpectField(where, node.how, scope.plain_json(node.value))
