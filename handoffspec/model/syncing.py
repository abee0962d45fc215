"""The synchronisation: status map, comments, attachments, filter, conflicts, errors, audit."""

from typing import Literal, cast

from handoffspec.diagnostics import Diagnostic, Label, codes
from handoffspec.model.mapping import accepted
from handoffspec.model.scope import HandoffScope
from handoffspec.model.sections import until_state
from handoffspec.schema.conditions import FieldRef, Side
from handoffspec.schema.mapping import Flow
from handoffspec.schema.parties import Outcome
from handoffspec.schema.syncing import (
    Alarm,
    Alert,
    AttachmentSync,
    Audit,
    CommentSync,
    Conflict,
    Filter,
    OnError,
    StatusRow,
    Sync,
)
from handoffspec.schema.systems import Channel
from handoffspec.schema.types import Scalar
from handoffspec.syntax import ast

_FLOWS: dict[str, Flow] = {"->": "out", "<-": "back", "<->": "both"}
_BYTES = {"kB": 1000, "MB": 1_000_000, "GB": 1_000_000_000}
_KEEPS = ("threads", "attachments", "formatting")
_TAGS = ("author", "source")


def resolve_sync(node: ast.Sync, scope: HandoffScope) -> Sync:
    """How both sides stay in step."""
    with scope.section("sync", broken=node.broken):
        scope.place("sync", node.span)
        flow = _flow(node.direction, scope)
        _once_each(node, scope)
        notices = (scope.notify(notice, "source") for notice in node.notify)
        for notice in node.notify:
            scope.place("sync.notify", notice.span)
        return Sync(
            flow=flow,
            every=node.every.seconds if node.every else None,
            until=until_state(node.until, scope),
            status=_status(node.status[0], scope) if node.status else (),
            comments=_comments(node.comments[0], flow, scope) if node.comments else None,
            attachments=_attachments(node.attachments[0], flow, scope) if node.attachments else None,
            notify=tuple(notice for notice in notices if notice),
            filter=_filter(node.only_when[0], scope) if node.only_when else None,
            conflict=_conflict(node.conflict[0], scope) if node.conflict else None,
            on_error=_on_error(node.on_error[0], scope) if node.on_error else None,
            audit=_audit(node.audit[0], scope) if node.audit else None,
        )


def _once_each(node: ast.Sync, scope: HandoffScope) -> None:
    sections: dict[str, tuple[ast.Node, ...]] = {
        "status": node.status,
        "comments": node.comments,
        "attachments": node.attachments,
        "only when": node.only_when,
        "conflict": node.conflict,
        "on error": node.on_error,
        "audit": node.audit,
    }
    for name, found in sections.items():
        scope.report(*(twice(name, second, found[0]) for second in found[1:]))


def twice(name: str, second: ast.Node, first: ast.Node) -> Diagnostic:
    """A section that stands twice."""
    return codes.SECTION_TWICE.at(
        second.span,
        f"`{name}` stands here a second time.",
        help="Put both into one.",
        labels=[Label(first.span, "the first time")],
    )


def _flow(node: ast.Direction | None, scope: HandoffScope) -> Flow:
    """Both ways, or towards a system; one way and nothing said go out."""
    if node is None or node.kind == "one way":
        return "out"
    if node.kind == "both ways" or node.to is None:
        return "both"
    return "back" if scope.side_of_system(node.to) == "source" else "out"


# ── Status ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def _status(node: ast.StatusMap, scope: HandoffScope) -> tuple[StatusRow, ...]:
    with scope.section("sync.status", broken=node.broken):
        scope.place("sync.status", node.span)
        found = (_status_row(row, scope) for row in node.rows)
        return tuple(row for row in found if row is not None)


def _status_row(node: ast.StatusRow, scope: HandoffScope) -> StatusRow | None:
    left, right = _side(node.left, "source", scope), _side(node.right, "destination", scope)
    flow = _FLOWS[node.arrow.kind]
    written: Side = "source" if flow == "back" else "destination"
    through = [scope.status(hop, written) for hop in node.through]
    when = scope.condition(node.when, "destination" if flow == "back" else "source") if node.when else None
    fields = [_with(item, written, scope) for item in node.with_fields]
    if left is None or right is None or None in through or None in fields or (node.when and when is None):
        return None
    words = f"{', '.join(left) or 'any'}{node.arrow.kind}{', '.join(right) or 'any'}"
    row = StatusRow(
        id=f"sync.status.{words}{' when' if node.when else ''}",
        left=left,
        right=right,
        flow=flow,
        when=when,
        through=tuple(cast("list[str]", through)),
        with_fields=tuple(cast("list[tuple[FieldRef, Scalar]]", fields)),
        opens_follow_up=node.opens_follow_up,
        reason=node.because.value if node.because else None,
        accepted=accepted(node.loses),
    )
    scope.place(row.id, node.span)
    return row


def _side(nodes: tuple[ast.Name | ast.Text, ...] | ast.Any, side: Side, scope: HandoffScope) -> tuple[str, ...] | None:
    if isinstance(nodes, ast.Any):
        return ()
    names = [scope.status(node, side) for node in nodes]
    return None if None in names else tuple(cast("list[str]", names))


def _with(node: ast.WithItem, side: Side, scope: HandoffScope) -> tuple[FieldRef, Scalar] | None:
    found = scope.field(node.field, side)
    if found is None:
        return None
    value = scope.value(node.value, found[1].type, f"{scope.record(side).system}.{found[1].name}")
    return None if value is None else (found[0], value)


