"""The mapping that is written by hand, which the benchmarks measure against, gives what the plan gives."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.benchmarks.peers import with_duckdb, with_pydantic
from tests.benchmarks.peers.handwritten.mapping import escalate
from tests.benchmarks.zendesk import tickets
from tests.specs.bound import result_of, sample_tickets
from tests.strategies.zendesk_tickets import full_tickets


def _comparable(line: dict[str, Any]) -> dict[str, Any]:
    """A result as it is; of an error its code and place, for each tells it in its own words."""
    error = line.get("error")
    return line if error is None else {"code": error["code"], "path": error["path"]}


def test_generated_tickets_with_every_field_filled_and_empty() -> None:
    for ticket in tickets(250, seed=7):
        assert escalate(ticket) == result_of(ticket)


def test_pydantic_and_duckdb(tmp_path: Path) -> None:
    given = list(tickets(60, seed=8))
    source, target = tmp_path / "tickets.ndjson", tmp_path / "results.ndjson"
    source.write_text("".join(json.dumps(ticket) + "\n" for ticket in given), encoding="utf-8")
    with_duckdb.main(str(source), str(target), 1)
    assert [json.loads(line) for line in target.read_text(encoding="utf-8").splitlines()] == [
        with_pydantic.escalate(ticket) for ticket in given
    ]
    assert [with_pydantic.escalate(ticket) for ticket in given] == [escalate(ticket) for ticket in given]


def test_the_sample() -> None:
    for ticket in sample_tickets():
        if "before" not in ticket:
            assert _comparable(escalate(ticket)) == _comparable(result_of(ticket))


@given(full_tickets())
def test_tickets_filled_with_anything(ticket: dict[str, Any]) -> None:
    assert _comparable(escalate(ticket)) == _comparable(result_of(ticket))


_WRONG = st.sampled_from(
    [
        ("subject", "x" * 151),
        ("subject", ""),
        ("description", 5),
        ("status", "on-hold"),
        ("priority", ["urgent"]),
        ("due_at", "soon"),
        ("requester_id", None),
        ("organization_id", {}),
        ("tags", ["two words"]),
        ("forum_topic_id", "x"),
        ("is_public", "yes"),
        ("satisfaction_rating", {"score": "great"}),
        ("custom_fields", [{"id": 28100000000101, "value": "everybody"}]),
        ("custom_fields", [{"id": 28100000000102, "value": "[1]"}]),
        ("custom_fields", [{"id": 28100000000102, "value": "[not JSON"}]),
        ("custom_fields", [{"id": 28100000000105, "value": '[{"step": 1}]'}]),
        ("custom_fields", [{"id": 28100000000106, "value": "x" * 2001}]),
    ]
)


@pytest.mark.parametrize("field", ["subject", "status"])
def test_a_field_that_is_not_there(field: str) -> None:
    (ticket,) = tickets(1)
    del ticket["ticket"][field]
    assert _comparable(escalate(ticket)) == _comparable(result_of(ticket))


@given(_WRONG, st.integers(0, 50))
def test_a_ticket_that_must_not_cross_is_refused_at_the_same_place(wrong: tuple[str, object], seed: int) -> None:
    (ticket,) = tickets(1, seed)
    ticket["ticket"][wrong[0]] = wrong[1]
    refused = _comparable(result_of(ticket))
    assert "code" in refused
    assert _comparable(escalate(ticket))["code"] == refused["code"]
    assert refused["path"].startswith(_comparable(escalate(ticket))["path"])
