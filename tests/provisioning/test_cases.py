"""What is written for a spec whose other side is somebody else's, and whose labels try to be more than labels."""

import json
import re
from dataclasses import replace
from pathlib import Path

import jsonschema
import pytest

from handoffspec.emit import TARGETS
from handoffspec.emit.provisioning import provisioning, provisioning_schema
from handoffspec.pipeline import check, plans
from tests.specs.bound import all_plans

CASE = Path(__file__).parents[1] / "cases" / "provisioning" / "foreign.handoff"


@pytest.fixture(scope="module")
def written():
    made = plans(check([str(CASE)]))["build_takes_over"]
    return {document.name: document.text for document in provisioning(made)}


def test_somebody_else_is_asked(written, expect_file):
    assert json.loads(written["provisioning.json"])["requests"] == ["request-jira.md"]
    expect_file(CASE.with_suffix(".request.expected"), written["request-jira.md"])


def test_what_triggers_can_say_and_what_not(written, expect_file):
    made = json.loads(written["provisioning.json"])
    lines: list[str] = []
    for step in made["steps"]:
        body = (step["send"]["body"] or {}).get("trigger")
        if body:
            lines.append(step["what"])
            conditions = body["conditions"]
            lines += [f"  {kind} {json.dumps(one)}" for kind in ("all", "any") for one in conditions[kind]]
    lines += ["", "By hand:", *(f"- {one['what']}" for one in made["by_hand"])]
    expect_file(CASE.with_suffix(".triggers.expected"), "\n".join(lines) + "\n")


def test_statuses_are_made_too(written):
    made = json.loads(written["provisioning.json"])
    sent = [step["send"]["body"]["custom_status"] for step in made["steps"] if ".status." in step["id"]]
    assert [(one["agent_label"], one["status_category"]) for one in sent] == [
        ("Parts ordered", "pending"), ("Checked", "open"),
    ]  # fmt: skip


def test_a_system_that_nobody_wrote_calls_for_is_set_up_by_request():
    plan = all_plans()["escalation"]
    tracker = replace(plan.handoff.destination, system="tracker", system_title="Our tracker")
    made = provisioning(plan.model_copy(update={"handoff": replace(plan.handoff, destination=tracker)}))
    assert [document.name for document in made] == ["provisioning.json", "request-tracker.md"]
    page = made[1].text
    assert page.startswith("# Request to whoever administers Our tracker: Our tracker")
    assert "| Promised by | Date and time | optional | – |" in page
    assert {step["system"] for step in json.loads(made[0].text)["steps"]} == {"zendesk"}


def test_it_satisfies_its_schema(written):
    schema = provisioning_schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)
    made = json.loads(written["provisioning.json"])
    validator.validate(made)
    made["steps"][0]["send"]["method"] = "DELETE"
    assert not validator.is_valid(made)


def test_names_of_other_alphabets_give_variables_that_can_be_set():
    plan = all_plans()["escalation"]
    made = plan.model_copy(update={"handoff": replace(plan.handoff, name="übergabe_зд")})
    inputs = json.loads(provisioning(made)[0].text)["inputs"]
    assert all(re.fullmatch("[A-Z][A-Z0-9_]*", one["name"]) for one in inputs)
    config = TARGETS["synchronisation"].make(made)[0].text
    assert re.search(r'listens_at: "\$\{[A-Z][A-Z0-9_]*\}"', config)
