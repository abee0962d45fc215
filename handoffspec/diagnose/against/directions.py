"""What the synchronisation wrote on a side on which its rules only read."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from handoffspec.diagnose.against.book import Book
from handoffspec.diagnose.against.crossings import Crossing, grace
from handoffspec.diagnose.against.tally import Tally
from handoffspec.diagnose.against.vocabulary import is_group
from handoffspec.schema.conditions import FieldRef, Side
from handoffspec.schema.handoffs import Handoff
from handoffspec.schema.mapping import Flow, Rule, ToFields
from handoffspec.schema.syncing import Sync

_INTO: Final[dict[Side, Flow]] = {"source": "back", "destination": "out"}
_NO_RULE: Final = "which no rule writes"


@dataclass(frozen=True, slots=True)
class Directions:
    """The arrows of a handoff's rules."""

    book: Book
    handoff: Handoff
    sync: Sync
    tally: Tally
    integration: frozenset[str]
    """The names that the synchronisation writes under, in small letters."""
    _rules: dict[FieldRef, list[Rule]] = field(init=False, default_factory=lambda: defaultdict(list))
    """By the field that they read or write."""

    def __post_init__(self) -> None:
        for rule in self.handoff.rules:
            for ref in dict.fromkeys(_named(rule)):
                self._rules[ref].append(rule)

    def judge(self, crossing: Crossing, cut: datetime) -> None:  # noqa: ARG002 - as everything that is kept in step
        """Hold the integration's own changes of a ticket against it."""
        if crossing.scene.destination is None or not crossing.alone:
            return
        if not self.integration:
            why = "--integration NAME would say whose name the synchronisation writes under"
            self.tally.unknown(self.handoff.name, "the arrows of map", why)
            return
        for side in _INTO:
            self._written(side, crossing)

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
        why = "which is written once, at the handoff" if writing else "which it only reads" if rules else _NO_RULE
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
        if side == "source" and handoff.rollback is not None and handoff.rollback.to_team:
            found |= {one.name for one in handoff.source.fields if is_group(one)}
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
