"""Real incidents through ServiceNow to Jira, in each of their shapes; and what a real instance takes of incidents."""

from functools import cache
from typing import Any

import pytest

from tests.specs.bound import plan, result_of
from tests.specs.createmeta import problems
from tests.specs.incidents import SHAPES, shown

TO_JIRA = "incident_to_engineering"


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
