"""Days and points in time, in the spellings that APIs use, brought to one."""

import re
from datetime import UTC, date, datetime, time, timedelta, timezone
from typing import Literal

_MOMENT = re.compile(
    r"(?P<day>[0-9]{4}-[0-9]{2}-[0-9]{2})"
    r"(?:[T ](?P<hour>[0-9]{2}):(?P<minute>[0-9]{2})(?::(?P<second>[0-9]{2})(?:[.,](?P<part>[0-9]{1,9}))?)?"
    r"(?P<zone>[Zz]|[+-][0-9]{2}(?::?[0-9]{2})?)?)?",
    re.ASCII,
)


def read_moment(text: str, precision: Literal["date", "time"]) -> str | None:
    """A day as `2026-03-01`, a time as `2026-03-01T09:00:00Z` in UTC (with a fraction of a second if it has one).

    A time without a zone stays without. A day given for a time is its first second in UTC; a time given for a day is
    taken where it is midnight, for then nothing is lost. None: it is neither, or no such day exists.
    """
    found = _MOMENT.fullmatch(text)
    if found is None:
        return None
    try:
        day = date.fromisoformat(found["day"])
        if found["hour"] is None:
            return day.isoformat() if precision == "date" else f"{day.isoformat()}T00:00:00Z"
        clock = time(int(found["hour"]), int(found["minute"]), int(found["second"] or 0))
        part = (found["part"] or "").rstrip("0")
        if precision == "date":
            return day.isoformat() if clock == time(0) and not part else None
        fraction = f".{part}" if part else ""
        if found["zone"] is None:
            return f"{day.isoformat()}T{clock.isoformat()}{fraction}"
        moment = datetime.combine(day, clock, _zone(found["zone"])).astimezone(UTC)
        return f"{moment.replace(tzinfo=None).isoformat()}{fraction}Z"
    except (ValueError, OverflowError):
        return None


def _zone(text: str) -> timezone:
    if text in "Zz":
        return UTC
    digits = text[1:].replace(":", "")
    offset = timedelta(hours=int(digits[:2]), minutes=int(digits[2:] or 0))
    return timezone(-offset if text[0] == "-" else offset)
