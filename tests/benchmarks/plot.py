"""A small plot of how a cost grows: both axes logarithmic, as SVG that can be read on light and dark pages."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from typing import Final

_WIDTH, _HEIGHT = 640, 360
_LEFT, _RIGHT, _TOP, _BOTTOM = 80, 150, 44, 48
_STYLE: Final = """
text { font: 13px system-ui, sans-serif; fill: #24292f }
.title { font-weight: 600 }
.page { fill: #ffffff }
.grid { stroke: #d8dee4 }
.curve { fill: none; stroke-width: 2 }
.c0 { stroke: #0550ae; fill: #0550ae } .c1 { stroke: #953800; fill: #953800 }
.c2 { stroke: #116329; fill: #116329 } .c3 { stroke: #8250df; fill: #8250df }
.c4 { stroke: #a40e26; fill: #a40e26 } .c5 { stroke: #57606a; fill: #57606a }
text.c0, text.c1, text.c2, text.c3, text.c4, text.c5 { stroke: none }
@media (prefers-color-scheme: dark) {
  text { fill: #e6edf3 }
  .page { fill: #0d1117 }
  .grid { stroke: #30363d }
  .c0 { stroke: #79c0ff; fill: #79c0ff } .c1 { stroke: #ffa657; fill: #ffa657 }
  .c2 { stroke: #7ee787; fill: #7ee787 } .c3 { stroke: #d2a8ff; fill: #d2a8ff }
  .c4 { stroke: #ff7b72; fill: #ff7b72 } .c5 { stroke: #9ea7b3; fill: #9ea7b3 }
}
"""
_COLOURS: Final = 6
_LINE: Final = 15
"""What a title takes of height."""


@dataclass(frozen=True)
class Curve:
    """Points of size and cost, both above zero, in order of size."""

    title: str
    points: tuple[tuple[float, float], ...]


def plot(title: str, across: str, up: str, curves: Sequence[Curve]) -> str:
    """The plot; each curve has its title at its end."""
    xs = _powers([x for curve in curves for x, _ in curve.points])
    ys = _powers([y for curve in curves for _, y in curve.points])
    heights = _apart([_at(*curve.points[-1], xs, ys)[1] for curve in curves])
    drawn = (_drawn(n, curve, height, xs, ys) for n, (curve, height) in enumerate(zip(curves, heights, strict=True)))
    parts = [*_axes(xs, ys, across), *(part for each in drawn for part in each)]
    said = escape(f"{title}. " + "; ".join(f"{curve.title}: {_said(curve)}" for curve in curves))
    size = f'viewBox="0 0 {_WIDTH} {_HEIGHT}" width="{_WIDTH}" height="{_HEIGHT}"'
    begun = (
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} role="img" aria-label="{said}">',
        f"<style>{_STYLE}</style>",
        f'<rect class="page" width="{_WIDTH}" height="{_HEIGHT}" rx="6"/>',
        f'<text class="title" x="{_LEFT}" y="24">{escape(f"{title}, {up}")}</text>',
    )
    return "\n".join((*begun, *parts, "</svg>\n"))


def _said(curve: Curve) -> str:
    return ", ".join(f"{y:,.3g} for {x:,g}" for x, y in curve.points)


def _powers(values: Sequence[float]) -> range:
    """The powers of ten from below the least to above the most."""
    least, most = math.floor(math.log10(min(values))), math.ceil(math.log10(max(values)))
    return range(least, max(most, least + 1) + 1)


def _at(x: float, y: float, xs: range, ys: range) -> tuple[float, float]:
    wide, high = _WIDTH - _LEFT - _RIGHT, _HEIGHT - _TOP - _BOTTOM
    across = (math.log10(x) - xs[0]) / (xs[-1] - xs[0])
    up = (math.log10(y) - ys[0]) / (ys[-1] - ys[0])
    return _LEFT + across * wide, _HEIGHT - _BOTTOM - up * high


def _axes(xs: range, ys: range, across: str) -> Iterator[str]:
    right, bottom = _WIDTH - _RIGHT, _HEIGHT - _BOTTOM
    for power in xs:
        x, _ = _at(10.0**power, 10.0 ** ys[0], xs, ys)
        yield f'<line class="grid" x1="{x:.1f}" y1="{_TOP}" x2="{x:.1f}" y2="{bottom}"/>'
        yield f'<text x="{x:.1f}" y="{bottom + 18}" text-anchor="middle">{_tick(power)}</text>'
    for power in ys:
        _, y = _at(10.0 ** xs[0], 10.0**power, xs, ys)
        yield f'<line class="grid" x1="{_LEFT}" y1="{y:.1f}" x2="{right}" y2="{y:.1f}"/>'
        yield f'<text x="{_LEFT - 8}" y="{y + 4:.1f}" text-anchor="end">{_tick(power)}</text>'
    yield f'<text x="{right}" y="{bottom + 38}" text-anchor="end">{escape(across)}</text>'


def _tick(power: int) -> str:
    return f"{10**power:,}" if power >= 0 else f"{10.0**power:g}"


def _apart(heights: Sequence[float]) -> list[float]:
    """Where titles go that belong at these heights, so that none covers another."""
    apart = list(heights)
    lowest = float(_HEIGHT - _BOTTOM)
    for number in sorted(range(len(apart)), key=lambda number: -apart[number]):
        apart[number] = min(apart[number], lowest)
        lowest = apart[number] - _LINE
    return apart


def _drawn(number: int, curve: Curve, height: float, xs: range, ys: range) -> Iterator[str]:
    colour = f"c{number % _COLOURS}"
    places = [_at(x, y, xs, ys) for x, y in curve.points]
    line = " ".join(f"{x:.1f},{y:.1f}" for x, y in places)
    yield f'<polyline class="{colour} curve" style="fill: none" points="{line}"/>'
    yield from (f'<circle class="{colour}" cx="{x:.1f}" cy="{y:.1f}" r="3"/>' for x, y in places)
    yield f'<text class="{colour}" x="{places[-1][0] + 8:.1f}" y="{height + 4:.1f}">{escape(curve.title)}</text>'
