"""What the analysis finds out about tables and two-way rules; each kind has its lint rule, as all facts."""

from dataclasses import dataclass, field

from handoffspec.analysis.facts import Fact, OutOrBack
from handoffspec.schema.types import Scalar


@dataclass(frozen=True, slots=True)
class TableGap(Fact):
    """Combinations without a row, each a value for every field: None for empty, `...` for any value not named.

    Of very many the first ones; `out_count` and `back_count` say how many there are.
    """

    rule: str
    out: tuple[tuple[object, ...], ...]
    back: tuple[tuple[object, ...], ...]
    out_count: int
    back_count: int


@dataclass(frozen=True, slots=True)
class DeadRow(Fact):
    """No ticket ever reaches a row; `rival` is the first of the rows that take its values."""

    rule: str
    row: int
    rival: int | None


@dataclass(frozen=True, slots=True)
class RowsOverlap(Fact):
    """Two rows answer to the same values, `values` is such a combination. `same`: they answer to no others."""

    rule: str
    way: OutOrBack
    first: int
    second: int
    values: tuple[object, ...]
    same: bool


@dataclass(frozen=True, slots=True)
class SeveralWaysBack(Fact):
    """A value on the right has several ways back: rows, or one row with several values on the left."""

    rule: str
    rows: tuple[int, ...]
    value: tuple[Scalar | None, ...]


@dataclass(frozen=True, slots=True)
class TableTooLarge(Fact):
    """The rows cut across each other so much that not all combinations can be looked at."""

    rule: str


@dataclass(frozen=True, slots=True)
class RoundTripBroken(Fact):
    """A two-way rule changes what somebody on the other side has set: `put` arrives as `kept`, which becomes `got`.

    Values by field. `why` is the step to blame; of a table `untouched`, where its row leaves this side as it is,
    `several`, where the row of what stands here could have written it, or `table`.
    """

    rule: str
    why: str
    put: dict[str, object] = field(hash=False)
    onto: dict[str, object] = field(hash=False)
    kept: dict[str, object] = field(hash=False)
    got: dict[str, object] = field(hash=False)
