"""What exploring two lifecycles finds: each with the shortest history that shows it."""

from dataclasses import dataclass
from typing import Literal, Protocol, runtime_checkable

from handoffspec.analysis.facts import Fact
from handoffspec.analysis.lifecycles.history import History
from handoffspec.schema.conditions import Side


@runtime_checkable
class WithHistory(Protocol):
    """A fact that comes with the shortest history which shows it."""

    @property
    def history(self) -> History:
        """Its steps."""


@dataclass(frozen=True, slots=True)
class Unplaced(Fact):
    """A ticket gets into a status, and no row says what it is on the other side.

    `statuses` are those that lack a place together; the history is that of one of them.
    """

    statuses: tuple[tuple[Side, str], ...]
    guarded: bool
    """Whether rows with guards speak of the status, none of which has to hold."""
    history: History


@dataclass(frozen=True, slots=True)
class Refused(Fact):
    """The sync should make changes that a side has no transitions for.

    One cause is one fact: a status that can never be left (`never leaves`) or entered (`never enters`), else rows and
    transitions that hang together (`no transition`). `changes` and `rows` name all of them, first those of the history.
    """

    side: Side
    why: Literal["never leaves", "never enters", "no transition"]
    status: str
    """The status that cannot be left or entered; else the one that should be entered."""
    changes: tuple[tuple[str, str], ...]
    rows: tuple[str, ...]
    history: History


@dataclass(frozen=True, slots=True)
class Lacking(Fact):
    """The sync should make changes that need fields, and nothing gives them."""

    side: Side
    fields: tuple[str, ...]
    changes: tuple[tuple[str, str], ...]
    rows: tuple[str, ...]
    history: History


@dataclass(frozen=True, slots=True)
class Stuck(Fact):
    """Statuses of a side that a ticket can get into and never leaves, though its work is open."""

    side: Side
    statuses: tuple[str, ...]
    history: History


@dataclass(frozen=True, slots=True)
class NeverClosed(Fact):
    """A pair of statuses from which the work is never closed on both sides."""

    source: str
    destination: str
    history: History


@dataclass(frozen=True, slots=True)
class PingPong(Fact):
    """Automations and the sync move a ticket round for ever."""

    way_in: History
    round: History
    automations: tuple[tuple[Side, str], ...]

    @property
    def history(self) -> History:
        """The way in, and once round."""
        return (*self.way_in, *self.round)


@dataclass(frozen=True, slots=True)
class RestApart(Fact):
    """A side changes, the sync never reads it, and both rest in statuses that do not belong together."""

    side: Side
    """The side that is never read."""
    history: History


@dataclass(frozen=True, slots=True)
class ReturnRefused(Fact):
    """A rollback should make changes that the source has no transitions for, or that need fields (`needs`)."""

    changes: tuple[tuple[str, str], ...]
    needs: tuple[str, ...]
    history: History


@dataclass(frozen=True, slots=True)
class Parted(Fact):
    """After a ticket has left the filter the sides part, work being open, and nobody hears of it."""

    history: History


@dataclass(frozen=True, slots=True)
class EndedOpen(Fact):
    """The sync has ended (`until`), work is open, and a side goes on without the other."""

    until: str
    history: History


@dataclass(frozen=True, slots=True)
class GuardNever(Fact):
    """The guard of a row never holds when the row is asked."""

    row: str


@dataclass(frozen=True, slots=True)
class GuardsOverlap(Fact):
    """The guards of two rows can hold for the same ticket, and the rows say different things."""

    first: str
    second: str
    side: Side
    """The side that is read."""
    status: str
    goals: tuple[str, str]
    example: tuple[tuple[str, str], ...]
    """Fields (`side.field`) with values for which both hold; where only values matter."""


@dataclass(frozen=True, slots=True)
class ClocksApart(Fact):
    """A row brings both sides into statuses of which one lets its clock run while the other's stands still."""

    row: str
    runs: Side
    pairs: tuple[tuple[str, str], ...]
    """Source and destination status."""
    history: History


@dataclass(frozen=True, slots=True)
class NotProved(Fact):
    """There are more states than are explored; `quiet`: not even with a sync that answers at once."""

    quiet: bool
    states: int


@dataclass(frozen=True, slots=True)
class LifecycleFacts:
    """Everything found, and how much was explored. Nothing is explored of a handoff without two lifecycles to map."""

    found: tuple[Fact, ...] = ()
    quiet_states: int = 0
    racing_states: int = 0
    troubles: int = 0
    """Messages that failed, before those with one cause were put together."""
