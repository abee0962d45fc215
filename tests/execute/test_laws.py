"""Tables against the record as it stands on the other side: what is put is got, and what was got changes nothing."""

from itertools import product
from typing import Any

import pytest

from handoffspec.execute import Failure, Result, run_back, run_forward
from handoffspec.execute.wire.inputs import read_ticket
from handoffspec.plan import Plan

PRIORITIES = [None, "urgent", "high", "normal", "low"]
IMPACTS = [None, "one_user", "several_users", "system_down"]


def ticket(priority: str | None, impact: str | None) -> dict[str, Any]:
    return {
        "id": 7, "subject": "Checkout", "description": "Down", "status": "open", "priority": priority,
        "custom_fields": [{"id": "customer_impact", "value": impact}],
    }  # fmt: skip


def priority_there(plan: Plan, given: dict[str, Any]) -> object:
    result = run_forward(plan, read_ticket(given, plan.handoff.source))
    assert isinstance(result, Result), result
    return result.record["priority"]


def comes_back(plan: Plan, priority: object, onto: dict[str, Any]) -> Result:
    issue = {"fields": {"summary": "Checkout", "priority": {"name": priority}, "status": {"name": "In Progress"}}}
    result = run_back(plan, read_ticket(issue, plan.handoff.destination), onto)
    assert isinstance(result, Result), result
    return result


@pytest.mark.parametrize(("priority", "impact"), list(product(PRIORITIES, IMPACTS)))
def test_what_was_got_and_is_put_again_changes_nothing(
    escalation: Plan, priority: str | None, impact: str | None
) -> None:
    onto = ticket(priority, impact)
    back = comes_back(escalation, priority_there(escalation, onto), onto)
    assert back.record["priority"] == priority
    assert "priority" not in str(back.payload)


@pytest.mark.parametrize(("priority", "impact", "put"), list(product(PRIORITIES, IMPACTS, ["P1", "P2", "P3", "P4"])))
def test_what_is_put_is_got(escalation: Plan, priority: str | None, impact: str | None, put: str) -> None:
    back = comes_back(escalation, put, ticket(priority, impact))
    now = ticket(back.record["priority"], back.record.get("customer_impact", impact))  # type: ignore[arg-type]
    assert priority_there(escalation, now) == put


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"priority": "immediate"}, "HS1202"),
        ({"subject": ""}, "HS1204"),
        ({"subject": "x" * 151}, "HS1203"),
        ({"tags": "vip"}, "HS1201"),
    ],
    ids=["no such option", "required", "too long", "no list"],
)
def test_a_ticket_that_does_not_fit_its_system_is_an_error(escalation: Plan, change: dict[str, Any], code: str) -> None:
    failure = run_forward(escalation, read_ticket({**ticket("low", None), **change}, escalation.handoff.source))
    assert isinstance(failure, Failure)
    line = failure.to_json(57)
    assert list(line) == ["handoff", "line", "error"]
    assert line["line"] == 57
    assert line["error"]["code"] == code  # type: ignore[index,call-overload]
    assert line["error"]["path"] in change  # type: ignore[index,call-overload]
