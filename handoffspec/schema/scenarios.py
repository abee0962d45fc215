"""Scenarios with every name resolved: examples that run on the compiled plan."""

from dataclasses import dataclass
from typing import ClassVar, Literal, TypeAlias

from handoffspec.schema.conditions import FieldRef
from handoffspec.schema.parties import Who
from handoffspec.schema.systems import Channel
from handoffspec.schema.types import CLOSED, Json


@dataclass(frozen=True, slots=True)
class GivenComment:
    """A comment on the given ticket. `by`: customer, agent, or a team's name."""

    __pydantic_config__: ClassVar = CLOSED
    channel: Channel
    by: str
    text: str


@dataclass(frozen=True, slots=True)
class GivenAttachment:
    """A file on the given ticket."""

    __pydantic_config__: ClassVar = CLOSED
    name: str
    type: str


@dataclass(frozen=True, slots=True)
class Given:
    """A ticket by field name (of the source; of the destination in a `back` scenario), and what came with it."""

    __pydantic_config__: ClassVar = CLOSED
    fields: tuple[tuple[str, Json], ...] = ()
    before: tuple[tuple[str, Json], ...] | None = None
    """Fields that were different before; None: nothing is known of before."""
    onto: tuple[tuple[str, Json], ...] = ()
    """In a `back` scenario: the source record that it comes back onto."""
    comments: tuple[GivenComment, ...] = ()
    attachments: tuple[GivenAttachment, ...] = ()
    pressed: tuple[str, ...] = ()
    time: str | None = None
    failures: int = 0
    """How often the destination fails before it answers."""


@dataclass(frozen=True, slots=True)
class ExpectField:
    """A field of the arriving record: is, contains, lacks or empty."""

    __pydantic_config__: ClassVar = CLOSED
    field: FieldRef
    how: Literal["is", "contains", "lacks", "empty"]
    value: Json = None
    kind: Literal["field"] = "field"


@dataclass(frozen=True, slots=True)
class ExpectPath:
    """A place in the payload."""

    __pydantic_config__: ClassVar = CLOSED
    path: str
    value: Json
    kind: Literal["path"] = "path"


@dataclass(frozen=True, slots=True)
class ExpectNames:
    """Exactly these requirements are missing, or exactly these fields lose something."""

    __pydantic_config__: ClassVar = CLOSED
    what: Literal["missing", "loses"]
    names: tuple[str, ...]
    kind: Literal["names"] = "names"


@dataclass(frozen=True, slots=True)
class ExpectTold:
    """Each of them is told; nobody named: nobody is."""

    __pydantic_config__: ClassVar = CLOSED
    who: tuple[Who, ...]
    kind: Literal["told"] = "told"


@dataclass(frozen=True, slots=True)
class ExpectFires:
    """The handoff fires, or does not."""

    __pydantic_config__: ClassVar = CLOSED
    fires: bool
    kind: Literal["fires"] = "fires"


@dataclass(frozen=True, slots=True)
class ExpectComment:
    """A comment on a channel of the other side contains a text."""

    __pydantic_config__: ClassVar = CLOSED
    channel: Channel
    text: str
    kind: Literal["comment"] = "comment"


@dataclass(frozen=True, slots=True)
class ExpectHeld:
    """The ticket is held for a team instead of crossing."""

    __pydantic_config__: ClassVar = CLOSED
    team: str
    kind: Literal["held"] = "held"


Expectation: TypeAlias = ExpectField | ExpectPath | ExpectNames | ExpectTold | ExpectFires | ExpectComment | ExpectHeld


@dataclass(frozen=True, slots=True)
class Scenario:
    """One example."""

    __pydantic_config__: ClassVar = CLOSED
    title: str
    handoff: str
    back: bool
    given: Given
    expect: tuple[tuple[Expectation, int], ...]
    """Each expectation with the line of the spec it stands on."""
    path: str
    line: int
