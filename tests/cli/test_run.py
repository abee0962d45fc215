"""`handoff run`: tickets in, a line for each out, whatever is wrong with some of them."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

PROGRAM = Path(sys.executable).parent / "handoff"
ESCALATION = "specs/zendesk_to_jira.handoff"
TICKETS = "specs/samples/zendesk_tickets.ndjson"
ISSUES = "specs/samples/jira_issues.ndjson"
pytestmark = pytest.mark.usefixtures("specs")
IMPACTS = ["none", "minor", "high", "critical", "undecided"]
OPERATIONS = ["create", "update", "transition", "comment", "attach", "link"]


def closed(**properties):
    return {"type": "object", "properties": properties, "required": [*properties], "additionalProperties": False}


TEXT = {"type": "string"}
STEP = closed(op={"enum": OPERATIONS}, method=TEXT, path=TEXT, body={"type": "object"})
LOSS = closed(field=TEXT, **{"class": {"enum": ["lossy", "lost"]}}, cause=TEXT, impact={"enum": IMPACTS}, detail=TEXT)
RESULT = Draft202012Validator(
    closed(
        handoff=TEXT,
        fired={"type": ["boolean", "null"]},
        payload={"type": "object"},
        steps={"type": "array", "items": STEP},
        record={"type": "object"},
        losses={"type": "array", "items": LOSS},
        missing={"type": "array", "items": TEXT},
        notify={"type": "array", "items": closed(who=TEXT, why=TEXT)},
    )
)
ERROR = Draft202012Validator(
    closed(handoff=TEXT, line={"type": "integer"}, error=closed(code=TEXT, message=TEXT, path=TEXT))
)


def lines(outcome):
    """Every line, each held to one of the two shapes."""
    read = [json.loads(line) for line in outcome.out.splitlines()]
    for one in read:
        (ERROR if "error" in one else RESULT).validate(one)
    return read


@pytest.fixture
def tickets(specs):
    return (specs / "samples/zendesk_tickets.ndjson").read_text(encoding="utf-8").splitlines()


def test_each_ticket_gives_a_line_with_a_payload(handoff, tickets):
    outcome = handoff("run", ESCALATION, TICKETS)
    assert (outcome.status, outcome.err) == (0, "")
    results = lines(outcome)
    assert len(results) == len(tickets)
    assert all(one["handoff"] == "escalation" and one["payload"] for one in results)
    assert list(results[0]) == ["handoff", "fired", "payload", "steps", "record", "losses", "missing", "notify"]


def test_the_same_tickets_as_an_array_on_standard_input_give_the_same(handoff, tickets):
    by_line = handoff("run", ESCALATION, TICKETS).out
    assert handoff("run", ESCALATION, stdin="[" + ",\n".join(tickets) + "]").out == by_line
    assert handoff("run", ESCALATION, "-", stdin=tickets[0]).out == by_line.splitlines(keepends=True)[0]


def test_a_bad_line_57_leaves_the_others(handoff, tickets):
    many = (tickets * 5)[:60]
    many[56] = '{"id": 57, "subject": '
    outcome = handoff("run", ESCALATION, "-", stdin="\n".join(many))
    assert outcome.status == 1
    results = lines(outcome)
    assert len(results) == 60
    assert [one["line"] for one in results if "error" in one] == [57]
    assert results[56]["error"]["code"] == "HS1205"


@pytest.mark.parametrize(
    "bad",
    ["", "not json", "[1, 2", '"text"', "{}", "[" * 100_000, '{"subject": "' + "x" * 200_000 + '"}', b"\xff\xfe"],
    ids=["nothing", "words", "half", "text", "nothing known", "deep", "too long", "bytes"],
)
def test_a_ticket_that_cannot_be_one_is_an_error_line(handoff, bad):
    outcome = handoff("run", ESCALATION, stdin=bad)
    assert outcome.status == 1
    assert lines(outcome)
    assert all("error" in one for one in lines(outcome))


def test_a_result_is_ascii_whatever_the_ticket_holds(handoff, tickets):
    ticket = json.loads(tickets[0])
    (ticket.get("after") or ticket)["subject"] = "\x1b[2J\u202e\u2028 日本"
    outcome = handoff("run", ESCALATION, stdin=json.dumps(ticket), env={"PYTHONUTF8": "0", "PYTHONIOENCODING": "ascii"})
    assert outcome.status == 0
    assert outcome.out.isascii()
    assert "\x1b" not in outcome.out
    assert lines(outcome)[0]["record"]["summary"] == "\x1b[2J\u202e\u2028 日本"


def test_a_plan_runs_without_its_spec(handoff, tmp_path):
    from_spec = handoff("run", ESCALATION, TICKETS, "--env", "sandbox").out
    assert handoff("compile", ESCALATION, "-o", "build", "--env", "sandbox").status == 0
    (tmp_path / ESCALATION).unlink()
    outcome = handoff("run", "build/escalation/plan.json", TICKETS)
    assert (outcome.status, outcome.out) == (0, from_spec)


def test_an_environment_puts_identifiers_in_the_place_of_names(handoff):
    named, bound = (lines(handoff("run", ESCALATION, TICKETS, *env)) for env in ((), ("--env", "sandbox")))
    assert named[0]["payload"]["fields"]["project"] != bound[0]["payload"]["fields"]["project"]
    slip = handoff("run", ESCALATION, TICKETS, "--env", "sandbx")
    assert (slip.status, slip.out) == (2, "")
    assert "sandbox" in slip.err


def test_the_way_back_gives_fields_of_the_source(handoff):
    outcome = handoff("run", ESCALATION, "--back", ISSUES, "--env", "sandbox", "--at", "2026-11-05T09:00:00Z")
    assert outcome.status == 0
    results = lines(outcome)
    assert all("subject" in one["record"] and "ticket" in one["payload"] for one in results)


def test_onto_needs_one_record_for_each(handoff, specs, tickets):
    (specs / "onto.json").write_text(tickets[0], encoding="utf-8")
    issue = (specs / "samples/jira_issues.ndjson").read_text(encoding="utf-8").splitlines()[0]
    arguments = ["run", ESCALATION, "--back", "--env", "sandbox", "--onto", "specs/onto.json"]
    outcome = handoff(*arguments, stdin=issue)
    assert outcome.status == 0
    assert lines(outcome)[0]["record"]["subject"]
    outcome = handoff(*arguments, ISSUES)
    assert (outcome.status, outcome.out) == (2, "")
    assert "5 records come back onto 1" in outcome.err


def test_of_several_handoffs_one_has_to_be_named(handoff, specs, tickets):
    within = handoff("run", "specs", "--handoff", "customer_replied", stdin=tickets[0])
    assert lines(within)[0]["handoff"] == "customer_replied"
    # The only one between two systems needs no name.
    for other in specs.glob("*_to_*.handoff"):
        if other.name not in ("first_to_second_line.handoff", "zendesk_to_jira.handoff"):
            other.unlink()
    assert lines(handoff("run", "specs", stdin=tickets[0]))[0]["handoff"] == "escalation"
    (specs / "zendesk_to_jira.handoff").unlink()
    outcome = handoff("run", "specs", stdin=tickets[0])
    assert (outcome.status, outcome.out) == (2, "")
    assert "customer_replied" in outcome.err
    slip = handoff("run", "specs", "--handoff", "customer_replid", stdin=tickets[0])
    assert "Did you mean customer_replied?" in slip.err


def test_a_spec_with_errors_does_not_run(handoff, tmp_path):
    text = (tmp_path / ESCALATION).read_text(encoding="utf-8")
    (tmp_path / ESCALATION).write_text(text.replace("subject   ", "subjekt   ", 1), encoding="utf-8")
    outcome = handoff("run", ESCALATION, TICKETS)
    assert (outcome.status, outcome.out) == (2, "")
    assert "subjekt" in outcome.err


@pytest.mark.parametrize("content", ["", "{}", "[]", "not json", '{"format": "handoffspec.plan", "version": 2}'])
def test_a_file_that_is_no_plan_does_not_run(handoff, tmp_path, content):
    (tmp_path / "plan.json").write_text(content, encoding="utf-8")
    outcome = handoff("run", "plan.json", stdin="{}")
    assert (outcome.status, outcome.out) == (2, "")
    assert "plan.json" in outcome.err


def test_a_plan_changed_by_hand_does_not_run(handoff, tmp_path):
    handoff("compile", ESCALATION, "-o", "build")
    plan = tmp_path / "build/escalation/plan.json"
    plan.write_text(
        plan.read_text(encoding="utf-8").replace("Checkout", "Chekout").replace("P1", "P2"), encoding="utf-8"
    )
    outcome = handoff("run", "build/escalation/plan.json", TICKETS)
    assert (outcome.status, outcome.out) == (2, "")


@pytest.mark.parametrize(
    "arguments",
    [
        (ESCALATION, "missing.ndjson"),
        (ESCALATION, "specs"),
        (ESCALATION, TICKETS, "--at", "yesterday"),
        (ESCALATION, TICKETS, "--at", "2026-03-01"),
        (ESCALATION, TICKETS, "--onto", TICKETS),
        ("-", "-"),
        ("-",),
    ],
)
def test_what_cannot_be_meant_is_refused(handoff, arguments):
    outcome = handoff("run", *arguments)
    assert (outcome.status, outcome.out) == (2, "")
    assert outcome.err


def test_a_reader_who_takes_one_line_is_no_error(tmp_path, environ, tickets):
    (tmp_path / "many.ndjson").write_text("\n".join(tickets * 40), encoding="utf-8")
    script = f"set -o pipefail; '{PROGRAM}' run {ESCALATION} many.ndjson | head -n 1"
    done = subprocess.run(["bash", "-c", script], cwd=tmp_path, env=environ, capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (141, b"")
    RESULT.validate(json.loads(done.stdout))
