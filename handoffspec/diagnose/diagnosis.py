"""The whole diagnosis of a store of events, in the order of the guide's method."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from handoffspec.diagnose.boundaries import Boundary, measure_boundaries
from handoffspec.diagnose.patterns import Finding, find_patterns
from handoffspec.diagnose.removals import Removal, find_removals
from handoffspec.diagnose.states import Meaning
from handoffspec.diagnose.store import Store
from handoffspec.diagnose.timelines import Totals, lay_out

_WORST: Final = 5
"""Tickets that are traced backward: as many as the guide pulls."""
_MOST_STAYS: Final = 12


@dataclass(frozen=True, slots=True)
class Stay:
    """A ticket with one team. Times in seconds. `people`: who did something then."""

    team: str
    began: datetime
    delay: float
    work: float
    customer: float
    people: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Delayed:
    """One of the tickets that waited longest, with its path."""

    ticket: str
    delay: float
    work: float
    stays: tuple[Stay, ...]
    left_out: int
    """Stays beyond those shown."""


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """What the histories show."""

    totals: Totals
    findings: tuple[Finding, ...]
    removals: tuple[Removal, ...]
    boundaries: tuple[Boundary, ...]
    delayed: tuple[Delayed, ...]


def diagnose(store: Store, chosen: Mapping[str, Meaning]) -> Diagnosis:
    """Lay out timelines and ask everything of them. `chosen`: what time in a status means, where a person said it."""
    totals = lay_out(store, chosen)
    findings = find_patterns(store, totals)
    return Diagnosis(totals, findings, find_removals(store), measure_boundaries(store), _delayed(store))


def _delayed(store: Store) -> tuple[Delayed, ...]:
    worst = store.rows(
        "SELECT ticket, sum(delay), sum(work), count(*) FROM stints GROUP BY ticket HAVING sum(delay) > 0 "
        "ORDER BY 2 DESC, 1 LIMIT $1",
        [_WORST],
    )
    return tuple(
        Delayed(
            str(ticket),
            float(str(delay)),
            float(str(work)),
            _stays(store, str(ticket)),
            max(0, int(str(count)) - _MOST_STAYS),
        )
        for ticket, delay, work, count in worst
    )


def _stays(store: Store, ticket: str) -> tuple[Stay, ...]:
    rows = store.rows(
        "SELECT s.team, s.began, s.delay, s.work, s.customer, list_sort(list(DISTINCT who)) FROM stints s JOIN steps e "
        "USING (ticket, stint) WHERE ticket = $1 GROUP BY stint, s.team, s.began, s.delay, s.work, s.customer "
        "ORDER BY stint LIMIT $2",
        [ticket, _MOST_STAYS],
    )
    return tuple(
        Stay(
            str(team) if team is not None else "no team",
            began if isinstance(began, datetime) else datetime.min,  # noqa: DTZ901 - a stay always begins
            float(str(delay)),
            float(str(work)),
            float(str(customer)),
            tuple(str(one) for one in who if one is not None) if isinstance(who, list) else (),
        )
        for team, began, delay, work, customer, who in rows
    )
