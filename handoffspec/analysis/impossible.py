"""Conditions that no ticket ever meets: a trigger that never fires, a way back that never opens, a rule for nobody."""

from collections.abc import Iterator
from dataclasses import dataclass

from handoffspec.analysis.facts import Fact
from handoffspec.analysis.worlds import possible
from handoffspec.schema.conditions import Condition
from handoffspec.schema.handoffs import Handoff


@dataclass(frozen=True, slots=True)
class NeverHolds(Fact):
    """What is said under a condition never happens."""

    place: str


def impossible_facts(handoff: Handoff) -> Iterator[Fact]:
    """The conditions that contradict themselves. The rows of the status map are explored elsewhere."""
    for place, condition in _conditions(handoff):
        if not possible(handoff, [condition]):
            yield NeverHolds(place)


def _conditions(handoff: Handoff) -> Iterator[tuple[str, Condition]]:
    yield from ((f"trigger.{at}", condition) for at, condition in enumerate(handoff.trigger))
    yield from ((required.id, required.when) for required in handoff.requirements if required.when)
    yield from ((rule.id, rule.when) for rule in handoff.rules if rule.when)
    ownership, sync = handoff.ownership, handoff.sync
    yield from (("ownership.responsible", r.when) for r in (ownership.responsible if ownership else ()) if r.when)
    yield from (("ownership.notify", n.when) for n in (ownership.notify if ownership else ()) if n.when)
    yield from (("sync.notify", n.when) for n in (sync.notify if sync else ()) if n.when)
    if sync is not None and sync.filter is not None:
        yield "sync.only_when", sync.filter.condition
    yield from (("rollback", condition) for condition in (handoff.rollback.when if handoff.rollback else ()))
    yield from (("sla", target.when) for target in (handoff.sla.targets if handoff.sla else ()) if target.when)
