"""What a table loses in one direction: found from the values that its rows tell apart."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from handoffspec.analysis.clauses import Loss, listed, said
from handoffspec.analysis.coverage import Box, cover, ordered
from handoffspec.analysis.domains import Line, Symbol, Table, Value


@dataclass(frozen=True, slots=True)
class Translated:
    """What becomes of the values: the losses, and whether anything looks different afterwards."""

    losses: tuple[Loss, ...]
    changed: bool
    cleared: frozenset[int]
    """The columns of the other side that some combination leaves empty."""


_FEW: Final = 2_000
"""So many combinations are named one by one; of more, one stands for all that the rows treat alike."""


@dataclass(frozen=True, slots=True)
class _Given:
    """A combination of values, and for how many it stands."""

    values: tuple[Value, ...]
    count: int

    @property
    def empty(self) -> bool:
        """Whether all of it is empty."""
        return all(value is Symbol.EMPTY for value in self.values)

    @property
    def many(self) -> bool:
        """Whether it stands for several values."""
        return self.count > 1 or Symbol.OTHER in self.values


def translated(table: Table) -> Translated:
    """The losses of a table. Values without a row arrive as nothing."""
    coverage = cover(table)
    if not coverage.whole:
        too_many = Loss("many to one", "there are too many combinations to tell them all apart")
        return Translated((too_many,), changed=True, cleared=frozenset(range(table.width)))
    arrivals: dict[tuple[Value, ...], list[_Given]] = {}
    alike: dict[tuple[Value, ...], tuple[Value, ...]] = {}
    for given, line in _cases(table, coverage.boxes):
        result = table.made(line)
        arrivals.setdefault(alike.setdefault(table.essence(result), result), []).append(given)
    losses = [loss for result, given in arrivals.items() for loss in _merged(given, result)]
    changed = any([one.values for one in given] != [result] for result, given in arrivals.items())
    cleared = frozenset(at for result in arrivals for at, value in enumerate(result) if value is Symbol.EMPTY)
    return Translated(tuple(losses), changed, cleared)


def _cases(table: Table, boxes: Sequence[Box]) -> list[tuple[_Given, Line | None]]:
    """What there is to arrive, each with the line that takes it."""
    if table.size > _FEW:
        return [(_Given(box.smallest, box.size), box.line) for box in boxes]
    lines = {values: box.line for box in boxes for values in box.combinations()}
    return [(_Given(values, 1), lines[values]) for values in ordered(table, boxes)]


def _merged(given: list[_Given], result: tuple[Value, ...]) -> list[Loss]:
    """What cannot be told apart because it arrives as the same."""
    empty = [one for one in given if one.empty]
    filled = [one for one in given if not one.empty]
    losses: list[Loss] = []
    if empty and filled:
        clause = f"empty and {said(filled[0].values)} both become {said(result)}"
        losses.append(Loss("empty", clause, (empty[0].values, filled[0].values)))
    if len(filled) > 1:
        count = sum(one.count for one in filled)
        words = listed([said(one.values) for one in filled], count)
        clause = f"{words} {'both' if count == 2 else 'all'} become {said(result)}"
        losses.append(Loss("many to one", clause, (filled[0].values, filled[1].values)))
    elif any(one.many for one in filled):
        losses.append(Loss("many to one", f"every other value becomes {said(result)}", (filled[0].values,)))
    return losses
