"""The grammar as its reading needs it: the terminals, and the LALR table of shifts and reductions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Terminal:
    """A kind of token."""

    name: str
    pattern: str
    """Regular expression."""
    literal: str | None
    """The text, where there is only one."""


@dataclass(frozen=True, slots=True)
class Rule:
    """What a reduction makes of the topmost values."""

    origin: str
    made: str
    """The rule's name, or its alias."""
    size: int
    inlined: tuple[int, ...]
    """Which of the values are lists that their parts take the place of."""


@dataclass(frozen=True, slots=True)
class Table:
    """LALR(1). In a state a terminal leads to an action: shift to state `n`, or for `~n` reduce by rule `n`. A rule's
    origin leads to the state after a reduction."""

    terminals: tuple[Terminal, ...]
    """Where several could stand, the first that fits is meant."""
    ignored: frozenset[str]
    rules: tuple[Rule, ...]
    states: Sequence[Mapping[str, int]]
    start: int
    end: int
    """The state in which a whole text has been read."""


def as_json(table: Table) -> list[Any]:
    """The table as JSON."""
    return [
        [[one.name, one.pattern, one.literal] for one in table.terminals],
        sorted(table.ignored),
        [[one.origin, one.made, one.size, one.inlined] for one in table.rules],
        table.states,
        table.start,
        table.end,
    ]


def from_json(data: Any) -> Table:  # noqa: ANN401 - JSON of any shape
    """What `as_json` gave.

    Raises:
        TypeError, ValueError: it did not.
    """
    terminals, ignored, rules, states, start, end = data
    return Table(
        tuple(Terminal(*one) for one in terminals),
        frozenset(ignored),
        tuple(Rule(origin, made, size, tuple(inlined)) for origin, made, size, inlined in rules),
        states,
        start,
        end,
    )
