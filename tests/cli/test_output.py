"""`handoff init`, `compile`, `docs` and `test`: what they write, and what they leave alone."""

import json
import re
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

SPECS = Path(__file__).parents[2] / "specs"
HANDOFFS = sorted(
    name
    for spec in SPECS.glob("*.handoff")
    for name in re.findall(r"^handoff (\w+)", spec.read_text(encoding="utf-8"), re.MULTILINE)
)
SYSTEMS = ["jira", "zendesk"]


def files(folder):
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


@pytest.mark.parametrize("source", SYSTEMS)
@pytest.mark.parametrize("target", SYSTEMS)
def test_a_first_spec_checks_and_is_laid_out(handoff, tmp_path, source, target):
    outcome = handoff("init", "--from", source, "--to", target, "--name", "first")
    assert (outcome.status, outcome.out) == (0, "")
    assert files(tmp_path) == ["first.handoff"]
    assert handoff("check", "first.handoff").status == 0
    assert handoff("fmt", "--check", "first.handoff").status == 0
    assert handoff("compile", "first.handoff", "-o", "build").status == 0
    assert handoff("docs", "first.handoff", "-o", "pages").status == 0


@pytest.mark.usefixtures("specs")
def test_a_first_spec_runs(handoff):
    handoff("init", "--from", "zendesk", "--to", "jira", "-o", "first.handoff")
    outcome = handoff("run", "first.handoff", "specs/samples/zendesk_tickets.ndjson")
    assert outcome.status == 0
    assert all(json.loads(line)["payload"]["fields"]["summary"] for line in outcome.out.splitlines())


def test_init_overwrites_nothing(handoff, tmp_path):
    (tmp_path / "mine.handoff").write_text("mine", encoding="utf-8")
    outcome = handoff("init", "--from", "zendesk", "--to", "jira", "-o", "mine.handoff")
    assert (outcome.status, outcome.out) == (2, "")
    assert (tmp_path / "mine.handoff").read_text(encoding="utf-8") == "mine"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([], "--from"),
        (["--from", "zendesk"], "--to"),
        (["--from", "zendsk", "--to", "jira"], "zendesk"),
        (["--from", "zendesk", "--to", "jira", "--name", "../../x"], "name"),
        (["--from", "zendesk", "--to", "jira", "-o", "nowhere/x.handoff"], "nowhere/x.handoff"),
    ],
)
def test_init_asks_nothing_where_nobody_answers(handoff, tmp_path, arguments, said):
    outcome = handoff("init", *arguments)
    assert (outcome.status, outcome.out) == (2, "")
    assert said in outcome.err
    assert files(tmp_path) == []


@pytest.mark.usefixtures("specs")
def test_compile_writes_a_plan_that_satisfies_the_schema_beside_it(handoff, tmp_path):
    outcome = handoff("compile", "specs", "-o", "build")
    assert (outcome.status, outcome.out) == (0, "")
    assert sorted(path.name for path in (tmp_path / "build").iterdir()) == HANDOFFS
    for name in HANDOFFS:
        assert {"plan.json", "plan.schema.json"} <= {*files(tmp_path / "build" / name)}
        plan, schema = (
            json.loads((tmp_path / "build" / name / file).read_text(encoding="utf-8"))
            for file in ("plan.json", "plan.schema.json")
        )
        Draft202012Validator.check_schema(schema)
        Draft202012Validator(schema).validate(plan)
        assert plan["handoff"]["name"] == name


@pytest.mark.usefixtures("specs")
def test_compiling_twice_gives_the_same_bytes(handoff, tmp_path):
    for folder in ("one", "two"):
        handoff("compile", "specs", "-o", folder, env={"PYTHONHASHSEED": "1" if folder == "one" else "2"})
    for name in files(tmp_path / "one"):
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()


@pytest.mark.usefixtures("specs")
def test_what_an_environment_does_not_bind_is_said(handoff):
    assert "zendesk.ticket.customer_impact" in handoff("compile", "specs", "-o", "build").err
    assert "no identifier" not in handoff("compile", "specs", "-o", "build", "--env", "sandbox").err


@pytest.mark.usefixtures("specs")
def test_docs_writes_every_document(handoff, tmp_path):
    outcome = handoff("docs", "specs", "-o", "pages")
    assert (outcome.status, outcome.out) == (0, "")
    for name in HANDOFFS:
        written = files(tmp_path / "pages" / name)
        assert {"handoff-specification.md", "contingency-checklist.md", "field-mapping-audit.md"} <= set(written)
        for file in written:
            assert (tmp_path / "pages" / name / file).read_text(encoding="utf-8").startswith("# ")


@pytest.mark.parametrize("command", ["compile", "docs"])
def test_nothing_is_written_while_there_are_errors(handoff, specs, tmp_path, command):
    (specs / "bad.handoff").write_text("handoff {\n", encoding="utf-8")
    outcome = handoff(command, "specs", "-o", "out")
    assert (outcome.status, outcome.out) == (2, "")
    assert "bad.handoff" in outcome.err
    assert not (tmp_path / "out").exists()


@pytest.mark.usefixtures("specs")
@pytest.mark.parametrize("command", ["compile", "docs"])
def test_a_file_in_the_way_is_said(handoff, tmp_path, command):
    (tmp_path / "out").write_text("mine", encoding="utf-8")
    outcome = handoff(command, "specs", "-o", "out")
    assert outcome.status == 2
    assert "out" in outcome.err
    assert (tmp_path / "out").read_text(encoding="utf-8") == "mine"


def test_two_handoffs_of_a_name_in_two_files_are_refused(handoff, specs, tmp_path):
    text = (specs / "customer_replied.handoff").read_text(encoding="utf-8")
    (specs / "again.handoff").write_text(text, encoding="utf-8")
    outcome = handoff("compile", "specs", "-o", "out")
    assert outcome.status == 2
    assert "again.handoff" in outcome.err
    assert not (tmp_path / "out").exists()


@pytest.mark.usefixtures("specs")
def test_every_scenario_of_the_specs_holds(handoff):
    outcome = handoff("test", "specs")
    assert (outcome.status, outcome.err) == (0, "")
    reports = outcome.out.splitlines()
    assert reports[-1].endswith(" passed, 0 failed")
    assert len([line for line in reports if line.startswith("passed  ")]) >= 10


def test_a_scenario_that_does_not_hold_shows_its_line(handoff, specs):
    spec = specs / "zendesk_to_jira.handoff"
    text = spec.read_text(encoding="utf-8").replace(
        'summary      "Checkout is down"', 'summary      "Checkout is up"', 1
    )
    spec.write_text(text, encoding="utf-8")
    line = next(at for at, words in enumerate(text.splitlines(), 1) if "Checkout is up" in words)
    outcome = handoff("test", "specs/zendesk_to_jira.handoff")
    assert outcome.status == 1
    assert outcome.out.startswith("FAILED  escalation: ")
    assert f"    line {line}: expected " in outcome.out
    assert outcome.out.endswith(", 1 failed\n")


def test_a_spec_without_scenarios_has_nothing_to_test(handoff, tmp_path):
    (tmp_path / "x.handoff").write_text("use zendesk\n", encoding="utf-8")
    outcome = handoff("test", "x.handoff")
    assert (outcome.status, outcome.out) == (2, "")
