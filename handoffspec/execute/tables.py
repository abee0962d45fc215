"""Tables, read in either direction.

Rows are tried from above, those with an `otherwise` after all others. On the way back what the record there already
says is kept as long as it still agrees: as long as its own way over would end at the value that comes back.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

from handoffspec.execute.values import has_item, is_empty, same_scalar
from handoffspec.schema.mapping import Cell, Row

Way: TypeAlias = Literal["out", "back"]


@dataclass(frozen=True, slots=True)
class Unchanged:
    """A cell that leaves its field as it is."""


UNCHANGED: Final = Unchanged()


@dataclass(frozen=True, slots=True)
class Table:
    """The rows of a rule. `left_is_read`: whether its left cells are read on the way out."""

    rows: Sequence[Row]
    left_is_read: bool = True

    def find(self, values: Sequence[object], way: Way) -> Row | None:
        """The row for the values of the fields that are read."""
        fitting = [row for row in self._usable(way) if _all_match(self.read(row, way), values)]
        explicit = (row for row in fitting if all(cell.kind != "otherwise" for cell in self.read(row, way)))
        return next(explicit, next(iter(fitting), None))

    def translate(self, values: Sequence[object], way: Way, current: Sequence[object] | None) -> list[object] | None:
        """The values of the fields that are written; None where no row takes the ones read.

        `current` is what those fields say now, None where nothing is known. A field may be left `UNCHANGED`.
        """
        if current is not None and self._agrees(current, values, way):
            return list(current)
        row = self.find(values, way)
        if row is None:
            return None
        now = current or [UNCHANGED] * len(self.written(row, way))
        return [_written(cell, was) for cell, was in zip(self.written(row, way), now, strict=True)]

    def merged(self, values: Sequence[object], way: Way) -> tuple[bool, ...]:
        """For each field that is read, whether its value could not be told from what the values become.

        What the values become is taken back by itself. A table without a way back keeps a value apart as long as no
        other value becomes the same.
        """
        row = self.find(values, way)
        if row is None:
            return (False,) * len(values)
        written = self.written(row, way)
        back = self.translate([_written(cell, UNCHANGED) for cell in written], _opposite(way), None)
        if back is not None:
            return tuple(not _same(one, other) for one, other in zip(back, values, strict=True))
        alone = [other for other in self._usable(way) if self.written(other, way) == written] == [row]
        return tuple(
            not alone or cell.kind in ("any", "otherwise") or len(cell.values) > 1 for cell in self.read(row, way)
        )

    def ignored(self, values: Sequence[object], way: Way) -> tuple[bool, ...]:
        """For each field that is read, whether the row for the values takes any value of it."""
        row = self.find(values, way)
        return tuple(cell.kind == "any" for cell in self.read(row, way)) if row else (False,) * len(values)

    def read(self, row: Row, way: Way) -> tuple[Cell, ...]:
        """The cells that are compared."""
        return row.left if self.left_is_read == (way == "out") else row.right

    def written(self, row: Row, way: Way) -> tuple[Cell, ...]:
        """The cells that are written."""
        return row.right if self.left_is_read == (way == "out") else row.left

    def _usable(self, way: Way) -> Iterator[Row]:
        return (row for row in self.rows if row.flow in (way, "both"))

    def _agrees(self, current: Sequence[object], values: Sequence[object], way: Way) -> bool:
        """Whether what stands there already would become just these values."""
        opposite = _opposite(way)
        row = self.find(current, opposite)
        return row is not None and _all_match(self.written(row, opposite), values)


def _opposite(way: Way) -> Way:
    return "back" if way == "out" else "out"


def _all_match(cells: Sequence[Cell], values: Sequence[object]) -> bool:
    return len(cells) == len(values) and all(_match(cell, value) for cell, value in zip(cells, values, strict=True))


def _match(cell: Cell, value: object) -> bool:
    match cell.kind:
        case "any" | "otherwise":
            return True
        case "empty":
            return is_empty(value)
        case "values":
            found = has_item if isinstance(value, list) else same_scalar
            return any(found(value, each) for each in cell.values)


def _written(cell: Cell, was: object) -> object:
    match cell.kind:
        case "values":
            return was if any(same_scalar(was, each) for each in cell.values) else cell.values[0]
        case "empty":
            return was if is_empty(was) else None
        case _:
            return was


def _same(one: object, other: object) -> bool:
    if one is UNCHANGED:
        return False
    return (is_empty(one) and is_empty(other)) or same_scalar(other, one) or one == other
