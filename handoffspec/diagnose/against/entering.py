"""What a handoff asks before a ticket crosses: its trigger, and what must travel."""

from bisect import bisect_right
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import accumulate

from handoffspec.diagnose.against.book import Book
from handoffspec.diagnose.against.conditions import SLACK, Scene, ever, truth
from handoffspec.diagnose.against.crossings import Crossing, by_team, grace
from handoffspec.diagnose.against.history import History, Shown
from handoffspec.diagnose.against.tally import Tally
from handoffspec.diagnose.against.tracks import EMPTY, Value
from handoffspec.diagnose.words import span
from handoffspec.schema.conditions import FieldRef
from handoffspec.schema.handoffs import Handoff, Requirement
from handoffspec.schema.types import ListType


@dataclass(slots=True)
class Entering:
    """The trigger and the requirements of one handoff."""

    book: Book
    handoff: Handoff
    tally: Tally
    _stayed: list[tuple[str, datetime]] = field(default_factory=list)
    """Tickets that the trigger held for and that did not cross; whether the log would show it is known at its end."""
    _crossed: bool = False
    _others: list[tuple[datetime, datetime, bool]] = field(default_factory=list)
    """Records of the other side that belong to none here: from when to when, and whether they surely began then."""

    def judge(self, crossing: Crossing) -> None:
        """Whether it crossed as the handoff says."""
        self._crossed = True
        triggered = ever(self.handoff.trigger, crossing.scene, crossing.began, crossing.at)
        rule = self.book.rule("trigger", self.handoff, "trigger")
        if self.handoff.within and not by_team(self.handoff):
            self.tally.unknown(self.handoff.name, "trigger", "whatever changes the status otherwise is no handoff")
        elif triggered.at is not None:
            self.tally.held(rule)
        elif triggered.possible:
            self.tally.unknown(self.handoff.name, "trigger", "what it asks for does not stand in the histories")
        else:
            said = "a ticket crossed without anything that the trigger names"
            instead = "Add what made it cross to `trigger`, or find out who moved it by hand."
            self.tally.contradicted(rule, said, instead, crossing.ticket, crossing.at)
        for requirement in self.handoff.requirements:
            self._required(requirement, crossing, triggered.at)

    # ── The trigger held, and nothing crossed ──────────────────────────────────────────────────────────────────────

    def judge_apart(self, history: History, cut: datetime) -> None:
        """A record that belongs to none of the other side: whether the trigger held and nothing lets it stay."""
        if not history.from_the_start:
            return
        wait = self._wait()
        scene = Scene(history, None)
        held = ever(self.handoff.trigger, scene, history.first, cut - wait)
        if held.at is not None and not self._may_stay(scene, held.at, wait):
            self._stayed.append((history.ticket, held.at))

    def _wait(self) -> timedelta:
        """How long a ticket may take to cross."""
        longest = max((_held(one) for one in self.handoff.requirements), default=0)
        return grace(self.handoff) + timedelta(seconds=longest)

    def _may_stay(self, scene: Scene, at: datetime, wait: timedelta) -> bool:
        """Whether a requirement, or where it was, can have kept it."""
        start = self.handoff.from_end
        statuses = scene.source.status.over(at - SLACK, at + wait)
        if start.statuses and not statuses <= set(start.statuses):
            return True
        words = scene.source.vocabulary
        if statuses & words.done:
            return True
        teams = {words.team(team) for moment, team in scene.source.teams if moment <= at + SLACK}
        if start.held_by and teams - {None, start.held_by}:
            return True
        keeping = (one for one in self.handoff.requirements if _keeps(one))
        return any(_lacking(self.handoff, one, scene, at) is not False for one in keeping)

    def judge_other(self, history: History) -> None:
        """A record of the other side that belongs to none here: it may be the one that a ticket became."""
        lifecycle = history.vocabulary.lifecycle
        surely = lifecycle is not None and lifecycle.field in history.shown.befores and history.from_the_start
        self._others.append((history.first, history.last, surely))

    def finish(self, seen: dict[str, Shown]) -> None:
        """Count those that stayed, if the log shows the other side of tickets that cross at that time."""
        other = seen.get(self.handoff.destination.system)
        if other is None or not self._crossed:
            return
        rule = self.book.rule("trigger", self.handoff, "trigger")
        # A record that belongs to nobody, and may have begun or been taken up then, may be what the ticket became.
        begun = sorted(self._others)
        ends = list(accumulate((first if surely else last for first, last, surely in begun), max))
        for ticket, at in self._stayed:
            number = bisect_right(begun, at + self._wait(), key=lambda one: one[0])
            perhaps = number > 0 and ends[number - 1] >= at
            if other.first <= at <= other.last and not perhaps:
                said = f"the trigger held and no {self.handoff.destination.title.lower()} was made"
                instead = "See whether anything failed for these, or what `trigger` should say to leave them out."
                self.tally.contradicted(rule, said, instead, ticket, at)

    # ── What must travel ───────────────────────────────────────────────────────────────────────────────────────────

    def _required(self, requirement: Requirement, crossing: Crossing, triggered: datetime | None) -> None:
        if not isinstance(requirement.subject, FieldRef):
            why = "files and the channels of comments do not stand in the histories"
            self.tally.unknown(self.handoff.name, requirement.id, why)
            return
        name = requirement.subject.field
        lacking = _lacking(self.handoff, requirement, crossing.scene, crossing.at)
        rule = self.book.rule("require", self.handoff, requirement.id)
        if lacking is None:
            self.tally.unknown(self.handoff.name, requirement.id, "no change of the field tells what it held then")
            return
        against = self._let_through(requirement, crossing, triggered) if lacking else None
        if against is None:
            self.tally.held(rule)
        else:
            instead = f"Ask for {name} where the ticket is made, or say `otherwise ask` if it may cross without."
            self.tally.contradicted(
                rule, f"it crossed without {name}, {against}", instead, crossing.ticket, crossing.at
            )

    def _let_through(self, requirement: Requirement, crossing: Crossing, triggered: datetime | None) -> str | None:
        """What the rule says instead of crossing without it; None where it allows that, or may."""
        outcome = requirement.otherwise
        if outcome is None or outcome.kind == "stop":
            return "and the rule stops it"
        if outcome.kind == "ask":
            sides = [crossing.scene.source, crossing.receiver]
            until = crossing.at + grace(self.handoff)
            silent = all(side.shown.comments and side.shown.last > until for side in sides)
            if not silent or any(side.commented(crossing.at - SLACK, until) for side in sides):
                return None
            return "and no comment asked for it"
        if outcome.kind != "hold":
            return None
        if outcome.seconds is None:
            return "and the rule holds it"
        waited = crossing.at - triggered if triggered is not None else None
        if waited is None or waited + SLACK >= timedelta(seconds=outcome.seconds):
            return None
        return f"and the rule holds it for {span(outcome.seconds)}"


