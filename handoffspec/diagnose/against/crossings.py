"""Where tickets crossed: which records belong together, and when the receiving side got it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from typing import Final

from handoffspec.diagnose.against.conditions import SLACK, Scene, ever
from handoffspec.diagnose.against.history import History, Ticket
from handoffspec.diagnose.against.linking import linked
from handoffspec.diagnose.against.tracks import Track
from handoffspec.schema.conditions import Side
from handoffspec.schema.handoffs import Handoff

_AT_LEAST: Final = timedelta(hours=1)
_MOST_PAIRS: Final = 2_500
"""Of the records of both sides of one ticket. Whatever links so many, it is no handoff."""


@dataclass(frozen=True, slots=True)
class Crossing:
    """A ticket that crossed. `alone`: neither record belongs to any other, so that what one shows is of the other.

    `seen`: the log shows the crossing itself, and does not begin later.
    """

    scene: Scene
    began: datetime
    """Since when it could have crossed: its beginning, or the crossing before."""
    at: datetime
    left: datetime | None
    """Within one system: when it was elsewhere again."""
    alone: bool = True
    seen: bool = True

    @property
    def ticket(self) -> str:
        """The ticket's name."""
        return self.scene.source.ticket

    @property
    def receiver(self) -> History:
        """The record on the receiving side."""
        return self.scene.destination or self.scene.source


def grace(handoff: Handoff) -> timedelta:
    """How long one side may take to follow the other before that is held against a rule."""
    sync = handoff.sync
    alarms = [alarm for alert in (sync.audit.alerts if sync and sync.audit else ()) for alarm in alert.alarms]
    lags = [timedelta(seconds=alarm.number) for alarm in alarms if alarm.kind == "lag" and alarm.number is not None]
    every = timedelta(seconds=sync.every * 2) if sync and sync.every else _AT_LEAST
    return max(_AT_LEAST, every, *lags)


def crossings(handoff: Handoff, ticket: Ticket) -> Iterator[Crossing]:
    """Each time that a ticket crossed, in order of time."""
    if handoff.within:
        for history in ticket.of(handoff.source.system):
            yield from _within(handoff, history)
        return
    sources, destinations = ticket.of(handoff.source.system), ticket.of(handoff.destination.system)
    if len(sources) * len(destinations) > _MOST_PAIRS:
        return
    alone = len(sources) == len(destinations) == 1
    for source in sources:
        for destination in destinations if alone else linked(source, destinations):
            # A record that was there before the ticket was not made by this handoff.
            seen = source.from_the_start and destination.from_the_start
            if not seen or source.first <= destination.first:
                at = max(source.first, destination.first)
                yield Crossing(Scene(source, destination), source.first, at, None, alone, seen)


def by_team(handoff: Handoff) -> bool:
    """Whether a handoff within one system is from one team to another, and not from one status to another."""
    start, end = handoff.from_end, handoff.to_end
    return bool(start.held_by and end.held_by and start.held_by != end.held_by)


def apart(handoff: Handoff, ticket: Ticket, side: Side) -> Iterator[History]:
    """Records of a side that belong to none of the other."""
    other: Side = "destination" if side == "source" else "source"
    if not handoff.within and not ticket.of(handoff.record(other).system):
        yield from ticket.of(handoff.record(side).system)


def _within(handoff: Handoff, history: History) -> Iterator[Crossing]:
    start, end, teams = handoff.from_end, handoff.to_end, by_team(handoff)
    path = _teams(history) if teams else list(history.status.steps())
    came = {start.held_by} if teams else set(start.statuses)
    went = {end.held_by} if teams else set(end.statuses)
    began = history.first
    for number, (at, before, after) in enumerate(path):
        if before not in came or after not in went or before == after:
            continue
        scene = Scene(history, history)
        # A change of status is this handoff only if its trigger fires: others make the same change for other reasons.
        if teams or ever(handoff.trigger, scene, at, at).possible:
            left = next((later for later, _, then in islice(path, number + 1, None) if then not in went), None)
            yield Crossing(scene, began, at, left)
            began = at + SLACK


def _teams(history: History) -> list[tuple[datetime, str | None, str | None]]:
    """Each change of team, by the spec's names; None: a team that it does not name."""
    field = history.vocabulary.field_of("team")
    track = history.track(field.name) if field is not None else Track()
    team = history.vocabulary.team
    return [(at, team(before), team(after)) for at, before, after in track.steps()]
