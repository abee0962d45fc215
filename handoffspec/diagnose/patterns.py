"""The guide's failure patterns, each by a definition that can be read here, with the tickets that show it.

Every sign is one query that gives `(ticket, stint, source, destination)`: the ticket, which of its teams held it, and
the boundary that it had crossed then. docs/diagnose.md says the same in words.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from handoffspec.diagnose.phrases import ASKS, CHASES, HARMLESS
from handoffspec.diagnose.store import Store
from handoffspec.diagnose.timelines import Totals

SILENCE: Final = 2 * 24 * 3600
"""Seconds without any event after which a ticket counts as unnoticed."""

ASKED: Final = """(e.kind = 'question' OR (regexp_matches(lower(e.text), $asks)
        AND NOT regexp_matches(lower(e.text), $harmless)))"""
"""Whether a step `e` asks something."""

_HERE: Final = "s.ticket, s.stint, s.team_before AS source, s.team AS destination"
_SIGNS: Final[tuple[tuple[str, str, str], ...]] = (
    (
        "priority_translation",
        "the receiving team changed the priority",
        f"""SELECT {_HERE} FROM steps e JOIN stints s USING (ticket, stint) WHERE s.team_before IS NOT NULL
        AND e.priority_before IS NOT NULL AND e.priority_now <> e.priority_before""",  # noqa: S608
    ),
    (
        "context_loss",
        "the receiving side asked a question in a comment",
        f"""SELECT {_HERE} FROM steps e JOIN stints s USING (ticket, stint) WHERE s.team_before IS NOT NULL
        AND {ASKED}""",  # noqa: S608
    ),
    (
        "ownership_ambiguity",
        "it went straight back to the team that it came from",
        f"SELECT {_HERE} FROM stints s WHERE s.team_next = s.team_before",  # noqa: S608
    ),
    (
        "ownership_ambiguity",
        "it was moved on before anybody worked on it",
        f"""SELECT {_HERE} FROM stints s WHERE s.team_before IS NOT NULL AND s.team_next IS NOT NULL
        AND s.team_next <> s.team_before AND NOT s.worked AND NOT s.ended_there AND s.customer = 0""",  # noqa: S608
    ),
    (
        "ownership_ambiguity",
        "nothing happened for two days after the transfer",
        f"""SELECT {_HERE} FROM stints s WHERE s.team_before IS NOT NULL AND s.first_gap > $silence
        AND s.first_means NOT IN ('customer', 'done')""",  # noqa: S608
    ),
    (
        "ownership_ambiguity",
        "nobody was assigned after the transfer, and it lay there for two days",
        f"""SELECT {_HERE} FROM stints s WHERE s.team_before IS NOT NULL AND s.delay > $silence AND (ticket, stint) IN (
          SELECT (ticket, stint) FROM steps WHERE kind = 'person' GROUP BY ticket, stint
          HAVING bool_and(to_ IS NULL))""",  # noqa: S608
    ),
    (
        "ownership_ambiguity",
        "somebody asked for news, and nothing happened for two days",
        f"""SELECT {_HERE} FROM steps e JOIN stints s USING (ticket, stint) WHERE e.means <> 'done'
        AND e.seconds > $silence AND regexp_matches(lower(e.text), $chases)
        AND NOT regexp_matches(lower(e.text), $harmless)""",  # noqa: S608
    ),
    (
        "black_hole",
        "it has been in one status for longer than 19 of 20 tickets that left it took",
        f"""SELECT {_HERE} FROM visits v JOIN stints s USING (ticket, stint) LEFT JOIN (
          SELECT status, quantile_cont(epoch(left_at - began), 0.95) AS usual FROM visits WHERE left_at IS NOT NULL
          GROUP BY status HAVING count(*) >= 20) u ON u.status = v.status
        WHERE v.left_at IS NULL AND v.means NOT IN ('done', 'customer')
        AND epoch($cut - v.began) > greatest(coalesce(u.usual, 7 * 86400), 86400)""",  # noqa: S608
    ),
)

_WHAT_CHANGES: Final = {
    "priority_translation": "If the business impact crossed with the priority, the receiver need not rank it anew.",
    "context_loss": "If what was tried and who is affected crossed with the ticket, nobody need ask for it again.",
    "ownership_ambiguity": "If the receiver took tickets over by a deadline, none would lie there unseen.",
    "black_hole": "If somebody was told of what an automation leaves behind, it would come to light within a day.",
}
PATTERNS: Final = tuple(_WHAT_CHANGES)
_MOST_TICKETS: Final = 20
_MOST_BOUNDARIES: Final = 3


@dataclass(frozen=True, slots=True)
class Sign:
    """One way in which a pattern shows. `tickets` are the first few by delay; `share` is of the whole delay, 0 to 1."""

    sign: str
    times: int
    tickets: int
    share: float


@dataclass(frozen=True, slots=True)
class Finding:
    """A pattern that shows, with its evidence. Delay in seconds: of the stays in which it shows, each counted once."""

    pattern: str
    tickets: int
    times: int
    delay: float
    share: float
    """Of the delay of all tickets, 0 to 1."""
    signs: tuple[Sign, ...]
    examples: tuple[str, ...]
    """The tickets that it delayed most."""
    boundaries: tuple[tuple[str, str, int], ...]
    """Where it shows most: from which team, to which, how often."""
    if_fixed: str


def find_patterns(store: Store, totals: Totals) -> tuple[Finding, ...]:
    """Every pattern that shows at least once, in the guide's order."""
    store.connection.execute(
        "CREATE TABLE found (pattern VARCHAR, sign VARCHAR, ticket VARCHAR, stint BIGINT, source VARCHAR, "
        "destination VARCHAR)"
    )
    for pattern, sign, query in _SIGNS:
        given = {"pattern": pattern, "sign": sign}
        words = {"asks": ASKS, "chases": CHASES, "harmless": HARMLESS, "silence": SILENCE, "cut": totals.cut}
        given |= {name: value for name, value in words.items() if f"${name}" in query}  # type: ignore[misc]
        store.connection.execute(f"INSERT INTO found SELECT $pattern, $sign, * FROM ({query})", given)  # noqa: S608
    store.connection.execute(
        "CREATE TABLE shown AS SELECT f.*, s.delay FROM found f JOIN stints s USING (ticket, stint)"
    )
    return tuple(finding for pattern in PATTERNS if (finding := _finding(store, pattern, totals)) is not None)


