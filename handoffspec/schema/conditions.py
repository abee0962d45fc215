"""Conditions with every name resolved. They always end, and the fields that they read can be listed."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar, Literal, TypeAlias

from handoffspec.schema.types import CLOSED, Scalar

Side: TypeAlias = Literal["source", "destination"]
Operator: TypeAlias = Literal[
    "is", "is not", "is empty", "is filled", "has", "has no", "contains", "starts with", "<", "<=", ">", ">=",
    "becomes", "becomes empty", "changes",
]  # fmt: skip
EventKind: TypeAlias = Literal[
    "customer replies", "agent replies", "comment is added", "public comment is added", "internal comment is added",
    "attachment is added", "ticket is created", "someone presses",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class FieldRef:
    """A field of one of the two records."""

    __pydantic_config__: ClassVar = CLOSED
    side: Side
    field: str


@dataclass(frozen=True, slots=True)
class Compare:
    """A field against values. With several values `is` and `becomes` mean any of them, `is not` none of them.

    `becomes` and `changes` compare the record before with the record after; `was` restricts `changes` to `from …`.
    """

    __pydantic_config__: ClassVar = CLOSED
    field: FieldRef
    operator: Operator
    values: tuple[Scalar, ...] = ()
    was: tuple[Scalar, ...] = ()
    kind: Literal["compare"] = "compare"


@dataclass(frozen=True, slots=True)
class Lasting:
    """True once the comparison has held for so many seconds. A bare record does not tell since when: unknown."""

    __pydantic_config__: ClassVar = CLOSED
    compare: Compare
    seconds: int
    kind: Literal["lasting"] = "lasting"


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happens; `label` names the button of `someone presses`."""

    __pydantic_config__: ClassVar = CLOSED
    event: EventKind
    label: str | None = None
    kind: Literal["event"] = "event"


@dataclass(frozen=True, slots=True)
class Not:
    """The opposite."""

    __pydantic_config__: ClassVar = CLOSED
    condition: "Condition"
    kind: Literal["not"] = "not"


@dataclass(frozen=True, slots=True)
class All:
    """Every one of them."""

    __pydantic_config__: ClassVar = CLOSED
    conditions: tuple["Condition", ...]
    kind: Literal["all"] = "all"


@dataclass(frozen=True, slots=True)
class AnyOf:
    """At least one of them."""

    __pydantic_config__: ClassVar = CLOSED
    conditions: tuple["Condition", ...]
    kind: Literal["any"] = "any"


Condition: TypeAlias = Compare | Lasting | Event | Not | All | AnyOf


Atom: TypeAlias = Compare | Lasting | Event
"""A condition that is made of no others."""


def atoms(condition: Condition) -> Iterator[Atom]:
    """What a condition is made of, in order, whatever joins or negates it."""
    match condition:
        case Compare() | Lasting() | Event():
            yield condition
        case Not(condition=inner):
            yield from atoms(inner)
        case All(conditions=parts) | AnyOf(conditions=parts):
            for part in parts:
                yield from atoms(part)


def fields_read(condition: Condition) -> Iterator[FieldRef]:
    """Every field that a condition reads, in order, repeated as often as it is read."""
    for atom in atoms(condition):
        match atom:
            case Compare(field=field) | Lasting(compare=Compare(field=field)):
                yield field
            case Event():
                pass


def lastings(condition: Condition) -> Iterator[Lasting]:
    """Everything in a condition that has to last."""
    return (atom for atom in atoms(condition) if isinstance(atom, Lasting))
