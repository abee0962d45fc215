"""Timelines: which team held a ticket in which status from when to when, and what that time was.

`weekdays(since, until)` are the seconds between two moments that are on no Saturday and no Sunday.

Tables that are made: `steps` (an event with what held then), `stints` (a ticket with one team, from a move to the next)
and `visits` (a ticket in one status). Order does not depend on the rows' order: events of one moment stand by their
kind and names.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from handoffspec.diagnose.links import join_linked
from handoffspec.diagnose.states import Meaning, meaning
from handoffspec.diagnose.store import Stage, Store

_ORDER: Final = (
    "PARTITION BY ticket ORDER BY moment, CASE kind WHEN 'created' THEN 0 WHEN 'comment' THEN 2 ELSE 1 END, "
    "team, to_, from_, who, text, kind"
)

_STEPS: Final = f"""
CREATE TABLE steps AS
WITH known AS (
  SELECT ticket, moment, kind, to_, who, text, row_number() OVER o AS step, lead(moment) OVER o AS next_at,
    coalesce(last_value(team IGNORE NULLS) OVER sofar, first_value(team_from IGNORE NULLS) OVER ahead) AS team_now,
    coalesce(last_value(team IGNORE NULLS) OVER before, team_from) AS team_before,
    last_value(status IGNORE NULLS) OVER sofar AS status_now,
    last_value(status IGNORE NULLS) OVER before AS status_before,
    last_value(system IGNORE NULLS) OVER sofar AS system_now,
    last_value(system IGNORE NULLS) OVER before AS system_before,
    last_value(priority IGNORE NULLS) OVER sofar AS priority_now,
    coalesce(last_value(priority IGNORE NULLS) OVER before, CASE WHEN kind = 'priority' THEN from_ END)
      AS priority_before
  FROM (
    SELECT *, CASE WHEN kind = 'team' THEN from_ END AS team_from, CASE WHEN kind = 'status' THEN to_ END AS status
    FROM events)
  WINDOW o AS ({_ORDER}), sofar AS ({_ORDER} ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW),
    before AS ({_ORDER} ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING),
    ahead AS ({_ORDER} ROWS BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING)
)
SELECT k.*, coalesce(m.means, 'work') AS means, CASE WHEN next_at IS NULL AND m.means = 'done' THEN 0
    ELSE epoch(coalesce(next_at, $cut) - moment) END AS seconds,
  count(*) FILTER (WHERE team_now <> team_before) OVER w AS stint,
  count(*) FILTER (WHERE status_now IS DISTINCT FROM status_before) OVER w AS visit,
FROM known k LEFT JOIN meanings m ON m.status = k.status_now
WINDOW w AS (PARTITION BY ticket ORDER BY step ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW)
"""  # noqa: S608 - our own words

_WEEKDAYS: Final = """
CREATE MACRO weekdays(since, until) AS epoch(until - since) - weekends(epoch(until)) + weekends(epoch(since))
"""
_WEEKENDS: Final = """
CREATE MACRO weekends(moment) AS 172800 * floor((moment - 345600) / 604800)
  + greatest(0, moment - 345600 - 604800 * floor((moment - 345600) / 604800) - 432000)
"""
"""Seconds of Saturdays and Sundays (UTC) since Monday, 5 January 1970, which was 345,600 s after 1970 began."""

_SPENT: Final = """
  coalesce(sum(seconds) FILTER (WHERE means IN ('queue', 'waiting')), 0) AS delay,
  coalesce(sum(seconds) FILTER (WHERE means = 'work'), 0) AS work,
  coalesce(sum(seconds) FILTER (WHERE means = 'customer'), 0) AS customer,
  coalesce(sum(seconds) FILTER (WHERE means = 'done'), 0) AS done,
  min(moment) AS began, count(*) AS steps, bool_or(means = 'work') AS worked, bool_or(means = 'done') AS ended_there
"""

_STINTS: Final = f"""
CREATE TABLE stints AS SELECT *, coalesce(lag(team) OVER s, nullif(came_from, team)) AS team_before,
  lead(team) OVER s AS team_next,
  lead(began) OVER s AS left_at,
  coalesce(worked_until > began, false) OR begun AS touched, coalesce(epoch(first_until - began), 0) AS first_gap
