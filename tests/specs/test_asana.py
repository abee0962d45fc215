"""Tickets against what Asana publishes: every task, comment and file that is written is accepted."""

import io
from functools import cache
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from handoffspec.execute import Result, run_forward
from handoffspec.execute.wire.inputs import read_ticket
from handoffspec.execute.wire.read import read_fields
from handoffspec.execute.wire.write import create_body, update_body
from handoffspec.loader import load
from handoffspec.model.systems import resolve_systems
from handoffspec.schema.systems import Record
from tests.specs.asana_api import problems, rich_text_problems
from tests.specs.bound import plan, sample_tickets
from tests.strategies.tickets import tickets

SOME = settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
OPERATIONS = 28100000005012
EXPECTED_ACTION = 28100000000106
HTML = st.sampled_from(
    [
        "<p>a &amp; b</p>",
        "<h1>a</h1><h3>b</h3>",
        "<ul><li>a<ol><li>b</li></ol></li></ul>",
        "<table><tr><td>a</td><td><b>b</b></td></tr></table>",
        '<a href="https://shop.example/?a=1&amp;b=2">a</a>',
        "<pre>if a &lt; b</pre>",
        "<blockquote><h2>a</h2><p>b</p></blockquote>",
        '<img src="https://shop.example/a.png" alt="a">',
        "<hr><script>alert(1)</script><b><i>a</b></i>",
    ]
)


@cache
def task() -> Record:
    """A task as the catalogue has it, with a field of each type that a project can add."""
    text = """use asana
extend asana.task {
  account  text
  notes    rich_text
  hours    number
  visits   integer
  level    choice [low as "11", high as "12"]
  areas    set of choice [web as "21", shop as "22"]
  needed   date
  starts   time
  reviewer set of person
}
"""
    loaded = load(["-"], io.StringIO(text))
    return resolve_systems(loaded.specs[0].files, loaded.catalogue).records["asana", "task"]


def as_asana_has_it(made: dict[str, Any]) -> dict[str, Any]:
    """Numbers of things as texts."""

    def spelt(value: Any) -> Any:
        match value:
            case dict():
                return {key: spelt(inner) for key, inner in value.items()}
            case list():
                return [spelt(inner) for inner in value]
            case int() if not isinstance(value, bool):
                return str(value)
            case _:
                return value

    numbers = {"actual_time_minutes", "custom_fields"}
    kept = {key: value if key in numbers else spelt(value) for key, value in made.items()}
    for custom in kept.get("custom_fields", []):
        custom.update({"people_value": spelt(custom["people_value"])} if "people_value" in custom else {})
    notes = kept.get("html_notes")
    return {**kept, "html_notes": f"<body>{'a' if notes is None else 'b'}</body>"}


@SOME
@given(made=tickets(task()).map(as_asana_has_it))
def test_asana_takes_every_task_that_is_written(made: dict[str, Any]) -> None:
    read = read_fields(task(), made)
    assert read.problems == ()
    values = read.values | {"projects": ["1205"]}
    assert problems("TaskCreateRequest", create_body(task(), values)) == []
    filled = {name: value for name, value in values.items() if value is not None}
    assert problems("TaskUpdateRequest", update_body(task(), filled)) == []


def handed_over(ticket: dict[str, Any]) -> dict[str, Any]:
    """The ticket assigned to the group that hands it over, with what must not be missing."""
    ours = [field for field in ticket["custom_fields"] if field["id"] != EXPECTED_ACTION]
    custom = [*ours, {"id": EXPECTED_ACTION, "value": "Pay it back and say when"}]
    return {**ticket, "group_id": OPERATIONS, "custom_fields": custom}


def outcome_of(ticket: object) -> Result:
    result = run_forward(plan("to_operations"), read_ticket(ticket, plan("to_operations").handoff.source))
    assert isinstance(result, Result), result
    return result


def refused(result: Result) -> list[str]:
    """What Asana would refuse of all that the handoff sends it."""
    found = problems("TaskCreateRequest", result.payload)
    for step in result.steps:
        match step.op:
            case "comment":
                found += problems("StoryRequest", step.body)
            case "transition":
                found += problems("TaskUpdateRequest", step.body)
            case "attach":
                found += [] if {"parent", "file"} == set(step.body) else [f"{sorted(step.body)}"]
            case _:
                pass
    return found


@SOME
@given(data=st.data())
def test_asana_takes_every_ticket_with_its_conversation(data: st.DataObject) -> None:
    ticket = data.draw(tickets(plan("to_operations").handoff.source))
    said = data.draw(st.lists(HTML | st.text(max_size=40), max_size=3))
    comments = [{"id": n, "html_body": text, "public": n % 2 == 0, "author_id": 7} for n, text in enumerate(said)]
    files = [{"file_name": "a.png", "content_type": "image/png", "size": 5}]
    result = outcome_of({"after": handed_over(ticket), "comments": comments, "attachments": files})
    assert sum(step.op == "comment" for step in result.steps) >= len(said)
    assert refused(result) == []


@pytest.mark.parametrize("ticket", sample_tickets(), ids=lambda ticket: str(ticket.get("id", "changed")))
def test_asana_takes_every_sample(ticket: Any) -> None:
    assert refused(outcome_of(ticket)) == []


def test_what_was_internal_and_what_was_not_is_told_in_words() -> None:
    """Asana marks no comment, so all of them count as internal there, and each says what it was."""
    ticket = handed_over({"id": 7, "subject": "Refund", "description": "a", "status": "open", "custom_fields": []})
    said = [{"id": 1, "html_body": "<p>Hello</p>", "public": True}, {"id": 2, "html_body": "Hush", "public": False}]
    steps = outcome_of({"after": ticket, "comments": said}).steps
    assert [step.to_json()["body"]["data"]["html_text"] for step in steps if step.op == "comment"][:2] == [
        "<body><strong>Zendesk Support, public comment</strong>\n\u2060\nHello</body>",
        "<body><strong>Zendesk Support, internal comment</strong>\n\u2060\nHush</body>",
    ]


def test_the_judge_of_rich_text_refuses_what_asana_refuses() -> None:
    wrong = ["a", "<body>a & b</body>", "<body><b>a</b></body>", "<body><ul class='x'/></body>", "<p>a</p>"]
    assert all(rich_text_problems(text, {"body", "ul", "strong"}) for text in wrong)
