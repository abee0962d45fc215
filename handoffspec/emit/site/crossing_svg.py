"""The crossing as a picture: what leaves on the left, what arrives on the right, and what falls away in between."""

import math
from collections.abc import Iterator, Sequence
from typing import Final

from handoffspec.emit.site.crossing import CLASSES, Crossing, End, Line
from handoffspec.emit.web.svg import element, path, picture, text

WIDTH: Final = 960.0
_COLUMN: Final = 262.0
_ROW: Final = 30.0
_HEIGHT: Final = 24.0
"""Of a field's box."""
_TOP: Final = 56.0
_INDENT: Final = 16.0
_FALL: Final = 54.0
"""How deep a lost line falls."""


def crossing_svg(crossing: Crossing, title: str) -> str:
    """The picture. Every line is a group with `data-line`, the number of its row in the table beside it."""
    left = {end.key: _TOP + _ROW * n for n, end in enumerate(crossing.left)}
    right = _right(crossing, left)
    height = max([*left.values(), *right.values(), _TOP]) + _ROW + _FALL
    return picture(
        "crossing",
        title,
        _summary(crossing),
        WIDTH,
        height,
        _fade(),
        text(crossing.left_title, 0, 22, _COLUMN, class_="side"),
        text(crossing.right_title, WIDTH - _COLUMN, 22, _COLUMN, class_="side"),
        element("g", *_lines(crossing.lines, left, right), class_="lines"),
        element("g", *(_box(end, 0, left[end.key]) for end in crossing.left), class_="ends"),
        *_blocks(crossing.right, right),
        element("g", *(_box(end, WIDTH - _COLUMN, right[end.key]) for end in crossing.right), class_="ends"),
        *_idle(crossing, right),
        role="group",
    )


def _summary(crossing: Crossing) -> str:
    counts = ", ".join(f"{number} {CLASSES[kind].lower()}" for kind, number in crossing.tally().items())
    return f"Fields on the left, where they arrive on the right. In all: {counts or 'none'}. The table says the same."


def _fade() -> str:
    stops = (element("stop", offset=0.35, class_="fade-from"), element("stop", offset=1, class_="fade-to"))
    return element("defs", element("linearGradient", *stops, id="crossing-fade", x1=0, y1=0, x2=0.6, y2=1))


# ── Where things stand ─────────────────────────────────────────────────────────────────────────────────────────────


def _right(crossing: Crossing, left: dict[str, float]) -> dict[str, float]:
    """Each end beside what arrives there, as far as there is room; a context block stays with its field."""
    groups = _groups(crossing.right)
    wanted = {end.key: _beside(end, crossing.lines, left) for end in crossing.right}
    middles = [(sum(wanted[end.key] for end in group) / len(group), group) for group in groups]
    placed: dict[str, float] = {}
    at = _TOP
    for middle, group in sorted(middles, key=lambda found: found[0]):
        if middle < math.inf:  # else nothing arrives there, and it stands below everything else
            at = max(at, middle - _ROW * (len(group) - 1) / 2)
        for end in group:
            placed[end.key] = at
            at += _ROW
    return placed


def _groups(ends: Sequence[End]) -> list[list[End]]:
    groups: list[list[End]] = []
    for end in ends:
        if end.context is None:
            groups.append([end])
        else:
            groups[-1].append(end)
    return groups


def _beside(end: End, lines: Sequence[Line], left: dict[str, float]) -> float:
    heights = [left[key] for line in lines if end.key in line.right for key in line.left]
    return sum(heights) / len(heights) if heights else math.inf


# ── Boxes ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def _box(end: End, x: float, y: float) -> str:
    inset = _INDENT if end.context else 0
    fixed = end.key.startswith("fixed.")
    return element(
        "g",
        element("rect", x=x + inset, y=y, width=_COLUMN - inset, height=_HEIGHT, rx=5),
        text(end.label, x + inset + 10, y + 16.5, _COLUMN - inset - 18),
        class_=f"end{' is-context' if end.context else ''}{' is-fixed' if fixed else ''}",
    )