FROM (
  SELECT ticket, stint, last(team_now ORDER BY step) AS team, first(team_before ORDER BY step) AS came_from, {_SPENT},
    arg_min(coalesce(next_at, $cut), step) FILTER (next_at > moment OR next_at IS NULL) AS first_until,
    arg_min(means, step) FILTER (next_at > moment OR next_at IS NULL) AS first_means,
    max(moment) FILTER (means = 'work') AS worked_until, max(moment) AS last_at,
    bool_or(means = 'work' AND status_now IS DISTINCT FROM status_before) AS begun
  FROM steps GROUP BY ticket, stint
) WINDOW s AS (PARTITION BY ticket ORDER BY stint)
"""  # noqa: S608

_VISITS: Final = """
CREATE TABLE visits AS SELECT ticket, visit, status, means, stint, began, steps, last_at,
  CASE WHEN means IN ('queue', 'waiting') THEN spent ELSE 0 END AS delay,
  CASE WHEN means = 'work' THEN spent ELSE 0 END AS work,
  CASE WHEN means = 'customer' THEN spent ELSE 0 END AS customer,
  lag(status) OVER v AS status_before, lead(status) OVER v AS status_next, lead(began) OVER v AS left_at
FROM (
  SELECT ticket, visit, any_value(status_now) AS status, any_value(means) AS means, max(stint) AS stint,
    min(moment) AS began, max(moment) AS last_at, count(*) AS steps, sum(seconds) AS spent
  FROM steps WHERE status_now IS NOT NULL GROUP BY ticket, visit
) WINDOW v AS (PARTITION BY ticket ORDER BY visit)
"""

_COUNTS: Final = """
SELECT count(*), count(*) FILTER (moved), count(*) FILTER (returned) FROM (
  SELECT bool_or(team_before IS NOT NULL) AS moved, bool_or(team_next = team_before) AS returned
  FROM stints GROUP BY ticket)
"""
"""Of tickets: all, those that changed their team, those that went straight back."""


@dataclass(frozen=True, slots=True)
class Totals:
    """What was counted over all tickets. Times in seconds."""

    tickets: int
    events: int
    reassigned: int
    """Tickets whose team changed at least once."""
    returned: int
    """Tickets that went from a team to another and from there straight back."""
    cut: datetime
    """The last moment that is known, in UTC. What is open is judged by it."""
    work: float
    delay: float
    customer: float
    done: float


def lay_out(store: Store, chosen: Mapping[str, Meaning]) -> Totals:
    """Make the tables and count. What a status means is `chosen` or told from its name; what is unclear is noted."""
    join_linked(store)
    _say_meanings(store, chosen)
    cut = store.one("SELECT max(moment) FROM events")
    if not isinstance(cut, datetime):  # the store refuses to be empty
        raise TypeError(cut)
    store.stage = Stage("putting events in order", 0.25, 0.5)
    store.connection.execute(_WEEKENDS)
    store.connection.execute(_WEEKDAYS)
    store.connection.execute(_STEPS, {"cut": cut})
    store.stage = Stage("measuring stays", 0.5, 0.75)
    store.connection.execute(_STINTS, {"cut": cut})
    store.connection.execute(_VISITS)
    [counts] = store.rows(_COUNTS)
    [(events, *spent)] = store.rows(
        "SELECT sum(steps)::BIGINT, sum(work), sum(delay), sum(customer), sum(done) FROM stints"
    )
    tickets, reassigned, returned = (int(str(value)) for value in counts)
    if not reassigned:
        _say_persons(store)
    work, delay, customer, done = (float(str(value)) for value in spent)
    return Totals(tickets, int(str(events)), reassigned, returned, cut, work, delay, customer, done)


def _say_meanings(store: Store, chosen: Mapping[str, Meaning]) -> None:
    found = store.rows(
        "SELECT to_, count(*) FROM events WHERE kind = 'status' AND to_ IS NOT NULL GROUP BY 1 ORDER BY 1"
    )
    store.connection.execute("CREATE TABLE meanings (status VARCHAR, means VARCHAR)")
    said = [(str(status), meaning(str(status), chosen)) for status, _ in found]
    known = {status: means for status, means in said if means is not None}
    store.connection.execute(
        "INSERT INTO meanings SELECT unnest($1::VARCHAR[]), unnest($2::VARCHAR[])", [list(known), list(known.values())]
    )
    unclear = [status for status, means in said if means is None]
    if unclear:
        listed = ", ".join(unclear[:10]) + (" and more" if len(unclear) > 10 else "")
        store.notes.append(f"time in these counts as work, say otherwise with --status NAME=queue: {listed}")
    for status in sorted(set(chosen) - {status for status, _ in said}):
        store.notes.append(f"no event has the status {status}")


def _say_persons(store: Store) -> None:
    """Boundaries between persons are not measured unless somebody asks for it."""
    passed = int(str(store.one(
        "SELECT count(*) FROM (SELECT ticket FROM events GROUP BY ticket HAVING min(who) <> max(who))"
    )))  # fmt: skip
    if passed:
        store.notes.append(
            f"no ticket changes its team, but {passed} passed through the hands of several people; "
            "--column team=NAME with the column of the persons measures these boundaries"
        )
