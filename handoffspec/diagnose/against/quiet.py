"""Two fields that follow each other, looked at whenever both have been quiet for long enough.

While changes follow each other closely, one side may be the answer to the other, and nobody can say which. Once nothing
has happened for the grace, both sides must agree; where they do not, the change that nothing answered is to blame.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeAlias

from handoffspec.diagnose.against.tracks import Track, Value
from handoffspec.schema.conditions import Side

Both: TypeAlias = tuple[tuple[Value, ...], tuple[Value, ...]]
"""The values of the source's fields and of the destination's."""


@dataclass(frozen=True, slots=True)
class Rest:
    """A time in which both sides were quiet. `last`: when each side changed before it, those that did."""

    at: datetime
    """When the last change before it was."""
    last: dict[Side, datetime]
    values: Both

    def sides(self) -> list[Side]:
        """The sides that changed, the one whose last change came first before the other; at one moment the source."""
        return sorted(self.last, key=lambda side: (self.last[side], side != "source"))


@dataclass(frozen=True, slots=True)
class Pair:
    """The fields of both sides that belong together."""

    source: tuple[Track, ...]
    destination: tuple[Track, ...]

    def rests(self, start: datetime, end: datetime, grace: timedelta, *, given: bool) -> Iterator[Rest]:
        """The quiet times between two moments. `given`: what the source held at the start counts as a change then."""
        moved: list[tuple[datetime, Side]] = [(start, "source")] if given else []
        sides: tuple[tuple[Side, tuple[Track, ...]], ...] = (("source", self.source), ("destination", self.destination))
        for side, tracks in sides:
            moved += [(at, side) for track in tracks for at in track.between(start, end)]
        moved.sort()
        last: dict[Side, datetime] = {}
        for number, (at, side) in enumerate(moved):
            last[side] = at
            following = moved[number + 1][0] if number + 1 < len(moved) else end
            if following - at > grace:
                yield Rest(at, last, self._at(at))
                last = {}

    def met(self, side: Side, since: datetime, until: datetime) -> Iterator[Both]:
        """What the other side held, with what this one held in the end, from its last change on."""
        source, destination = self._at(until)
        others = self.destination if side == "source" else self.source
        moments = sorted({since, *(at for track in others for at in track.between(since, until))})
        for at in moments:
            seen = tuple(track.after(at) for track in others)
            yield (source, seen) if side == "source" else (seen, destination)

    def _at(self, at: datetime) -> Both:
        return tuple(t.after(at) for t in self.source), tuple(t.after(at) for t in self.destination)
