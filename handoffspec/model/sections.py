"""The sections of a handoff around the mapping and the synchronisation."""

from typing import Literal, cast

from handoffspec.diagnostics import closest, codes
from handoffspec.model.mapping import resolve_carry
from handoffspec.model.scope import HandoffScope
from handoffspec.model.systems_types import text_of
from handoffspec.schema.conditions import Condition, FieldRef
from handoffspec.schema.handoffs import (
    CheckItem,
    Failure,
    Link,
    LinkRule,
    Requirement,
    Rollback,
    Sla,
    SlaTarget,
    SlaTell,
)
from handoffspec.schema.mapping import People, Rule
from handoffspec.schema.parties import Acknowledge, Keeps, Outcome, Ownership, Responsible
from handoffspec.schema.systems import Channel
from handoffspec.schema.types import Limit
from handoffspec.syntax import ast


def resolve_link(node: ast.Linked, scope: HandoffScope) -> Link | None:
    """Where each side keeps the other's id."""
    with scope.section("link"):
        scope.place("link", node.span)
        source, destination = scope.field(node.source, "source"), scope.field(node.destination, "destination")
        rules = tuple(
            LinkRule(rule.event, cast("Outcome", scope.outcome(rule.action)))
            if isinstance(rule.action, ast.Outcome)
            else LinkRule(rule.event, rule.action)
            for rule in node.rules
        )
    if source is None or destination is None:
        return None
    if source[0].side == "destination" and destination[0].side == "source":
        source, destination = destination, source
    one, many = node.cardinality or ("one", "one")
    wins = {win.subject: win.rule for win in node.wins}
    return Link(
        source_field=source[0].field,
        destination_field=destination[0].field,
        source_many=one == "many",
        destination_many=many == "many",
        rules=rules,
        status_wins=wins.get("status"),
        comments_from=wins.get("comments"),
    )


def resolve_trigger(node: ast.Trigger, scope: HandoffScope) -> tuple[Condition, ...]:
    """The alternatives that make the ticket cross."""
    with scope.section("trigger", broken=node.broken):
        scope.place("trigger", node.span)
        for at, when in enumerate(node.whens):
            scope.place(f"trigger.{at}", when.span)
        found = (scope.condition(when.condition, "source") for when in node.whens)
        return tuple(condition for condition in found if condition is not None)


# ── Requirements ───────────────────────────────────────────────────────────────────────────────────────────────────


def resolve_require(node: ast.Require, scope: HandoffScope) -> tuple[Requirement, ...]:
    """What must travel; a line that says nothing of its absence takes the section's `otherwise`."""
    with scope.section("require", broken=node.broken):
        scope.place("require", node.span)
        default = scope.outcome(node.otherwise[0]) if node.otherwise else None
        for second in node.otherwise[1:]:
            scope.report(
                codes.SECTION_TWICE.at(
                    second.span, "`otherwise` for all requirements is said twice.", help="Keep one of the two lines."
                )
            )
        found = (_requirement(requirement, default, scope) for requirement in node.requirements)
        return tuple(requirement for requirement in found if requirement is not None)


def _requirement(node: ast.Requirement, default: Outcome | None, scope: HandoffScope) -> Requirement | None:
    subject = _subject(node.subject, scope)
    when = scope.condition(node.when, "source") if node.when else None
    if subject is None or (node.when and when is None):
        return None
    name = subject.field if isinstance(subject, FieldRef) else subject
    scope.place(f"require.{name}", node.span)
    kinds = node.subject
    return Requirement(
        id=f"require.{name}",
        subject=subject,
        types=tuple(t.value for t in kinds.types) if isinstance(kinds, ast.RequiredAttachments) else (),
        channels=tuple(_channel(c) for c in kinds.channels) if isinstance(kinds, ast.RequiredConversation) else (),
        at_least=_limit(node.at_least) if node.at_least else None,
        refuse=tuple(text.value for text in node.refuse),
        when=when,
        reason=node.because.value if node.because else None,
        otherwise=scope.outcome(node.otherwise) if node.otherwise else default,
    )


def _subject(
    node: ast.Ref | ast.RequiredAttachments | ast.RequiredConversation, scope: HandoffScope
) -> FieldRef | Literal["attachments", "conversation"] | None:
    if isinstance(node, ast.RequiredAttachments):
        return "attachments"
    if isinstance(node, ast.RequiredConversation):
        return "conversation"
    found = scope.field(node, "source")
    return found[0] if found else None


