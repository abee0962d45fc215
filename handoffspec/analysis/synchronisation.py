"""Law 6: both sides know of each other; conflicts have a rule, failures a way out, integrations an audit."""

from collections.abc import Iterator

from handoffspec.analysis.accounting import link_candidate, status_unaccounted
from handoffspec.analysis.facts import (
    CommentsLeftBehind,
    CommentsUntagged,
    DecidedTwice,
    Fact,
    FilterWithoutExit,
    NoAudit,
    NoConflictRule,
    NoErrorRule,
    NotLinked,
    NotSynchronised,
    NoWinner,
    RequirementWithoutOutcome,
)
from handoffspec.schema.conditions import Side
from handoffspec.schema.handoffs import Handoff
from handoffspec.schema.mapping import Rule
from handoffspec.schema.syncing import Audit, Conflict, Sync


def synchronisation_facts(handoff: Handoff) -> Iterator[Fact]:
    """What is open about staying in step."""
    if not handoff.within:
        yield from _linked(handoff)
        if handoff.sync is not None:
            yield from _in_step(handoff, handoff.sync)
        elif not status_unaccounted(handoff):
            yield NotSynchronised()
    silent = tuple(requirement.id for requirement in handoff.requirements if requirement.otherwise is None)
    if silent:
        yield RequirementWithoutOutcome(silent)


def _linked(handoff: Handoff) -> Iterator[Fact]:
    link = handoff.link
    if link is None:
        yield NotLinked(link_candidate(handoff, "source"), link_candidate(handoff, "destination"))
    elif link.source_many or link.destination_many:
        said: dict[str, str | None] = {
            "status": link.status_wins,
            "comments": link.comments_from,
        }
        lacking = tuple(name for name, rule in said.items() if rule is None)
        if lacking:
            yield NoWinner(lacking)


def _in_step(handoff: Handoff, sync: Sync) -> Iterator[Fact]:
    if sync.comments is None and handoff.source.comments and handoff.destination.comments:
        yield CommentsLeftBehind()
    if sync.comments is not None and sync.flow == "both" != sync.comments.flow:
        yield CommentsLeftBehind("source" if sync.comments.flow == "out" else "destination")
    if sync.comments is not None and not sync.comments.tag_author:
        yield CommentsUntagged()
    if sync.filter is not None and sync.filter.otherwise is None:
        yield FilterWithoutExit()
    if sync.on_error is None or sync.on_error.then is None:
        yield NoErrorRule(retries=sync.on_error is not None)
    audit = sync.audit or Audit()
    parts: dict[str, bool] = {
        "log": audit.log_for is not None,
        "compare": audit.compare_every is not None,
        "alert": bool(audit.alerts),
    }
    lacking = tuple(name for name, said in parts.items() if not said)
    if lacking:
        yield NoAudit(sync.audit is not None, lacking)
    if sync.flow == "both":
        yield from _conflicts(handoff, sync)


# ── Conflicts ──────────────────────────────────────────────────────────────────────────────────────────────────────


def _conflicts(handoff: Handoff, sync: Sync) -> Iterator[Fact]:
    """Each thing that both sides may change has exactly one rule: a side that decides, or the one for all the rest."""
    things = list(_two_way(handoff, sync))
    if not things:
        return
    if sync.conflict is None:
        yield NoConflictRule(())
        return
    deciders = {names: _deciders(sync.conflict, names) for names in things}
    open_ = tuple(_called(names) for names, sides in deciders.items() if not sides)
    if open_ and sync.conflict.otherwise is None:
        yield NoConflictRule(open_)
    for names, sides in deciders.items():
        if len(sides) > 1:
            yield DecidedTwice(_called(names))


def _two_way(handoff: Handoff, sync: Sync) -> Iterator[tuple[tuple[Side, str], ...]]:
    """What both sides may change, each under the names that either side has for it."""
    for rule in handoff.rules:
        if rule.flow == "both" and rule.target.kind == "fields":
            yield _names(rule)
    if {row.flow for row in sync.status} - {"out"}:
        named: list[tuple[Side, str]] = [("source", "status"), ("destination", "status")]
        sides: tuple[Side, ...] = ("source", "destination")
        for side in sides:
            lifecycle = handoff.record(side).lifecycle
            if lifecycle is not None and lifecycle.field != "status":
                named.append((side, lifecycle.field))
        yield tuple(named)


def _names(rule: Rule) -> tuple[tuple[Side, str], ...]:
    targets = rule.target.fields if rule.target.kind == "fields" else ()
    return tuple((ref.side, ref.field) for ref in (*rule.fields, *targets))


def _deciders(conflict: Conflict, names: tuple[tuple[Side, str], ...]) -> set[Side]:
    return {side for side, field in conflict.decides if (side, field) in names}


def _called(names: tuple[tuple[Side, str], ...]) -> str:
    return names[0][1]
