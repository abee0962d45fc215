"""Circles over several handoffs, against walking about on random webs; and two handoffs that one event sets off."""

import random
from typing import cast

import pytest

from handoffspec.analysis.cycles import Circle, SameEvent, facts_together
from handoffspec.schema.conditions import All, Compare, Condition, Event, EventKind, FieldRef
from handoffspec.schema.handoffs import End, Handoff, Rollback
from handoffspec.schema.systems import Field, Record
from handoffspec.schema.types import ChoiceType, Option

FIELD = Field("colour", "Colour", ChoiceType(tuple(Option(o, o, o) for o in ("red", "green"))), required=True)
DESK = Record("desk", "Desk", "ticket", "Ticket", "id", (FIELD,))
CRM = Record("crm", "CRM", "case", "Case", "id", (FIELD,))
PRESSED = Event("someone presses", "x")


def becomes(value: str) -> Condition:
    return Compare(FieldRef("source", "colour"), "becomes", (value,))


def handoff(
    name: str, start: End, stop: End, trigger: Condition = PRESSED, rollback: Rollback | None = None, to: Record = DESK
) -> Handoff:
    return Handoff(
        name, name, DESK, to, within=to is DESK, from_end=start, to_end=stop, trigger=(trigger,), rollback=rollback
    )


def circles(handoffs: list[Handoff]) -> list[Circle]:
    return [fact for _, fact in facts_together(handoffs) if isinstance(fact, Circle)]


def walks_for_ever(handoffs: list[Handoff]) -> bool:
    """Whether a ticket can be passed on more often than there are handoffs, so that it comes by one a second time."""
    at = list(handoffs)
    for _ in handoffs:
        at = [following for following in handoffs if any(meets(one.to_end, following.from_end) for one in at)]
    return bool(at)


def meets(one: End, other: End) -> bool:
    teams = one.held_by is None or other.held_by is None or one.held_by == other.held_by
    return teams and (not one.statuses or not other.statuses or bool(set(one.statuses) & set(other.statuses)))


@pytest.mark.parametrize("seed", range(300))
def test_a_circle_is_found_where_a_ticket_can_walk_for_ever(seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 - a test's own choice
    ends = [End((status,), team) for status in ("open", "hold") for team in ("a", "b")]
    rollbacks = [None, None, Rollback((PRESSED,)), Rollback((PRESSED,), at_most=2)]
    handoffs = [
        handoff(f"h{at}", *chance.sample(ends, 2), rollback=chance.choice(rollbacks))
        for at in range(chance.randint(1, 4))
    ]
    found = circles(handoffs)
    for circle in found:
        legs = [ends_of(next(h for h in handoffs if h.name == leg.handoff), back=leg.back) for leg in circle.legs]
        assert all(meets(one[1], other[0]) for one, other in zip(legs, [*legs[1:], legs[0]], strict=True))
    if not any(h.rollback and h.rollback.at_most is None for h in handoffs):
        assert bool(found) == walks_for_ever(handoffs)


def ends_of(one: Handoff, *, back: bool) -> tuple[End, End]:
    return (one.to_end, one.from_end) if back else (one.from_end, one.to_end)


def test_a_customers_reply_and_a_bounded_way_back_end_a_circle() -> None:
    here, there = End(("open",), "a"), End(("hold",), "a")
    assert circles([handoff("wait", here, there), handoff("go", there, here)])
    assert circles([handoff("wait", here, there), handoff("go", there, here, Event("customer replies"))]) == []
    assert circles([handoff("wait", here, there, rollback=Rollback((PRESSED,), at_most=3))]) == []


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (becomes("red"), becomes("red"), True),
        (becomes("red"), becomes("green"), False),
        (becomes("red"), All((becomes("red"), Compare(FieldRef("source", "colour"), "is not", ("red",)))), False),
        (Event("customer replies"), Event("comment is added"), True),
        (Event("customer replies"), Event("internal comment is added"), False),
        (PRESSED, Event("someone presses", "y"), False),
        (PRESSED, PRESSED, True),
        (becomes("red"), Event(cast("EventKind", "ticket is created")), False),
    ],
)
def test_one_event_for_two(one: Condition, other: Condition, same: bool) -> None:
    first = handoff("first", End(("open",), "a"), End(("hold",), "a"), one)
    second = handoff("second", End(("open",), "a"), End(("hold",), "b"), other, to=CRM)
    found = [fact for _, fact in facts_together([first, second]) if isinstance(fact, SameEvent)]
    assert bool(found) == same
