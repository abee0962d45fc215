"""What each boundary costs, and what to do about it: remove it, redesign it, or keep it with contingencies."""

from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

from handoffspec.diagnose.signs import GLANCE
from handoffspec.diagnose.store import Store

Kind: TypeAlias = Literal["team", "status", "system"]
Verdict: TypeAlias = Literal["remove", "redesign", "keep with contingencies"]

FEW: Final = 5
"""Crossings below which nothing is said about a boundary."""
_OFTEN: Final = 0.2
_MOSTLY: Final = 0.5
_MOST: Final = 200

_TEAMS: Final = f"""
WITH crossed AS (
  SELECT s.*, coalesce(team_next = team_before, false) AS back,
    back AND (NOT touched OR work < {GLANCE}) AND NOT ended_there AS bounced,
    last_at = began AND left_at IS NOT NULL AND epoch(left_at - began) <= 3600 AND NOT touched
      AND NOT ended_there AS passed_on,
    (ticket, stint) IN (SELECT (ticket, stint) FROM shown
      WHERE pattern IN ('context_loss', 'priority_translation', 'black_hole')) AS failed
  FROM stints s WHERE team_before IS NOT NULL
), pairs AS (
  SELECT least(team, team_before) AS a, greatest(team, team_before) AS b, ticket, count(*) FILTER (touched) AS n
  FROM stints WHERE team_before IS NOT NULL GROUP BY ALL
), crossing AS (SELECT a, b, avg((n >= 3)::INT) AS keeps FROM pairs GROUP BY ALL)
SELECT team_before, team, count(*), count(DISTINCT ticket), sum(delay), sum(work), median(delay),
  avg(back::INT), avg(passed_on::INT), avg(failed::INT), any_value(keeps), avg(bounced::INT)
FROM crossed JOIN crossing ON a = least(team, team_before) AND b = greatest(team, team_before)
GROUP BY ALL ORDER BY sum(delay) DESC, 1, 2 LIMIT {_MOST}
"""  # noqa: S608 - our own words

_STATUSES: Final = f"""
SELECT status_before, status, count(*), count(DISTINCT ticket), sum(delay), sum(work), median(delay + work + customer),
  avg(coalesce(status_next = status_before, false)::INT), 0, 0, 0, 0
FROM visits WHERE status_before IS NOT NULL GROUP BY ALL ORDER BY 5 DESC, 1, 2 LIMIT {_MOST}
"""  # noqa: S608

_SYSTEMS: Final = f"""
WITH runs AS (SELECT ticket, system_before AS before, system_now AS system, step, moment,
    lead(moment) OVER w AS left_at, lead(system_now) OVER w AS system_next FROM steps WHERE system_now <> system_before
  WINDOW w AS (PARTITION BY ticket ORDER BY step))
SELECT before, system, count(*), count(DISTINCT ticket), coalesce(sum(epoch(left_at - moment)), 0), 0,
  coalesce(median(epoch(left_at - moment)), 0), avg(coalesce(system_next = before, false)::INT), 0, 0, 0, 0
FROM runs GROUP BY ALL ORDER BY 3 DESC, 1, 2 LIMIT {_MOST}
"""  # noqa: S608


@dataclass(frozen=True, slots=True)
class Boundary:
    """A boundary and what was measured there. Times in seconds, shares from 0 to 1."""

    kind: Kind
    source: str
    destination: str
    times: int
    tickets: int
    delay: float
    """On the receiving side until the next boundary, in all."""
    work: float
    median: float
    """Of the delay of a crossing; of the whole stay for statuses."""
    back: float
    """How many of the crossings went straight back."""
    bounced: float
    """How many of them after a glance or none."""
    passed_on: float
    failed: float
    keeps_crossing: float
    verdict: Verdict | None
    """None: too few crossings, or not between teams."""
    why: str


def measure_boundaries(store: Store) -> tuple[Boundary, ...]:
    """The costliest boundaries between teams, between statuses and between systems. Call it after `find_patterns`."""
    made: list[Boundary] = []
    kinds: tuple[tuple[Kind, str], ...] = (("team", _TEAMS), ("status", _STATUSES), ("system", _SYSTEMS))
    for kind, query in kinds:
        made += [_boundary(kind, row) for row in store.rows(query)]
    return tuple(made)


def _boundary(kind: Kind, row: tuple[object, ...]) -> Boundary:
    source, destination = str(row[0]), str(row[1])
    delay, work, median, back, passed_on, failed, keeps, bounced = (round(float(str(value)), 4) for value in row[4:])
    times = int(str(row[2]))
    verdict: Verdict | None = None
    why = ""
    if kind == "team" and times >= FEW:
        verdict, why = _verdict(bounced, passed_on, failed, keeps)
    return Boundary(
        kind,
        source,
        destination,
        times,
        int(str(row[3])),
        delay,
        work,
        median,
        back,
        bounced,
        passed_on,
        failed,
        keeps,
        verdict,
        why,
    )


def _verdict(bounced: float, passed_on: float, failed: float, keeps: float) -> tuple[Verdict, str]:
    if passed_on >= _MOSTLY:
        return "remove", f"{passed_on:.0%} are passed on unchanged within an hour: tell that team instead of asking it"
    if keeps >= _OFTEN:
        return "remove", f"{keeps:.0%} of the tickets cross between the two three times or more: the work is one"
    if bounced >= _OFTEN:
        return "redesign", f"{bounced:.0%} bounce straight back: what decides where they belong does not cross"
    if failed >= _OFTEN:
        return "redesign", f"{failed:.0%} are asked about, ranked anew or left lying: their context does not cross"
    return "keep with contingencies", f"{bounced:.0%} bounce, {failed:.0%} are asked about, ranked anew or left lying"
