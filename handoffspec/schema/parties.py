"""Teams, their hours, who holds a ticket and who is told."""

from dataclasses import dataclass
from typing import ClassVar, Literal

from handoffspec.schema.conditions import Condition, FieldRef
from handoffspec.schema.systems import Channel
from handoffspec.schema.types import CLOSED


@dataclass(frozen=True, slots=True)
class Opening:
    """Working hours of one weekday: 0 is Monday; minutes of the day."""

    __pydantic_config__: ClassVar = CLOSED
    day: int
    opens: int
    closes: int


@dataclass(frozen=True, slots=True)
class Calendar:
    """Working hours in a time zone (IANA name)."""

    __pydantic_config__: ClassVar = CLOSED
    name: str
    title: str
    zone: str
    openings: tuple[Opening, ...]
    closed_on: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Team:
    """People who hold tickets together."""

    __pydantic_config__: ClassVar = CLOSED
    name: str
    title: str
    system: str | None = None
    reached_at: str | None = None
    group: str | None = None
    """What the system calls the team's group."""
    calendar: str | None = None


@dataclass(frozen=True, slots=True)
class Who:
    """Somebody to tell. `person`: whoever the field names (`previous`: named before the handoff); `team`; `channel`:
    an address in quotes; `holder`: the team that held the ticket before; `customer`."""

    __pydantic_config__: ClassVar = CLOSED
    kind: Literal["person", "team", "channel", "holder", "customer"]
    name: str = ""
    """The team's name or the channel's address."""
    field: FieldRef | None = None
    previous: bool = False


@dataclass(frozen=True, slots=True)
class Outcome:
    """What happens when something is missing or fails."""

    __pydantic_config__: ClassVar = CLOSED
    kind: Literal["stop", "ask", "unlink", "hold"]
    holder: str | None = None
    """The team that holds what is held."""
    seconds: int | None = None
    """How long it is held at most."""
    notify: tuple[Who, ...] = ()


@dataclass(frozen=True, slots=True)
class Notify:
    """Who is told: at the handoff (`things` and `when` empty), when things change, or when a condition holds.

    A thing is a field, or `status`, `comments`, `attachments`.
    """

    __pydantic_config__: ClassVar = CLOSED
    who: tuple[Who, ...]
    things: tuple[str, ...] = ()
    when: Condition | None = None


@dataclass(frozen=True, slots=True)
class Responsible:
    """Who holds the ticket, always or when a condition holds."""

    __pydantic_config__: ClassVar = CLOSED
    team: str
    when: Condition | None = None


@dataclass(frozen=True, slots=True)
class Acknowledge:
    """By when and by what the new holder takes over: a status, a comment, or a change of a field."""

    __pydantic_config__: ClassVar = CLOSED
    seconds: int
    by: Literal["status", "comment", "change"]
    statuses: tuple[str, ...] = ()
    channel: Channel | None = None
    field: FieldRef | None = None
    otherwise: tuple[Who, ...] = ()


@dataclass(frozen=True, slots=True)
class Keeps:
    """What a team keeps doing after the handoff."""

    __pydantic_config__: ClassVar = CLOSED
    team: str
    what: str


@dataclass(frozen=True, slots=True)
class Ownership:
    """Who holds the ticket next, who is told, until when."""

    __pydantic_config__: ClassVar = CLOSED
    responsible: tuple[Responsible, ...] = ()
    acknowledge: tuple[Acknowledge, ...] = ()
    keeps: tuple[Keeps, ...] = ()
    notify: tuple[Notify, ...] = ()
    until: str | None = None
