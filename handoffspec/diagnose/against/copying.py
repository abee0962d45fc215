"""Comments that should be on both sides, and what the synchronisation wrote where it may not."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from handoffspec.diagnose.against.book import Book
from handoffspec.diagnose.against.conditions import SLACK, truth
from handoffspec.diagnose.against.crossings import Crossing, grace
from handoffspec.diagnose.against.history import History
from handoffspec.diagnose.against.tally import Tally
from handoffspec.diagnose.words import span
from handoffspec.schema.conditions import FieldRef, Side
from handoffspec.schema.handoffs import Handoff
from handoffspec.schema.mapping import Flow, Rule, ToFields
from handoffspec.schema.syncing import Sync

_INTO: dict[Side, Flow] = {"source": "back", "destination": "out"}


@dataclass(frozen=True, slots=True)
class Copying:
    """What a handoff's synchronisation copies. `integration`: the names that it writes under, in small letters."""

    book: Book
    handoff: Handoff
    sync: Sync
    tally: Tally
    integration: frozenset[str]
    _rules: dict[FieldRef, list[Rule]] = field(init=False, default_factory=lambda: defaultdict(list))
    """By the field that they read or write."""

    def __post_init__(self) -> None:
        for rule in self.handoff.rules:
            for ref in dict.fromkeys(_named(rule)):
                self._rules[ref].append(rule)

    def judge(self, crossing: Crossing, cut: datetime) -> None:
        """Hold a ticket's comments and the integration's own changes against it."""
        if crossing.scene.destination is None or not crossing.alone:
            return
        self._comments(crossing, cut)
        if not self.integration:
            why = "--integration NAME would say whose name the synchronisation writes under"
            self.tally.unknown(self.handoff.name, "the arrows of map", why)
            return
        for side in ("source", "destination"):
            self._written(side, crossing)

    # ── Comments ───────────────────────────────────────────────────────────────────────────────────────────────────

    def _comments(self, crossing: Crossing, cut: datetime) -> None:
        comments, destination = self.sync.comments, crossing.scene.destination
        if comments is None or destination is None:
            return
        sides: tuple[History, History] = (crossing.scene.source, destination)
        if not all(side.shown.comments for side in sides):
            self.tally.unknown(self.handoff.name, "sync.comments", "the histories show no comments of both sides")
            return
        if self.sync.filter is not None and truth(self.sync.filter.condition, crossing.scene, cut) is False:
            return
        rule, wait = self.book.rule("comments", self.handoff, "sync.comments"), grace(self.handoff)
        ends = min(cut, *(_ended(side) or cut for side in sides))
        ways: tuple[tuple[History, History, Flow], ...] = ((*sides, "out"), (sides[1], sides[0], "back"))
        for one, other, flow in ways:
            read, written = one.vocabulary.record.comments, other.vocabulary.record.comments
            if comments.flow not in (flow, "both") or read is None or written is None:
                continue
            if set(comments.crossing(read, written)) != set(read.channels):
                continue  # of which channel a comment is, does not stand in a history
            for at in one.commented(crossing.at + SLACK, ends - wait):
                if other.commented(at - wait, at + wait):
                    self.tally.held(rule)
                    continue
                titles = (one.vocabulary.record.system_title, other.vocabulary.record.system_title)
                said = (
                    f"a comment in {titles[0]} was followed by none in {titles[1]} within {span(wait.total_seconds())}"
                )
                instead = "Find out whether comments of these tickets are copied at all."
                self.tally.contradicted(rule, said, instead, crossing.ticket, at)

    # ── Directions ─────────────────────────────────────────────────────────────────────────────────────────────────

    def _written(self, side: Side, crossing: Crossing) -> None:
        """Fields that the integration changed, although no rule writes them on that side."""
        history = crossing.scene.source if side == "source" else crossing.receiver
        for name in history.changes:
            ref = FieldRef(side, name)
            rules = self._rules.get(ref, [])
            moments = [c.at for c in history.changes[name] if c.who and c.who.casefold() in self.integration]
            for at in moments:
                if at > crossing.at + grace(self.handoff):
                    self._one_written(side, ref, rules, crossing, at)

    def _one_written(self, side: Side, ref: FieldRef, rules: list[Rule], crossing: Crossing, at: datetime) -> None:
        if ref.field in self._besides(side):
            return
        writing = [rule for rule in rules if rule.flow in (_INTO[side], "both")]
        record = self.handoff.record(side)
        lasting = next((rule for rule in writing if not rule.once), None)
        if lasting is not None:
            self.tally.held(self.book.rule("direction", self.handoff, lasting.id))
            return
        why = (
            "which is written once, at the handoff"
            if writing
            else "which it only reads"
            if rules
            else "which no rule writes"
        )
        said = f"the synchronisation wrote {ref.field} in {record.system_title}, {why}"
        instead = (
            "Turn the rule's arrow, or `<->`, if it is meant so; else look at what the integration is set to write."
        )
        rule = self.book.rule("direction", self.handoff, rules[0].id if rules else "map")
        self.tally.contradicted(rule, said, instead, crossing.ticket, at)

    def _besides(self, side: Side) -> set[str]:
        """The fields that something else than a rule of the mapping writes on a side."""
        handoff, sync = self.handoff, self.sync
        found: set[str] = set()
        lifecycle = handoff.record(side).lifecycle
        if lifecycle is not None and (
            any(row.flow in (_INTO[side], "both") for row in sync.status) or (side == "source" and handoff.rollback)
        ):
            found.add(lifecycle.field)
        found |= {ref.field for row in sync.status for ref, _ in row.with_fields if ref.side == side}
        if handoff.link is not None:
            found.add(handoff.link.source_field if side == "source" else handoff.link.destination_field)
        if side == "source" and handoff.rollback is not None:
            targets = [carry.target for carry in handoff.rollback.carries]
            found |= {ref.field for target in targets if isinstance(target, ToFields) for ref in target.fields}
            found |= {"group"} if handoff.rollback.to_team else set()
        return found | {
            automatic for one in handoff.record(side).automations for automatic in _set_by(one.sets, one.clears)
        }


def _set_by(sets: tuple[tuple[str, object], ...], clears: tuple[str, ...]) -> Iterator[str]:
    yield from (name for name, _ in sets)
    yield from clears


def _named(rule: Rule) -> tuple[FieldRef, ...]:
    context = getattr(rule.target, "field", None)
    written = rule.target.fields if isinstance(rule.target, ToFields) else (context,) if context is not None else ()
    return (*rule.fields, *written)


def _ended(history: History) -> datetime | None:
    """When the work was over for the last time."""
    lifecycle = history.vocabulary.lifecycle
    done = {one.name for one in lifecycle.statuses if one.category == "done" or one.final} if lifecycle else set()
    steps = list(history.status.steps())
    return steps[-1][0] if steps and steps[-1][2] in done else None
