"""Ownership after a crossing: whether the ticket was taken over by its deadline, and by whom."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from handoffspec.diagnose.against.book import Book
from handoffspec.diagnose.against.conditions import SLACK, truth
from handoffspec.diagnose.against.crossings import Crossing, grace
from handoffspec.diagnose.against.hours import passed
from handoffspec.diagnose.against.tally import Tally
from handoffspec.diagnose.words import span
from handoffspec.schema.handoffs import Handoff
from handoffspec.schema.parties import Acknowledge, Calendar


@dataclass(frozen=True, slots=True)
class TakingOver:
    """The ownership of one handoff."""

    book: Book
    handoff: Handoff
    tally: Tally

    def judge(self, crossing: Crossing, cut: datetime) -> None:
        """Whether the ticket was taken over as the handoff says. `cut`: the last moment that is known."""
        for line in self.handoff.ownership.acknowledge if self.handoff.ownership else ():
            self._acknowledged(line, crossing, cut)
        self._responsible(crossing)

    def _acknowledged(self, line: Acknowledge, crossing: Crossing, cut: datetime) -> None:
        owner = self.handoff.name
        until = crossing.left or cut
        taken = _taken_at(line, crossing, until)
        if taken is None:
            self.tally.unknown(owner, "ownership.acknowledge", _unseen(line))
            return
        at = next(iter(taken), None)
        calendar = self._calendar()
        waited = passed(calendar, crossing.at, at if at is not None else until)
        rule = self.book.rule("acknowledge", self.handoff, "ownership.acknowledge")
        late = waited > line.seconds + SLACK.total_seconds()
        if not late:
            if at is not None:
                self.tally.held(rule)
            return
        ended = _ended(crossing)
        if ended is not None and passed(calendar, crossing.at, ended) <= line.seconds:
            return  # what is over by then need not be taken over
        by = _by(line)
        hours = f" by the calendar {calendar.title}" if calendar is not None else ""
        said = f"it was not taken over by {by} within {span(line.seconds)}{hours}"
        said += "" if at is not None else ", nor until the log's end" if crossing.left is None else ", nor later"
        instead = "See who should have, and whether that deadline can be kept; who is told stands behind `otherwise`."
        self.tally.contradicted(rule, said, instead, crossing.ticket, crossing.at)

    def _calendar(self) -> Calendar | None:
        """The hours of the team that takes over; without any time counts by the clock."""
        ownership = self.handoff.ownership
        names = [one.team for one in ownership.responsible] if ownership else []
        team = self.handoff.team(names[0] if names else self.handoff.to_end.held_by or "")
        return next((c for c in self.handoff.calendars if team is not None and c.name == team.calendar), None)

    def _responsible(self, crossing: Crossing) -> None:
        ownership = self.handoff.ownership
        lines = ownership.responsible if ownership else ()
        if not lines:
            return
        receiver, until = crossing.receiver, crossing.at + grace(self.handoff)
        words = receiver.vocabulary
        held = [(at, words.team(team)) for at, team in receiver.teams if crossing.at - SLACK <= at <= until]
        last = max((at for at, _ in held), default=None)
        named = {team for at, team in held if at == last and team is not None}
        if len(named) != 1:
            self.tally.unknown(self.handoff.name, "ownership.responsible", "no event names a team that the spec knows")
            return
        allowed = {
            line.team
            for line in lines
            if line.when is None or truth(line.when, crossing.scene, crossing.at) is not False
        }
        rule = self.book.rule("responsible", self.handoff, "ownership.responsible")
        had = named.pop()
        if had in allowed:
            self.tally.held(rule)
        else:
            said = f"{had} had it after the crossing, not {' or '.join(sorted(allowed))}"
            instead = f"Write `responsible {had} when …` for these tickets, or send them elsewhere."
            self.tally.contradicted(rule, said, instead, crossing.ticket, crossing.at)


def _taken_at(line: Acknowledge, crossing: Crossing, until: datetime) -> Iterable[datetime] | None:
    """The moments that count as taking over, in order; None where the log does not show such things."""
    receiver, start = crossing.receiver, crossing.at
    match line.by:
        case "status":
            steps = receiver.status.steps(start, until)
            return (at for at, _, after in steps if after in line.statuses) if receiver.status.moments else None
        case "comment":
            # Whoever writes after the crossing may be the receiver: the log does not say on which side somebody is.
            return receiver.commented(start + SLACK, until) if receiver.shown.comments else None
        case "change":
            name = line.field.field if line.field is not None else ""
            return receiver.track(name).between(start, until) if name in receiver.shown.fields else None


def _unseen(line: Acknowledge) -> str:
    if line.by == "comment":
        return "no comment stands in the histories"
    return "no status stands in them" if line.by == "status" else "no change of the field stands in them"


def _by(line: Acknowledge) -> str:
    match line.by:
        case "status":
            return f"status {' or '.join(line.statuses)}"
        case "comment":
            return "a comment"
        case "change":
            return f"a change of {line.field.field if line.field is not None else 'a field'}"


def _ended(crossing: Crossing) -> datetime | None:
    """When the work was over on either side; None where it was not."""
    sides = (crossing.scene.source, crossing.receiver)
    ends = (
        next((at for at, _, after in s.status.steps(crossing.at) if after in s.vocabulary.done), None) for s in sides
    )
    return min((at for at in ends if at is not None), default=None)