def _channel(node: ast.Channel) -> Channel:
    return "public" if node.name == "public" else "internal"


def _limit(node: ast.Limit) -> Limit:
    return Limit(int(node.number.value), cast('Literal["characters", "bytes", "items"]', node.unit))


# ── People and ownership ───────────────────────────────────────────────────────────────────────────────────────────


def resolve_people(node: ast.People, scope: HandoffScope) -> People:
    """How people are found on the other side."""
    with scope.section("people"):
        scope.place("people", node.span)
        rows = [_pair(row, scope) for row in node.table or ()]
        otherwise = node.otherwise
        return People(
            by="email" if node.table is None else "table",
            table=tuple(row for row in rows if row is not None),
            otherwise_team=scope.team(otherwise) if isinstance(otherwise, ast.Name) else None,
            otherwise=scope.outcome(otherwise) if isinstance(otherwise, ast.Outcome) else None,
        )


def _pair(row: ast.Row, scope: HandoffScope) -> tuple[str, str] | None:
    left, right = row.left[0], row.right[0]
    if len(row.left) == len(row.right) == 1 and isinstance(left, ast.Text) and isinstance(right, ast.Text):
        return left.value, right.value
    scope.report(
        codes.TABLE_SHAPE.at(
            row.span,
            "A row of people pairs one text with another.",
            help='Write `"ana@shop.example" <-> "5b10a2844c"`.',
        )
    )
    return None


def resolve_ownership(node: ast.Ownership, scope: HandoffScope) -> Ownership:
    """Who holds the ticket next, who is told, until when."""
    with scope.section("ownership", broken=node.broken):
        scope.place("ownership", node.span)
        lines: dict[str, tuple[ast.Node, ...]] = {
            "responsible": node.responsible,
            "acknowledge": node.acknowledge,
            "notify": node.notify,
        }
        for part, nodes in lines.items():
            for line in nodes:
                scope.place(f"ownership.{part}", line.span)
        notices = (scope.notify(notice, "source") for notice in node.notify)
        return Ownership(
            responsible=tuple(r for line in node.responsible if (r := _responsible(line, scope))),
            acknowledge=tuple(a for line in node.acknowledge if (a := _acknowledge(line, scope))),
            keeps=tuple(Keeps(team, line.what.value) for line in node.keeps if (team := scope.team(line.team))),
            notify=tuple(notice for notice in notices if notice),
            until=_until(node.until, scope),
        )


def _responsible(node: ast.Responsible, scope: HandoffScope) -> Responsible | None:
    team = scope.team(node.team)
    when = scope.condition(node.when, "destination") if node.when else None
    return Responsible(team, when) if team and (when or not node.when) else None


def _acknowledge(node: ast.Acknowledge, scope: HandoffScope) -> Acknowledge | None:
    otherwise = scope.who(node.otherwise)
    seconds = node.within.seconds
    match node.by:
        case ast.AckStatus(statuses=statuses):
            named = tuple(name for status in statuses if (name := scope.status(status, "destination")))
            return Acknowledge(seconds, "status", named, otherwise=otherwise) if named else None
        case ast.AckComment(channel=channel):
            return Acknowledge(seconds, "comment", channel=_channel(channel) if channel else None, otherwise=otherwise)
        case ast.AckChange(field=ref):
            found = scope.field(ref, "destination")
            return Acknowledge(seconds, "change", field=found[0], otherwise=otherwise) if found else None


def until_state(node: ast.Name | ast.Text | None, scope: HandoffScope) -> str | None:
    """A status category, or a status of either side."""
    if node is None:
        return None
    known = ["todo", "doing", "waiting", "done"]
    for record in (scope.source, scope.destination):
        known += [status.name for status in record.lifecycle.statuses] if record.lifecycle else []
    return text_of(node) if scope.word(node, tuple(dict.fromkeys(known))) else None


def _until(nodes: tuple[ast.Until, ...], scope: HandoffScope) -> str | None:
    return until_state(nodes[0].state, scope) if nodes else None


# ── Coming back, clocks, checklist ─────────────────────────────────────────────────────────────────────────────────


