"""The smallest nodes: words, values and what points at a field."""

from dataclasses import dataclass
from decimal import Decimal
from typing import TypeAlias

from handoffspec.diagnostics import Span


@dataclass(frozen=True, slots=True)
class Node:
    """Everything in the tree knows where it stands in the text."""

    span: Span


@dataclass(frozen=True, slots=True)
class Name(Node):
    """A word: the name of something, or a value whose meaning its place decides."""

    text: str


@dataclass(frozen=True, slots=True)
class Ref(Node):
    """A name that may be qualified: `priority`, `jira.priority`, `zendesk.ticket`, `map.priority`."""

    parts: tuple[str, ...]

    @property
    def text(self) -> str:
        """As written."""
        return ".".join(self.parts)


@dataclass(frozen=True, slots=True)
class Text(Node):
    """A text in quotes, with its escapes undone."""

    value: str


@dataclass(frozen=True, slots=True)
class Number(Node):
    """A number, exactly as written."""

    value: Decimal


@dataclass(frozen=True, slots=True)
class Duration(Node):
    """A length of time such as `30m` or `4d`."""

    seconds: int


@dataclass(frozen=True, slots=True)
class Any(Node):
    """`any`: every value there is."""


@dataclass(frozen=True, slots=True)
class Otherwise(Node):
    """`otherwise`: every value no other row names."""


@dataclass(frozen=True, slots=True)
class Empty(Node):
    """`empty`: no value."""


@dataclass(frozen=True, slots=True)
class ListValue(Node):
    """`[a, b]`."""

    items: tuple["Value", ...]


@dataclass(frozen=True, slots=True)
class RecordEntry(Node):
    """One `name value` of a record value."""

    name: Name
    value: "Value | Empty"


@dataclass(frozen=True, slots=True)
class RecordValue(Node):
    """`{ step "Restarted", outcome "Still down" }`."""

    entries: tuple[RecordEntry, ...]


@dataclass(frozen=True, slots=True)
class Limit(Node):
    """`up to 255 characters`, `at least 2 items`: `unit` is characters, bytes, items, kB, MB or GB."""

    number: Number
    unit: str


@dataclass(frozen=True, slots=True)
class Channel(Node):
    """`public` or `internal`."""

    name: str


Value: TypeAlias = Name | Ref | Text | Number | Duration | ListValue | RecordValue
"""A value as written; what a `Name` means depends on the type it meets."""


@dataclass(frozen=True, slots=True)
class Previous(Node):
    """`previous assignee`: whoever the field named before; `previous` alone: the team that held the ticket."""

    field: Ref | None


Target: TypeAlias = Previous | Ref | Text
"""Who is told: a person field, a team, or a channel in quotes."""
