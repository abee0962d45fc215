"""What is wrong with the status map as it stands, and what exploring it shows: each mistake once, with its history."""

from collections.abc import Iterator, Sequence

from handoffspec.analysis.facts import (
    EndsEarly,
    Fact,
    NoTransition,
    StatusTwice,
    StatusWithoutPlace,
    TransitionLacksField,
)
from handoffspec.analysis.lifecycles import explore
from handoffspec.analysis.lifecycles.facts import (
    EndedOpen,
    Lacking,
    LifecycleFacts,
    NotProved,
    Refused,
    Stuck,
    Unplaced,
)
from handoffspec.analysis.ownership import closes
from handoffspec.analysis.status import status_facts
from handoffspec.schema.handoffs import Handoff


def lifecycle_facts(handoff: Handoff) -> Iterator[Fact]:
    """Facts about statuses. One that exploring shows stands for the one that the table alone would give."""
    static = [*status_facts(handoff), *_ends_early(handoff)]
    if any(isinstance(fact, StatusTwice) for fact in static):
        # Which of two rows counts is the mistake; what comes of the first of them is none of its own.
        yield from static
        return
    explored = explore(handoff)
    shown = [fact for fact in explored.found if isinstance(fact, Unplaced)]
    for fact in static:
        if isinstance(fact, StatusWithoutPlace):
            yield from _unplaced(fact, shown, proved=not any(isinstance(one, NotProved) for one in explored.found))
        elif not _shown(fact, explored):
            yield fact
    known = {place for fact in static if isinstance(fact, StatusWithoutPlace) for place in fact.statuses}
    yield from (fact for fact in explored.found if not isinstance(fact, Unplaced) or fact.statuses[0] not in known)


def _ends_early(handoff: Handoff) -> Iterator[Fact]:
    until = handoff.sync.until if handoff.sync else None
    if until is not None and not closes(handoff, until):
        yield EndsEarly("sync", until)


def _unplaced(fact: StatusWithoutPlace, shown: Sequence[Unplaced], *, proved: bool) -> Iterator[Fact]:
    """The statuses that a row would have to name, with the shortest history that gets into one of them."""
    histories = [one.history for one in shown if one.statuses[0] in fact.statuses]
    if histories:
        yield Unplaced(fact.statuses, fact.guarded, min(histories, key=len))
    elif not (fact.guarded and proved):
        # Guards that between them let every ticket through are a place.
        yield fact


def _shown(fact: Fact, explored: LifecycleFacts) -> bool:
    found: Sequence[Fact] = explored.found
    match fact:
        case NoTransition(row=row, side=side):
            refused = any(isinstance(one, Refused) and one.side == side and row in one.rows for one in found)
            return refused or any(isinstance(one, Stuck) and one.side == side for one in found)
        case TransitionLacksField(row=row, field=field):
            return any(isinstance(one, Lacking) and field.field in one.fields and row in one.rows for one in found)
        case EndsEarly():
            return any(isinstance(one, EndedOpen) for one in found)
        case _:
            return False
