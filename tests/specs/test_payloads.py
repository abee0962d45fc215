"""What the escalation makes of tickets: twelve payloads worked out by hand, and many held against a real instance."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from tests.specs.bound import plan, result_of, sample_tickets
from tests.specs.createmeta import problems
from tests.strategies.zendesk_tickets import full_tickets

CASES = sorted((Path(__file__).parents[1] / "cases" / "run").glob("*.json"))


@pytest.mark.parametrize("case", CASES, ids=lambda path: path.stem)
def test_the_payload_is_the_one_worked_out_by_hand(case: Path) -> None:
    wanted = json.loads(case.read_text(encoding="utf-8"))
    assert result_of(sample_tickets()[wanted["line"] - 1])["payload"] == wanted["payload"], wanted["why"]


def test_twelve_were_worked_out() -> None:
    assert len(CASES) == 12


@pytest.mark.parametrize("ticket", sample_tickets(), ids=lambda ticket: str(_id(ticket)))
def test_a_real_instance_takes_the_payload_of_every_sample(ticket: Any) -> None:
    assert problems(result_of(ticket)["payload"]) == []


@pytest.mark.parametrize("ticket", sample_tickets(), ids=lambda ticket: str(_id(ticket)))
def test_a_sample_has_the_keys_of_a_ticket(ticket: Any) -> None:
    assert len(_inner(ticket)) == 37


@settings(max_examples=200, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(ticket=full_tickets())
def test_a_real_instance_takes_every_full_ticket(ticket: dict[str, Any]) -> None:
    result = result_of(ticket)
    assert "error" not in result, result["error"]
    assert problems(result["payload"]) == []
    assert len(result["payload"]["fields"]["description"]["content"]) > 10


@pytest.mark.parametrize(("priority", "wire"), [("urgent", "P1"), ("high", "P2"), ("normal", "P3"), ("low", "P4")])
def test_four_priorities_become_four(priority: str, wire: str) -> None:
    ticket = {**_inner(sample_tickets()[1]), "priority": priority}
    unbound = plan(environment=None)
    assert result_of(ticket, unbound)["payload"]["fields"]["priority"] == {"name": wire}


def test_where_nobody_set_a_priority_the_impact_decides() -> None:
    seen = {}
    for impact in (None, "one_user", "several_users", "system_down"):
        fields = [{"id": 28100000000101, "value": impact}]
        ticket = {**_inner(sample_tickets()[1]), "priority": None, "custom_fields": fields}
        seen[impact] = result_of(ticket)["record"]["priority"]
    assert seen == {None: "P3", "one_user": "P3", "several_users": "P2", "system_down": "P1"}


def _inner(ticket: Any) -> dict[str, Any]:
    for key in ("after", "ticket"):
        ticket = ticket.get(key, ticket)
    return ticket


def _id(ticket: Any) -> int:
    return _inner(ticket)["id"]
