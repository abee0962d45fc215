"""The tickets that waited longest, traced: who held each one, from when to when, and what that time was."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from handoffspec.diagnose.states import MEANINGS, Meaning
from handoffspec.diagnose.store import Store

_WORST: Final = 5
"""Tickets that are traced backward."""
_MOST_STAYS: Final = 12
_MOST_STRETCHES: Final = 60
_MOST_PEOPLE: Final = 10
_MOST_QUOTED: Final = 160
"""Characters of a comment."""

_STAYS: Final = """
WITH traced AS (SELECT unnest($tickets::VARCHAR[]) AS ticket), touched AS (
  SELECT ticket, CASE WHEN team_now <> team_before THEN stint - 1 ELSE stint END AS stint,
    list_sort(list(DISTINCT who))[:$people] AS people
  FROM steps SEMI JOIN traced USING (ticket) GROUP BY ALL
), shows AS (
  SELECT ticket, stint, list_sort(list(DISTINCT [pattern, sign])) AS signs
  FROM found SEMI JOIN traced USING (ticket) GROUP BY ALL
), asked AS (
  SELECT ticket, stint, min_by([text[:1000], answer[:1000]], (answer IS NULL, step)) AS asked
  FROM questions SEMI JOIN traced USING (ticket) WHERE text IS NOT NULL GROUP BY ALL
)
SELECT ticket, stint, team, team_before, team_next, began, delay, work, customer, first_gap, people, signs, asked
FROM stints SEMI JOIN traced USING (ticket) LEFT JOIN touched USING (ticket, stint)
  LEFT JOIN shows USING (ticket, stint) LEFT JOIN asked USING (ticket, stint)
QUALIFY row_number() OVER (PARTITION BY ticket ORDER BY delay DESC, stint) <= $stays ORDER BY ticket, stint
"""


@dataclass(frozen=True, slots=True)
class Stretch:
    """Time of a ticket in one status with one team. Seconds; None: the history names no team or no status."""

    team: str | None
    status: str | None
    means: Meaning
    began: datetime
    seconds: float


@dataclass(frozen=True, slots=True)
class Stay:
    """A ticket with one team. Times in seconds."""

    team: str | None
    source: str | None
    """The team that it came from."""
    destination: str | None
    """The team that it went to; None: it stayed."""
    began: datetime
    delay: float
    work: float
    customer: float
    silent: float
    """From when it came until anything happened."""
    people: tuple[str, ...]
    """Who did something then, up to ten. Who passed a ticket on did that in the team that it came from."""
    signs: tuple[tuple[str, str], ...]
    """What shows here: the pattern and its sign."""
    longest: Stretch | None
    """The longest of its delays."""
    asked: str | None
    """The first question of a comment whose answer stood in the ticket when it came, or else the first; cut to what
    can be quoted."""
    answer: str | None
    """What had stood in the ticket of it before the transfer: the start of a comment, or a field."""


@dataclass(frozen=True, slots=True)
class Delayed:
    """One of the tickets that waited longest, with its path."""

    ticket: str
    delay: float
    work: float
    customer: float
    began: datetime
    stays: tuple[Stay, ...]
    """In order; where there are too many, those with the most delay."""
    left_out: int
    """Stays beyond those shown."""
    stretches: tuple[Stretch, ...]
    """In order; where there are too many, the longest."""
    stretches_left_out: int


def trace_delayed(store: Store) -> tuple[Delayed, ...]:
    """The tickets with the most delay, the worst first. Call it after `find_patterns`."""
    worst = store.rows(
        "SELECT ticket, sum(delay), sum(work), sum(customer), min(began), count(*) FROM stints GROUP BY ticket "
        "HAVING sum(delay) > 0 ORDER BY 2 DESC, 1 LIMIT $1",
        [_WORST],
    )
    tickets = [str(row[0]) for row in worst]
    stretches = _stretches(store, tickets)
    stays = _stays(store, tickets, stretches)
    return tuple(_delayed(row, stays[ticket], stretches[ticket]) for ticket, row in zip(tickets, worst, strict=True))


def _delayed(row: tuple[object, ...], stays: Sequence[Stay], stretches: Sequence[tuple[int, Stretch, int]]) -> Delayed:
    ticket, delay, work, customer, began, count = row
    shown = tuple(sorted((stretch for _, stretch, _ in stretches), key=lambda stretch: stretch.began))
    return Delayed(
        str(ticket),
        float(str(delay)),
        float(str(work)),
        float(str(customer)),
        _moment(began),
        tuple(stays),
        int(str(count)) - len(stays),
        shown,
        (stretches[0][2] if stretches else 0) - len(shown),
    )


def _stretches(store: Store, tickets: Sequence[str]) -> Mapping[str, list[tuple[int, Stretch, int]]]:
    """By ticket, the longest first: the stay that each belongs to, and how many there are in all."""
    rows = store.rows(
        "SELECT ticket, stint, last(team_now ORDER BY step), last(status_now ORDER BY step), any_value(means), "
        "min(moment), sum(seconds), count(*) OVER (PARTITION BY ticket) FROM steps "
        "WHERE ticket IN (SELECT unnest($1::VARCHAR[])) "
        "GROUP BY ticket, stint, visit HAVING sum(seconds) > 0 "
        "QUALIFY row_number() OVER (PARTITION BY ticket ORDER BY sum(seconds) DESC, stint, visit) <= $2 "
        "ORDER BY ticket, sum(seconds) DESC, stint, visit",
        [tickets, _MOST_STRETCHES],
    )
    found: defaultdict[str, list[tuple[int, Stretch, int]]] = defaultdict(list)
    for ticket, stint, team, status, means, began, seconds, count in rows:
        one = Stretch(_name(team), _name(status), _meaning(means), _moment(began), float(str(seconds)))
        found[str(ticket)].append((int(str(stint)), one, int(str(count))))
    return found


def _stays(
    store: Store, tickets: Sequence[str], stretches: Mapping[str, Sequence[tuple[int, Stretch, int]]]
) -> Mapping[str, list[Stay]]:
    given = {"tickets": tickets, "stays": _MOST_STAYS, "people": _MOST_PEOPLE}
    rows = store.connection.execute(_STAYS, given).fetchall()
    found: defaultdict[str, list[Stay]] = defaultdict(list)
    for ticket, stint, team, source, destination, began, delay, work, customer, silent, people, signs, asked in rows:
        here = (one for of, one, _ in stretches.get(str(ticket), ()) if of == stint)
        stay = Stay(
            team=_name(team),
            source=_name(source),
            destination=_name(destination),
            began=_moment(began),
            delay=float(str(delay)),
            work=float(str(work)),
            customer=float(str(customer)),
            silent=float(str(silent)),
            people=tuple(str(one) for one in people) if isinstance(people, list) else (),
            signs=tuple((str(pattern), str(sign)) for pattern, sign in signs) if isinstance(signs, list) else (),
            longest=next((one for one in here if one.means in ("queue", "waiting")), None),
            asked=_quoted(asked[0]) if isinstance(asked, list) else None,
            answer=_quoted(asked[1]) if isinstance(asked, list) and asked[1] is not None else None,
        )
        found[str(ticket)].append(stay)
    return found


def _quoted(text: str) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= _MOST_QUOTED else f"{plain[: _MOST_QUOTED - 1]}…"


def _name(value: object) -> str | None:
    return None if value is None else str(value)


def _moment(value: object) -> datetime:
    if not isinstance(value, datetime):  # every event has a time
        raise TypeError(value)
    return value


def _meaning(value: object) -> Meaning:
    known: dict[str, Meaning] = {one: one for one in MEANINGS}
    return known[str(value)]
