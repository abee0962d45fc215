"""Law 5: someone holds the ticket, the previous holder is told, the next one is told directly and takes over."""

from collections.abc import Iterator

from handoffspec.analysis.domains import read_by, ways
from handoffspec.analysis.ends import outcomes
from handoffspec.analysis.facts import (
    EndsEarly,
    EndUnheld,
    Fact,
    HolderChangesUnseen,
    NextNotTold,
    NobodyMissesIt,
    NobodyResponsible,
    NotAcknowledged,
    PeopleNotMatched,
    PreviousNotTold,
    ResponsibleElsewhere,
    Unreachable,
)
from handoffspec.analysis.worlds import uncovered
from handoffspec.schema.conditions import FieldRef
from handoffspec.schema.handoffs import Handoff
from handoffspec.schema.parties import Ownership, Who


def ownership_facts(handoff: Handoff) -> Iterator[Fact]:
    """What is open about who holds the ticket and who is told."""
    ownership = handoff.ownership or Ownership()
    yield from _responsible(handoff, ownership)
    if handoff.from_end.held_by is None:
        yield EndUnheld("source")
    if handoff.to_end.held_by is None:
        yield EndUnheld("destination")
    if handoff.ownership is not None:
        yield from _told(handoff, ownership)
        yield from _elsewhere(handoff, ownership)
        yield from _moves_on(handoff, ownership)
        if ownership.until is not None and not closes(handoff, ownership.until):
            yield EndsEarly("ownership", ownership.until)
    yield from _unreachable(handoff)
    yield from _people(handoff)


# ── Somebody holds it, in every status, until the work closes ──────────────────────────────────────────────────────


def _responsible(handoff: Handoff, ownership: Ownership) -> Iterator[Fact]:
    conditions = [responsible.when for responsible in ownership.responsible if responsible.when is not None]
    if len(conditions) < len(ownership.responsible):
        return
    lifecycle = handoff.destination.lifecycle
    if not conditions or lifecycle is None:
        yield NobodyResponsible(sometimes=bool(conditions))
        return
    working = [status.name for status in lifecycle.statuses if status.category != "done"]
    without = uncovered(handoff, conditions, FieldRef("destination", lifecycle.field))
    open_ = tuple(status for status in working if status in without)
    if open_:
        yield NobodyResponsible(sometimes=True, statuses=open_ if open_ != tuple(working) else ())


def _moves_on(handoff: Handoff, ownership: Ownership) -> Iterator[Fact]:
    """Where the responsible team depends on the ticket, it can change while the ticket is at work."""
    teams = tuple(dict.fromkeys(responsible.team for responsible in ownership.responsible))
    if len(teams) < 2:
        return
    notices = (*ownership.notify, *(handoff.sync.notify if handoff.sync else ()))
    later = [who for notice in notices if notice.things or notice.when for who in notice.who]
    unseen = tuple(team for team in teams if not any(_is_team(handoff, who, team) for who in later))
    if unseen:
        yield HolderChangesUnseen(unseen)


def closes(handoff: Handoff, state: str) -> bool:
    """Whether a category, or a status of either side, is one in which the work is done."""
    lifecycles = (handoff.source.lifecycle, handoff.destination.lifecycle)
    named = [status for lifecycle in lifecycles if lifecycle for status in lifecycle.statuses if status.name == state]
    return state == "done" or (bool(named) and all(status.category == "done" for status in named))


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
    if any(not acknowledge.otherwise for acknowledge in ownership.acknowledge):
        yield NobodyMissesIt()


def _is_previous(handoff: Handoff, who: Who) -> bool:
    """The team that held it, by name or address, or a person of the source's record."""
    before = handoff.from_end.held_by
    same = before is not None and before == handoff.to_end.held_by
    return (
        who.kind == "holder"
        or who.previous
        or (_is_team(handoff, who, before) and not same)
        or (not handoff.within and _works_there(handoff, who.field))
    )


def _works_there(handoff: Handoff, ref: FieldRef | None) -> bool:
    """Whether a field is the source's and names no customer: their fields are marked personal."""
    field = handoff.source.field(ref.field) if ref is not None and ref.side == "source" else None
    return field is not None and not field.personal


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


def _unreachable(handoff: Handoff) -> Iterator[Fact]:
    """Teams that are told something or hold a queue, and have no address; each once, where it is first needed."""
    places: dict[str, str] = {}
    for place, name in _called_upon(handoff):
        places.setdefault(name, place)
    for name, place in sorted(places.items()):
        team = handoff.team(name)
        if team is not None and team.reached_at is None:
            yield Unreachable(name, place)


def _called_upon(handoff: Handoff) -> Iterator[tuple[str, str]]:
    ownership, sync, rollback = handoff.ownership, handoff.sync, handoff.rollback
    for place, notices in (
        ("ownership.notify", ownership.notify if ownership else ()),
        ("sync.notify", sync.notify if sync else ()),
        ("rollback", rollback.notify if rollback else ()),
    ):
        yield from ((place, who.name) for notice in notices for who in notice.who if who.kind == "team")
    for acknowledge in ownership.acknowledge if ownership else ():
        yield from (("ownership.acknowledge", who.name) for who in acknowledge.otherwise if who.kind == "team")
    for alert in sync.audit.alerts if sync and sync.audit else ():
        yield from (("sync.audit", who.name) for who in alert.who if who.kind == "team")
    for place, outcome in outcomes(handoff):
        yield from ((place, who.name) for who in outcome.notify if who.kind == "team")
        if outcome.holder is not None and not outcome.notify:
            yield place, outcome.holder


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
