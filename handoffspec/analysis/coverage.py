"""Which row of a table takes which values: by splitting columns where rows tell values apart, not by trying them all.

Values that no row of a part tells apart stay together in a box. Ten thousand rows are ten thousand boxes, however many
combinations they stand for; only rows that cut across each other in many columns make more of them than can be looked
at, and then the coverage says so.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from heapq import merge
from itertools import islice, product
from math import prod
from typing import Final

from handoffspec.analysis.domains import Line, Symbol, Table, Value

_MOST_WORK: Final = 400_000
"""Lines looked at, one value of one column at a time; more are not."""
_MOST_RIVALS: Final = 8


@dataclass(frozen=True, slots=True)
class Box:
    """Some values of each column, all of whose combinations the same line takes; None: no line does.

    `rivals` are lines that would take them as well, the first of them.
    """

    values: tuple[tuple[Value, ...], ...]
    line: Line | None
    rivals: tuple[Line, ...] = ()

    @property
    def size(self) -> int:
        """How many combinations there are."""
        return prod(len(part) for part in self.values)

    def combinations(self) -> Iterator[tuple[Value, ...]]:
        """Every combination."""
        return product(*self.values)

    @property
    def smallest(self) -> tuple[Value, ...]:
        """One of them."""
        return tuple(part[0] for part in self.values)


@dataclass(frozen=True, slots=True)
class Coverage:
    """The boxes of a table, which together are all its combinations. `whole` False: there are more than were made."""

    boxes: tuple[Box, ...]
    whole: bool


def cover(table: Table) -> Coverage:
    """The boxes of a table, as many as can be made with a bounded amount of work."""
    if not all(table.domains):
        return Coverage((), whole=True)
    splitting = _Splitting(table)
    boxes = tuple(splitting.boxes(splitting.until_sure(range(len(table.lines)), 0), ()))
    return Coverage(boxes, whole=splitting.left > 0)


def ordered(table: Table, boxes: Sequence[Box]) -> list[tuple[Value, ...]]:
    """Every combination of some boxes, in the order of the columns' values."""
    places = [{value: at for at, value in enumerate(domain)} for domain in table.domains]
    combinations = (values for box in boxes for values in box.combinations())
    return sorted(combinations, key=lambda values: [place[v] for place, v in zip(places, values, strict=True)])


@dataclass(frozen=True, slots=True)
class _Fitting:
    """Lines by their number: those that may take the values, and some that come too late to take any."""

    tried: tuple[int, ...]
    behind: tuple[int, ...]

    def with_behind(self, more: tuple[int, ...]) -> "_Fitting":
        return _Fitting(self.tried, tuple(dict.fromkeys((*self.behind, *more)))[:_MOST_RIVALS])


@dataclass(slots=True)
class _Splitting:
    """A table being split; `left` is the work that may still be done."""

    table: Table
    left: int = _MOST_WORK

    def boxes(self, lines: _Fitting, chosen: tuple[tuple[Value, ...], ...]) -> Iterator[Box]:
        """The boxes of some lines, in the order in which they are tried, from the next column on."""
        column = len(chosen)
        if column == len(self.table.domains) or not lines.tried:
            found = [self.table.lines[at] for at in (*lines.tried, *lines.behind)]
            yield Box(
                (*chosen, *self.table.domains[column:]),
                found[0] if lines.tried else None,
                tuple(found[1 : _MOST_RIVALS + 1]),
            )
            return
        named, wild = _sorted_out(self.table, lines.tried, column)
        alike: dict[tuple[int, ...], list[Value]] = {}
        for value in self.table.domains[column]:
            if value in named:
                alike.setdefault(tuple(named[value]), []).append(value)
        for naming, values in alike.items():
            if self.left > 0:
                fitting = self.until_sure(merge(naming, wild), column + 1)
                yield from self.boxes(fitting.with_behind(lines.behind), (*chosen, tuple(values)))
        rest = tuple(value for value in self.table.domains[column] if value not in named)
        if rest and self.left > 0:
            fitting = self.until_sure(wild, column + 1)
            yield from self.boxes(fitting.with_behind(lines.behind), (*chosen, rest))

    def until_sure(self, lines: Iterable[int], column: int) -> _Fitting:
        """The lines up to the first that takes whatever the columns from this one on hold."""
        tried: list[int] = []
        rest = iter(lines)
        for at in rest:
            tried.append(at)
            if all(cell.kind in ("any", "otherwise") for cell in self.table.lines[at].given[column:]):
                break
        self.left -= len(tried) + 1
        return _Fitting(tuple(tried), tuple(islice(rest, _MOST_RIVALS)))


def _sorted_out(table: Table, lines: Sequence[int], column: int) -> tuple[dict[Value, list[int]], list[int]]:
    """The lines that name each value of a column, and those that take any."""
    named: dict[Value, list[int]] = {}
    wild: list[int] = []
    for at in lines:
        cell = table.lines[at].given[column]
        if cell.kind in ("any", "otherwise"):
            wild.append(at)
        else:
            values: tuple[Value, ...] = cell.values if cell.kind == "values" else (Symbol.EMPTY,)
            for value in dict.fromkeys(values):
                named.setdefault(value, []).append(at)
    return named, wild
