"""Real incidents through ServiceNow to Jira, in each of their shapes; and what a real instance takes of incidents."""

from dataclasses import replace
from functools import cache
from typing import Any, cast

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from handoffspec.execute import Result, run_back, run_forward
from handoffspec.execute.arrived import arrive
from handoffspec.execute.values import to_json
from handoffspec.execute.wire.inputs import read_ticket
from handoffspec.execute.wire.read import read_fields
from handoffspec.plan import Plan
from handoffspec.schema.systems import Record
from tests.execute.test_round_trip import exact_fields
from tests.specs.bound import plan, result_of, sample_tickets
from tests.specs.createmeta import problems
from tests.specs.incidents import SHAPES, refused, shown
from tests.strategies.tickets import tickets
from tests.strategies.zendesk_tickets import full_tickets

TO_JIRA = "incident_to_engineering"
FROM_ZENDESK = "ticket_to_incident"
FEW = settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))


@cache
def results(shape: str) -> list[dict[str, Any]]:
    return [result_of(SHAPES[shape](incident), plan(TO_JIRA)) for incident in shown()]


@pytest.mark.parametrize("shape", SHAPES)
def test_jira_takes_all_67(shape: str) -> None:
    assert len(results(shape)) == 67
    assert [problems(result["payload"]) for result in results(shape)] == [[]] * 67


@pytest.mark.parametrize("shape", SHAPES)
def test_the_record_is_the_same_in_every_shape(shape: str) -> None:
    for one, other in zip(results(shape), results("both"), strict=True):
        assert one["record"] == other["record"]
        assert one["fired"] == other["fired"]


def test_what_engineering_reads() -> None:
    incidents = dict(zip((incident["number"] for incident in shown()), results("both"), strict=True))
    record = incidents["INC0000002"]["record"]
    assert (record["summary"], record["priority"]) == ("Network file shares access issue", "P1")
    assert "Configuration item: FileServerFloor2" in record["description"]
    assert record["blocked_by"] == "others"
    assert incidents["INC0000002"]["fired"] is True


def test_the_journals_cross_where_they_are_shown() -> None:
    for shape in ("shown", "both"):
        for incident, result in zip(shown(), results(shape), strict=True):
            heads = [_head(step) for step in result["steps"] if step["op"] == "comment"]
            for journal, channel in (("comments", "public"), ("work_notes", "internal")):
                entries = incident[journal].count("(Additional comments)\n") + incident[journal].count("(Work notes)\n")
                crossed = sum(f"ServiceNow, {channel} comment" in head for head in heads)
                assert crossed == (entries if result["steps"] else 0)


def _head(step: dict[str, Any]) -> str:
    return step["body"]["body"]["content"][0]["content"][0]["text"]


# ── Generated tickets ──────────────────────────────────────────────────────────────────────────────────────────────


@FEW
@given(data=st.data())
@pytest.mark.parametrize("name", [TO_JIRA, FROM_ZENDESK])
def test_what_is_exact_comes_back(name: str, data: st.DataObject) -> None:
    made = plan(name, None)
    ticket = data.draw(tickets(_without_names(made.handoff.source)))
    # The strategy knows nothing of fields that only some states need.
    ticket |= {"state": "2"} if name == TO_JIRA else {"status": "open"}
    was, now = _there_and_back(made, ticket)
    assert exact_fields(made)
    for field in exact_fields(made):
        assert now.get(field, "absent") == was.get(field), field


def _without_names(record: Record) -> Record:
    """Without what stands inside another field: the strategy fills each field by itself."""
    return replace(record, fields=tuple(f for f in record.fields if not (f.read_at or "").endswith("display_value")))


def _there_and_back(made: Plan, ticket: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    source = read_ticket(ticket, made.handoff.source)
    was = {name: to_json(v) for name, v in arrive(made.handoff.source, source, None, strict=True).values.items()}
    result = run_forward(made, source)
    assert isinstance(result, Result), result
    again = run_back(made, read_ticket({"after": result.to_json()["payload"]}, made.handoff.destination))
    assert isinstance(again, Result), again
    return was, cast("dict[str, Any]", again.to_json()["record"])


@FEW
@given(ticket=full_tickets())
def test_servicenow_takes_every_full_ticket(ticket: dict[str, Any]) -> None:
    result = result_of(ticket, plan(FROM_ZENDESK))
    assert "error" not in result, result["error"]
    assert refused(result["payload"]) == []
    assert [refused(step["body"]) for step in result["steps"] if step["method"] == "PATCH"] == [
        [] for step in result["steps"] if step["method"] == "PATCH"
    ]


def test_servicenow_takes_every_sample() -> None:
    made = plan(FROM_ZENDESK)
    for ticket in sample_tickets():
        result = result_of(ticket, made)
        if "error" not in result:
            assert refused(result["payload"]) == []
            again = read_ticket({"result": {"sys_id": "1", **result["payload"]}}, made.handoff.destination)
            read = read_fields(made.handoff.destination, again.record)
            assert read.problems == ()
            assert read.values["impact"] == result["record"]["impact"]


def test_an_internal_note_stays_in_the_work_notes() -> None:
    comments = [
        {"id": 1, "html_body": "<p>It is down.</p>", "public": True},
        {"id": 2, "html_body": "<p>The contract has run out.</p>", "public": False},
    ]
    fields = [{"id": 28100000000131, "value": None}]
    ticket = {"id": 7, "subject": "No mail", "status": "open", "priority": "high", "custom_fields": fields}
    after = {**ticket, "assignee_id": 613, "group_id": 28100000005013}
    given_ = {"before": {**ticket, "group_id": 1}, "after": after, "comments": comments}
    result = result_of(given_, plan(FROM_ZENDESK))
    bodies = [step["body"] for step in result["steps"] if step["op"] == "comment"]
    assert ["It is down." in body["comments"] for body in bodies if "comments" in body] == [True]
    assert any("The contract has run out." in body["work_notes"] for body in bodies if "work_notes" in body)
