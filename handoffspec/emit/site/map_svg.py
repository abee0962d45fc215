"""The map: a lane for each system and a river for each handoff, as wide as what enters it. What is lost drops out."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from handoffspec.emit.site.crossing import CLASSES, Kind
from handoffspec.emit.web.svg import element, number, path, picture, text

_WIDTH: Final = 1190.0
"""Of the picture, as far as the lanes leave room for the rivers between them."""
_LANES: Final = (166.0, 210.0)
"""The least and the most width of a lane."""
_GAPS: Final = (90.0, 460.0)
"""The least and the most room between two lanes."""
_TOP: Final = 64.0
_ROW: Final = 104.0
_WIDEST: Final = 44.0
"""Of a river that carries the most fields of all."""
_NARROWEST: Final = 3.0
_SMALL: Final = 0.88
"""The type of who holds a ticket, of the usual size."""


@dataclass(frozen=True, slots=True)
class Way:
    """One handoff on the map. `tally` counts the fields that leave, by class."""

    name: str
    title: str
    source: str
    destination: str
    holders: tuple[str, str]
    tally: dict[Kind, int]
    href: str

    @property
    def fields(self) -> int:
        """How many fields leave."""
        return sum(self.tally.values())


@dataclass(frozen=True, slots=True)
class _Lanes:
    """Where each system's lane begins, and how wide they all are."""

    at: dict[str, float]
    width: float


def map_svg(ways: Sequence[Way], title: str) -> str:
    """The picture. A handoff is a row; systems that give stand on the left of those that take."""
    systems = _in_order(ways)
    lanes = _lanes(systems)
    width = max(lanes.at.values(), default=0) + lanes.width
    height = _TOP + _ROW * max(len(ways), 1) + 12
    most = max((way.fields for way in ways), default=1) or 1
    return picture(
        "map",
        title,
        f"{len(ways)} handoffs between {len(systems)} systems, each a band from its system to the next. "
        "The part that drops out is lost. The table says the same.",
        width,
        height,
        *(_lane(name, x, lanes.width, height) for name, x in lanes.at.items()),
        *(_way(way, lanes, _TOP + _ROW * n, most) for n, way in enumerate(ways)),
        role="group",
    )


def _in_order(ways: Sequence[Way]) -> list[str]:
    systems = list(dict.fromkeys(name for way in ways for name in (way.source, way.destination)))
    gives = {name: sum((w.source == name) - (w.destination == name) for w in ways) for name in systems}
    return sorted(systems, key=lambda name: -gives[name])


def _lanes(systems: Sequence[str]) -> _Lanes:
    many, between = max(len(systems), 1), max(len(systems) - 1, 1)
    width = _within(_LANES, (_WIDTH - _GAPS[0] * between) / many)
    gap = _within(_GAPS, (_WIDTH - width * many) / between)
    return _Lanes({name: n * (width + gap) for n, name in enumerate(systems)}, width)


def _within(bounds: tuple[float, float], wanted: float) -> float:
    return min(max(wanted, bounds[0]), bounds[1])


def _lane(name: str, x: float, width: float, height: float) -> str:
    return element(
        "g",
        element("rect", x=x, y=0, width=width, height=height, rx=12),
        text(name, x + width / 2, 32, width, 1.2, text_anchor="middle", class_="side"),
        class_="lane",
    )


def _way(way: Way, lanes: _Lanes, top: float, most: int) -> str:
    here, there, wide = lanes.at[way.source], lanes.at[way.destination], lanes.width
    x, to_x = (here + wide, there) if there > here else (here, there + wide)
    bands = list(_bands(way, most))
    drawn = _loop(bands, here + wide, top) if here == there else _river(bands, x, to_x, top)
    room = max(abs(there - here), wide * 0.6) + wide - 28
    return element(
        "a",
        text(way.title, min(here, there) + 14, top + 20, room, class_="name"),
        *drawn,
        *_holders(way, here, there, wide, top),
        href=way.href,
        class_="way",
        data_handoff=way.name,
    )


def _holders(way: Way, here: float, there: float, wide: float, top: float) -> Iterator[str]:
    """Who holds the ticket before and after."""
    (one, other), y = way.holders, top + 56
    if here == there:
        yield text(one, here + 14, y - 10, wide - 56, _SMALL, class_="holder")
        yield text(other, here + 14, y + 26, wide - 56, _SMALL, class_="holder")
        return
    for name, x in ((one, here), (other, there)):
        yield text(name, x + wide / 2, y, wide - 8, _SMALL, text_anchor="middle", class_="holder")


def _bands(way: Way, most: int) -> Iterator[tuple[Kind, float, float]]:
    """Class, offset from the top of the river, and width."""
    whole = max(_NARROWEST, _WIDEST * way.fields / most)
    at = 0.0
    for kind in CLASSES:
        share = way.tally.get(kind, 0)
        if share:
            width = whole * share / way.fields
            yield kind, at, width
            at += width


def _river(bands: list[tuple[Kind, float, float]], x: float, to_x: float, top: float) -> Iterator[str]:
    """Bands side by side; the lost one turns down on the way and ends."""
    way = 1 if to_x >= x else -1
    begin = top + 34
    for kind, offset, width in bands:
        y = begin + offset
        if kind == "lost":
            yield element("path", d=_drop(x, y, width, way), class_="band is-lost", data_width=number(width))
        else:
            data = path("M", x, y, "H", to_x, "V", y + width, "H", x, "Z")
            yield element("path", d=data, class_=f"band is-{kind}", data_width=number(width))
    kept = [width for kind, _, width in bands if kind != "lost"]
    yield _head(to_x, begin, sum(kept), way)


def _drop(x: float, y: float, width: float, way: int) -> str:
    """A band that leaves the river downwards and runs out to a point."""
    far, turn = x + way * 92, x + way * 52
    return path(
        "M", x, y, "H", turn, "Q", far + way * width / 2, y, far + way * width / 2, y + 40 + width / 2,
        "Q", far - way * width / 4, y + width, turn, y + width, "H", x, "Z",
    )  # fmt: skip


def _head(x: float, y: float, height: float, way: int) -> str:
    middle = y + height / 2
    data = path("M", x - way * 9, middle - 7, "L", x + way * 3, middle, "L", x - way * 9, middle + 7, "Z")
    return element("path", d=data, class_="head")


def _loop(bands: list[tuple[Kind, float, float]], edge: float, top: float) -> Iterator[str]:
    """Within one system: out of the lane's right side and back into it."""
    y, to_y = top + 46, top + 82
    worst = bands[-1][0] if bands else "direct"
    width = max(_NARROWEST, sum(width for *_, width in bands) / 4)
    data = path("M", edge - 26, y, "C", edge + 44, y, edge + 44, to_y, edge - 26, to_y)
    yield element("path", d=data, class_=f"loop is-{worst}", stroke_width=number(min(width, 10)))
    yield _head(edge - 28, to_y - 1, 2, -1)
