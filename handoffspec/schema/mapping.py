"""The rules of a mapping: what each field becomes on the other side, and how people are found there."""

from dataclasses import dataclass
from typing import ClassVar, Literal, TypeAlias

from handoffspec.schema.conditions import Condition, FieldRef
from handoffspec.schema.parties import Outcome
from handoffspec.schema.systems import Channel
from handoffspec.schema.types import CLOSED, Limit, Scalar

Impact: TypeAlias = Literal["none", "minor", "high", "critical"]

Flow: TypeAlias = Literal["out", "back", "both"]
"""Out: source to destination. Back: destination to source."""


@dataclass(frozen=True, slots=True)
class Constant:
    """A value written in the rule. `name` is the constant it came from, which an environment may replace."""

    __pydantic_config__: ClassVar = CLOSED
    value: Scalar
    name: str | None = None
    kind: Literal["constant"] = "constant"


Operand: TypeAlias = FieldRef | Constant


@dataclass(frozen=True, slots=True)
class ToFields:
    """Into fields of the other record."""

    __pydantic_config__: ClassVar = CLOSED
    fields: tuple[FieldRef, ...]
    kind: Literal["fields"] = "fields"


@dataclass(frozen=True, slots=True)
class ToContext:
    """Into the context block of a rich text (`field`), or of one comment on a channel (`field` None)."""

    __pydantic_config__: ClassVar = CLOSED
    label: str
    field: FieldRef | None
    channel: Channel | None = None
    kind: Literal["context"] = "context"


@dataclass(frozen=True, slots=True)
class ToComment:
    """Into a comment of its own under a heading."""

    __pydantic_config__: ClassVar = CLOSED
    channel: Channel
    heading: str
    kind: Literal["comment"] = "comment"


@dataclass(frozen=True, slots=True)
class ToNothing:
    """Nowhere; the rule's reason says why. `undecided`: only because nobody has said yet where else."""

    __pydantic_config__: ClassVar = CLOSED
    undecided: bool = False
    kind: Literal["nothing"] = "nothing"


RuleTarget: TypeAlias = ToFields | ToContext | ToComment | ToNothing


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a table row: one of some values, any value, every value no other row names, or empty."""

    __pydantic_config__: ClassVar = CLOSED
    kind: Literal["values", "any", "otherwise", "empty"]
    values: tuple[Scalar, ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table: left cells answer to the rule's sources, right cells to its target fields."""

    __pydantic_config__: ClassVar = CLOSED
    left: tuple[Cell, ...]
    right: tuple[Cell, ...]
    flow: Flow


@dataclass(frozen=True, slots=True)
class Step:
    """A step between source and target, in the order written.

    default VALUE (for an empty source); joined TEXT; split TEXT; cut LIMIT; rounded DIGITS; prefixed TEXT; redacted;
    people (matched as the handoff's `people` says).
    """

    __pydantic_config__: ClassVar = CLOSED
    kind: Literal["default", "joined", "split", "cut", "rounded", "prefixed", "redacted", "people"]
    value: Scalar | None = None
    limit: Limit | None = None


@dataclass(frozen=True, slots=True)
class Accepted:
    """A computed loss that the author accepts. `way` None: in both directions."""

    __pydantic_config__: ClassVar = CLOSED
    what: str
    impact: Impact | None = None
    reason: str | None = None
    way: Literal["there", "back"] | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of the mapping: the unit of merging.

    The rule is normalised so that `sources` and `target` are on opposite sides; `flow` is relative to the handoff:
    "out" rules read the source record, "back" rules write it. A rule whose sources are the destination's fields and
    whose target is nothing accounts for these fields.
    """

    __pydantic_config__: ClassVar = CLOSED
    id: str
    """`map.` and the target's field names, or `map.context.LABEL`, `map.comment.HEADING`, `map.nothing.SOURCE`,
    `map.undecided.SOURCE`."""
    sources: tuple[Operand, ...]
    flow: Flow
    target: RuleTarget
    once: bool = False
    when: Condition | None = None
    table: tuple[Row, ...] = ()
    steps: tuple[Step, ...] = ()
    reason: str | None = None
    impact: Impact | None = None
    private_reason: str | None = None
    """Why a personal or secret field may cross."""
    accepted: tuple[Accepted, ...] = ()

    @property
    def fields(self) -> tuple[FieldRef, ...]:
        """The fields among the sources."""
        return tuple(s for s in self.sources if isinstance(s, FieldRef))

    @property
    def undecided(self) -> bool:
        """Whether nobody has said yet where it goes."""
        return isinstance(self.target, ToNothing) and self.target.undecided


@dataclass(frozen=True, slots=True)
class People:
    """How people are found on the other side: by e-mail, or by a table of ids; and what stands in for a stranger."""

    __pydantic_config__: ClassVar = CLOSED
    by: Literal["email", "table"]
    table: tuple[tuple[str, str], ...] = ()
    otherwise_team: str | None = None
    otherwise: Outcome | None = None
