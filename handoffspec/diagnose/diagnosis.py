"""The whole diagnosis of a store of events, in the order of the guide's method."""

from collections.abc import Mapping
from dataclasses import dataclass

from handoffspec.diagnose.boundaries import Boundary, measure_boundaries
from handoffspec.diagnose.delayed import Delayed, trace_delayed
from handoffspec.diagnose.holds import Holds, count_holds
from handoffspec.diagnose.interviews import Interview, prepare_interviews
from handoffspec.diagnose.patterns import Finding, find_patterns
from handoffspec.diagnose.removals import Removal, find_removals
from handoffspec.diagnose.states import Meaning
from handoffspec.diagnose.store import Stage, Store
from handoffspec.diagnose.timelines import Totals, lay_out


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """What the histories show. Where the time of all tickets went is asked apart, in `paths`: the report tells none."""

    totals: Totals
    holds: Holds
    delayed: tuple[Delayed, ...]
    interviews: tuple[Interview, ...]
    findings: tuple[Finding, ...]
    removals: tuple[Removal, ...]
    boundaries: tuple[Boundary, ...]


def diagnose(store: Store, chosen: Mapping[str, Meaning]) -> Diagnosis:
    """Lay out timelines and ask what every form tells. `chosen`: what a status means, where a person said it."""
    totals = lay_out(store, chosen)
    store.stage = Stage("looking for patterns", 0.8, 1)
    findings = find_patterns(store, totals)
    delayed = trace_delayed(store)
    return Diagnosis(
        totals,
        count_holds(store),
        delayed,
        prepare_interviews(delayed),
        findings,
        find_removals(store),
        measure_boundaries(store),
    )
