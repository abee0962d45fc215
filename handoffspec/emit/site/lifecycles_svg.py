"""The two lifecycles as a picture: statuses, the ways between them, the clocks, and the rows that keep them in step."""

from collections.abc import Iterator
from typing import Final

from handoffspec.emit.site.lifecycles import Answer, Column, Lifecycles
from handoffspec.emit.web.svg import element, path, picture, text

WIDTH: Final = 960.0
_PILL: Final = 190.0
_HEIGHT: Final = 36.0
_ROW: Final = 64.0
_TOP: Final = 60.0
_MARGIN: Final = 132.0
"""Beside each column, for the ways between its statuses."""
_DEEPEST: Final = 112.0


def lifecycles_svg(both: Lifecycles, title: str) -> str:
    """The picture. Statuses carry `data-side` and `data-status`, rows `data-row`, their number in the table."""
    left, right = _heights(both.source, both.destination), _heights(both.destination, both.source)
    height = max([*left.values(), *right.values()]) + _ROW
    left_x, right_x = _MARGIN, WIDTH - _MARGIN - _PILL
    return picture(
        "lifecycles",
        title,
        "The statuses of both sides, the ways between them, and the rows of the status map. The tables say the same.",
        WIDTH,
        height,
        text(both.source.title, left_x, 26, _PILL, class_="side"),
        text(both.destination.title, right_x, 26, _PILL, class_="side"),
        element("g", *_moves(both.source, left, left_x, -1), class_="moves"),
        element("g", *_moves(both.destination, right, right_x + _PILL, 1), class_="moves"),
        element("g", *(_row(n, answer, left, right) for n, answer in enumerate(both.answers)), class_="answers"),
        element("g", *_pills(both.source, left, left_x), class_="states"),
        element("g", *_pills(both.destination, right, right_x), class_="states"),
    )


def _heights(column: Column, other: Column) -> dict[str, float]:
    """Where each status stands: the shorter column is spread over the height of the longer one."""
    rows = max(len(column.states), len(other.states), 1)
    step = _ROW * rows / max(len(column.states), 1)
    return {state.name: _TOP + step * n + (step - _HEIGHT) / 2 for n, state in enumerate(column.states)}


def _pills(column: Column, heights: dict[str, float], x: float) -> Iterator[str]:
    for state in column.states:
        y = heights[state.name]
        yield element(
            "g",
            element("rect", x=x, y=y, width=_PILL, height=_HEIGHT, rx=_HEIGHT / 2),
            text(state.label, x + 18, y + 23, _PILL - 58),
            *_clock(state.clock, x + _PILL - 26, y + _HEIGHT / 2),
            class_="state",
            data_side=column.side,
            data_status=state.name,
        )


def _clock(clock: str, x: float, y: float) -> Iterator[str]:
    shapes = {
        "running": path("M", x - 4, y - 6, "L", x + 7, y, "L", x - 4, y + 6, "Z"),
        "paused": path("M", x - 3, y - 6, "V", y + 6, "M", x + 4, y - 6, "V", y + 6),
        "stopped": path("M", x - 5, y - 5, "H", x + 5, "V", y + 5, "H", x - 5, "Z"),
    }
    if clock in shapes:
        yield element("path", d=shapes[clock], class_=f"clock is-{clock}")


def _moves(column: Column, heights: dict[str, float], x: float, way: int) -> Iterator[str]:
    """Arcs on the outer side; ways down end a little above the middle of a pill, ways up a little below."""
    for before, after in column.moves:
        if before not in heights or after not in heights:
            continue
        down = heights[after] > heights[before]
        y = heights[before] + _HEIGHT / 2 + (6 if down else -6)
        to_y = heights[after] + _HEIGHT / 2 - (6 if down else -6)
        reach = x + way * min(_DEEPEST, 20 + abs(to_y - y) * 0.36)
        yield element(
            "g",
            element("path", d=path("M", x, y, "C", reach, y, reach, to_y, x, to_y), class_="stroke"),
            _arrow(x, to_y, -way),
            class_="move",
            data_from=before,
            data_to=after,
        )


def _row(number: int, answer: Answer, left: dict[str, float], right: dict[str, float]) -> str:
    pairs = [(one, other) for one in answer.left or ("",) for other in answer.right or ("",)]
    return element(
        "g",
        *(stroke for one, other in pairs for stroke in _answer(answer, one, other, left, right)),
        class_=f"answer{' is-guarded' if answer.guarded else ''}",
        data_row=number,
    )


def _answer(answer: Answer, one: str, other: str, left: dict[str, float], right: dict[str, float]) -> Iterator[str]:
    """From status to status; a side that may be in any status is a dot in the middle."""
    x, to_x = _MARGIN + _PILL, WIDTH - _MARGIN - _PILL
    middle = WIDTH / 2
    y, to_y = left.get(one), right.get(other)
    start = (x, y + _HEIGHT / 2) if y is not None else (middle, (to_y or _TOP) + _HEIGHT / 2)
    end = (to_x, to_y + _HEIGHT / 2) if to_y is not None else (middle, start[1])
    bend = (end[0] - start[0]) * 0.4
    data = path("M", *start, "C", start[0] + bend, start[1], end[0] - bend, end[1], *end)
    yield element("path", d=data, class_="touch")
    yield element("path", d=data, class_="stroke")
    if answer.flow in ("out", "both") and to_y is not None:
        yield _arrow(*end, 1)
    if answer.flow in ("back", "both") and y is not None:
        yield _arrow(*start, -1)
    if y is None or to_y is None:
        yield element("circle", cx=middle, cy=start[1], r=5, class_="any")


def _arrow(x: float, y: float, way: int) -> str:
    """The head of an arrow that points right (1) or left (-1)."""
    return element("path", d=path("M", x - 8 * way, y - 4.5, "L", x, y, "L", x - 8 * way, y + 4.5), class_="arrow")
