"""Whether the escalation fires, held against a predicate written here from the words of the spec alone."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handoffspec.execute import Result, run_forward
from handoffspec.execute.wire.inputs import read_ticket
from handoffspec.plan import Plan

IMPACTS = st.sampled_from([None, "one_user", "several_users", "system_down"])
TICKETS = st.fixed_dictionaries(
    {
        "priority": st.sampled_from([None, "low", "normal", "high", "urgent"]),
        "status": st.sampled_from(["new", "open", "pending", "hold", "solved"]),
        "tags": st.lists(st.sampled_from(["needs-engineering", "vip", "needs-info"]), unique=True),
        "custom_fields": IMPACTS.map(lambda impact: [{"id": "customer_impact", "value": impact}]),
    }
).map(lambda ticket: {"id": 7, "subject": "Checkout is down", "description": "Nobody can pay.", **ticket})


def impact(ticket: dict[str, Any]) -> object:
    return ticket["custom_fields"][0]["value"]


def should_fire(before: dict[str, Any], after: dict[str, Any]) -> bool:
    became_urgent = after["priority"] == "urgent" and before["priority"] != "urgent"
    became_down = impact(after) == "system_down" and impact(before) != "system_down"
    opened = after["status"] == "open" and before["status"] != "open"
    return became_urgent or became_down or (opened and "needs-engineering" in after["tags"])


def run(plan: Plan, given_: object) -> Result:
    result = run_forward(plan, read_ticket(given_, plan.handoff.source))
    assert isinstance(result, Result), result
    return result


@given(before=TICKETS, after=TICKETS)
def test_a_change_fires_exactly_when_the_words_say_so(
    escalation: Plan, before: dict[str, Any], after: dict[str, Any]
) -> None:
    result = run(escalation, {"before": before, "after": after})
    assert result.fired is should_fire(before, after)
    assert result.payload, "what would cross is shown whether it fires or not"
    if not result.fired:
        assert result.steps == ()
        assert result.notify == ()


@given(ticket=TICKETS)
def test_of_a_bare_ticket_creation_counts_and_a_button_is_unknown(escalation: Plan, ticket: dict[str, Any]) -> None:
    urgent = ticket["priority"] == "urgent" or impact(ticket) == "system_down"
    opened = ticket["status"] == "open" and "needs-engineering" in ticket["tags"]
    assert run(escalation, ticket).fired is (True if urgent or opened else None)


@pytest.mark.parametrize(
    ("status", "author", "fired"),
    [("pending", 41, True), ("pending", 613, False), ("open", 41, False), ("pending", 99, None)],
    ids=["the requester answers", "the assignee writes", "it was open before", "nobody knows the author"],
)
def test_a_customers_reply(customer_replied: Plan, status: str, author: int, fired: bool | None) -> None:
    before = {
        "id": 7, "subject": "Where is my order?", "description": "It is late.", "status": status, "requester_id": 41,
        "assignee_id": 613, "updated_at": "2026-03-01T09:00:00Z",
    }  # fmt: skip
    day = "2026-03-01"
    comments = [
        {"public": True, "author_id": 613, "html_body": "Which order?", "created_at": f"{day}T08:00:00Z"},
        {"public": True, "author_id": author, "html_body": "4711", "created_at": f"{day}T10:00:00Z"},
    ]
    after = {**before, "status": "open"}
    assert run(customer_replied, {"before": before, "after": after, "comments": comments}).fired is fired
