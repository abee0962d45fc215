"""The guide's failure patterns, each with the tickets that show one of its signs, and what these cost."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from handoffspec.diagnose.remarks import read_remarks
from handoffspec.diagnose.signs import SIGNS, USUAL
from handoffspec.diagnose.store import Store
from handoffspec.diagnose.timelines import Totals

_WHAT_CHANGES: Final = {
    "priority_translation": "If the business impact crossed with the priority, the receiver need not rank it anew.",
    "context_loss": "If what was tried and who is affected crossed with the ticket, nobody need ask for it again.",
    "ownership_ambiguity": "If the receiver took tickets over by a deadline, none would lie there unseen.",
    "black_hole": "If somebody was told of what an automation leaves behind, it would come to light within a day.",
}
PATTERNS: Final = tuple(_WHAT_CHANGES)
ABOUT: Final = {
    "priority_translation": "most often",
    "context_loss": "about",
    "ownership_ambiguity": "about",
    "black_hole": "in",
}
"""What leads to the things that a pattern is about: about the version (3)."""
_MOST_TICKETS: Final = 20
_MOST_BOUNDARIES: Final = 3
_MOST_ABOUT: Final = 5


@dataclass(frozen=True, slots=True)
class Sign:
    """One way in which a pattern shows. `tickets` are the first few by delay; `share` is of the whole delay, 0 to 1."""

    sign: str
    times: int
    tickets: int
    share: float


@dataclass(frozen=True, slots=True)
class Finding:
    """A pattern that shows, with its evidence. Delay in seconds: of the stays in which it shows, each counted once. In
    a black hole nobody works, so time there is delay even if it is in a status of work: `in_work` of its seconds."""

    pattern: str
    tickets: int
    times: int
    delay: float
    in_work: float
    share: float
    """Of the delay of all tickets and `in_work`, 0 to 1."""
    signs: tuple[Sign, ...]
    examples: tuple[str, ...]
    """The tickets that it delayed most."""
    boundaries: tuple[tuple[str, str, int], ...]
    """Where it shows most: from which team, to which, how often."""
    about: tuple[tuple[str, int], ...]
    """What it is about most, and how often: what was asked for, which priority became which, the status it lies in."""
    if_fixed: str


def find_patterns(store: Store, totals: Totals) -> tuple[Finding, ...]:
    """Every pattern that shows at least once, in the guide's order."""
    read_remarks(store)
    run = store.connection.execute
    run(USUAL)
    run(
        "CREATE TABLE found (pattern VARCHAR, sign VARCHAR, ticket VARCHAR, stint BIGINT, source VARCHAR, "
        "destination VARCHAR, about VARCHAR[])"
    )
    for sign in SIGNS:
        given = {"pattern": sign.pattern, "sign": sign.words} | ({"cut": totals.cut} if "$cut" in sign.query else {})
        run(f"INSERT INTO found SELECT $pattern, $sign, * FROM ({sign.query})", given)  # noqa: S608 - our own words
    run(
        "CREATE TABLE shown AS SELECT f.*, coalesce(v.stuck, 0) AS stuck, s.delay + coalesce(v.stuck, 0) AS delay "
        "FROM found f JOIN stints s USING (ticket, stint) LEFT JOIN (SELECT ticket, stint, 'black_hole' AS pattern, "
        "epoch($cut - last_at) AS stuck FROM visits WHERE left_at IS NULL AND means = 'work') v "
        "USING (ticket, stint, pattern)",
        {"cut": totals.cut},
    )
    return tuple(finding for pattern in PATTERNS if (finding := _finding(store, pattern, totals)) is not None)


def _finding(store: Store, pattern: str, totals: Totals) -> Finding | None:
    once = "(SELECT DISTINCT ticket, stint, delay, stuck FROM shown WHERE pattern = $1)"
    tickets, delay, stuck = store.rows(
        f"SELECT count(DISTINCT ticket), coalesce(sum(delay), 0), coalesce(sum(stuck), 0) FROM {once}",  # noqa: S608
        [pattern],
    )[0]
    if not tickets:
        return None
    spent, in_work = float(str(delay)), float(str(stuck))
    of_all = totals.delay + in_work
    signs = tuple(
        Sign(str(sign), int(str(times)), int(str(of)), _share(float(str(late)), of_all))
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
    about = store.rows(
        "SELECT thing, count(*) FROM (SELECT unnest(about) AS thing FROM shown WHERE pattern = $1) "
        "GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT $2",
        [pattern, _MOST_ABOUT],
    )
    return Finding(
        pattern=pattern,
        tickets=int(str(tickets)),
        times=sum(sign.times for sign in signs),
        delay=spent,
        in_work=in_work,
        share=_share(spent, of_all),
        signs=signs,
        examples=tuple(str(row[0]) for row in examples),
        boundaries=tuple((str(a), str(b), int(str(n))) for a, b, n in boundaries),
        about=tuple((str(thing), int(str(n))) for thing, n in about),
        if_fixed=_WHAT_CHANGES[pattern],
    )


def _share(seconds: float, of_all: float) -> float:
    return round(seconds / of_all, 4) if of_all else 0.0


def others(found: Sequence[Finding]) -> tuple[str, ...]:
    """The patterns that do not show."""
    shown = {finding.pattern for finding in found}
    return tuple(pattern for pattern in PATTERNS if pattern not in shown)


def signs_of(pattern: str) -> tuple[str, ...]:
    """What the pattern is known by: one sentence for each sign that is looked for."""
    return tuple(sign.words for sign in SIGNS if sign.pattern == pattern)
