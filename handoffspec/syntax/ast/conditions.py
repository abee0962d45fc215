"""Conditions: what a trigger, a guard or a filter asks of a ticket. They always end; there is nothing to call."""

from dataclasses import dataclass
from typing import TypeAlias

from handoffspec.schema.conditions import EventKind, Operator
from handoffspec.syntax.ast.words import Duration, Node, Ref, Text, Value


@dataclass(frozen=True, slots=True)
class Comparison(Node):
    """`priority becomes urgent`. `value` is None for operators without one; `before` is the value of `changes from`."""

    field: Ref
    operator: Operator
    value: Value | None = None
    before: Value | None = None


@dataclass(frozen=True, slots=True)
class Lasting(Node):
    """`status is pending for 3d`: true once the comparison has held that long."""

    comparison: Comparison
    duration: Duration


@dataclass(frozen=True, slots=True)
class Event(Node):
    """Something that happens to the ticket; `label` names the button of `someone presses`."""

    kind: EventKind
    label: Text | None = None


@dataclass(frozen=True, slots=True)
class Not(Node):
    """`not (…)`."""

    condition: "Condition"


@dataclass(frozen=True, slots=True)
class And(Node):
    """All of them."""

    conditions: tuple["Condition", ...]


@dataclass(frozen=True, slots=True)
class Or(Node):
    """At least one of them."""

    conditions: tuple["Condition", ...]


Condition: TypeAlias = Comparison | Lasting | Event | Not | And | Or
