"""The guide's three patterns of handoffs that need not be, measured."""

from dataclasses import dataclass
from typing import Final

from handoffspec.diagnose.store import Store

_HERE_FIRST: Final = 10

_PATTERNS: Final[tuple[tuple[str, str, str], ...]] = (
    (
        "approval",
        "A rule that tells the approver, and a log, would do: the work could begin at once.",
        """SELECT ticket, status AS what FROM visits WHERE regexp_matches(lower(status), 'approv|authori[sz]')
           AND left_at IS NOT NULL AND steps = 1 AND epoch(left_at - began) <= 3600
           UNION ALL SELECT ticket, team FROM stints WHERE regexp_matches(lower(team), 'approv|authori[sz]')
           AND left_at IS NOT NULL AND steps = 1 AND epoch(left_at - began) <= 3600""",
    ),
    (
        "one_work_in_two_teams",
        "One team, or one place where both see the whole, would need no transfers between them.",
        """SELECT ticket, least(team, team_before) || ' and ' || greatest(team, team_before) AS what FROM stints
           WHERE team_before IS NOT NULL GROUP BY ALL HAVING count(*) >= 3""",
    ),
    (
        "kept_twice",
        "A synchronisation both ways would write the second record by itself.",
        """SELECT ticket, least(system_now, before) || ' and ' || greatest(system_now, before) AS what FROM (
             SELECT *, lag(system_now) OVER w AS before, lag(who) OVER w AS who_then, lag(moment) OVER w AS then_at
             FROM steps WHERE kind IN ('status', 'comment', 'priority') AND who IS NOT NULL AND system_now IS NOT NULL
             WINDOW w AS (PARTITION BY ticket ORDER BY step))
           WHERE before <> system_now AND who = who_then AND epoch(moment - then_at) <= 3600""",
    ),
)


@dataclass(frozen=True, slots=True)
class Removal:
    """A pattern that shows. `where`: the statuses, teams or systems in which it shows most, and in how many tickets."""

    pattern: str
    tickets: int
    where: tuple[tuple[str, int], ...]
    instead: str


def find_removals(store: Store) -> tuple[Removal, ...]:
    """Approvals passed unchanged within an hour; tickets that cross between two teams three times or more; records of
    two systems that one person writes within an hour of each other."""
    found: list[Removal] = []
    for pattern, instead, query in _PATTERNS:
        rows = store.rows(
            f"WITH seen AS MATERIALIZED ({query}) SELECT what, count(DISTINCT ticket), "  # noqa: S608 - our own words
            "(SELECT count(DISTINCT ticket) FROM seen) FROM seen "
            f"GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT {_HERE_FIRST}"
        )
        if rows:
            where = tuple((str(what), int(str(count))) for what, count, _ in rows)
            found.append(Removal(pattern, int(str(rows[0][2])), where, instead))
    return tuple(found)