def _finding(store: Store, pattern: str, totals: Totals) -> Finding | None:
    once = "(SELECT DISTINCT ticket, stint, delay FROM shown WHERE pattern = $1)"
    tickets, delay = store.rows(f"SELECT count(DISTINCT ticket), coalesce(sum(delay), 0) FROM {once}", [pattern])[0]  # noqa: S608
    if not tickets:
        return None
    spent = float(str(delay))
    signs = tuple(
        Sign(str(sign), int(str(times)), int(str(of)), _share(float(str(late)), totals))
        for sign, times, of, late in store.rows(
            "SELECT sign, sum(times)::BIGINT, count(DISTINCT ticket), sum(delay) FROM (SELECT sign, ticket, stint, "
            "any_value(delay) AS delay, count(*) AS times FROM shown WHERE pattern = $1 GROUP BY ALL) "
            "GROUP BY sign ORDER BY 2 DESC, sign",
            [pattern],
        )
    )
    examples = store.rows(
        f"SELECT ticket FROM {once} GROUP BY ticket ORDER BY sum(delay) DESC, ticket LIMIT {_MOST_TICKETS}",  # noqa: S608
        [pattern],
    )
    boundaries = store.rows(
        "SELECT source, destination, count(*) FROM shown WHERE pattern = $1 AND source IS NOT NULL "
        "GROUP BY ALL ORDER BY 3 DESC, 1, 2 LIMIT $2",
        [pattern, _MOST_BOUNDARIES],
    )
    return Finding(
        pattern=pattern,
        tickets=int(str(tickets)),
        times=sum(sign.times for sign in signs),
        delay=spent,
        share=_share(spent, totals),
        signs=signs,
        examples=tuple(str(row[0]) for row in examples),
        boundaries=tuple((str(a), str(b), int(str(n))) for a, b, n in boundaries),
        if_fixed=_WHAT_CHANGES[pattern],
    )


def _share(seconds: float, totals: Totals) -> float:
    return round(seconds / totals.delay, 4) if totals.delay else 0.0


def others(found: Sequence[Finding]) -> tuple[str, ...]:
    """The patterns that do not show."""
    shown = {finding.pattern for finding in found}
    return tuple(pattern for pattern in PATTERNS if pattern not in shown)


def signs_of(pattern: str) -> tuple[str, ...]:
    """What the pattern is known by: one sentence for each sign that is looked for."""
    return tuple(sign for of, sign, _ in _SIGNS if of == pattern)
