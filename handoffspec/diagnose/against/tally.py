"""What is counted while histories are held against rules: how often each was judged, and what contradicts it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final, Literal, TypeAlias

Kind: TypeAlias = Literal[
    "status", "transition", "field", "value",
    "trigger", "require", "link", "acknowledge", "responsible", "status map", "map", "comments", "direction",
    "rollback",
]  # fmt: skip
DESCRIBED: Final = ("status", "transition", "field", "value")
"""Kinds of rules that describe a system. What is wrong there can be why other rules seem not to hold."""
_SHOWN: Final = 5
_MOST_OF_A_RULE: Final = 50
"""Different things that are said of one rule: a log can have any number of statuses that a lifecycle does not have."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule of a spec. `owner`: its handoff, or the record that it describes; `place`: `FILE:LINE`."""

    kind: Kind
    owner: str
    id: str
    place: str


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Something that happened against a rule. `first` and `last` are UTC; `instead` says what to do."""

    kind: Kind
    owner: str
    rule: str
    place: str
    said: str
    times: int
    tickets: int
    examples: tuple[str, ...]
    first: datetime
    last: datetime
    instead: str


@dataclass(frozen=True, slots=True)
class Judged:
    """A rule that histories show: how often it was looked at, and how often what happened contradicts it."""

    kind: Kind
    owner: str
    rule: str
    place: str
    times: int
    contradicted: int


@dataclass(frozen=True, slots=True)
class Unjudged:
    """A rule of which these histories show nothing, and why."""

    owner: str
    rule: str
    why: str


@dataclass(slots=True)
class _Count:
    times: int = 0
    tickets: int = 0
    examples: list[str] = field(default_factory=list)
    last_ticket: str | None = None
    first: datetime = datetime.max  # noqa: DTZ901 - histories are kept in UTC without a zone
    last: datetime = datetime.min  # noqa: DTZ901


@dataclass(slots=True)
class Tally:
    """Counts by rule. Tickets come one after the other, so that no set of them is kept."""

    _judged: dict[Rule, int] = field(default_factory=dict)
    _found: dict[tuple[Rule, str, str], _Count] = field(default_factory=dict)
    _kinds: dict[Rule, int] = field(default_factory=dict)
    _unknown: dict[tuple[str, str], str] = field(default_factory=dict)

    def held(self, rule: Rule) -> None:
        """It was looked at once, and agrees."""
        self._judged[rule] = self._judged.get(rule, 0) + 1

    def contradicted(self, rule: Rule, said: str, instead: str, ticket: str, at: datetime) -> None:
        """It was looked at once, and what happened contradicts it."""
        self.held(rule)
        told = (rule, said, instead)
        if told not in self._found:
            self._kinds[rule] = self._kinds.get(rule, 0) + 1
            if self._kinds[rule] > _MOST_OF_A_RULE:
                told = (rule, "more of the kind", "Mend those above first.")
        count = self._found.setdefault(told, _Count())
        count.times += 1
        count.first, count.last = min(count.first, at), max(count.last, at)
        if count.last_ticket != ticket:
            count.last_ticket = ticket
            count.tickets += 1
            if len(count.examples) < _SHOWN:
                count.examples.append(ticket)

    def unknown(self, owner: str, rule: str, why: str) -> None:
        """A history does not say enough to judge it. The first reason is kept."""
        self._unknown.setdefault((owner, rule), why)

    def contradictions(self) -> tuple[Contradiction, ...]:
        """All of them, in order."""
        found = [
            Contradiction(
                rule.kind, rule.owner, rule.id, rule.place, said, count.times, count.tickets, tuple(count.examples),
                count.first, count.last, instead,
            )
            for (rule, said, instead), count in self._found.items()
        ]  # fmt: skip
        return in_order(found)

    def judged(self) -> tuple[Judged, ...]:
        """Every rule that was looked at."""
        wrong: dict[Rule, int] = {}
        for (rule, _, _), count in self._found.items():
            wrong[rule] = wrong.get(rule, 0) + count.times
        made = (Judged(r.kind, r.owner, r.id, r.place, times, wrong.get(r, 0)) for r, times in self._judged.items())
        return tuple(sorted(made, key=lambda one: (*_order(one.place), one.owner, one.rule)))

    def unjudged(self) -> tuple[Unjudged, ...]:
        """Every rule that was never judged, with the reason."""
        judged = {(rule.owner, rule.id) for rule in self._judged}
        return tuple(Unjudged(*key, why) for key, why in sorted(self._unknown.items()) if key not in judged)


def in_order(found: Iterable[Contradiction]) -> tuple[Contradiction, ...]:
    """Those of descriptions first, then by rule as they stand in the text; the most frequent of a rule first."""

    def place(one: Contradiction) -> tuple[object, ...]:
        return (one.kind not in DESCRIBED, *_order(one.place), one.owner, one.rule, -one.times, one.said)

    return tuple(sorted(found, key=place))


def _order(place: str) -> tuple[str, int]:
    file, _, line = place.rpartition(":")
    return file, int(line) if line.isdigit() else 0
