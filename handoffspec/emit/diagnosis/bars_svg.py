"""Lengths beside each other: a row for each thing, its name above its bar, its number at the end of the line."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from handoffspec.diagnose.boundaries import Boundary
from handoffspec.diagnose.paths import Paths
from handoffspec.diagnose.timelines import Totals
from handoffspec.diagnose.words import amount, percent, span
from handoffspec.emit.diagnosis.forms import KINDS, Kind, mark
from handoffspec.emit.diagnosis.words import NO_STATUS
from handoffspec.emit.web.svg import element, picture, text

_WIDTH: Final = 460.0
_ROW: Final = 48.0
_BAR: Final = 14.0
_SUM: Final = 160.0
"""Room for the number."""
_LEAST: Final = 1.5
_MOST: Final = 10
"""Rows of a picture."""
_WHOLE: Final = 900.0


@dataclass(frozen=True, slots=True)
class Bar:
    """One row: parts that stand behind each other, and the number that is written."""

    name: str
    parts: Sequence[tuple[Kind, float]]
    said: str

    @property
    def length(self) -> float:
        """Of all parts."""
        return sum(length for _, length in self.parts)


def paths_pictures(paths: Paths, boundaries: Sequence[Boundary]) -> Mapping[str, str]:
    """By name, the pictures of where the time went. What is empty is left out."""
    rows: dict[str, tuple[str, list[Bar]]] = {
        "states": (
            "Time by status",
            [
                Bar(s.status or NO_STATUS, ((KINDS[s.means], s.seconds),), span(s.seconds))
                for s in paths.states
                if s.means != "done"
            ],
        ),
        "teams": (
            "Time by team",
            [
                Bar(t.team, (("delay", t.delay), ("work", t.work), ("customer", t.customer)), f"{span(t.delay)} delay")
                for t in paths.teams
            ],
        ),
        "pairs": (
            "Tickets that came straight back",
            [Bar(f"{p.one} ⇄ {p.other}", (("count", p.back),), amount(p.back, "time")) for p in paths.pairs],
        ),
    }
    for kind in ("team", "status", "system"):
        found = [one for one in boundaries if one.kind == kind and one.delay]
        bars = [Bar(f"{b.source} → {b.destination}", (("delay", b.delay),), span(b.delay)) for b in found]
        rows[f"boundaries-{kind}"] = (f"Delay after a change of {kind}", bars)
    return {name: bars_svg(name, title, bars) for name, (title, bars) in rows.items() if any(b.length for b in bars)}


def bars_svg(name: str, title: str, bars: Sequence[Bar]) -> str:
    """The picture of the first few. Their names have the whole line, and their numbers stand behind the bars."""
    shown = bars[:_MOST]
    longest = max(bar.length for bar in shown)
    return picture(
        f"bars-{name}",
        title,
        f"{len(shown)} bars. The table says the same.",
        _WIDTH,
        _ROW * len(shown) - 6,
        *(element("g", *_row(bar, _ROW * n, longest), class_="row") for n, bar in enumerate(shown)),
        kind="bars",
    )


def _row(bar: Bar, top: float, longest: float) -> Iterator[str]:
    yield text(bar.name, 0, top + 13, _WIDTH)
    x = 0.0
    for kind, length in bar.parts:
        if length:
            width = max(length / longest * (_WIDTH - _SUM), _LEAST)
            yield mark(kind, x, top + 20, width, _BAR)
            x += width
    yield text(bar.said, x + 8, top + 32, class_="sum")


def whole_svg(totals: Totals) -> str:
    """All time until the work was done, in one line."""
    parts: tuple[tuple[Kind, float], ...] = (
        ("delay", totals.delay),
        ("work", totals.work),
        ("customer", totals.customer),
    )
    whole = sum(seconds for _, seconds in parts)
    drawn: list[str] = []
    x = 0.0
    for kind, seconds in parts:
        wide = seconds / whole * _WHOLE
        if seconds:
            drawn.append(mark(kind, x, 0, max(wide, _LEAST), 28))
        x += wide
    summary = ", ".join(f"{percent(seconds / whole)} {kind}" for kind, seconds in parts)
    return picture("whole", "All time until the work was done", summary, _WHOLE, 28, *drawn)
