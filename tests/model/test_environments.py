"""Environments through the loader: what is bound, what is refused, and that no secret is ever shown."""

import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handoffspec.diagnostics import Diagnostic, Source
from handoffspec.loader import load, load_environment
from handoffspec.model.binding import bind, unknown_names, with_constants
from handoffspec.model.environment import Environment, read_environments
from handoffspec.model.systems import SystemsResult, resolve_systems
from handoffspec.report import Look
from handoffspec.report.text import render
from handoffspec.schema.systems import Field
from handoffspec.schema.types import ChoiceType
from handoffspec.syntax import ast

SPEC = """\
use zendesk
use jira
let project be "PLAT"
let retries be 3

extend zendesk.ticket {
  customer_impact choice [several_users, system_down]
  troubleshooting list of record { step text, outcome text }
  affected_users  list of text
}

extend jira.issue {
  priority       choice [P1, P2]
  what_was_tried rich_text
  fixed          text at "fields.customfield_9"
}
"""


def environments(text: str) -> tuple[dict[str, Environment], tuple[Diagnostic, ...]]:
    read, found = read_environments(Source("environments.yaml", text))
    return dict(read), found


def sandbox(body: str) -> tuple[Environment, tuple[Diagnostic, ...]]:
    indented = "".join(f"  {line}\n" for line in body.splitlines())
    read, found = environments(f"sandbox:\n{indented}")
    return read["sandbox"], found


def resolved() -> SystemsResult:
    loaded = load(["-"], io.StringIO(SPEC))
    return resolve_systems(loaded.specs[0].files, loaded.catalogue)


def bound(body: str) -> tuple[SystemsResult, list[str]]:
    """The spec with an environment, and the names of all that was found."""
    environment, wrong = sandbox(body)
    systems = resolved()
    result, unfitting = bind(systems, environment)
    unknown = unknown_names(environment, [systems], ["project", "retries"])
    return result, [found.code.name for found in (*wrong, *unfitting, *unknown)]


def field(systems: SystemsResult, system: str, record: str, name: str) -> Field:
    found = systems.records[system, record].field(name)
    assert found is not None
    return found


def test_identifiers_fill_the_place_that_the_system_has_for_such_fields() -> None:
    systems, found = bound(
        "zendesk:\n  ticket:\n    customer_impact: 360001\n    troubleshooting: {id: 360002}\n"
        "jira: {issue: {what_was_tried: customfield_10077}}"
    )
    assert found == []
    impact = field(systems, "zendesk", "ticket", "customer_impact")
    assert (impact.read_at, impact.bound) == ("custom_fields[id=360001].value", True)
    assert field(systems, "zendesk", "ticket", "troubleshooting").bound
    assert field(systems, "jira", "issue", "what_was_tried").written_at == "fields.customfield_10077"
    assert not field(systems, "zendesk", "ticket", "affected_users").bound


def test_values_and_statuses_get_the_form_of_the_instance() -> None:
    systems, found = bound(
        "jira:\n  issue:\n    priority: {values: {P1: Highest}}\n    status: {values: {To Do: Zu erledigen}}"
    )
    assert found == []
    choice = field(systems, "jira", "issue", "priority").type
    assert isinstance(choice, ChoiceType)
    assert [(o.name, o.wire) for o in choice.options] == [("P1", "Highest"), ("P2", "P2")]
    lifecycle = systems.records["jira", "issue"].lifecycle
    assert lifecycle is not None
    assert lifecycle.statuses[0].wire == "Zu erledigen"


def test_transitions_are_found_by_the_status_they_lead_to() -> None:
    systems, found = bound('jira:\n  transitions: {"In Review": "31", Done: 41}')
    assert found == []
    lifecycle = systems.records["jira", "issue"].lifecycle
    assert lifecycle is not None
    wires = {(s, t): lifecycle.transition(s, t) for s, t in (("In Progress", "In Review"), ("In Progress", "Blocked"))}
    assert [None if found is None else found.wire for found in wires.values()] == ["31", None]
    done = lifecycle.transition("In Review", "Done")
    assert done is not None
    assert (done.wire, done.needs) == ("41", ("resolution",))


def test_constants_are_replaced_by_a_value_of_their_kind() -> None:
    environment, _ = sandbox("constants: {project: 77, retries: many}")
    files, found = with_constants(load(["-"], io.StringIO(SPEC)).specs[0].files, environment)
    values = {i.name.text: i.value for file in files for i in file.items if isinstance(i, ast.Constant)}
    project = values["project"]
    assert isinstance(project, ast.Text)
    assert project.value == "77"
    assert isinstance(values["retries"], ast.Number)
    assert [(d.code.name, d.span.text) for d in found] == [("environment-shape", "many")]


