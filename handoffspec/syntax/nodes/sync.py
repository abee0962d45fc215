"""Synchronisation: status map, comments, attachments, conflicts, errors, audit."""

from typing import cast

from handoffspec.syntax import ast
from handoffspec.syntax.nodes.kids import Kids, rule
from handoffspec.syntax.nodes.mapping import arrow_in, because_in
from handoffspec.syntax.nodes.systems import limit_in, statuses_in
from handoffspec.syntax.nodes.values import condition_in, targets_in, value_in


@rule
def sync(k: Kids) -> ast.Sync:
    every, until = k.part("sync_every"), k.part("sync_until")
    return ast.Sync(
        k.span,
        direction=k.one(ast.Direction),
        every=every.durations()[0] if every else None,
        until=statuses_in(until)[0] if until else None,
        status=k.of(ast.StatusMap),
        comments=k.of(ast.CommentSync),
        attachments=k.of(ast.AttachmentSync),
        notify=k.of(ast.Notify),
        only_when=k.of(ast.OnlyWhen),
        conflict=k.of(ast.Conflict),
        on_error=k.of(ast.OnError),
        audit=k.of(ast.Audit),
        allows=k.of(ast.Allow),
        broken=k.broken,
    )


@rule
def direction(k: Kids) -> ast.Direction:
    to = k.maybe_name()
    return ast.Direction(k.span, "to" if to else cast(ast.DirectionKind, k.keywords()), to)


@rule
def status_map(k: Kids) -> ast.StatusMap:
    return ast.StatusMap(k.span, k.of(ast.StatusRow), k.of(ast.Allow), k.broken)


@rule
def status_row(k: Kids) -> ast.StatusRow:
    left, right = (side.one(ast.Any) or statuses_in(side) for side in k.parts("row_side"))
    guard, through = k.one(ast.Guard), k.part("through")
    return ast.StatusRow(
        k.span,
        left=left,
        arrow=arrow_in(k),
        right=right,
        when=guard.condition if guard else None,
        through=statuses_in(through) if through else (),
        with_fields=tuple(item for part in k.parts("with_") for item in part.of(ast.WithItem)),
        opens_follow_up=k.part("opens_follow_up") is not None,
        because=because_in(k),
        loses=k.of(ast.Loses),
    )


@rule
def with_item(k: Kids) -> ast.WithItem:
    field = k.the(ast.Ref)
    return ast.WithItem(k.span, field, value_in(k.excluding(field)))


@rule
def comment_sync(k: Kids) -> ast.CommentSync:
    def listed(name: str) -> tuple[ast.Name, ...]:
        return tuple(word for part in k.parts(name) for word in part.names())

    def last_word(name: str) -> str | None:
        part = k.part(name)
        return part.keywords().split()[-1] if part else None

    return ast.CommentSync(
        k.span,
        direction=k.one(ast.Direction),
        tag=listed("cs_tag"),
        keep=listed("cs_keep"),
        channels=k.of(ast.ChannelRule),
        edits=cast("ast.Edits | None", last_word("cs_edits")),
        deletions=cast("ast.Deletions | None", last_word("cs_deletions")),
        loses=k.of(ast.Loses),
        allows=k.of(ast.Allow),
        broken=k.broken,
    )


@rule
def cs_channel(k: Kids) -> ast.ChannelRule:
    source, target = k.of(ast.Channel)
    return ast.ChannelRule(k.span, source, target)


@rule
def attachment_sync(k: Kids) -> ast.AttachmentSync:
    size = k.part("as_size")
    return ast.AttachmentSync(
        k.span,
        direction=k.one(ast.Direction),
        limit=limit_in(size) if size else None,
        types=tuple(text for part in k.parts("as_types") for text in part.texts()),
        loses=k.of(ast.Loses),
        allows=k.of(ast.Allow),
        broken=k.broken,
    )


@rule
def only_when(k: Kids) -> ast.OnlyWhen:
    return ast.OnlyWhen(k.span, condition_in(k), k.one(ast.Outcome))


@rule
def conflict(k: Kids) -> ast.Conflict:
    return ast.Conflict(k.span, k.of(ast.Decides), k.of(ast.ConflictOtherwise), k.of(ast.Allow), k.broken)


@rule
def decides(k: Kids) -> ast.Decides:
    return ast.Decides(k.span, k.name(), k.of(ast.Ref))


@rule
def conflict_otherwise(k: Kids) -> ast.ConflictOtherwise:
    if k.part("latest_wins"):
        return ast.ConflictOtherwise(k.span, "latest")
    system = k.part("system_wins")
    hold = k.part("hold")
    if system:
        return ast.ConflictOtherwise(k.span, system.name())
    assert hold is not None  # noqa: S101 - the grammar says so
    limit = hold.part("hold_limit")
    outcome = ast.Outcome(
        hold.span, "hold", hold.name(), limit.durations()[0] if limit else None, targets_in(hold.after("notify"))
    )
    return ast.ConflictOtherwise(k.span, outcome)


@rule
def on_error(k: Kids) -> ast.OnError:
    then = tuple(outcome for part in k.parts("then") for outcome in part.of(ast.Outcome))
    return ast.OnError(k.span, k.of(ast.Retry), then, k.of(ast.Allow), k.broken)


@rule
def retry(k: Kids) -> ast.Retry:
    first, longest = k.part("retry_from"), k.part("retry_up_to")
    return ast.Retry(
        k.span,
        times=k.numbers()[0],
        first=first.durations()[0] if first else None,
        longest=longest.durations()[0] if longest else None,
    )


@rule
def audit(k: Kids) -> ast.Audit:
    def spans_of_time(name: str) -> tuple[ast.Duration, ...]:
        return tuple(duration for part in k.parts(name) for duration in part.durations())

    return ast.Audit(
        k.span,
        log_for=spans_of_time("audit_log"),
        compare_every=spans_of_time("audit_compare"),
        alerts=k.of(ast.Alert),
        allows=k.of(ast.Allow),
        broken=k.broken,
    )


@rule
def audit_alert(k: Kids) -> ast.Alert:
    return ast.Alert(k.span, targets_in(k), k.of(ast.Alarm))


def _operator(k: Kids) -> str:
    return str(k.token("COMPARE"))


@rule
def alarm_lag(k: Kids) -> ast.Alarm:
    return ast.Alarm(k.span, "lag", _operator(k), duration=k.durations()[0])


@rule
def alarm_failures(k: Kids) -> ast.Alarm:
    return ast.Alarm(k.span, "failures", _operator(k), k.numbers()[0], k.durations()[0])


@rule
def alarm_difference(k: Kids) -> ast.Alarm:
    return ast.Alarm(k.span, "difference")
