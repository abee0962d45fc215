"""Where tickets crossed: which records belong together, and when the receiving side got it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from handoffspec.diagnose.against.conditions import SLACK, Scene, ever
from handoffspec.diagnose.against.history import History, Ticket
from handoffspec.diagnose.against.tracks import Track
from handoffspec.schema.handoffs import Handoff

_AT_LEAST: Final = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Crossing:
    """A ticket that crossed. `alone`: neither record belongs to any other, so that what one shows is of the other."""

    scene: Scene
    began: datetime
    """Since when it could have crossed: its beginning, or the crossing before."""
    at: datetime
    left: datetime | None
    """Within one system: when it was elsewhere again."""
    alone: bool = True

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
    alone = len(sources) == len(destinations) == 1
    for source in sources:
        for destination in destinations:
            # A record that was there before the ticket was not made by this handoff.
            if source.first <= destination.first and (alone or _linked(source, destination)):
                yield Crossing(Scene(source, destination), source.first, destination.first, None, alone)


def apart(handoff: Handoff, ticket: Ticket) -> Iterator[History]:
    """Records of the source that belong to none of the destination."""
    if not handoff.within and not ticket.of(handoff.destination.system):
        yield from ticket.of(handoff.source.system)


def _linked(one: History, other: History) -> bool:
    def names(history: History) -> set[str]:
        return {history.record, f"{history.system}:{history.record}"}

    return bool(one.links & names(other) or other.links & names(one))


def _within(handoff: Handoff, history: History) -> Iterator[Crossing]:
    start, end = handoff.from_end, handoff.to_end
    by_team = bool(start.held_by and end.held_by and start.held_by != end.held_by)
    path = _teams(history) if by_team else list(history.status.steps())
    came = {start.held_by} if by_team else set(start.statuses)
    went = {end.held_by} if by_team else set(end.statuses)
    began = history.first
    for number, (at, before, after) in enumerate(path):
        if before not in came or after not in went or before == after:
            continue
        scene = Scene(history, history)
        # A change of status is this handoff only if its trigger fires: others make the same change for other reasons.
        if by_team or ever(handoff.trigger, scene, at, at).possible:
            left = next((later for later, _, then in path[number + 1 :] if then not in went), None)
            yield Crossing(scene, began, at, left)
            began = at + SLACK


def _teams(history: History) -> list[tuple[datetime, str | None, str | None]]:
    """Each change of team, by the spec's names; None: a team that it does not name."""
    field = history.vocabulary.field_of("team")
    track = history.track(field.name) if field is not None else Track()
    team = history.vocabulary.team
    return [(at, team(before), team(after)) for at, before, after in track.steps()]