def resolve_rollback(node: ast.Rollback, scope: HandoffScope) -> Rollback:
    """When the ticket returns and with what. Unqualified names are the destination's, where they come back from."""
    with scope.section("rollback", broken=node.broken):
        scope.place("rollback", node.span)
        when = (scope.condition(line.condition, "destination") for line in node.whens)
        required = (scope.field(ref, "destination") for ref in node.requires)
        carries = (resolve_carry(line, scope) for line in node.carries)
        notices = (scope.notify(line, "source") for line in node.notify)
        statuses = [scope.status(status, "source") for status in node.to_status]
        return Rollback(
            when=tuple(condition for condition in when if condition),
            to_status=statuses[0] if statuses else None,
            to_team=scope.team(node.to_team) if node.to_team else None,
            requires=tuple(found[0] for found in required if found),
            carries=tuple(carry for carry in carries if carry),
            notify=tuple(notice for notice in notices if notice),
            at_most=int(node.at_most.value) if node.at_most else None,
        )


def resolve_sla(node: ast.Sla, scope: HandoffScope) -> Sla:
    """The clock's targets."""
    with scope.section("sla", broken=node.broken):
        scope.place("sla", node.span)
        if node.hours:
            scope.parties.known("calendar", node.hours, scope.parties.calendars)
        return Sla(
            targets=tuple(target for line in node.targets if (target := _sla_target(line, scope))),
            tells=tuple(SlaTell(who, line.past.seconds) for line in node.tells if (who := scope.who(line.targets))),
            calendar=node.hours.text if node.hours else None,
        )


def _sla_target(node: ast.SlaTarget, scope: HandoffScope) -> SlaTarget | None:
    when = scope.condition(node.when, "source") if node.when else None
    return SlaTarget(node.kind, node.within.seconds, when) if when or not node.when else None


def resolve_checklist(node: ast.Checklist, scope: HandoffScope) -> tuple[CheckItem, ...]:
    """The author's own items."""
    with scope.section("checklist", broken=node.broken):
        scope.place("checklist", node.span)
        return tuple(
            CheckItem(item.moment, item.text.value, scope.team(item.by) if item.by else None) for item in node.items
        )


# ── Failure modes ──────────────────────────────────────────────────────────────────────────────────────────────────


def resolve_failure(node: ast.Failure, scope: HandoffScope, mechanisms: dict[str, str]) -> Failure:
    """A failure mode; `mechanisms` are the names that `prevented by` may use, with the id that each stands for."""
    section = f"failure.{node.name.text}"
    with scope.section(section, broken=node.broken):
        scope.place(section, node.span)
        prevented = [_mechanism(ref, scope, mechanisms) for ref in node.prevented_by]
        return Failure(
            name=node.name.text,
            title=node.title.value,
            seen=tuple(text.value for text in node.seen),
            cause=" ".join(text.value for text in node.cause),
            costs=" ".join(text.value for text in node.costs),
            prevented_by=tuple(name for name in prevented if name),
        )


def _mechanism(ref: ast.Ref, scope: HandoffScope, mechanisms: dict[str, str]) -> str | None:
    found = mechanisms.get(ref.text)
    section = ref.parts[0]
    if found is not None or section in scope.broken:
        return found
    meant = closest(ref.text, mechanisms)
    near = [name for name in mechanisms if name.startswith(f"{section}.")]
    listed = ", ".join(f"`{name}`" for name in (near or list(mechanisms))[:8])
    scope.report(
        codes.UNKNOWN_PREVENTION.at(
            ref.span,
            f"This handoff has no `{ref.text}` that could prevent anything.",
            help=f"Did you mean `{meant}`?" if meant else f"Name a rule or a section of this handoff: {listed}.",
        )
    )
    return None


def mechanisms_of(
    rules: tuple[Rule, ...], requirements: tuple[Requirement, ...], sections: tuple[str, ...]
) -> dict[str, str]:
    """What `prevented by` can name: rules by destination field, or by source field if one rule reads it."""
    names = {section: section for section in sections}
    names |= {requirement.id: requirement.id for requirement in requirements}
    readers: dict[str, list[str]] = {}
    for rule in rules:
        for ref in rule.fields:
            readers.setdefault(f"map.{ref.field}", []).append(rule.id)
    names |= {name: ids[0] for name, ids in readers.items() if len(ids) == 1}
    for rule in rules:
        names[rule.id] = rule.id
        if rule.target.kind == "fields":
            names |= {f"map.{ref.field}": rule.id for ref in rule.target.fields}
    return names
