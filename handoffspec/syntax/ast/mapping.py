"""The mapping of fields and people."""

from dataclasses import dataclass
from typing import Literal, TypeAlias

from handoffspec.syntax.ast.parts import Allow, Arrow, Because, Guard, ImpactIs, Loses, Outcome
from handoffspec.syntax.ast.words import Any, Channel, Empty, Limit, Name, Node, Number, Otherwise, Ref, Text, Value


@dataclass(frozen=True, slots=True)
class Nothing(Node):
    """`-> nothing`."""


@dataclass(frozen=True, slots=True)
class Undecided(Node):
    """`-> undecided`: nobody has said yet where it goes."""


@dataclass(frozen=True, slots=True)
class ToFields(Node):
    """`-> summary`, or several fields that one is split into."""

    fields: tuple[Ref, ...]


@dataclass(frozen=True, slots=True)
class ToContext(Node):
    """`-> context "Customer impact" in description`. `place` None: the destination's description."""

    label: Text
    place: Ref | Channel | None


@dataclass(frozen=True, slots=True)
class ToComment(Node):
    """`-> comment internal "Back from engineering"`."""

    channel: Channel
    heading: Text


RuleTarget: TypeAlias = Nothing | Undecided | ToFields | ToContext | ToComment


@dataclass(frozen=True, slots=True)
class Row(Node):
    """A row of a table. A list in a cell stands for each of its values."""

    left: tuple["Cell", ...]
    arrow: Arrow
    right: tuple["Cell", ...]


Cell: TypeAlias = Value | Any | Otherwise | Empty


@dataclass(frozen=True, slots=True)
class Table(Node):
    """The rows of a table."""

    rows: tuple[Row, ...]
    allows: tuple[Allow, ...]
    broken: bool


@dataclass(frozen=True, slots=True)
class AllowPrivate(Node):
    """`allow personal because "…"`."""

    kind: Literal["personal", "secret"]
    reason: Text


@dataclass(frozen=True, slots=True)
class Transform(Node):
    """A step between source and target: `joined with ", "`, `cut to 100 characters`, `default "…"`, `redacted` …"""

    kind: Literal["once", "redacted", "default", "joined", "split", "cut", "rounded", "prefixed", "people", "as"]
    argument: Value | Limit | None = None


RulePart: TypeAlias = Table | Guard | Because | ImpactIs | AllowPrivate | Transform


@dataclass(frozen=True, slots=True)
class Rule(Node):
    """`priority <-> priority { … }`."""

    sources: tuple[Ref | Text | Number, ...]
    arrow: Arrow
    target: RuleTarget
    parts: tuple[RulePart, ...]
    loses: tuple[Loses, ...]


@dataclass(frozen=True, slots=True)
class Map(Node):
    """The field mapping."""

    rules: tuple[Rule, ...]
    allows: tuple[Allow, ...]
    broken: bool


@dataclass(frozen=True, slots=True)
class People(Node):
    """How people of one side are found on the other. `table` None: by e-mail."""

    table: tuple[Row, ...] | None
    otherwise: Name | Outcome | None
