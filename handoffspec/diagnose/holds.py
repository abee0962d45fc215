"""What a history holds at all: a pattern cannot show where nothing is said of what it shows in."""

from dataclasses import dataclass
from typing import Final

from handoffspec.diagnose.store import Store


@dataclass(frozen=True, slots=True)
class Holds:
    """How many events say each."""

    statuses: int
    teams: int
    people: int
    priorities: int
    comments: int
    """Texts, and questions without one."""


_NEEDS: Final[dict[str, tuple[str, ...]]] = {
    "priority_translation": ("teams", "priorities"),
    "context_loss": ("teams", "comments"),
    "ownership_ambiguity": ("teams",),
    "black_hole": ("statuses",),
}


def count_holds(store: Store) -> Holds:
    """Count them over all events."""
    query = (
        "SELECT count(*) FILTER (WHERE kind = 'status' AND to_ IS NOT NULL), count(team), count(who), count(priority), "
        "count(*) FILTER (WHERE text IS NOT NULL OR kind = 'question') FROM events"
    )
    statuses, teams, people, priorities, comments = (int(str(number)) for number in store.rows(query)[0])
    return Holds(statuses, teams, people, priorities, comments)


def why_not(pattern: str, holds: Holds) -> str:
    """Why a pattern does not show: that nothing shows it, or that the history could not."""
    lacking = [need for need in _NEEDS[pattern] if not getattr(holds, need)]
    if lacking:
        return f"cannot show, since these histories have no {' and no '.join(lacking)}"
    return "nothing in these histories shows any"
