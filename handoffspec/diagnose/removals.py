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
           AND NOT regexp_matches(lower(status), '(^|/|not )(approved|authori[sz]ed)|disapproved')
           AND NOT regexp_matches(lower(status_next), 'reject|declin|denied|refus|cancel')
           AND left_at IS NOT NULL AND last_at = began AND left_at <= began + INTERVAL 1 HOUR
           UNION ALL SELECT ticket, team FROM stints WHERE regexp_matches(lower(team), 'approv|authori[sz]')
           AND left_at IS NOT NULL AND last_at = began AND left_at <= began + INTERVAL 1 HOUR""",
    ),
    (
        "one_work_in_two_teams",
        "One team, or one place where both see the whole, would need no transfers between them.",
        """SELECT ticket, least(team, team_before) || ' and ' || greatest(team, team_before) AS what FROM stints
           WHERE team_before IS NOT NULL AND touched GROUP BY ALL HAVING count(*) >= 3""",
    ),
    (
        "kept_twice",
        "A synchronisation both ways would write the second record by itself.",
        """SELECT ticket, least(system_now, before) || ' and ' || greatest(system_now, before) AS what FROM (
             SELECT *, lag(system_now) OVER w AS before, lag(who) OVER w AS who_then, lag(moment) OVER w AS then_at
             FROM steps WHERE kind IN ('status', 'comment', 'priority') AND who IS NOT NULL AND system_now IS NOT NULL
             WINDOW w AS (PARTITION BY ticket ORDER BY step))
           WHERE before <> system_now AND who = who_then
             AND NOT regexp_matches(lower(who),
               '\\b(bot|sync|integrat|automat|connector|webhook|api|service account|system)')
             AND epoch(moment - then_at) <= 3600""",
    ),
)


@dataclass(frozen=True, slots=True)
class Removal:
    """A pattern that shows. `where`: the statuses, teams or systems in which it shows most, and in how many tickets."""

    pattern: str
    tickets: int
    where: tuple[tuple[str, int], ...]
    examples: tuple[str, ...]
    """The first tickets by name."""
    instead: str


def find_removals(store: Store) -> tuple[Removal, ...]:
    """Approvals passed unchanged within an hour; tickets that cross between two teams three times or more; records of
    two systems that one person writes within an hour of each other."""
    store.connection.execute("CREATE TABLE removable (pattern VARCHAR, ticket VARCHAR, what VARCHAR)")
    for pattern, _, query in _PATTERNS:
        store.connection.execute(f"INSERT INTO removable SELECT DISTINCT $1, * FROM ({query})", [pattern])  # noqa: S608
    return tuple(
        removal for pattern, instead, _ in _PATTERNS if (removal := _removal(store, pattern, instead)) is not None
    )


def _removal(store: Store, pattern: str, instead: str) -> Removal | None:
    rows = store.rows(
        "SELECT what, count(DISTINCT ticket) FROM removable WHERE pattern = $1 GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT $2",
        [pattern, _HERE_FIRST],
    )
    if not rows:
        return None
    tickets = store.rows("SELECT DISTINCT ticket FROM removable WHERE pattern = $1 ORDER BY 1", [pattern])
    examples = tuple(str(row[0]) for row in tickets[:_HERE_FIRST])
    return Removal(pattern, len(tickets), tuple((str(what), int(str(n))) for what, n in rows), examples, instead)