def _blocks(ends: Sequence[End], right: dict[str, float]) -> Iterator[str]:
    """A bracket that gathers the entries of a context block into the field that holds them."""
    for group in _groups(ends):
        inner = [right[end.key] for end in group if end.context]
        if inner:
            x, top, bottom = WIDTH - _COLUMN + 6, inner[0] + 2, inner[-1] + _HEIGHT - 2
            yield element("path", d=path("M", x, top - 6, "L", x, bottom), class_="bracket")
            yield text("context block", WIDTH - 10, right[group[0].key] + 16, text_anchor="end", class_="block")


def _idle(crossing: Crossing, right: dict[str, float]) -> Iterator[str]:
    if crossing.idle:
        y = max([*right.values(), _TOP - _ROW]) + _ROW + 18
        many = len(crossing.idle)
        words = f"{many} {'field' if many == 1 else 'fields'} that nothing fills"
        yield text(words, WIDTH - _COLUMN + 10, y, _COLUMN - 10, class_="idle")


# ── Lines ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def _lines(lines: Sequence[Line], left: dict[str, float], right: dict[str, float]) -> Iterator[str]:
    for number, line in enumerate(lines):
        drawn = list(_strokes(line, left, right))
        if drawn:
            yield element(
                "g",
                *drawn,
                class_=f"line is-{line.kind}",
                data_line=number,
                role="button",
                tabindex=0 if number == 0 else -1,
                aria_label=f"{line.names[0]} to {line.names[1]}: {CLASSES[line.kind]}",
            )


def _strokes(line: Line, left: dict[str, float], right: dict[str, float]) -> Iterator[str]:
    """A stroke for each pair of ends, drawn twice: a wide one that a pointer finds, and the one that is seen."""
    if not line.right:
        for key in line.left:
            yield from _stroke(_falling(_COLUMN, left[key] + _HEIGHT / 2, 1))
    if not line.left:
        for key in line.right:
            yield from _stroke(_falling(WIDTH - _COLUMN, right[key] + _HEIGHT / 2, -1))
    for one in line.left:
        for other in line.right:
            ends = (_COLUMN, left[one] + _HEIGHT / 2, WIDTH - _COLUMN, right[other] + _HEIGHT / 2)
            yield from _stroke(_across(*ends))
            yield from _arrows(line, *ends)
            yield from _middle(line, *ends)


def _stroke(data: str) -> Iterator[str]:
    yield element("path", d=data, class_="touch")
    yield element("path", d=data, class_="stroke")


def _across(x: float, y: float, to_x: float, to_y: float) -> str:
    bend = (to_x - x) * 0.42
    return path("M", x, y, "C", x + bend, y, to_x - bend, to_y, to_x, to_y)


def _falling(x: float, y: float, way: int) -> str:
    """Off the edge and down, without arriving."""
    return path("M", x, y, "C", x + 96 * way, y, x + 132 * way, y + 6, x + 150 * way, y + _FALL)


def _arrows(line: Line, x: float, y: float, to_x: float, to_y: float) -> Iterator[str]:
    if line.flow in ("out", "both"):
        yield element(
            "path", d=path("M", to_x - 8, to_y - 4.5, "L", to_x, to_y, "L", to_x - 8, to_y + 4.5), class_="arrow"
        )
    if line.flow in ("back", "both"):
        yield element("path", d=path("M", x + 8, y - 4.5, "L", x, y, "L", x + 8, y + 4.5), class_="arrow")


def _middle(line: Line, x: float, y: float, to_x: float, to_y: float) -> Iterator[str]:
    """A sign in the middle, so that classes are told apart without their colours too."""
    cx, cy = (x + to_x) / 2, (y + to_y) / 2
    if line.kind == "translation":
        yield element(
            "path", d=path("M", cx - 7, cy, "L", cx, cy - 7, "L", cx + 7, cy, "L", cx, cy + 7, "Z"), class_="sign"
        )
    if line.kind == "fixed":
        yield element("circle", cx=cx, cy=cy, r=3.5, class_="sign")
