"""One handoff, from its tree to its resolved value with the places that its parts stand at."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from handoffspec.diagnostics import Diagnostic, codes
from handoffspec.model.mapping import resolve_map
from handoffspec.model.parties import STAND_IN, Parties
from handoffspec.model.places import Places
from handoffspec.model.scope import SIDES, HandoffScope
from handoffspec.model.sections import (
    mechanisms_of,
    resolve_checklist,
    resolve_failure,
    resolve_link,
    resolve_ownership,
    resolve_people,
    resolve_require,
    resolve_rollback,
    resolve_sla,
    resolve_trigger,
)
from handoffspec.model.syncing import resolve_sync, twice
from handoffspec.model.systems import SystemsResult
from handoffspec.schema.conditions import Side
from handoffspec.schema.handoffs import End, Handoff
from handoffspec.schema.parties import Team
from handoffspec.schema.systems import Record
from handoffspec.syntax import ast

S = TypeVar("S", bound=ast.Node)
R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class ResolvedHandoff:
    """A handoff that can be analysed, and where its parts stand."""

    value: Handoff
    places: Places
    incomplete: frozenset[Side] = frozenset()
    """Sides whose record holds statements that could not be read: an unknown field there is no finding."""


def resolve_handoff(
    node: ast.Handoff, systems: SystemsResult, parties: Parties
) -> tuple[ResolvedHandoff | None, list[Diagnostic]]:
    """The handoff with what is wrong in it; None when its two ends are not known."""
    ends = _Ends(node, systems, parties)
    records = ends.records()
    if records is None:
        return None, ends.diagnostics
    incomplete: frozenset[Side] = frozenset(
        side for side, record in zip(SIDES, records, strict=True) if (record.system, record.name) in systems.incomplete
    )
    scope = HandoffScope(*records, parties, incomplete=incomplete, diagnostics=ends.diagnostics)
    scope.place("name", node.name.span)
    value = _resolve_sections(node, scope)
    if node.broken and not scope.broken:
        scope.broken.add("handoff")
    places = Places(dict(scope.spans), node.name.span, frozenset(scope.broken))
    return ResolvedHandoff(value, places, incomplete), scope.diagnostics


# ── The two ends ───────────────────────────────────────────────────────────────────────────────────────────────────


class _Ends:
    """Which records a handoff goes between."""

    def __init__(self, node: ast.Handoff, systems: SystemsResult, parties: Parties) -> None:
        self._node = node
        self._systems = systems
        self._broken = parties.broken
        self.diagnostics: list[Diagnostic] = []

    def records(self) -> tuple[Record, Record] | None:
        """The source's and the destination's record; None, and reported, when one is unknown or not said."""
        node = self._node
        if node.within:
            record = self._record(node.within[0])
            return (record, record) if record else None
        refs = [end.record for ends in (node.from_end, node.to_end) for end in ends[:1] if end.record]
        if len(refs) < 2:
            self._ends_missing()
            return None
        source, destination = self._record(refs[0]), self._record(refs[1])
        return (source, destination) if source and destination else None

    def _record(self, ref: ast.Ref) -> Record | None:
        found = self._systems.record_of(ref)
        if isinstance(found, Diagnostic):
            if not self._broken:
                self.diagnostics.append(found)
            return None
        return found

    def _ends_missing(self) -> None:
        node = self._node
        if node.broken or node.name.text == STAND_IN:
            return
        lacking = "`from`" if not node.from_end else "`to`" if not node.to_end else "a record at one end"
        self.diagnostics.append(
            codes.SECTION_MISSING.at(
                node.name.span,
                f"The handoff `{node.name.text}` lacks {lacking}.",
                help="Write `from zendesk.ticket held by …` and `to jira.issue held by …`, or `within zendesk.ticket`.",
            )
        )


def _end(nodes: tuple[ast.End, ...], side: Side, scope: HandoffScope) -> End:
    name = "from" if side == "source" else "to"
    with scope.section(name):
        for node in nodes[:1]:
            scope.place(name, node.span)
        scope.report(*(twice(name, second, nodes[0]) for second in nodes[1:]))
        statuses = [scope.status(status, side) for node in nodes[:1] for status in node.statuses]
        holders = [scope.team(node.held_by) for node in nodes[:1] if node.held_by]
    return End(tuple(s for s in statuses if s), holders[0] if holders else None)


def _check_ends(node: ast.Handoff, from_end: End, to_end: End, scope: HandoffScope) -> None:
    """Report ends that are the same place, and a handoff that nothing starts."""
    sound = not node.broken and not scope.broken
    if scope.within and sound and from_end == to_end:
        scope.report(
            codes.ENDS_ALIKE.at(
                node.name.span,
                f"The handoff `{node.name.text}` begins and ends in the same place: nothing is crossed.",
                help="Name another status or team at one end, as in `from status pending held by …`.",
            )
        )
    if sound and not node.trigger:
        scope.report(
            codes.SECTION_MISSING.at(
                node.name.span,
                f"Nothing makes a ticket cross in the handoff `{node.name.text}`: it has no trigger.",
                help="Write `trigger { when priority becomes urgent }` with what makes it cross.",
            )
        )


# ── Sections ───────────────────────────────────────────────────────────────────────────────────────────────────────


def _only(name: str, nodes: Sequence[S], scope: HandoffScope, resolve: Callable[[S, HandoffScope], R]) -> R | None:
    """The section resolved; a second one is reported."""
    scope.report(*(twice(name, second, nodes[0]) for second in nodes[1:]))
    return resolve(nodes[0], scope) if nodes else None


def _resolve_sections(node: ast.Handoff, scope: HandoffScope) -> Handoff:
    from_end, to_end = _end(node.from_end, "source", scope), _end(node.to_end, "destination", scope)
    _check_ends(node, from_end, to_end, scope)
    link = _only("linked by", node.linked, scope, resolve_link)
    _only("adds", node.adds, scope, lambda text, _: text)
    for text in node.adds[:1]:
        scope.place("adds", text.span)
    trigger = _only("trigger", node.trigger, scope, resolve_trigger) or ()
    requirements = _only("require", node.require, scope, resolve_require) or ()
    rules = _only("map", node.map, scope, resolve_map) or ()
    people = _only("people", node.people, scope, resolve_people)
    ownership = _only("ownership", node.ownership, scope, resolve_ownership)
    sync = _only("sync", node.sync, scope, resolve_sync)
    rollback = _only("rollback", node.rollback, scope, resolve_rollback)
    sla = _only("sla", node.sla, scope, resolve_sla)
    checklist = _only("checklist", node.checklist, scope, resolve_checklist) or ()
    mechanisms = mechanisms_of(rules, requirements, _sections_said(node))
    failures = tuple(resolve_failure(failure, scope, mechanisms) for failure in node.failures)
    return Handoff(
        name=node.name.text,
        title=node.title.value if node.title else node.name.text.replace("_", " "),
        source=scope.source,
        destination=scope.destination,
        within=scope.within,
        from_end=from_end,
        to_end=to_end,
        adds=node.adds[0].value if node.adds else None,
        link=link,
        trigger=trigger,
        requirements=requirements,
        rules=rules,
        people=people,
        ownership=ownership,
        sync=sync,
        rollback=rollback,
        sla=sla,
        failures=failures,
        checklist=checklist,
        teams=_teams(scope),
        calendars=tuple(calendar for _, calendar in sorted(scope.parties.calendars.items())),
    )


def _teams(scope: HandoffScope) -> tuple[Team, ...]:
    teams: Mapping[str, Team] = scope.parties.teams
    return tuple(teams[name] for name in sorted(scope.teams_named))


def _sections_said(node: ast.Handoff) -> tuple[str, ...]:
    """The sections, and parts of sections, that `prevented by` can name because they are there."""
    said = [
        name
        for name, found in (
            ("link", node.linked),
            ("trigger", node.trigger),
            ("require", node.require),
            ("map", node.map),
            ("people", node.people),
            ("ownership", node.ownership),
            ("sync", node.sync),
            ("rollback", node.rollback),
            ("sla", node.sla),
            ("checklist", node.checklist),
        )
        if found
    ]
    said += [f"ownership.{part}" for ownership in node.ownership[:1] for part in _OWNERSHIP if getattr(ownership, part)]
    said += [f"sync.{part}" for sync in node.sync[:1] for part in _SYNC if getattr(sync, part)]
    return tuple(said)


_OWNERSHIP = ("responsible", "acknowledge", "keeps", "notify", "until")
_SYNC = ("status", "comments", "attachments", "notify", "only_when", "conflict", "on_error", "audit")