@pytest.mark.parametrize(
    ("body", "name"),
    [
        ("zendesk: {ticket: {customer_impct: 1}}", "unbindable-name"),
        ("zendesk: {tickets: {customer_impact: 1}}", "unbindable-name"),
        ("constants: {projct: KT}", "unbindable-name"),
        ('jira: {transitions: {"In Progres": "1"}}', "unbindable-name"),
        ("jira: {issue: {priority: {values: {P3: Low}}}}", "unbindable-name"),
        ("zendesk: {ticket: {brand: {values: {main: 1}}}}", "unbindable-name"),
        ("zendesk: {ticket: {something_else: 1}}", "unused-binding"),
        ("asana: {task: {impact: 1}}", "unused-binding"),
        ("zendesk: {ticket: {customer_impact: 1, affected_users: 1}}", "bound-twice"),
        ("zendesk: {ticket: {customer_impact: 1, customer_impact: 2}}", "bound-twice"),
        ("zendesk: {ticket: {subject: 1}}", "bound-twice"),
        ("jira: {issue: {fixed: customfield_1}}", "bound-twice"),
        ("jira: {issue: {priority: {values: {P1: High, P2: High}}}}", "bound-twice"),
        ("zendesk: {ticket: customer_impact}", "environment-shape"),
        ("zendesk: [ticket]", "environment-shape"),
        ("zendesk: {ticket: {customer_impact: [1]}}", "environment-shape"),
        ("zendesk: {ticket: {customer_impact: '1].x[id=2'}}", "environment-shape"),
        ("zendesk: {ticket: {customer_impact: {ids: 1}}}", "environment-shape"),
        ("zendesk: {address: http://example.com}", "environment-shape"),
        ("zendesk: {address: 'https://example.com/?q=1'}", "environment-shape"),
        ("zendesk: {api_token: abc}", "secret-in-environment"),
        ("constants: {password: abc}", "secret-in-environment"),
        ("zendesk: {address: 'https://u:p@example.com'}", "secret-in-environment"),
        ("constants: {project: ghp_abcdefgh12345678}", "secret-in-environment"),
    ],
)
def test_one_mistake_is_one_finding(body: str, name: str) -> None:
    assert bound(body)[1] == [name]


@pytest.mark.parametrize(
    "text",
    ["a: [", "a: &x {b: 1}\nc: *x", "a: !!python/object:os.system {}", "? [a]\n: b", "a: 1\n---\nb: 2", "[" * 20_000],
)
def test_what_is_no_plain_yaml_is_refused(text: str) -> None:
    read, found = environments(text)
    assert [d.code.name for d in found] == ["environment-not-read"]
    assert read == {}


HIDDEN = "Tr0ub4dor-and-3"


@pytest.mark.parametrize(
    "text",
    [
        f"sandbox:\n  zendesk:\n    api_token: {HIDDEN}\n",
        f"sandbox:\n  zendesk:\n    address: https://robot:{HIDDEN}@example.com\n",
        f'sandbox:\n  constants:\n    project: "Bearer {HIDDEN}"\n    other: [broken\n',
        f"sandbox: {{zendesk: {{credentials: {{robot: {HIDDEN}}}, nonsense: 1}}}}\n",
    ],
)
def test_no_report_shows_a_secret(text: str) -> None:
    _, found = environments(text)
    assert found
    assert HIDDEN not in render(found, Look())
    assert all(HIDDEN not in d.span.source.text for d in found)


@given(st.text(alphabet="ab:{}[]-&*!?|>'\"\n #1%@,", max_size=60))
def test_any_text_is_read_or_refused(text: str) -> None:
    _, found = environments(text)
    assert all(d.code.code.startswith("HS10") for d in found)


# ── Where the file stands ──────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "a.handoff").write_text(SPEC, encoding="utf-8")
    (tmp_path / "environments.yaml").write_text(
        "sandbox:\n  zendesk: {ticket: {customer_impact: 5}}\n", encoding="utf-8"
    )
    return tmp_path


def test_the_file_stands_beside_the_spec(folder: Path) -> None:
    for place in (folder, folder / "a.handoff"):
        environment, found = load_environment(str(place), "sandbox")
        assert environment is not None
        assert environment.name == "sandbox"
        assert found == ()


def test_an_unknown_environment(folder: Path) -> None:
    environment, found = load_environment(str(folder), "sandbx")
    assert environment is None
    assert [d.help for d in found] == ["Did you mean `sandbox`?"]


def test_no_file_of_environments(folder: Path) -> None:
    (folder / "environments.yaml").unlink()
    environment, found = load_environment(str(folder), "sandbox")
    assert environment is None
    assert [d.code.name for d in found] == ["unknown-environment"]


def test_a_file_that_is_no_utf_8(folder: Path) -> None:
    (folder / "environments.yaml").write_bytes(b"sandbox: \xff\n")
    assert [d.code.name for d in load_environment(str(folder), "sandbox")[1]] == ["not-utf8"]
