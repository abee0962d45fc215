"""What a field of one ticket held when, as far as its history says.

A value is a text, `EMPTY`, or None where the history does not say. Where events of one moment, or a gap, leave several
values possible, all of them are: whoever judges must ask whether every one of them is against the rule.
"""

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Final, TypeAlias

Value: TypeAlias = str | None
EMPTY: Final = ""


@dataclass(frozen=True, slots=True)
class Change:
    """A change of a field, in the spec's words."""

    at: datetime
    before: Value
    after: Value
    who: str | None = None


class Track:
    """The changes of one field of one ticket, in order of time."""

    def __init__(self, changes: Iterable[Change] = ()) -> None:
        ordered = sorted(changes, key=lambda change: change.at)
        groups = [(at, tuple(found)) for at, found in groupby(ordered, key=lambda change: change.at)]
        self.moments = [at for at, _ in groups]
        self.groups = [found for _, found in groups]
        self._during = [_between(self.groups, number) for number in range(len(groups) + 1)]

    def over(self, start: datetime, end: datetime) -> frozenset[Value]:
        """Every value that it may have had from one moment to another, both included."""
        first, last = bisect_left(self.moments, start), bisect_right(self.moments, end)
        held = frozenset[Value]().union(*self._during[first : last + 1])
        return held.union(*({change.after for change in group} for group in self.groups[first:last]))

    def before(self, at: datetime) -> Value:
        """What it held just before a moment; None where that is not certain."""
        return _only(self._during[bisect_left(self.moments, at)])

    def after(self, at: datetime) -> Value:
        """What it held just after a moment; None where that is not certain."""
        return _only(self._during[bisect_right(self.moments, at)])

    def between(self, start: datetime, end: datetime) -> list[datetime]:
        """The moments of its changes from one moment to another, both included."""
        return self.moments[bisect_left(self.moments, start) : bisect_right(self.moments, end)]

    def steps(
        self, start: datetime | None = None, end: datetime | None = None
    ) -> Iterator[tuple[datetime, Value, Value]]:
        """Each change as it is certain to have been, perhaps only those from one moment to another: when, from what,
        to what. Changes of one moment stand as told."""
        first = bisect_left(self.moments, start) if start is not None else 0
        last = bisect_right(self.moments, end) if end is not None else len(self.moments)
        for number in range(first, last):
            group = self.groups[number]
            for change in group:
                before = change.before
                if before is None and len(group) == 1:
                    before = _only(self._during[number])
                yield change.at, before, change.after


def _only(values: frozenset[Value]) -> Value:
    return next(iter(values)) if len(values) == 1 else None


def _between(groups: list[tuple[Change, ...]], number: int) -> frozenset[Value]:
    """What is said of the time between one group of changes and the next."""
    left = _end([c.after for c in groups[number - 1]], [c.before for c in groups[number - 1]]) if number else None
    right = (
        _end([c.before for c in groups[number]], [c.after for c in groups[number]]) if number < len(groups) else None
    )
    said = frozenset(value for value in (left, right) if value is not None)
    return frozenset((*said, None)) if len(said) != 1 else said


def _end(these: list[Value], others: list[Value]) -> Value:
    """The value at one end of the changes of one moment: the one that none of the others leads on from.

    None where they lead round in a circle, or where it is not said from what to what they lead.
    """
    if len(these) == 1:
        return these[0]
    left = Counter(these) - Counter(others)
    return next(iter(left)) if left.total() == 1 and None not in others else None
