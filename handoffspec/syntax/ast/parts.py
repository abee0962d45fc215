"""What several sections of a handoff share: arrows, guards, outcomes, who is told, accepted losses."""

from dataclasses import dataclass
from typing import Literal, TypeAlias

from handoffspec.syntax.ast.conditions import Condition
from handoffspec.syntax.ast.words import Duration, Name, Node, Ref, Target, Text

ArrowKind: TypeAlias = Literal["<->", "->", "<-"]
Impact: TypeAlias = Literal["none", "minor", "high", "critical"]
DirectionKind: TypeAlias = Literal["both ways", "one way", "to"]
OutcomeKind: TypeAlias = Literal["stop", "ask", "unlink", "hold"]


@dataclass(frozen=True, slots=True)
class Arrow(Node):
    """`<->`, `->` or `<-`."""

    kind: ArrowKind


@dataclass(frozen=True, slots=True)
class Allow(Node):
    """`allow HS0412 because "…"`, on the line above what it is about."""

    code: str
    reason: Text


@dataclass(frozen=True, slots=True)
class Outcome(Node):
    """What happens when something is not there: stop, ask, unlink, or hold for someone."""

    kind: OutcomeKind
    holder: Name | None = None
    limit: Duration | None = None
    notify: tuple[Target, ...] = ()


@dataclass(frozen=True, slots=True)
class When(Node):
    """One `when …` line; several lines are alternatives."""

    condition: Condition


@dataclass(frozen=True, slots=True)
class Guard(Node):
    """`when …` on a rule or a status row."""

    condition: Condition


@dataclass(frozen=True, slots=True)
class Because(Node):
    """`because "…"`."""

    reason: Text


@dataclass(frozen=True, slots=True)
class ImpactIs(Node):
    """`impact high`."""

    level: Impact


@dataclass(frozen=True, slots=True)
class Loses(Node):
    """A computed loss that the author accepts: what is lost, how much it matters, perhaps one direction only."""

    what: Text
    impact: Impact | None
    reason: Text | None
    way: Literal["there", "back"] | None


@dataclass(frozen=True, slots=True)
class ThingsChange(Node):
    """`when status, comments change`."""

    things: tuple[Ref, ...]


@dataclass(frozen=True, slots=True)
class Notify(Node):
    """Who is told, at the handoff or whenever something changes."""

    targets: tuple[Target, ...]
    when: ThingsChange | Condition | None


@dataclass(frozen=True, slots=True)
class Direction(Node):
    """`both ways`, `one way` or `to jira`."""

    kind: DirectionKind
    to: Name | None = None
