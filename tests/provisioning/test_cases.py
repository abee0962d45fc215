"""What is written for a spec whose other side is somebody else's, and whose labels try to be more than labels."""

import json
from pathlib import Path

import pytest

from handoffspec.emit.provisioning import provisioning
from handoffspec.pipeline import check, plans

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
