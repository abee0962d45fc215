"""What is explored whole, what is not, and that the difference is said."""

from dataclasses import replace

from handoffspec.analysis.lifecycles import Limits, explore
from handoffspec.analysis.lifecycles.facts import NotProved, RestApart, Unplaced
from handoffspec.schema.handoffs import Handoff
from handoffspec.schema.systems import Lifecycle, Record, Status, Transition
from tests.analysis.lifecycles import worlds
from tests.benchmarks.lifecycles import world


def test_two_lifecycles_of_twelve_are_explored_whole() -> None:
    found = explore(worlds.handoff(world(12, closed=False)))
    assert (found.found, found.quiet_states, found.racing_states) == ((), 276, 36_576)


def test_what_is_not_explored_is_not_called_safe() -> None:
    handoff = worlds.handoff(world(6, closed=False))
    racing = explore(handoff, Limits(states=1_000)).found
    assert racing == (NotProved(quiet=False, states=1_001),)
    assert [type(fact) for fact in explore(handoff, Limits(states=20)).found] == [NotProved]
    assert [type(fact) for fact in explore(handoff, Limits(steps=100)).found] == [NotProved]


def test_what_was_seen_before_the_limit_is_told() -> None:
    handoff = worlds.handoff(world(6, closed=True))
    cut = explore(handoff, Limits(states=1_000)).found
    assert [type(fact).__name__ for fact in cut] == ["Refused", "NotProved"]


def test_hundreds_of_statuses_are_refused_at_once() -> None:
    names = tuple(f"s{number}" for number in range(2_000))
    statuses = tuple(Status(name, "doing", initial=name == "s0") for name in names)
    lifecycle = Lifecycle("status", statuses, (Transition(names, names),))
    assert explore(_with(lifecycle)).found == (NotProved(quiet=True, states=0),)


def test_nothing_is_said_of_a_handoff_that_maps_no_statuses() -> None:
    handoff = worlds.handoff(worlds.whole(1))
    assert explore(replace(handoff, sync=None)).found == ()
    assert explore(replace(handoff, destination=replace(handoff.destination, lifecycle=None))).found == ()


def test_the_same_facts_in_the_same_order_every_time() -> None:
    for seed in range(40):
        handoff = worlds.handoff(worlds.planted(seed, 3))
        assert explore(handoff) == explore(handoff)


def test_a_side_that_is_never_read_drifts_away() -> None:
    """One way, the other side's people change what nobody hears of: one finding, whatever they change."""
    for seed in range(20):
        whole = worlds.handoff(worlds.whole(seed))
        assert whole.sync is not None
        found = explore(replace(whole, sync=replace(whole.sync, flow="out"))).found
        apart = [fact for fact in found if isinstance(fact, RestApart)]
        assert [(fact.side, fact.history[-1].kind) for fact in apart] in (
            [("destination", "people")],
            [("destination", "automation")],
        )
        assert not [fact for fact in found if isinstance(fact, Unplaced)]


def _with(lifecycle: Lifecycle) -> Handoff:
    handoff = worlds.handoff(worlds.whole(1))
    record: Record = replace(handoff.source, lifecycle=lifecycle)
    return replace(handoff, source=record)
