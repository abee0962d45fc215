"""Who hands to whom: teams that give on the left, teams that take on the right, and a band for what waits after it."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from handoffspec.diagnose.boundaries import Boundary, Verdict
from handoffspec.diagnose.words import amount, percent, span
from handoffspec.emit.web.svg import element, path, picture, room, text, words

_WIDTH: Final = 960.0
_BOX: Final = (200.0, 300.0)
"""The least and the most width of a team."""
_TOP: Final = 30.0
_TALL: Final = 300.0
"""Of all bands together, at most."""
_WIDEST: Final = 60.0
_LEAST: Final = 2.5
"""Of one band."""
_SUM: Final = 110.0
"""Room for its delay."""
_PAD: Final = 7.0
_LINE: Final = 32.0
"""The least height of a team."""
_GAP: Final = 8.0
_MOST: Final = 20
VERDICTS: Final[dict[Verdict | None, str]] = {
    "remove": "remove",
    "redesign": "redesign",
    "keep with contingencies": "keep",
    None: "few",
}


@dataclass(frozen=True, slots=True)
class _Side:
    """The boxes of one side: where each team's begins, how high it is, and what it stands for."""

    at: dict[str, float]
    high: dict[str, float]
    wide: float
    delay: dict[str, float]


def drawn_transfers(boundaries: Sequence[Boundary]) -> tuple[Boundary, ...]:
    """Those that are drawn: between teams, with the most delay."""
    return tuple([one for one in boundaries if one.kind == "team"][:_MOST])


def transfers_svg(drawn: Sequence[Boundary]) -> str:
    """The picture. A team that both gives and takes stands on both sides."""
    thick = _thickness(drawn)
    left = _side(drawn, thick, lambda one: one.source, [one.source for one in drawn])
    order = sorted(drawn, key=lambda one: (left.at[one.source], -one.delay))
    right = _side(drawn, thick, lambda one: one.destination, _beside(order, left))
    height = max(side.at[team] + side.high[team] for side in (left, right) for team in side.at) + 4
    return picture(
        "transfers",
        "Transfers between teams",
        f"{len(drawn)} ways from a team to another. The wider the band, the longer tickets waited after it. "
        "The table says the same.",
        _WIDTH,
        height,
        text("gives the ticket", 0, 16, class_="small"),
        text("takes it, and how long tickets then waited", _WIDTH, 16, text_anchor="end", class_="small"),
        *_bands(order, thick, left, right),
        *_boxes(left, 0, said=False),
        *_boxes(right, _WIDTH - right.wide, said=True),
    )


def _thickness(drawn: Sequence[Boundary]) -> dict[tuple[str, str], float]:
    whole, most = sum(one.delay for one in drawn) or 1, max(one.delay for one in drawn) or 1
    scale = min(_TALL / whole, _WIDEST / most)
    return {(one.source, one.destination): max(one.delay * scale, _LEAST) for one in drawn}


def _beside(order: Sequence[Boundary], left: _Side) -> list[str]:
    """Teams that take, each about as high as what comes to it, so that bands cross little."""
    weight: dict[str, float] = {}
    pull: dict[str, float] = {}
    for one in order:
        weight[one.destination] = weight.get(one.destination, 0) + one.delay + 1
        pull[one.destination] = pull.get(one.destination, 0) + (one.delay + 1) * left.at[one.source]
    return sorted(weight, key=lambda team: (pull[team] / weight[team], team))


def _side(
    drawn: Sequence[Boundary],
    thick: dict[tuple[str, str], float],
    team_of: Callable[[Boundary], str],
    order: Sequence[str],
) -> _Side:
    side = _Side({}, {}, room(order, (_BOX[0] - _SUM, _BOX[1] - _SUM)) + _SUM, {})
    at = _TOP
    for team in dict.fromkeys(order):
        own = [one for one in drawn if team_of(one) == team]
        side.at[team] = at
        side.high[team] = max(sum(thick[one.source, one.destination] for one in own) + 2 * _PAD, _LINE)
        side.delay[team] = sum(one.delay for one in own)
        at += side.high[team] + _GAP
    return side


def _bands(order: Sequence[Boundary], thick: dict[tuple[str, str], float], left: _Side, right: _Side) -> Iterator[str]:
    gone = {team: _start(left, team, [one for one in order if one.source == team], thick) for team in left.at}
    come = {team: _start(right, team, [one for one in order if one.destination == team], thick) for team in right.at}
    x, to_x = left.wide, _WIDTH - right.wide
    bend = (to_x - x) / 2
    for one in order:
        wide = thick[one.source, one.destination]
        y, to_y = gone[one.source], come[one.destination]
        gone[one.source] += wide
        come[one.destination] += wide
        data = path(
            "M", x, y, "C", x + bend, y, to_x - bend, to_y, to_x, to_y, "V", to_y + wide,
            "C", to_x - bend, to_y + wide, x + bend, y + wide, x, y + wide, "Z",
        )  # fmt: skip
        said = (
            f"{one.source} → {one.destination}: {amount(one.times, 'time')}, {span(one.delay)} of delay, "
            f"{percent(one.back)} straight back"
        )
        yield element(
            "g", element("title", words(said)), element("path", d=data), class_=f"band is-{VERDICTS[one.verdict]}"
        )


def _start(side: _Side, team: str, own: Sequence[Boundary], thick: dict[tuple[str, str], float]) -> float:
    """Where the first band touches a team's box: all of them stand in its middle."""
    return side.at[team] + (side.high[team] - sum(thick[one.source, one.destination] for one in own)) / 2


def _boxes(side: _Side, x: float, *, said: bool) -> Iterator[str]:
    for team, at in side.at.items():
        middle = at + side.high[team] / 2 + 5
        number = span(side.delay[team])
        free = side.wide - 24 - (_SUM - 24 if said else 0)
        yield element(
            "g",
            element("rect", x=x, y=at, width=side.wide, height=side.high[team], rx=8),
            text(team, x + 12, middle, free),
            *([text(number, x + side.wide - 12, middle, text_anchor="end", class_="sum")] if said else []),
            class_="team",
        )
