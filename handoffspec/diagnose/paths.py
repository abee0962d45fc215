"""Where the time of all tickets went: by status, by team, and between which two teams tickets go to and fro."""

from dataclasses import dataclass
from typing import Final

from handoffspec.diagnose.states import MEANINGS, Meaning
from handoffspec.diagnose.store import Store

_MOST: Final = 200
_MOST_PAIRS: Final = 50

_STATES: Final = f"""
SELECT status_now, means, count(DISTINCT ticket), sum(seconds) FROM steps GROUP BY ALL
ORDER BY 4 DESC, 1, 2 LIMIT {_MOST}
"""  # noqa: S608 - our own numbers

_TEAMS: Final = f"""
SELECT team, count(DISTINCT ticket), count(*), sum(delay), sum(work), sum(customer) FROM stints WHERE team IS NOT NULL
GROUP BY team ORDER BY 4 DESC, 1 LIMIT {_MOST}
"""  # noqa: S608

_PAIRS: Final = f"""
WITH crossed AS (
  SELECT least(team, team_before) AS one, greatest(team, team_before) AS other, ticket, count(*) AS times,
    count(*) FILTER (WHERE team_next = team_before) AS back, sum(delay) AS delay
  FROM stints WHERE team_before IS NOT NULL GROUP BY ALL
)
SELECT one, other, count(*), sum(times)::BIGINT, sum(back)::BIGINT, count(*) FILTER (WHERE times >= 3), max(times),
  min(ticket) FILTER (WHERE times = most), sum(delay)
FROM (SELECT *, max(times) OVER (PARTITION BY one, other) AS most FROM crossed) GROUP BY one, other HAVING sum(back) > 0
ORDER BY 5 DESC, 4 DESC, 1, 2 LIMIT {_MOST_PAIRS}
"""  # noqa: S608

_COUNTS: Final = """
SELECT (SELECT count(DISTINCT team) FROM stints), count(DISTINCT (team_before, team)), count(*),
  coalesce(sum(delay), 0), count(*) FILTER (WHERE team_next = team_before)
FROM stints WHERE team_before IS NOT NULL
"""


@dataclass(frozen=True, slots=True)
class State:
    """The time of all tickets in one status. Seconds; None: before any status is known."""

    status: str | None
    means: Meaning
    tickets: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Team:
    """The time of all tickets with one team. Seconds. `stays`: how often it was given one or began with it."""

    team: str
    tickets: int
    stays: int
    delay: float
    work: float
    customer: float


@dataclass(frozen=True, slots=True)
class Pair:
    """Two teams between which tickets come straight back, whichever of them had the ticket first."""

    one: str
    other: str
    tickets: int
    """That crossed between the two."""
    times: int
    """Crossings, both ways."""
    back: int
    """How often a ticket came straight back."""
    often: int
    """Tickets that crossed three times or more."""
    most: int
    """Crossings of the ticket that crossed most, which is `example`."""
    example: str
    delay: float
    """Of the stays after these crossings, in seconds."""


@dataclass(frozen=True, slots=True)
class Transfers:
    """All transfers between teams, so that whoever shows some can say what is left out. Delay in seconds."""

    teams: int
    boundaries: int
    times: int
    delay: float
    back: int


@dataclass(frozen=True, slots=True)
class Paths:
    """Where the time went. Of states and teams the 200 with the most time, of pairs the 50 with the most returns."""

    states: tuple[State, ...]
    teams: tuple[Team, ...]
    pairs: tuple[Pair, ...]
    transfers: Transfers


def measure_paths(store: Store) -> Paths:
    """Count it over all tickets. Call it after `lay_out`, whose tables it reads."""
    known: dict[str, Meaning] = {one: one for one in MEANINGS}
    states = tuple(
        State(None if status is None else str(status), known[str(means)], int(str(tickets)), float(str(seconds)))
        for status, means, tickets, seconds in store.rows(_STATES)
    )
    teams = tuple(
        Team(str(team), int(str(tickets)), int(str(stays)), float(str(delay)), float(str(work)), float(str(customer)))
        for team, tickets, stays, delay, work, customer in store.rows(_TEAMS)
    )
    pairs = tuple(
        Pair(
            one=str(one),
            other=str(other),
            tickets=int(str(tickets)),
            times=int(str(times)),
            back=int(str(back)),
            often=int(str(often)),
            most=int(str(most)),
            example=str(example),
            delay=float(str(delay)),
        )
        for one, other, tickets, times, back, often, most, example, delay in store.rows(_PAIRS)
    )
    every, boundaries, times, delay, back = (float(str(value)) for value in store.rows(_COUNTS)[0])
    return Paths(states, teams, pairs, Transfers(int(every), int(boundaries), int(times), delay, int(back)))
