"""What is known of a ticket at the moment that is looked at: both records, before and after, and what happened."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

from handoffspec.execute.values import Values
from handoffspec.schema.conditions import Side
from handoffspec.schema.systems import Channel, Record


@dataclass(frozen=True, slots=True)
class NewComment:
    """A comment that was just added. `by`: None where nobody can tell whether a customer or an agent wrote it."""

    channel: Channel
    by: str | None


@dataclass(frozen=True, slots=True)
class Happened:
    """What happened. Each is None where it cannot be known."""

    comments: tuple[NewComment, ...] | None = None
    attachments: bool | None = None
    pressed: tuple[str, ...] | None = None
    created: bool | None = None


@dataclass(frozen=True, slots=True)
class Sight:
    """Everything that a condition may look at.

    `now` holds the records that are known. `before` holds the records as they were before the change; `became` says
    whether, where nothing of before is known, each filled field counts as having become what it is (a bare record is
    looked at as one that was just created).
    """

    records: Mapping[Side, Record]
    now: Mapping[Side, Values]
    before: Mapping[Side, Values] = field(default_factory=dict)
    became: bool = False
    happened: Happened = field(default_factory=Happened)
    at: str | None = None


def moment(text: object) -> datetime | None:
    """A point in time from ISO text; without a zone it is taken as UTC. None: it is none."""
    if not isinstance(text, str):
        return None
    try:
        read = datetime.fromisoformat(text)
    except ValueError:
        return None
    return read if read.tzinfo else read.replace(tzinfo=UTC)


def last_change(record: Record, values: Values) -> datetime | None:
    """The latest of the times that a system keeps for itself: nothing of the record changed after it."""
    times = [
        moment(values.get(f.name)) for f in record.fields if f.kept and f.type.kind == "moment" and f.name in values
    ]
    return max((time for time in times if time is not None), default=None)
