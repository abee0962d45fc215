"""Out and back again: what the compiler calls exact comes back as it was, for tickets with every field filled."""

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from handoffspec.execute import Result, run_back, run_forward
from handoffspec.execute.arrived import arrive
from handoffspec.execute.values import to_json
from handoffspec.execute.wire.inputs import read_ticket
from handoffspec.execute.wire.paths import ABSENT, get, parse_path, put
from handoffspec.plan import Plan
from handoffspec.schema.mapping import ToContext
from handoffspec.schema.systems import Record
from tests.strategies.tickets import tickets

FEW = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))


def exact_fields(plan: Plan) -> list[str]:
    """Source fields that some two-way rule takes across as they are, or that a block carries whole."""
    sound = {v.rule for v in plan.verdicts if v.flow == "out" and v.loss in ("direct", "translation")}
    whole = {v.rule for v in plan.verdicts if v.flow == "out" and v.recoverable}
    names = {
        ref.field
        for rule in plan.handoff.rules
        for ref in rule.fields
        if (rule.flow == "both" and rule.id in sound) or (isinstance(rule.target, ToContext) and rule.id in whole)
    }
    return sorted(names)


def comments_of(result: Result) -> list[dict[str, Any]]:
    """The comments among the steps, as the destination's API gives them afterwards."""
    return [_inside(dict(step.body)) for step in result.steps if step.op == "comment"]


def _inside(body: dict[str, Any]) -> dict[str, Any]:
    return body.get("data", body)


def given_back(record: Record, body: dict[str, Any]) -> dict[str, Any]:
    """The record that a body made, as its API gives it: what is written at one place is read at another."""
    made: dict[str, Any] = {}
    for field in record.fields:
        value = get(parse_path(field.written_at), _inside(body)) if field.written_at and field.read_at else ABSENT
        if value is not ABSENT:
            put(parse_path(field.read_at or ""), made, value)
    return made


def there_and_back(plan: Plan, ticket: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """The source's values by field name, and those that come back from the payload that was made of them."""
    source = read_ticket(ticket, plan.handoff.source)
    given_values = {
        name: to_json(v) for name, v in arrive(plan.handoff.source, source, None, strict=True).values.items()
    }
    result = run_forward(plan, source)
    assert isinstance(result, Result), result
    arrived = given_back(plan.handoff.destination, json.loads(json.dumps(result.to_json()["payload"])))
    again = run_back(plan, read_ticket({"after": arrived, "comments": comments_of(result)}, plan.handoff.destination))
    assert isinstance(again, Result), again
    returned = again.to_json()["record"]
    assert isinstance(returned, dict)
    return given_values, returned


@FEW
@given(data=st.data())
@pytest.mark.parametrize("spec", ["every_type", "every_context", "escalation", "defect", "to_operations"])
def test_what_is_exact_comes_back(spec: str, request: pytest.FixtureRequest, data: st.DataObject) -> None:
    plan: Plan = request.getfixturevalue(spec)
    was, now = there_and_back(plan, data.draw(tickets(plan.handoff.source)))
    for name in exact_fields(plan):
        assert now.get(name, "absent") == was.get(name), name
