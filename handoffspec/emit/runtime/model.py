"""The form of `synchronisation.yaml`: what whoever runs the synchronisation has to be told, without any secret.

Times are in seconds. What the instance decides stands in the plan, to which `plan` points; what is written here in
words is for people, and `$${` in it stands for `${`. References to variables of the environment are `${NAME}` and stand
only where the schema asks for them.
"""

from dataclasses import dataclass
from typing import Annotated, Any, ClassVar, Final, Literal, TypeAlias

from pydantic import Field, TypeAdapter

from handoffspec.schema.syncing import Alarm
from handoffspec.schema.types import CLOSED

Reference: TypeAlias = Annotated[str, Field(pattern=r"^\$\{[A-Z][A-Z0-9_]*\}$")]
Address: TypeAlias = Annotated[str, Field(pattern=r"^(\$\{[A-Z][A-Z0-9_]*\}|https://[^\s]+)$")]
Words: TypeAlias = Annotated[str, Field(pattern=r"^([^$]|\$+[^${]|\$\$+\{)*\$*$")]
Seconds: TypeAlias = Annotated[int, Field(ge=0)]
Direction: TypeAlias = Literal["there", "back", "both ways"]
"""There: from the source to the destination."""
Result: TypeAlias = Literal["stop", "ask", "unlink", "hold"]
_DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"


@dataclass(frozen=True, slots=True)
class PlanFile:
    """The plan that this belongs to; another hash, another plan."""

    __pydantic_config__: ClassVar = CLOSED
    file: str
    hash: str


@dataclass(frozen=True, slots=True)
class Endpoint:
    """One side: where it is reached, as whom, and by which calls. How many a minute depends on the contract."""

    __pydantic_config__: ClassVar = CLOSED
    system: str
    record: str
    address: Address
    authorization: Reference
    requests_per_minute: Reference
    calls: dict[str, str]


@dataclass(frozen=True, slots=True)
class When:
    """When records are kept in step: on each change (`every` is null), or as often as that."""

    __pydantic_config__: ClassVar = CLOSED
    on_change: bool
    every: Seconds | None
    until: str | None


@dataclass(frozen=True, slots=True)
class Then:
    """What happens when something is missing, fails or leaves the filter. What is held has an owner and an end."""

    __pydantic_config__: ClassVar = CLOSED
    do: Result
    queue: str | None
    """The team that looks after what is held."""
    at_most: Seconds | None
    tell: tuple[Words, ...]


@dataclass(frozen=True, slots=True)
class Need:
    """Something that must be there before a ticket crosses."""

    __pydantic_config__: ClassVar = CLOSED
    id: Words
    otherwise: Then | None


@dataclass(frozen=True, slots=True)
class Creation:
    """A record is made once for each key, and found again by a field of the destination."""

    __pydantic_config__: ClassVar = CLOSED
    key: str
    found_by: str | None


@dataclass(frozen=True, slots=True)
class Filter:
    """Only records for which this holds are kept in step."""

    __pydantic_config__: ClassVar = CLOSED
    only_when: Words
    otherwise: Then | None


@dataclass(frozen=True, slots=True)
class ChannelPair:
    """Comments of a channel, and the channel of the other side that their copies get."""

    __pydantic_config__: ClassVar = CLOSED
    comments: Literal["public", "internal"]
    become: Literal["public", "internal"]


@dataclass(frozen=True, slots=True)
class Comments:
    """How comments travel; a channel that is not named is not copied."""

    __pydantic_config__: ClassVar = CLOSED
    direction: Direction
    tag: tuple[Literal["author", "source"], ...]
    keep: tuple[Literal["threads", "attachments", "formatting"], ...]
    channels: tuple[ChannelPair, ...]
    edits: Literal["follow", "append", "ignored"]
    deletions: Literal["follow", "noted", "ignored"]


@dataclass(frozen=True, slots=True)
class Attachments:
    """How files travel; no types named: all."""

    __pydantic_config__: ClassVar = CLOSED
    direction: Direction
    up_to_bytes: int | None
    types: tuple[Words, ...]


@dataclass(frozen=True, slots=True)
class Decides:
    """The system whose change of a field stays when both changed it."""

    __pydantic_config__: ClassVar = CLOSED
    field: str
    system: str


@dataclass(frozen=True, slots=True)
class Conflict:
    """Who wins when both sides changed the same thing."""

    __pydantic_config__: ClassVar = CLOSED
    decides: tuple[Decides, ...]
    otherwise: Literal["latest", "source", "destination"] | Then | None


@dataclass(frozen=True, slots=True)
class OnError:
    """The pause before each try, so their number is how often it is tried again; then the end of it."""

    __pydantic_config__: ClassVar = CLOSED
    pauses: tuple[Seconds, ...]
    then: Then | None


@dataclass(frozen=True, slots=True)
class Alert:
    """Who is alerted, and when."""

    __pydantic_config__: ClassVar = CLOSED
    tell: tuple[Words, ...]
    when: tuple[Alarm, ...]


@dataclass(frozen=True, slots=True)
class Audit:
    """How anybody knows that it works."""

    __pydantic_config__: ClassVar = CLOSED
    log_for: Seconds | None
    compare_every: Seconds | None
    alerts: tuple[Alert, ...]


@dataclass(frozen=True, slots=True)
class Notice:
    """Who is told, and of what."""

    __pydantic_config__: ClassVar = CLOSED
    tell: tuple[Words, ...]
    of: Words


@dataclass(frozen=True, slots=True)
class Rollback:
    """When a ticket goes back, and how often at most."""

    __pydantic_config__: ClassVar = CLOSED
    when: tuple[Words, ...]
    at_most: int | None


@dataclass(frozen=True, slots=True)
class Timer:
    """Something that happens by the clock, `when` only for some tickets; `hours` are working hours, null: all hours."""

    __pydantic_config__: ClassVar = CLOSED
    id: str
    seconds: Seconds
    what: Words
    when: Words | None
    hours: Words | None


@dataclass(frozen=True, slots=True)
class Synchronisation:
    """All of it. `direction` null: the two records are not kept in step after the handoff."""

    __pydantic_config__: ClassVar = CLOSED
    handoff: str
    title: Words
    environment: str | None
    plan: PlanFile
    source: Endpoint
    destination: Endpoint
    listens_at: Reference
    """Where both systems tell of changes."""
    starts_when: tuple[Words, ...]
    needs: tuple[Need, ...]
    creation: Creation
    direction: Direction | None
    when: When | None
    filter: Filter | None
    comments: Comments | None
    attachments: Attachments | None
    conflict: Conflict | None
    on_error: OnError | None
    audit: Audit | None
    notices: tuple[Notice, ...]
    rollback: Rollback | None
    timers: tuple[Timer, ...]
    unbound: tuple[str, ...]
    """Names without an identifier: nothing runs before each has one."""
    format: Literal["handoffspec.synchronisation"] = "handoffspec.synchronisation"
    version: Literal[1] = 1


ALL: Final = TypeAdapter(Synchronisation)


def synchronisation_schema() -> dict[str, Any]:
    """The JSON Schema of `synchronisation.yaml` (2020-12)."""
    return {"$schema": _DIALECT, "title": "handoffspec synchronisation", **ALL.json_schema()}
