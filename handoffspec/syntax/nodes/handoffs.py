"""Handoffs: ends, trigger, requirements, ownership, rollback, sla, failures, checklist."""

from typing import cast

from handoffspec.syntax import ast
from handoffspec.syntax.nodes.kids import Kids, rule
from handoffspec.syntax.nodes.mapping import sources_in, target_in
from handoffspec.syntax.nodes.systems import limit_in, statuses_in
from handoffspec.syntax.nodes.values import condition_in, maybe_condition, targets_in

SUBJECT = (ast.RequiredAttachments, ast.RequiredConversation, ast.Ref)


@rule
def allow(k: Kids) -> ast.Allow:
    code = k.token("CODE")
    return ast.Allow(k.span, str(code), k.text())


@rule
def handoff(k: Kids) -> ast.Handoff:
    return ast.Handoff(
        k.span,
        name=k.name(),
        title=k.maybe_text(),
        from_end=tuple(_end(part) for part in k.parts("from_")),
        to_end=tuple(_end(part) for part in k.parts("to_")),
        within=tuple(_qualified(part) for part in k.parts("within")),
        linked=k.of(ast.Linked),
        adds=tuple(part.text() for part in k.parts("adds")),
        trigger=k.of(ast.Trigger),
        require=k.of(ast.Require),
        map=k.of(ast.Map),
        people=k.of(ast.People),
        ownership=k.of(ast.Ownership),
        sync=k.of(ast.Sync),
        rollback=k.of(ast.Rollback),
        sla=k.of(ast.Sla),
        failures=k.of(ast.Failure),
        checklist=k.of(ast.Checklist),
        allows=k.of(ast.Allow),
        broken=k.broken,
    )


def _qualified(k: Kids) -> ast.Ref:
    token = k.token("QNAME")
    assert token is not None  # noqa: S101 - the grammar says so
    return ast.Ref(k.at(token), tuple(token.split(".")))


def _end(k: Kids) -> ast.End:
    held = k.part("end_held")
    return ast.End(
        k.span,
        record=_qualified(k) if k.token("QNAME") else None,
        statuses=tuple(s for part in k.parts("end_status") for s in statuses_in(part)),
        held_by=held.name() if held else None,
    )


@rule
def linked(k: Kids) -> ast.Linked:
    source, destination = k.of(ast.Ref)
    cardinality = k.part("cardinality")
    one, many = cardinality.keywords().split(" to ") if cardinality else ("", "")
    rules = k.part("link_rules")
    return ast.Linked(
        k.span,
        source=source,
        destination=destination,
        cardinality=(one, many) if cardinality else None,
        rules=rules.of(ast.LinkRule) if rules else (),
        wins=rules.of(ast.LinkWins) if rules else (),
    )


@rule
def link_when(k: Kids) -> ast.LinkRule:
    (event,) = k.parts("link_event")
    action = k.one(ast.Outcome)
    named = next((p.keywords() for p in k.parts("follow_survivor", "keep_link", "cross_again")), None)
    return ast.LinkRule(k.span, cast(ast.LinkEvent, event.keywords()), action or cast(ast.LinkAction, named))


@rule
def link_wins(k: Kids) -> ast.LinkWins:
    (subject,), (win,) = k.parts("link_subject"), k.parts("win_rule")
    return ast.LinkWins(k.span, cast(ast.LinkSubject, subject.keywords()), cast(ast.WinRule, win.keywords()))


@rule
def trigger(k: Kids) -> ast.Trigger:
    return ast.Trigger(k.span, k.of(ast.When), k.of(ast.Allow), k.broken)


# ── Requirements ───────────────────────────────────────────────────────────────────────────────────────────────────


@rule
def outcome(k: Kids) -> ast.Outcome:
    hold = k.part("hold")
    if hold is None:
        (only,) = k.parts("stop", "ask", "unlink")
        return ast.Outcome(k.span, cast(ast.OutcomeKind, only.keywords()))
    limit = hold.part("hold_limit")
    return ast.Outcome(
        k.span, "hold", hold.name(), limit.durations()[0] if limit else None, targets_in(hold.after("notify"))
    )


@rule
def require(k: Kids) -> ast.Require:
    otherwise = tuple(o for part in k.parts("require_otherwise") for o in part.of(ast.Outcome))
    return ast.Require(k.span, k.of(ast.Requirement), otherwise, k.of(ast.Allow), k.broken)


@rule
def required_attachments(k: Kids) -> ast.RequiredAttachments:
    return ast.RequiredAttachments(k.span, k.texts())


@rule
def required_conversation(k: Kids) -> ast.RequiredConversation:
    return ast.RequiredConversation(k.span, k.of(ast.Channel))


