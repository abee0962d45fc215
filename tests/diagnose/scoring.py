"""How well planted failures are found: precision, recall, and whether at the boundary where they happened."""

from dataclasses import dataclass

from tests.diagnose.histories import diagnosed
from tests.diagnose.simulator import PATTERNS, REMOVALS, Log


@dataclass(frozen=True)
class Score:
    """Of tickets. `right`: of those rightly found, how many at the boundary where it was planted."""

    found: int
    planted: int
    both: int
    right: int

    @property
    def precision(self):
        return self.both / self.found if self.found else 1.0

    @property
    def recall(self):
        return self.both / self.planted if self.planted else 1.0


def detect(rows):
    """By pattern, the tickets in which it is found, each with the boundaries."""
    with diagnosed(rows) as (_, store):
        found = store.rows("SELECT pattern, ticket, source, destination FROM found")
        found += store.rows("SELECT pattern, ticket, NULL, NULL FROM removable")
    tickets = {pattern: {} for pattern in (*PATTERNS, *REMOVALS)}
    for pattern, ticket, source, destination in found:
        name = str(ticket).partition(":")[2] or ticket
        tickets[pattern].setdefault(name.removesuffix("-dev"), set()).add((source, destination))
    return tickets


def score(log: Log):
    """By pattern. A planted boundary that is None says that the ticket had crossed none."""
    found = detect(log.rows)
    return {pattern: _score(found[pattern], log.truth[pattern]) for pattern in (*PATTERNS, *REMOVALS)}


def _score(found, planted):
    both = found.keys() & planted.keys()
    right = sum(planted[name] is None or planted[name] in found[name] for name in both)
    return Score(len(found), len(planted), len(both), right)
