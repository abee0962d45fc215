"""How the page says numbers and names."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, Final

from handoffspec.diagnose.words import amount, percent, span

NO_TEAM: Final = "no team named"
"""Where a history does not say who held a ticket."""
NO_STATUS: Final = "before any status"


def _moment(at: datetime) -> str:
    return f"{at:%Y-%m-%d %H:%M}"


def _count(number: int) -> str:
    return f"{number:,}"


def _team(name: str | None) -> str:
    return name or NO_TEAM


def _status(name: str | None) -> str:
    return name or NO_STATUS


FILTERS: Final[dict[str, Callable[..., Any]]] = {
    "span": span,
    "percent": percent,
    "amount": amount,
    "moment": _moment,
    "count": _count,
    "team": _team,
    "status": _status,
}