@rule
def requirement(k: Kids) -> ast.Requirement:
    least, guard = k.part("r_at_least"), k.part("r_when")
    because, otherwise = k.part("r_because"), k.part("r_otherwise")
    return ast.Requirement(
        k.span,
        subject=cast(ast.Subject, k.the(*SUBJECT)),
        at_least=limit_in(least) if least else None,
        refuse=tuple(text for part in k.parts("r_refuse") for text in part.texts()),
        when=condition_in(guard) if guard else None,
        because=because.text() if because else None,
        otherwise=otherwise.the(ast.Outcome) if otherwise else None,
    )


# ── Ownership ───────────────────────────────────────────────────────────────────────────────────────────────────────


@rule
def previous(k: Kids) -> ast.Previous:
    return ast.Previous(k.span, k.one(ast.Ref))


@rule
def ownership(k: Kids) -> ast.Ownership:
    return ast.Ownership(
        k.span,
        responsible=k.of(ast.Responsible),
        acknowledge=k.of(ast.Acknowledge),
        keeps=k.of(ast.Keeps),
        notify=k.of(ast.Notify),
        until=k.of(ast.Until),
        allows=k.of(ast.Allow),
        broken=k.broken,
    )


@rule
def responsible(k: Kids) -> ast.Responsible:
    return ast.Responsible(k.span, k.name(), maybe_condition(k))


@rule
def acknowledge(k: Kids) -> ast.Acknowledge:
    return ast.Acknowledge(
        k.span,
        within=k.durations()[0],
        by=cast(ast.Acknowledgement, k.the(ast.AckStatus, ast.AckComment, ast.AckChange)),
        otherwise=targets_in(k.after("notify")),
    )


@rule
def ack_status(k: Kids) -> ast.AckStatus:
    return ast.AckStatus(k.span, statuses_in(k))


@rule
def ack_comment(k: Kids) -> ast.AckComment:
    return ast.AckComment(k.span, k.one(ast.Channel))


@rule
def ack_change(k: Kids) -> ast.AckChange:
    return ast.AckChange(k.span, k.the(ast.Ref))


@rule
def keeps(k: Kids) -> ast.Keeps:
    return ast.Keeps(k.span, k.name(), k.text())


@rule
def notify(k: Kids) -> ast.Notify:
    return ast.Notify(
        k.span,
        targets_in(k.until("when")),
        k.one(ast.ThingsChange) or maybe_condition(k),
    )


@rule
def things_change(k: Kids) -> ast.ThingsChange:
    return ast.ThingsChange(k.span, k.of(ast.Ref))


@rule
def until(k: Kids) -> ast.Until:
    return ast.Until(k.span, statuses_in(k)[0])


# ── Rollback, clock, failure modes, checklist ──────────────────────────────────────────────────────────────────────


@rule
def rollback(k: Kids) -> ast.Rollback:
    most = k.part("at_most")
    to = k.parts("rollback_to")
    return ast.Rollback(
        k.span,
        at_most=most.numbers()[0] if most else None,
        whens=k.of(ast.When),
        to_status=tuple(s for part in to for status in part.parts("end_status") for s in statuses_in(status)),
        to_team=next((name for part in to for name in part.names()), None),
        requires=tuple(ref for part in k.parts("rollback_require") for ref in part.of(ast.Ref)),
        carries=k.of(ast.Carry),
        notify=k.of(ast.Notify),
        allows=k.of(ast.Allow),
        broken=k.broken,
    )


@rule
def carry(k: Kids) -> ast.Carry:
    return ast.Carry(k.span, sources_in(k), target_in(k))


@rule
def sla(k: Kids) -> ast.Sla:
    hours = k.part("sla_hours")
    return ast.Sla(
        k.span,
        targets=k.of(ast.SlaTarget),
        tells=k.of(ast.SlaTell),
        hours=hours.name() if hours else None,
        allows=k.of(ast.Allow),
        broken=k.broken,
    )


@rule
def sla_target(k: Kids) -> ast.SlaTarget:
    when = k.part("sla_when")
    return ast.SlaTarget(
        k.span, "respond" if k.has("respond") else "resolve", k.durations()[0], condition_in(when) if when else None
    )


@rule
def sla_tell(k: Kids) -> ast.SlaTell:
    return ast.SlaTell(k.span, targets_in(k), k.durations()[0])


@rule
def failure(k: Kids) -> ast.Failure:
    def said(rule_name: str) -> tuple[ast.Text, ...]:
        return tuple(part.text() for part in k.parts(rule_name))

    return ast.Failure(
        k.span,
        name=k.name(),
        title=k.text(),
        seen=said("seen"),
        cause=said("cause"),
        costs=said("costs"),
        prevented_by=tuple(ref for part in k.parts("prevented") for ref in part.of(ast.Ref)),
        allows=k.of(ast.Allow),
        broken=k.broken,
    )


@rule
def checklist(k: Kids) -> ast.Checklist:
    return ast.Checklist(k.span, k.of(ast.CheckItem), k.of(ast.Allow), k.broken)


@rule
def check_item(k: Kids) -> ast.CheckItem:
    by = k.part("check_by")
    return ast.CheckItem(k.span, "before" if k.has("before") else "after", k.text(), by.name() if by else None)
