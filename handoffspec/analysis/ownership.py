"""Law 5: someone holds the ticket, the previous holder is told, the next one is told directly and takes over."""

from collections.abc import Iterator

from handoffspec.analysis.domains import read_by, ways
from handoffspec.analysis.facts import (
    EndUnheld,
    Fact,
    NextNotTold,
    NobodyResponsible,
    NotAcknowledged,
    PeopleNotMatched,
    PreviousNotTold,
    ResponsibleElsewhere,
    Unreachable,
)
from handoffspec.schema.conditions import FieldRef
from handoffspec.schema.handoffs import Handoff, Ownership, Who


def ownership_facts(handoff: Handoff) -> Iterator[Fact]:
    """What is open about who holds the ticket and who is told."""
    ownership = handoff.ownership or Ownership()
    if not any(responsible.when is None for responsible in ownership.responsible):
        yield NobodyResponsible(sometimes=bool(ownership.responsible))
    if handoff.from_end.held_by is None:
        yield EndUnheld("source")
    if handoff.to_end.held_by is None:
        yield EndUnheld("destination")
    if handoff.ownership is not None:
        yield from _told(handoff, ownership)
        yield from _elsewhere(handoff, ownership)
    yield from _people(handoff)


# ── Who is told ────────────────────────────────────────────────────────────────────────────────────────────────────


def _told(handoff: Handoff, ownership: Ownership) -> Iterator[Fact]:
    told = [who for notice in ownership.notify if not notice.things and notice.when is None for who in notice.who]
    next_told = any(_is_next(handoff, ownership, who) for who in told)
    if not any(_is_previous(handoff, who) for who in told):
        yield PreviousNotTold(next_too=not next_told)
    elif not next_told:
        yield NextNotTold()
    passed_on = handoff.from_end.held_by is None or handoff.from_end.held_by != handoff.to_end.held_by
    if passed_on and not ownership.acknowledge:
        yield NotAcknowledged()
    for name in sorted({who.name for who in _everybody(handoff) if who.kind == "team"}):
        team = handoff.team(name)
        if team is not None and team.reached_at is None:
            yield Unreachable(name, "ownership.notify")


def _is_previous(handoff: Handoff, who: Who) -> bool:
    """The team that held it, by name or address, or a person of the source's record."""
    before = handoff.from_end.held_by
    same = before is not None and before == handoff.to_end.held_by
    return (
        who.kind == "holder"
        or who.previous
        or (_is_team(handoff, who, before) and not same)
        or (not handoff.within and who.field is not None and who.field.side == "source")
    )


def _is_next(handoff: Handoff, ownership: Ownership, who: Who) -> bool:
    """A team that holds it next, by name or address, or the person that its record names."""
    teams = [handoff.to_end.held_by, *(responsible.team for responsible in ownership.responsible)]
    if any(_is_team(handoff, who, team) for team in teams):
        return True
    return who.field is not None and not who.previous and (handoff.within or who.field.side == "destination")


def _is_team(handoff: Handoff, who: Who, name: str | None) -> bool:
    if name is None:
        return False
    team = handoff.team(name)
    address = team.reached_at if team else None
    return (who.kind == "team" and who.name == name) or (who.kind == "channel" and who.name == address)


def _everybody(handoff: Handoff) -> Iterator[Who]:
    """Everyone whom the ownership or the synchronisation tells something."""
    notices = [*(handoff.ownership.notify if handoff.ownership else ()), *(handoff.sync.notify if handoff.sync else ())]
    yield from (who for notice in notices for who in notice.who)


def _elsewhere(handoff: Handoff, ownership: Ownership) -> Iterator[Fact]:
    for name in dict.fromkeys(responsible.team for responsible in ownership.responsible):
        team = handoff.team(name)
        if team is not None and team.system is not None and team.system != handoff.destination.system:
            yield ResponsibleElsewhere(name, handoff.destination.system)


# ── People across systems ──────────────────────────────────────────────────────────────────────────────────────────


def _people(handoff: Handoff) -> Iterator[Fact]:
    """An unmatched person is never dropped in silence."""
    people = handoff.people
    if handoff.within or (people is not None and (people.otherwise_team or people.otherwise)):
        return
    rules = [
        rule.id
        for rule in handoff.rules
        for way in ways(rule)
        if rule.target.kind == "fields" and not rule.table and any(_is_person(handoff, r) for r in read_by(rule, way))
    ]
    if rules:
        yield PeopleNotMatched(tuple(dict.fromkeys(rules)), section=people is not None)


def _is_person(handoff: Handoff, ref: FieldRef) -> bool:
    field = handoff.record(ref.side).field(ref.field)
    type_ = field.type if field else None
    while type_ is not None and type_.kind == "list":
        type_ = type_.item
    return type_ is not None and type_.kind == "person"
