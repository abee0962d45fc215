"""Where an axis of time is marked: at full hours, days, months or years, a handful of them."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Final

_MOST: Final = 7
_HOUR: Final = 3600
_DAY: Final = 24 * _HOUR
_STEPS: Final = (60, 300, 900, _HOUR, 3 * _HOUR, 6 * _HOUR, 12 * _HOUR, _DAY, 2 * _DAY, 4 * _DAY, 7 * _DAY, 14 * _DAY)
_MONTHS: Final = (1, 2, 3, 6, 12, 24, 60, 120, 240, 600)


def ticks(begin: float, end: float) -> Iterator[tuple[float, str]]:
    """Moments between two, in seconds since the first day of year 1 in UTC, and how they are written."""
    step = next((step for step in _STEPS if (end - begin) / step <= _MOST), None)
    if step is not None:
        at = -(-begin // step) * step
        while at <= end:
            yield at, f"{_moment(at):%Y-%m-%d}" if step >= _DAY else f"{_moment(at):%m-%d %H:%M}"
            at += step
        return
    months = next((months for months in _MONTHS if (end - begin) / (months * 30.4 * _DAY) <= _MOST), _MONTHS[-1])
    year, month = _moment(begin).year, 1
    while (at := (datetime(year, month, 1) - datetime.min).total_seconds()) <= end:  # noqa: DTZ001, DTZ901 - all is UTC
        if at >= begin:
            yield at, f"{year:04}-{month:02}"
        years, over = divmod(month - 1 + months, 12)
        year, month = year + years, over + 1
        if year > datetime.max.year:  # noqa: DTZ901
            return


def _moment(at: float) -> datetime:
    return datetime.min + timedelta(seconds=at)  # noqa: DTZ901