# ── Comments and attachments ───────────────────────────────────────────────────────────────────────────────────────


def _comments(node: ast.CommentSync, flow: Flow, scope: HandoffScope) -> CommentSync:
    with scope.section("sync.comments", broken=node.broken):
        scope.place("sync.comments", node.span)
        tags = {word.text for word in node.tag if scope.word(word, _TAGS)}
        keeps = [word.text for word in node.keep if scope.word(word, _KEEPS)]
        for at, loses in enumerate(node.loses):
            scope.place(f"sync.comments.accepted.{at}", loses.span)
        return CommentSync(
            flow=_flow(node.direction, scope) if node.direction else flow,
            tag_author="author" in tags,
            tag_source="source" in tags,
            keep=cast("tuple[Literal['threads', 'attachments', 'formatting'], ...]", tuple(keeps)),
            channels=_channels(node.channels),
            edits=node.edits or "ignored",
            deletions=node.deletions or "ignored",
            accepted=accepted(node.loses),
        )


def _channels(rules: tuple[ast.ChannelRule, ...]) -> tuple[tuple[Channel, Channel], ...]:
    """Each channel with the one it is copied to; a channel of which nothing is said stays what it is."""
    said = {rule.source.name: rule.target.name for rule in rules}
    pairs = [(channel, said.get(channel, channel)) for channel in ("public", "internal")]
    return cast("tuple[tuple[Channel, Channel], ...]", tuple(pairs))


def _attachments(node: ast.AttachmentSync, flow: Flow, scope: HandoffScope) -> AttachmentSync:
    with scope.section("sync.attachments", broken=node.broken):
        scope.place("sync.attachments", node.span)
        size = node.limit
        return AttachmentSync(
            flow=_flow(node.direction, scope) if node.direction else flow,
            max_bytes=int(size.number.value * _BYTES[size.unit]) if size else None,
            types=tuple(text.value for text in node.types),
            accepted=accepted(node.loses),
        )


# ── Filter, conflicts, errors, audit ───────────────────────────────────────────────────────────────────────────────


def _filter(node: ast.OnlyWhen, scope: HandoffScope) -> Filter | None:
    with scope.section("sync.only_when"):
        scope.place("sync.only_when", node.span)
        condition = scope.condition(node.condition, "source")
        otherwise = scope.outcome(node.otherwise)
        return Filter(condition, otherwise) if condition else None


def _conflict(node: ast.Conflict, scope: HandoffScope) -> Conflict:
    with scope.section("sync.conflict", broken=node.broken):
        scope.place("sync.conflict", node.span)
        decides = [pair for line in node.decides for pair in _decides(line, scope)]
        for second in node.otherwise[1:]:
            scope.report(twice("otherwise", second, node.otherwise[0]))
        return Conflict(tuple(decides), _winner(node.otherwise[0], scope) if node.otherwise else None)


def _decides(node: ast.Decides, scope: HandoffScope) -> list[tuple[Side, str]]:
    side = scope.side_of_system(node.system)
    if side is None:
        return []
    pairs: list[tuple[Side, str]] = []
    for ref in node.fields:
        scope.place(f"sync.conflict.{ref.text}", ref.span)
        if ref.text in ("status", "comments", "attachments"):
            pairs.append((side, ref.text))
        elif found := scope.field(ref, side):
            pairs.append((side, found[0].field))
    return pairs


def _winner(
    node: ast.ConflictOtherwise, scope: HandoffScope
) -> Literal["latest", "source", "destination"] | Outcome | None:
    if isinstance(node.winner, ast.Outcome):
        return scope.outcome(node.winner)
    return scope.side_of_system(node.winner) if isinstance(node.winner, ast.Name) else node.winner


def _on_error(node: ast.OnError, scope: HandoffScope) -> OnError:
    with scope.section("sync.on_error", broken=node.broken):
        scope.place("sync.on_error", node.span)
        for name, found in (("retry", node.retry), ("then", node.then)):
            scope.report(*(twice(name, second, found[0]) for second in found[1:]))
        retry = node.retry[0] if node.retry else None
        return OnError(
            times=int(retry.times.value) if retry else 0,
            first=retry.first.seconds if retry and retry.first else 30,
            longest=retry.longest.seconds if retry and retry.longest else 3600,
            then=scope.outcome(node.then[0]) if node.then else None,
        )


def _audit(node: ast.Audit, scope: HandoffScope) -> Audit:
    with scope.section("sync.audit", broken=node.broken):
        scope.place("sync.audit", node.span)
        for name, found in (("log", node.log_for), ("compare", node.compare_every)):
            scope.report(*(twice(name, second, found[0]) for second in found[1:]))
        alerts = (Alert(scope.who(alert.targets), tuple(map(_alarm, alert.alarms))) for alert in node.alerts)
        return Audit(
            log_for=node.log_for[0].seconds if node.log_for else None,
            compare_every=node.compare_every[0].seconds if node.compare_every else None,
            alerts=tuple(alert for alert in alerts if alert.who),
        )


def _alarm(node: ast.Alarm) -> Alarm:
    operator = cast("Literal['<', '<=', '>', '>='] | None", node.operator)
    number = float(node.number.value) if node.number else None
    return Alarm(node.kind, operator, number, node.duration.seconds if node.duration else None)
