"""The status map, held against what followed a change of status on the other side."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from handoffspec.analysis.lifecycles.machine import machine
from handoffspec.analysis.lifecycles.syncing import Plan, Syncing
from handoffspec.diagnose.against.book import Book
from handoffspec.diagnose.against.conditions import ever, shown, truth
from handoffspec.diagnose.against.crossings import Crossing, grace
from handoffspec.diagnose.against.quiet import Both, Pair, Rest
from handoffspec.diagnose.against.tally import Tally
from handoffspec.diagnose.against.tracks import Track, Value
from handoffspec.schema.conditions import Side, fields_read
from handoffspec.schema.handoffs import Handoff
from handoffspec.schema.spelling import value
from handoffspec.schema.status_map import Way
from handoffspec.schema.syncing import Sync

_WAYS: dict[Side, Way] = {"source": "out", "destination": "back"}


@dataclass(slots=True)
class StatusMap:
    """The status map of a handoff between two systems."""

    book: Book
    handoff: Handoff
    sync: Sync
    tally: Tally
    _syncing: Syncing = field(init=False)

    def __post_init__(self) -> None:
        handoff = self.handoff
        source, destination = handoff.source.lifecycle, handoff.destination.lifecycle
        if source is None or destination is None:
            raise ValueError("a status map lies between two lifecycles")
        machines = machine("source", handoff.source, source), machine("destination", handoff.destination, destination)
        self._syncing = Syncing(handoff, self.sync, *machines)

    def judge(self, crossing: Crossing, cut: datetime) -> None:
        """Hold a ticket's statuses on both sides against it."""
        if crossing.scene.destination is None:
            return
        if not crossing.alone:
            why = "several records are linked to one, and which of them counts the histories do not show"
            self.tally.unknown(self.handoff.name, "sync.status", why)
            return
        pair = Pair((crossing.scene.source.status,), (crossing.scene.destination.status,))
        wait = grace(self.handoff)
        for rest in pair.rests(crossing.at, self._end(crossing, cut), wait, given=crossing.seen):
            self._rest(pair, rest, crossing, wait)

    def _end(self, crossing: Crossing, cut: datetime) -> datetime:
        """Until when the sync is at work: its end, where that comes before the end of the work, or what is known."""
        until = self.sync.until
        destination = crossing.scene.destination
        if until is None or until == "done" or destination is None:
            return cut
        sides = (crossing.scene.source, destination)
        moments = []
        for history in sides:
            lifecycle = history.vocabulary.lifecycle
            there = {s.name for s in lifecycle.statuses if until in (s.name, s.category)} if lifecycle else set()
            if there:
                moments.append(min((at for at, _, after in history.status.steps() if after in there), default=cut))
        return max(moments, default=cut)

    def _rest(self, pair: Pair, rest: Rest, crossing: Crossing, wait: timedelta) -> None:
        (a,), (b,) = rest.values
        own, other = self._syncing.machines["source"], self._syncing.machines["destination"]
        if a not in own.numbers or b not in other.numbers or a is None or b is None:
            return
        if self.sync.until == "done" and own.closed(own.numbers[a]) and other.closed(other.numbers[b]):
            return
        if self.sync.filter is not None and truth(self.sync.filter.condition, crossing.scene, rest.at) is False:
            return
        if self._agrees(((a,), (b,))):
            self._agreed(a, b)
            return
        for side in rest.sides():
            if any(self._agrees(both) for both in pair.met(side, rest.last[side], rest.at)):
                continue
            if self._answered(side, crossing, rest, wait):
                continue
            plans = self._plans(side, a, b)
            if all(plan.answer == "write" for plan in plans):
                self._blame(side, plans, rest, crossing, wait)
                return

    def _agrees(self, both: Both) -> bool:
        (a,), (b,) = both
        if a is None or b is None:
            return True
        machines = self._syncing.machines
        known = a in machines["source"].numbers and b in machines["destination"].numbers
        return not known or self._syncing.related(a, b, follow_up=True)

    def _answered(self, side: Side, crossing: Crossing, rest: Rest, wait: timedelta) -> bool:
        """Whether the last change of a side had its answer, or was one, by what the other side showed before it: a
        row that asks for that says no longer afterwards that both belong together."""
        destination = crossing.scene.destination
        if destination is None:
            return True
        tracks: dict[Side, Track] = {"source": crossing.scene.source.status, "destination": destination.status}
        other: Side = "destination" if side == "source" else "source"
        at = rest.last[side]
        own, others = {tracks[side].after(rest.at)}, tracks[other].over(at - wait, rest.at)
        showed, was = tracks[other].over(at - wait, at), tracks[side].over(at - wait, at)
        if None in showed or None in was:
            return True  # what a row asks for may have been so
        given, was_given = self._goals(side, own, showed), self._goals(other, others, was)
        return bool(given & tracks[other].over(at, rest.at) or was_given & own)

    def _goals(self, side: Side, seen: Iterable[Value], currents: Collection[Value]) -> set[Value]:
        """Every status that the other side may be given for what one shows."""
        way = _WAYS[side]
        machines = self._syncing.machines
        read, written = machines[side], machines["destination" if side == "source" else "source"]
        if way not in self._syncing.ways:
            return set()
        return {
            plan.goal
            for status in seen
            for current in currents
            if status in read.numbers and current in written.numbers and status is not None and current is not None
            for plan in self._syncing.plans(way, status, current)
            if plan.goal
        }

    def _plans(self, side: Side, a: str, b: str) -> tuple[Plan, ...]:
        way = _WAYS[side]
        if way not in self._syncing.ways:
            return (Plan("unplaced", way),)
        return self._syncing.plans(way, *((a, b) if side == "source" else (b, a)))

    def _agreed(self, a: str, b: str) -> None:
        """The row by which two statuses belong together."""
        for side in ("source", "destination"):
            row = next((plan.row_id for plan in self._plans(side, a, b) if plan.answer == "agrees"), None)
            if row:
                self.tally.held(self.book.rule("status map", self.handoff, row))
                return

    def _blame(self, side: Side, plans: tuple[Plan, ...], rest: Rest, crossing: Crossing, wait: timedelta) -> None:
        (a,), (b,) = rest.values
        rule = self.book.rule("status map", self.handoff, plans[0].row_id)
        if side == "source" and self._may_have_returned(crossing, rest, wait, a or ""):
            why = "the ticket may have come back by `rollback`, of whose conditions the histories show nothing"
            self.tally.unknown(self.handoff.name, rule.id, why)
        else:
            said, instead = self._words(side, plans, str(a), str(b), rest)
            self.tally.contradicted(rule, said, instead, crossing.ticket, rest.last[side])

    def _may_have_returned(self, crossing: Crossing, rest: Rest, wait: timedelta, status: str) -> bool:
        """Whether the source can have come back by a rollback, which does not ask what the other side shows.

        What a rollback asks for has to begin after the crossing. So it cannot where none of its fields has changed.
        """
        rollback = self.handoff.rollback
        if rollback is None or rollback.to_status != status:
            return False
        read = [ref for when in rollback.when for ref in fields_read(when)]
        records = [(crossing.scene.record(ref), ref.field) for ref in read]
        moved = any(r.track(name).between(crossing.at, rest.at) for r, name in records if r is not None)
        still = all(shown(ref, crossing.scene) for ref in read) and not moved
        return not still and ever(rollback.when, crossing.scene, rest.last["source"] - wait, rest.at).possible

    def _words(self, side: Side, plans: tuple[Plan, ...], a: str, b: str, rest: Rest) -> tuple[str, str]:
        source, destination = self.handoff.source.system_title, self.handoff.destination.system_title
        given = " or ".join(dict.fromkeys(plan.goal for plan in plans))
        writer, written, seen, left = (source, destination, a, b) if side == "source" else (destination, source, b, a)
        other: Side = "destination" if side == "source" else "source"
        moved = other in rest.last and rest.last[other] >= rest.last[side]
        followed = f"was followed by {left} in {written}" if moved else f"left {written} at {left}"
        said = f"{seen} in {writer} {followed}; the map gives {given}"
        row = f"{value(a)} {'->' if side == 'source' else '<-'} {value(b)}"
        return said, f"Find out why nothing wrote {given}, or write the row `{row}` if it is meant so."
