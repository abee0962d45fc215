"""How the page says numbers and names."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, Final

from handoffspec.diagnose.words import amount, percent, span

NO_TEAM: Final = "no team named"
"""Where a history does not say who held a ticket."""


def _moment(at: datetime) -> str:
    return f"{at:%Y-%m-%d %H:%M}"


def _count(number: int) -> str:
    return f"{number:,}"


def _team(name: str | None) -> str:
    return NO_TEAM if name is None else name


FILTERS: Final[dict[str, Callable[..., Any]]] = {
    "span": span,
    "percent": percent,
    "amount": amount,
    "moment": _moment,
    "count": _count,
    "team": _team,
}