def _held(requirement: Requirement) -> int:
    outcome = requirement.otherwise
    return outcome.seconds or 0 if outcome is not None and outcome.kind == "hold" else 0


def _keeps(requirement: Requirement) -> bool:
    """Whether its absence can keep a ticket for good."""
    outcome = requirement.otherwise
    return outcome is None or outcome.kind == "stop" or (outcome.kind == "hold" and outcome.seconds is None)


def _lacking(handoff: Handoff, requirement: Requirement, scene: Scene, at: datetime) -> bool | None:
    """Whether what it asks for was missing then; None where nobody can say."""
    if requirement.when is not None:
        asked = truth(requirement.when, scene, at)
        if asked is not True:
            return asked
    if not isinstance(requirement.subject, FieldRef):
        return None
    held = scene.source.track(requirement.subject.field).over(at - SLACK, at + SLACK)
    found = {_is_missing(handoff, requirement, value) for value in held}
    return found.pop() if len(found) == 1 else None


def _is_missing(handoff: Handoff, requirement: Requirement, value: Value) -> bool | None:
    if value is None or not isinstance(requirement.subject, FieldRef):
        return None
    said = value.strip()
    if said == EMPTY or said.casefold() in {text.strip().casefold() for text in requirement.refuse}:
        return True
    field, least = handoff.source.field(requirement.subject.field), requirement.at_least
    a_list = field is not None and isinstance(field.type, ListType)
    return least is not None and least.unit == "characters" and not a_list and len(said) < least.number
