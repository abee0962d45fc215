"""Time by a calendar's working hours."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from handoffspec.schema.parties import Calendar

_MOST_DAYS = 400
"""Days that are counted by hand; whoever waited longer waited longer than any deadline."""


def passed(calendar: Calendar | None, start: datetime, end: datetime) -> float:
    """Seconds between two moments (UTC without a zone); with a calendar those in its working hours."""
    if calendar is None:
        return (end - start).total_seconds()
    zone = ZoneInfo(calendar.zone)
    begins, ends = (at.replace(tzinfo=UTC).astimezone(zone) for at in (start, end))
    total = 0.0
    for number in range(min((ends.date() - begins.date()).days, _MOST_DAYS) + 1):
        day = begins.date() + timedelta(days=number)
        if day.isoformat() in calendar.closed_on:
            continue
        midnight = datetime(day.year, day.month, day.day, tzinfo=zone)
        for opening in calendar.openings:
            if opening.day == day.weekday():
                opens = midnight + timedelta(minutes=opening.opens)
                closes = midnight + timedelta(minutes=opening.closes)
                total += max(0.0, (min(ends, closes) - max(begins, opens)).total_seconds())
    return total
