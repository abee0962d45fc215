"""A history: what happened to a ticket, one step after the other, as values. `lint` says it in words."""

from dataclasses import dataclass
from typing import Literal, TypeAlias

from handoffspec.schema.conditions import Side

StepKind: TypeAlias = Literal[
    "begins",  # the handoff fires; the destination's record is created and moved along `path`
    "people",  # somebody moves a side from `before` to `after`
    "automation",  # a side moves itself; `by` is the automation's title
    "reads",  # the sync sees `seen` on the other side and sets out to move this one to `after`
    "moves",  # the sync moves a side along `path`
    "agrees",  # the sync sees `seen` on the other side, and this one can stay as it is
    "follow up",  # the sync opens a new record instead of moving this side
    "returns",  # a rollback: the sync moves the source along `path`, which is empty where it is there already
    "leaves",  # the ticket meets the filter no longer, and each side is on its own
    "ends",  # both sides have got where the sync ends for good
    "held",  # both sides have changed, and the conflict waits for somebody
    "unplaced",  # the sync sees `seen`, and no row says what this side becomes: the message is dropped
    "refused",  # the sync should go from `before` to `after`, and the side has no such transition: dropped
    "lacks",  # that transition needs `needs`, which nothing gives: dropped
]


@dataclass(frozen=True, slots=True)
class Step:
    """One step. `side` is the side that moves, or should; statuses are the lifecycles' own names."""

    kind: StepKind
    side: Side
    before: str = ""
    after: str = ""
    path: tuple[str, ...] = ()
    seen: str = ""
    by: str = ""
    row: str = ""
    """The row of the status map that the sync follows."""
    needs: tuple[str, ...] = ()
    overtakes: bool = False
    """The sync was about to move this side: it drops what it planned and looks again."""


History: TypeAlias = tuple[Step, ...]


def stands(history: History) -> tuple[tuple[str | None, str | None], ...]:
    """The statuses of the source and the destination after each step; None while there is no record yet."""
    now: dict[Side, str | None] = {"source": None, "destination": None}
    found: list[tuple[str | None, str | None]] = []
    for step in history:
        match step.kind:
            case "begins" if step.side == "source":
                now["source"] = step.seen
            case "begins":
                now = {"source": step.seen, "destination": step.path[-1] if step.path else step.before}
            case "people" | "automation":
                now[step.side] = step.after
            case "moves" | "returns":
                now[step.side] = step.path[-1] if step.path else step.after
            case _:
                pass
        found.append((now["source"], now["destination"]))
    return tuple(found)
