"""One ticket's timeline: a lane for each team, what its time was, and where it moved from lane to lane.

Where a ticket stayed with one team, there is a lane for each of its statuses instead.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from handoffspec.diagnose.delayed import Delayed, Stretch
from handoffspec.diagnose.words import span
from handoffspec.emit.diagnosis.forms import KINDS, mark
from handoffspec.emit.diagnosis.ticks import ticks
from handoffspec.emit.diagnosis.words import NO_STATUS, NO_TEAM
from handoffspec.emit.web.svg import element, path, picture, room, text, words

_WIDTH: Final = 960.0
_NAMES: Final = (90.0, 240.0)
"""The least and the most room for the lanes' names on the left."""
_BESIDE: Final = 20.0
_SUMS: Final = 92.0
"""Room for each lane's delay on the right."""
_HEAD: Final = 24.0
_LANE: Final = 34.0
_BAR: Final = 18.0
_FOOT: Final = 28.0
_LEAST: Final = 2.0
"""The width of a stretch that would be too short to be seen."""
_MOST_LANES: Final = 10


@dataclass(frozen=True, slots=True)
class _Lanes:
    """Which lane each stretch is in, and what the lanes are called."""

    at: Sequence[int]
    names: Sequence[str]
    kind: str

    def middle(self, stretch: int) -> float:
        """Where its lane runs."""
        return _HEAD + _LANE * self.at[stretch] + _LANE / 2


@dataclass(frozen=True, slots=True)
class _Scale:
    """From seconds since 1970 to where they stand."""

    begin: float
    end: float
    left: float
    """Where it begins: beside the names."""

    def x(self, at: float) -> float:
        return self.left + (at - self.begin) * (_WIDTH - self.left - _SUMS) / (self.end - self.begin)


def timeline_svg(number: int, one: Delayed) -> str:
    """The picture of the ticket of that number. Of many lanes, those with the least time are one."""
    lanes = _lanes(one.stretches, "team" if len(one.stays) > 1 else "status")
    last = one.stretches[-1]
    scale = _Scale(_seconds(one.stretches[0]), _seconds(last) + last.seconds, room(lanes.names, _NAMES) + _BESIDE)
    bottom = _HEAD + _LANE * len(lanes.names)
    return picture(
        f"timeline-{number}",
        f"Timeline of ticket {one.ticket}",
        f"A lane for each {lanes.kind}, {len(lanes.names)} in all. The table says the same.",
        _WIDTH,
        bottom + _FOOT,
        text(lanes.kind, 0, 14, class_="small"),
        text("delay", _WIDTH, 14, text_anchor="end", class_="small"),
        *_ticks(scale, bottom),
        *_rows(lanes, one.stretches, scale.left - _BESIDE),
        element("g", *_moves(one.stretches, lanes, scale), class_="moved"),
        *_marks(one.stretches, lanes, scale),
        kind="timeline",
    )


def _seconds(one: Stretch) -> float:
    return (one.began - one.began.min).total_seconds()


def _lanes(stretches: Sequence[Stretch], kind: str) -> _Lanes:
    names = [(one.team or NO_TEAM) if kind == "team" else (one.status or NO_STATUS) for one in stretches]
    spent: dict[str, float] = {}
    for name, one in zip(names, stretches, strict=True):
        spent[name] = spent.get(name, 0) + one.seconds
    if len(spent) <= _MOST_LANES:
        return _Lanes([list(spent).index(name) for name in names], list(spent), kind)
    kept = sorted(spent, key=lambda name: -spent[name])[: _MOST_LANES - 1]
    shown = [name for name in spent if name in kept]
    at = [shown.index(name) if name in kept else len(shown) for name in names]
    return _Lanes(at, [*shown, f"{len(spent) - len(kept)} others"], kind)


def _ticks(scale: _Scale, bottom: float) -> Iterator[str]:
    for at, said in ticks(scale.begin, scale.end):
        x = scale.x(at)
        yield element("path", d=path("M", x, _HEAD, "V", bottom), class_="tick")
        yield text(said, x, bottom + 18, text_anchor="middle", class_="small")


def _rows(lanes: _Lanes, stretches: Sequence[Stretch], wide: float) -> Iterator[str]:
    for n, name in enumerate(lanes.names):
        y = _HEAD + _LANE * n
        here = [one for one, lane in zip(stretches, lanes.at, strict=True) if lane == n]
        late = sum(one.seconds for one in here if KINDS[one.means] == "delay")
        yield element("path", d=path("M", 0, y + _LANE, "H", _WIDTH), class_="rule")
        yield text(name, 0, y + _LANE / 2 + 5, wide)
        yield text(span(late) if late else "–", _WIDTH, y + _LANE / 2 + 5, text_anchor="end", class_="sum")


def _moves(stretches: Sequence[Stretch], lanes: _Lanes, scale: _Scale) -> Iterator[str]:
    for n, after in enumerate(stretches[1:], 1):
        y, to_y = lanes.middle(n - 1), lanes.middle(n)
        if y == to_y:
            continue
        x, way = scale.x(_seconds(after)), 1 if to_y > y else -1
        edge = to_y - way * _BAR / 2
        yield element("path", d=path("M", x, y, "V", edge))
        yield element("path", d=path("M", x - 3.5, edge - way * 5, "L", x, edge, "L", x + 3.5, edge - way * 5))


def _marks(stretches: Sequence[Stretch], lanes: _Lanes, scale: _Scale) -> Iterator[str]:
    # The long ones first, so that the short ones are not hidden below them.
    for n in sorted(range(len(stretches)), key=lambda n: -stretches[n].seconds):
        one = stretches[n]
        x = scale.x(_seconds(one))
        width = max(scale.x(_seconds(one) + one.seconds) - x, _LEAST)
        said = f"{one.status or NO_STATUS}, from {one.began:%Y-%m-%d %H:%M}: {span(one.seconds)}"
        drawn = mark(KINDS[one.means], x, lanes.middle(n) - _BAR / 2, width, _BAR)
        yield element("g", element("title", words(said)), drawn)
