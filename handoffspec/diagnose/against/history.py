"""The records of a spec's systems as a log tells them: one ticket after the other, so that no log is too long."""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby
from typing import Final

from handoffspec.diagnose.against.tracks import EMPTY, Change, Track, Value
from handoffspec.diagnose.against.vocabulary import Vocabulary
from handoffspec.diagnose.store import Store

_EVENTS: Final = """
SELECT ticket, coalesce(record, ticket) AS record, system, moment, kind, from_, to_, who, team, priority,
  text IS NOT NULL, link
FROM events WHERE system IN (SELECT unnest($1)) ORDER BY ticket, moment, kind, from_, to_, team, priority, who, record
"""
_MOST_EVENTS: Final = 5_000
"""Of one ticket, all of which is kept in memory at once."""
_ENOUGH: Final = 10
"""Events of a system from which on it is no accident that all their times are round."""


@dataclass(frozen=True, slots=True)
class Shown:
    """What a log shows of a system at all, so that silence about the rest is not taken for emptiness."""

    fields: frozenset[str]
    """Fields of which there is a change somewhere."""
    befores: frozenset[str]
    """Fields whose changes say what was there before, so that one which does not say began with nothing."""
    comments: bool
    coarse: bool
    """Whether all its times are whole hours or days, so that nobody can say what followed what."""
    first: datetime
    last: datetime


@dataclass(slots=True)
class History:
    """What is known of one record."""

    ticket: str
    system: str
    record: str
    vocabulary: Vocabulary
    shown: Shown
    first: datetime
    last: datetime
    links: set[str] = field(default_factory=set)
    comments: list[datetime] = field(default_factory=list)
    """When somebody wrote one, in order of time."""
    teams: list[tuple[datetime, str]] = field(default_factory=list)
    """Which team had it from when on, in the history's words."""
    strange: list[tuple[str, datetime]] = field(default_factory=list)
    """Changes of what is no field of the record."""
    changes: dict[str, list[Change]] = field(default_factory=lambda: defaultdict(list))
    _tracks: dict[str, Track] = field(default_factory=dict)

    def track(self, name: str) -> Track:
        """The changes of a field."""
        if name not in self._tracks:
            self._tracks[name] = Track(self.changes.get(name, ()))
        return self._tracks[name]

    @property
    def names(self) -> set[str]:
        """What another record may call it in a link."""
        return {self.record, f"{self.system}:{self.record}"}

    def tracks(self) -> Iterator[Track]:
        """The changes of every field."""
        return map(self.track, self.changes)

    def commented(self, start: datetime, end: datetime) -> list[datetime]:
        """When comments were written from one moment to another, both included."""
        return self.comments[bisect_left(self.comments, start) : bisect_right(self.comments, end)]

    @property
    def from_the_start(self) -> bool:
        """Whether its first event is its beginning: a first status that says what was before is none."""
        groups = self.status.groups
        return bool(groups) and all(not change.before for change in groups[0][:1])

    @property
    def status(self) -> Track:
        """The changes of its status."""
        lifecycle = self.vocabulary.lifecycle
        return self.track(lifecycle.field) if lifecycle else Track()


@dataclass(slots=True)
class Ticket:
    """One ticket: its records in each system."""

    name: str
    histories: list[History]

    def of(self, system: str) -> list[History]:
        """Its records in a system, the oldest first."""
        found = [history for history in self.histories if history.system == system]
        return sorted(found, key=lambda history: (history.first, history.record))


def shown(store: Store, vocabularies: Mapping[str, Vocabulary]) -> dict[str, Shown]:
    """What the log shows of each of these systems; of a system without an event there is nothing."""
    found: dict[str, Shown] = {}
    for system, words in sorted(vocabularies.items()):
        rows = store.rows(
            "SELECT kind, count(*), count(from_), count(text), count(priority), count(team), min(moment), max(moment), "
            "bool_and(date_trunc('hour', moment) = moment) FROM events WHERE system = $1 GROUP BY kind ORDER BY kind",
            [system],
        )
        if not rows:
            continue
        named = {str(row[0]): one.name for row in rows if (one := words.field_of(str(row[0]))) is not None}
        fields = {name for row in rows if (name := named.get(str(row[0]))) is not None}
        for part, column in (("priority", 4), ("team", 5)):
            held = words.field_of(part)
            if held is not None and any(row[column] for row in rows):
                fields.add(held.name)
        befores = {named[str(row[0])] for row in rows if row[2] and str(row[0]) in named}
        moments = [one for row in rows for one in (row[6], row[7]) if isinstance(one, datetime)]
        comments = any(row[0] == "comment" or row[3] for row in rows)
        coarse = all(row[8] for row in rows) and sum(int(str(row[1])) for row in rows) >= _ENOUGH
        found[system] = Shown(frozenset(fields), frozenset(befores), comments, coarse, min(moments), max(moments))
    return found


def tickets(store: Store, vocabularies: Mapping[str, Vocabulary], seen: Mapping[str, Shown]) -> Iterator[Ticket]:
    """Every ticket that has an event of these systems."""
    rows = store.stream(_EVENTS, [sorted(seen)])
    for name, events in groupby(rows, key=lambda row: str(row[0])):
        histories: dict[tuple[str, str], History] = {}
        number = 0
        for row in events:
            record, system, at = str(row[1]), str(row[2]), row[3]
            if not isinstance(at, datetime):
                continue
            known = histories.get((system, record))
            if known is None:
                known = History(name, system, record, vocabularies[system], seen[system], at, at)
                histories[system, record] = known
            known.last = at
            number += 1
            if number <= _MOST_EVENTS:
                _take(known, at, row)
        if number <= _MOST_EVENTS:
            yield Ticket(name, list(histories.values()))
        else:
            store.notes.append(f"{name} has over {_MOST_EVENTS:,} events, and was not held against the spec")


def _take(history: History, at: datetime, row: tuple[object, ...]) -> None:
    kind = str(row[4])
    before, after, who, team, priority = (str(one) if one is not None else None for one in row[5:10])
    if row[11] is not None:
        history.links.add(str(row[11]))
    if kind == "comment" or row[10]:
        history.comments.append(at)
    if team is not None:
        history.teams.append((at, team))
    words = history.vocabulary
    named = words.field_of(kind)
    if named is not None and (before is not None or after is not None):
        _change(history, named.name, at, _value(history, named.name, before, after), who)
    elif named is None and words.is_no_field(kind):
        history.strange.append((kind, at))
    for part, said in (("team", team), ("priority", priority)):
        held = words.field_of(part)
        if held is not None and said is not None and kind != part:
            _seen(history, held.name, at, words.value(held, said), who)


def _value(history: History, name: str, before: str | None, after: str | None) -> tuple[Value, Value]:
    words = history.vocabulary
    held = words.record.field(name)
    if held is None:
        return None, None
    began: Value = EMPTY if name in history.shown.befores else None
    return (
        words.value(held, before) if before is not None else began,
        words.value(held, after) if after is not None else EMPTY,
    )


def _change(history: History, name: str, at: datetime, values: tuple[Value, Value], who: str | None) -> None:
    if values[0] != values[1]:
        history.changes[name].append(Change(at, *values, who))


def _seen(history: History, name: str, at: datetime, value: str, who: str | None) -> None:
    """A column says what the field holds from then on; that is a change only if it held something else."""
    changes = history.changes[name]
    if not changes or changes[-1].after != value:
        changes.append(Change(at, changes[-1].after if changes else None, value, who))
