"""The clauses that say to people what is lost; verdicts carry them, and lint, documents and audits repeat them."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from handoffspec.analysis.domains import Symbol, Value
from handoffspec.analysis.facts import OutOrBack
from handoffspec.schema.losses import Cause, LossClass, Verdict, Witness
from handoffspec.schema.types import Limit

_MOST: Final = 4
"""Longer lists are cut: a clause has to stay one."""


@dataclass(frozen=True, slots=True)
class Loss:
    """One way in which information goes, with its clause."""

    cause: Cause
    detail: str
    merged: tuple[tuple[Value, ...], ...] = ()
    """Of a table: the first two combinations that become the same."""


_UNITS = {"characters": "characters", "bytes": "bytes", "items": "entries"}


def measure(limit: Limit) -> str:
    """`32,767 characters`."""
    return f"{limit.number:,} {_UNITS[limit.unit]}"


def said(values: Sequence[Value | None]) -> str:
    """A combination of values as people read it."""
    return " with ".join(_one(value) for value in values)


def _one(value: Value | None) -> str:
    match value:
        case Symbol.EMPTY | None:
            return "empty"
        case Symbol.OTHER:
            return "any other value"
        case Symbol.UNTOUCHED:
            return "whatever is there already"
        case bool():
            return "yes" if value else "no"
        case _:
            return str(value)


def listed(words: Sequence[str], count: int | None = None) -> str:
    """`a, b and c`; of many the first ones. `count`: how many there are if not all are given."""
    shown = list(words[:_MOST])
    if (count or len(words)) > len(shown):
        shown.append(f"{(count or len(words)) - len(shown):,} more")
    return shown[0] if len(shown) == 1 else f"{', '.join(shown[:-1])} and {shown[-1]}"


def both(things: Sequence[object]) -> str:
    """The word before the verb: `both` of two, `all` of more."""
    return "both" if len(things) == 2 else "all"


def verdict(
    rule: str,
    way: OutOrBack,
    losses: Iterable[Loss],
    *,
    loss: LossClass,
    recoverable: bool = False,
    show: Callable[[Loss], Witness | None] = lambda _: None,
) -> Verdict:
    """A verdict with each cause once, its clauses in the order found; `loss` is the class if anything is lost.

    `show` makes up the ticket that shows a loss.
    """
    by_cause: dict[Cause, Loss] = {}
    for found in losses:
        by_cause.setdefault(found.cause, found)
    clauses = tuple(found.detail for found in by_cause.values())
    witnesses = tuple(made for found in by_cause.values() if (made := show(found)) is not None)
    return Verdict(rule, way, loss, tuple(by_cause), clauses, recoverable, witnesses)
