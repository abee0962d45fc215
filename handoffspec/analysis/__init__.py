"""Facts about a resolved handoff: loss, accounting, tables, status, ownership. Pure functions, no severity."""

from collections.abc import Callable, Iterator, Sequence
from typing import Final

from handoffspec.analysis.acceptance import acceptance_facts
from handoffspec.analysis.accounting import accounting_facts
from handoffspec.analysis.advice import advice_facts, advice_together
from handoffspec.analysis.cycles import facts_together
from handoffspec.analysis.ends import end_facts
from handoffspec.analysis.facts import Fact, Facts
from handoffspec.analysis.failures import failure_facts
from handoffspec.analysis.impossible import impossible_facts
from handoffspec.analysis.lifecycles.merged import lifecycle_facts
from handoffspec.analysis.loss import verdicts
from handoffspec.analysis.ownership import ownership_facts
from handoffspec.analysis.privacy import privacy_facts
from handoffspec.analysis.reach import reach_facts
from handoffspec.analysis.required import required_facts
from handoffspec.analysis.returning import return_facts
from handoffspec.analysis.roundtrip import round_trip_facts
from handoffspec.analysis.synchronisation import synchronisation_facts
from handoffspec.analysis.tables import table_facts
from handoffspec.analysis.visibility import visibility_facts
from handoffspec.schema.handoffs import Handoff

__all__ = ["Fact", "Facts", "analyse", "analyse_all", "verdicts"]

_ANALYSES: Final[tuple[Callable[[Handoff], Iterator[Fact]], ...]] = (
    accounting_facts,
    required_facts,
    table_facts,
    round_trip_facts,
    lifecycle_facts,
    ownership_facts,
    synchronisation_facts,
    end_facts,
    return_facts,
    reach_facts,
    impossible_facts,
    failure_facts,
    advice_facts,
    privacy_facts,
)


def analyse(handoff: Handoff) -> Facts:
    """Everything that is known about a handoff from its spec alone; the same facts in the same order every time."""
    judged = verdicts(handoff)
    known = [fact for analysis in _ANALYSES for fact in analysis(handoff)]
    return Facts(judged, (*known, *acceptance_facts(handoff, judged, known)))


def analyse_all(handoffs: Sequence[Handoff]) -> tuple[Facts, ...]:
    """The same of each handoff of a spec, with what holds of several of them together."""
    together: dict[str, list[Fact]] = {handoff.name: [] for handoff in handoffs}
    for owner, fact in (*facts_together(handoffs), *visibility_facts(handoffs), *advice_together(handoffs)):
        together[owner].append(fact)
    alone = ((handoff.name, analyse(handoff)) for handoff in handoffs)
    return tuple(Facts(known.verdicts, (*known.found, *together[name])) for name, known in alone)
