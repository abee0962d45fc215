"""The guide's failure patterns, each with the tickets that show one of its signs, and what these cost."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
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

_ONCE: Final = "(SELECT DISTINCT pattern, ticket, stint, delay, stuck FROM shown)"
_COSTS: Final = f"SELECT pattern, count(DISTINCT ticket), sum(delay), sum(stuck) FROM {_ONCE} GROUP BY pattern"  # noqa: S608
_SIGNS: Final = """
SELECT pattern, sign, sum(times)::BIGINT, count(DISTINCT ticket), sum(delay)
FROM (SELECT pattern, sign, ticket, stint, any_value(delay) AS delay, count(*) AS times FROM shown GROUP BY ALL)
GROUP BY pattern, sign ORDER BY 3 DESC, sign
"""
_EXAMPLES: Final = f"""
SELECT pattern, ticket FROM {_ONCE} GROUP BY pattern, ticket
QUALIFY row_number() OVER (PARTITION BY pattern ORDER BY sum(delay) DESC, ticket) <= {_MOST_TICKETS}
ORDER BY pattern, sum(delay) DESC, ticket
"""  # noqa: S608 - our own words
_BOUNDARIES: Final = f"""
SELECT pattern, source, destination, count(*) FROM shown WHERE source IS NOT NULL GROUP BY pattern, source, destination
QUALIFY row_number() OVER (PARTITION BY pattern ORDER BY count(*) DESC, source, destination) <= {_MOST_BOUNDARIES}
ORDER BY 4 DESC, 2, 3
"""  # noqa: S608
_ABOUT: Final = f"""
SELECT pattern, thing, count(*) FROM (SELECT pattern, unnest(about) AS thing FROM shown)
GROUP BY pattern, thing
QUALIFY row_number() OVER (PARTITION BY pattern ORDER BY count(*) DESC, thing) <= {_MOST_ABOUT}
ORDER BY 3 DESC, 2
"""  # noqa: S608


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
    anything_said = read_remarks(store)
    run = store.connection.execute
    run(USUAL)
    run(
        "CREATE TABLE found (pattern VARCHAR, sign VARCHAR, ticket VARCHAR, stint BIGINT, source VARCHAR, "
        "destination VARCHAR, about VARCHAR[])"
    )
    for sign in SIGNS:
        if sign.of_words and not anything_said:
            continue
        given = {"pattern": sign.pattern, "sign": sign.words} | ({"cut": totals.cut} if "$cut" in sign.query else {})
        run(f"INSERT INTO found SELECT $pattern, $sign, * FROM ({sign.query})", given)  # noqa: S608 - our own words
    run(
        "CREATE TABLE shown AS SELECT f.*, coalesce(v.stuck, 0) AS stuck, s.delay + coalesce(v.stuck, 0) AS delay "
        "FROM found f JOIN stints s USING (ticket, stint) LEFT JOIN (SELECT ticket, stint, 'black_hole' AS pattern, "
        "epoch($cut - last_at) AS stuck FROM visits WHERE left_at IS NULL AND means = 'work') v "
        "USING (ticket, stint, pattern)",
        {"cut": totals.cut},
    )
    return _findings(store, totals)


def _findings(store: Store, totals: Totals) -> tuple[Finding, ...]:
    """What `shown` holds. Each question is asked once for all patterns."""
    costs, signs, examples, boundaries, about = (
        _by_pattern(store, query) for query in (_COSTS, _SIGNS, _EXAMPLES, _BOUNDARIES, _ABOUT)
    )
    found = []
    for pattern in PATTERNS:
        for tickets, delay, stuck in costs[pattern]:
            spent, in_work = float(str(delay)), float(str(stuck))
            of_all = totals.delay + in_work
            shown = tuple(
                Sign(str(sign), int(str(times)), int(str(of)), _share(float(str(late)), of_all))
                for sign, times, of, late in signs[pattern]
            )
            found.append(
                Finding(
                    pattern=pattern,
                    tickets=int(str(tickets)),
                    times=sum(sign.times for sign in shown),
                    delay=spent,
                    in_work=in_work,
                    share=_share(spent, of_all),
                    signs=shown,
                    examples=tuple(str(ticket) for (ticket,) in examples[pattern]),
                    boundaries=tuple((str(a), str(b), int(str(n))) for a, b, n in boundaries[pattern]),
                    about=tuple((str(thing), int(str(n))) for thing, n in about[pattern]),
                    if_fixed=_WHAT_CHANGES[pattern],
                )
            )
    return tuple(found)


def _by_pattern(store: Store, query: str) -> Mapping[str, list[tuple[object, ...]]]:
    """Rows by their first cell, in their order, without it."""
    rows: defaultdict[str, list[tuple[object, ...]]] = defaultdict(list)
    for pattern, *row in store.rows(query):
        rows[str(pattern)].append(tuple(row))
    return rows


def _share(seconds: float, of_all: float) -> float:
    return round(seconds / of_all, 4) if of_all else 0.0


def others(found: Sequence[Finding]) -> tuple[str, ...]:
    """The patterns that do not show."""
    shown = {finding.pattern for finding in found}
    return tuple(pattern for pattern in PATTERNS if pattern not in shown)


def signs_of(pattern: str) -> tuple[str, ...]:
    """What the pattern is known by: one sentence for each sign that is looked for."""
    return tuple(sign.words for sign in SIGNS if sign.pattern == pattern)
