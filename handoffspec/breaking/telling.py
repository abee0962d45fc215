"""People: who holds the ticket, who is told on which occasion, and by when."""

from collections.abc import Iterable, Iterator

from handoffspec.analysis.ends import outcomes
from handoffspec.breaking import words
from handoffspec.breaking.changes import Change, Version
from handoffspec.schema.handoffs import Handoff, Sla
from handoffspec.schema.parties import Notify, Ownership, Who


def told_changes(old: Version, new: Version) -> Iterator[Change]:
    """Who is no longer told, and who holds the ticket instead of somebody else."""
    yield from _holders(old, new)
    after = {(occasion, who) for _, occasion, who in _told(new.handoff)}
    for place, occasion, who in _told(old.handoff):
        if (occasion, who) not in after:
            gone = place not in new.places.spans
            yield Change("told", new.handoff.name, place, f"{who} is no longer told {occasion}", gone=gone)
    yield from _deadlines(old, new)
    yield from _addresses(old, new)


# ── Who holds it ───────────────────────────────────────────────────────────────────────────────────────────────────


def _holders(old: Version, new: Version) -> Iterator[Change]:
    before, after = old.handoff, new.handoff
    ends = (("from", before.from_end, after.from_end, "before it"), ("to", before.to_end, after.to_end, "after it"))
    for place, was, now, when in ends:
        if was.held_by != now.held_by:
            message = (
                f"{now.held_by or 'nobody named'} holds the ticket {when}, no longer {was.held_by or 'nobody named'}"
            )
            yield Change("told", after.name, place, message)
    mine, others = after.ownership or Ownership(), before.ownership or Ownership()
    if mine.responsible != others.responsible:
        now_, was_ = _responsible(after, mine), _responsible(before, others)
        place = "ownership.responsible" if mine.responsible else "ownership"
        yield Change("told", after.name, place, f"responsible is {now_}, no longer {was_}")
    for keeps in others.keeps:
        if keeps not in mine.keeps:
            yield Change("told", after.name, "ownership", f"{keeps.team} no longer keeps “{keeps.what}”")
    if mine.until != others.until:
        yield Change("told", after.name, "ownership", f"it is theirs until {mine.until or 'nobody says when'}")
    yield from _queues(old, new)


def _responsible(handoff: Handoff, ownership: Ownership) -> str:
    said = (f"{r.team} when {words.condition(handoff, r.when)}" if r.when else r.team for r in ownership.responsible)
    return words.listed(said) if ownership.responsible else "nobody"


def _queues(old: Version, new: Version) -> Iterator[Change]:
    """Who has what is missing, fails or leaves."""
    after = dict(outcomes(new.handoff))
    for place, outcome in outcomes(old.handoff):
        now = after.get(place)
        # A requirement's outcome is told with the requirement.
        if not place.startswith("require.") and words.outcome(now) != words.outcome(outcome):
            message = f"what happens is: {words.outcome(now)}; it was: {words.outcome(outcome)}"
            yield Change("told", new.handoff.name, place, message, gone=now is None)


# ── Who is told ────────────────────────────────────────────────────────────────────────────────────────────────────


def _told(handoff: Handoff) -> Iterator[tuple[str, str, str]]:
    """Place, occasion, and who."""
    ownership, sync, rollback, sla = handoff.ownership, handoff.sync, handoff.rollback, handoff.sla
    yield from _notices(handoff, "ownership.notify", "when it crosses", ownership.notify if ownership else ())
    yield from _notices(handoff, "sync.notify", "while it is at work", sync.notify if sync else ())
    yield from _notices(handoff, "rollback", "when it comes back", rollback.notify if rollback else ())
    for acknowledge in ownership.acknowledge if ownership else ():
        yield from _each(handoff, "ownership.acknowledge", "when nobody takes it over", acknowledge.otherwise)
    for alert in sync.audit.alerts if sync and sync.audit else ():
        for alarm in alert.alarms:
            number = f" {alarm.operator} {alarm.number:g}" if alarm.operator and alarm.number is not None else ""
            seconds = f" {words.duration(alarm.seconds)}" if alarm.seconds else ""
            yield from _each(handoff, "sync.audit", f"of {alarm.kind}{number}{seconds}", alert.who)
    for tell in (sla or Sla()).tells:
        yield from _each(handoff, "sla", f"when work is delayed past {words.duration(tell.seconds)}", tell.who)
    for place, outcome in outcomes(handoff):
        what = place.removeprefix("require.")
        occasion = f"when `{what}` is missing" if place.startswith("require.") else f"by `{what}`"
        yield from _each(handoff, place, occasion, outcome.notify)


def _notices(handoff: Handoff, place: str, usual: str, notices: Iterable[Notify]) -> Iterator[tuple[str, str, str]]:
    for notice in notices:
        if notice.when is not None:
            yield from _each(handoff, place, f"when {words.condition(handoff, notice.when)}", notice.who)
        for thing in notice.things:
            yield from _each(handoff, place, f"when {thing} changes", notice.who)
        if notice.when is None and not notice.things:
            yield from _each(handoff, place, usual, notice.who)


def _each(handoff: Handoff, place: str, occasion: str, several: Iterable[Who]) -> Iterator[tuple[str, str, str]]:
    yield from ((place, occasion, words.who(handoff, one)) for one in several)


# ── By when ────────────────────────────────────────────────────────────────────────────────────────────────────────


def _deadlines(old: Version, new: Version) -> Iterator[Change]:
    name = new.handoff.name
    mine, others = new.handoff.ownership or Ownership(), old.handoff.ownership or Ownership()
    now = [(a.seconds, a.by, a.statuses, a.channel, a.field) for a in mine.acknowledge]
    for one in others.acknowledge:
        if (one.seconds, one.by, one.statuses, one.channel, one.field) not in now:
            by = words.listed(one.statuses) if one.statuses else one.field.field if one.field else one.by
            gone = not mine.acknowledge
            message = f"it is no longer taken over within {words.duration(one.seconds)} by {by}"
            yield Change("told", name, "ownership.acknowledge", message, gone=gone)
    before, after = old.handoff.sla or Sla(), new.handoff.sla or Sla()
    for target in before.targets:
        if target not in after.targets:
            when = f" when {words.condition(old.handoff, target.when)}" if target.when else ""
            message = f"nobody promises to {target.kind} within {words.duration(target.seconds)}{when} any more"
            yield Change("told", name, "sla", message, gone=new.handoff.sla is None)
    if before.targets and before.calendar != after.calendar:
        yield Change("told", name, "sla", f"time is counted by {after.calendar or 'the clock'}")


def _addresses(old: Version, new: Version) -> Iterator[Change]:
    for team in old.handoff.teams:
        now = new.handoff.team(team.name)
        if now is not None and team.reached_at is not None and now.reached_at != team.reached_at:
            message = f"{team.name} is reached at {now.reached_at or 'no address'}, no longer at {team.reached_at}"
            yield Change("told", new.handoff.name, "ownership", message)
        if now is not None and (now.system, now.group) != (team.system, team.group):
            yield Change("told", new.handoff.name, "ownership", f"{team.name} is another group of people now")
