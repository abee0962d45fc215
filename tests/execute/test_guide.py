"""The values that everybody's example of an escalation has, and where an engineer finds them in Jira."""

import json
from typing import Any

import pytest

from handoffspec.execute import Result, run_back, run_forward
from handoffspec.execute.wire.inputs import read_ticket
from handoffspec.plan import Plan

TICKET: dict[str, Any] = {
    "id": 4101,
    "subject": "Checkout is down",
    "description": "Nobody can pay since nine o'clock.",
    "status": "open",
    "priority": "urgent",
    "type": "incident",
    "tags": ["checkout"],
    "requester_id": 41,
    "assignee_id": 613,
    "custom_fields": [
        {"id": "customer_impact", "value": "system_down"},
        {"id": "affected_users", "value": '["ana@shop.example", "bo@shop.example"]'},
        {"id": "affected_system", "value": "Checkout"},
        {"id": "business_function", "value": "Online sales"},
        {"id": "troubleshooting", "value": '[{"step": "Restarted", "outcome": "Still down"}]'},
        {"id": "expected_action", "value": "Find out why payments fail"},
    ],
}


def forward(plan: Plan, ticket: dict[str, Any]) -> Result:
    result = run_forward(plan, read_ticket(ticket, plan.handoff.source))
    assert isinstance(result, Result), result
    return result


@pytest.mark.parametrize(
    ("priority", "expected"), [("urgent", "P1"), ("high", "P2"), ("normal", "P3"), ("low", "P4"), (None, "P1")]
)
def test_priority(escalation: Plan, priority: str | None, expected: str) -> None:
    result = forward(escalation, {**TICKET, "priority": priority})
    assert result.record["priority"] == expected
    assert result.payload["fields"]["priority"] == {"name": expected}  # type: ignore[index]


def test_the_context_can_be_read_in_the_description(escalation: Plan) -> None:
    description = forward(escalation, TICKET).to_json()["record"]["description"]  # type: ignore[index,call-overload]
    assert isinstance(description, str)
    block = description.split("\n---\n")[1]
    assert "Customer impact: Business-critical system down" in block
    assert "Affected users:\n\n- ana@shop.example\n- bo@shop.example" in block
    assert "1. step: Restarted\n   outcome: Still down" in block
    assert description.startswith("Nobody can pay since nine o'clock.\n")


def test_the_block_comes_back_as_data(escalation: Plan) -> None:
    arrived = json.loads(json.dumps(forward(escalation, TICKET).to_json()["payload"]))
    back = run_back(escalation, read_ticket(arrived, escalation.handoff.destination))
    assert isinstance(back, Result), back
    assert back.record["affected_users"] == ["ana@shop.example", "bo@shop.example"]
    assert back.record["troubleshooting"] == [{"step": "Restarted", "outcome": "Still down"}]
    assert back.record["customer_impact"] == "system_down"


def test_a_changed_block_is_reported_and_gives_no_values(escalation: Plan) -> None:
    arrived = json.loads(
        json.dumps(forward(escalation, TICKET).to_json()["payload"]).replace("(8 entries)", "(9 entries)")
    )
    back = run_back(escalation, read_ticket(arrived, escalation.handoff.destination))
    assert isinstance(back, Result), back
    assert "affected_users" not in back.record
    assert {loss.field for loss in back.losses if "was changed" in loss.detail} >= {"affected_users", "troubleshooting"}


def test_what_is_declared_about_a_loss_is_said_with_it(escalation: Plan) -> None:
    losses = {loss.field: loss for loss in forward(escalation, TICKET).losses}
    assert losses["troubleshooting"].impact == "minor"
    assert losses["requester"].kind == "lost"
    assert "subject" not in losses
    assert "priority" not in losses


def test_a_long_description_is_cut_and_its_context_is_not(escalation: Plan) -> None:
    result = forward(escalation, {**TICKET, "description": "word " * 10_000})
    description = result.to_json()["record"]["description"]  # type: ignore[index,call-overload]
    assert isinstance(description, str)
    assert "…" in description
    assert description.rstrip().endswith("End of handoff context · escalation (8 entries)")
    cut = [loss for loss in result.losses if loss.cause == "truncation"]
    assert [loss.field for loss in cut] == ["description"]


def test_a_result_line_has_its_keys_in_order(escalation: Plan) -> None:
    line = forward(escalation, TICKET).to_json()
    assert list(line) == ["handoff", "fired", "payload", "steps", "record", "losses", "missing", "notify"]
    assert json.dumps(line) == json.dumps(forward(escalation, TICKET).to_json())
