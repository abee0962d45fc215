"""The escalation's pages against the templates that every support team knows: each line, column and checklist item is
there, and says something that only this spec knows. The lists below are ours; the spec is one that ships."""

from collections.abc import Callable

import pytest
from markdown_it import MarkdownIt
from markdown_it.token import Token

from handoffspec.emit.documents import documents
from handoffspec.plan import Plan

_SPEC = "specs/zendesk_to_jira.handoff"
_READER = MarkdownIt("commonmark").enable("table")


@pytest.fixture(scope="module")
def pages(plan_of: Callable[[str], Plan]) -> dict[str, str]:
    return {document.name.removesuffix(".md"): document.text for document in documents(plan_of(_SPEC))}


def sections(page: str) -> dict[str, str]:
    """The text below each heading of the second level, up to the next."""
    found: dict[str, str] = {}
    for part in page.split("\n## ")[1:]:
        title, _, body = part.partition("\n")
        found[title] = body
    return found


def section(page: str, title: str) -> str:
    """The section whose heading begins with these words."""
    return next(body for name, body in sections(page).items() if name.startswith(title))


def columns(body: str) -> list[list[str]]:
    """The heads of each table."""
    tokens = _READER.parse(body)
    tables = [i for i, token in enumerate(tokens) if token.type == "thead_open"]
    return [_heads(tokens[start:]) for start in tables]


def _heads(tokens: list[Token]) -> list[str]:
    end = next(i for i, token in enumerate(tokens) if token.type == "thead_close")
    return [token.content for token in tokens[:end] if token.type == "inline"]


SPECIFICATION = [
    ("Handoff", "What crosses:", "A Zendesk Support ticket leads to a Jira issue"),
    ("Trigger conditions", "What causes this handoff:", "Priority becomes “Urgent”"),
    ("Trigger conditions", "Status change", "Status becomes “Open” and Tags has “needs-engineering”"),
    ("Trigger conditions", "Automation rules of Zendesk Support", "A customer's reply reopens the ticket"),
    ("Information requirements", "What must travel with the ticket:", "it decides how soon engineering looks"),
    ("Information requirements", "Required fields:", "Customer impact, Affected users"),
    ("Information requirements", "Attachments:", "images (image/\\*)"),
    ("Information requirements", "Conversation history:", "public and internal comments"),
    ("Field mapping", "| Customer impact |", "Context block in Description"),
    ("Ownership transfer", "Responsible after the handoff:", "Platform Engineering (#platform-oncall)"),
    ("Ownership transfer", "Notification requirements:", "the previous assignee (Zendesk Support)"),
    ("State synchronization", "How both sides stay in step:", "Changes flow both ways on every change"),
    ("State synchronization", "Bidirectional update rules:", "An edit on either side reaches the other: Subject"),
    ("State synchronization", "### Status mapping", "| Solved | ↔ | Done |"),
    ("Rollback conditions", "The ticket returns when:", "Labels (Jira) has “needs-info”"),
    ("Rollback conditions", "Information required to return it:", "What was tried (Jira) and What is missing (Jira)"),
    ("Rollback conditions", "Carried back:", "headed “Back from engineering”"),
    ("Known failure modes", "History:", "Engineers restart services"),
    ("Known failure modes", "Contingency:", "the mapping of Troubleshooting steps"),
    ("Known failure modes", "Design requirement:", "the information in Troubleshooting steps is lost because"),
]

INTEGRATION = [
    ("Configuration", "Sync direction", "Bidirectional"),
    ("Configuration", "Sync frequency", "Real-time, on every change"),
    ("Configuration", "Triggered by", "someone presses “Escalate to engineering”"),
    (
        "Conditional logic",
        "When records begin to be synchronized:",
        "Customer impact becomes “Business-critical system",
    ),
    ("Conditional logic", "Filters:", "Project (Jira) is “PLAT”"),
    ("Conditional logic", "Status requirements:", "status map"),
    ("Conditional logic", "Team ownership rules:", "held by Platform Engineering"),
    ("Conflict resolution", "When both systems are updated at the same time:", "the latest change wins"),
    ("Conflict resolution", "Which system is authoritative:", "Jira decides Priority and Status"),
    ("Error handling", "When the synchronization fails:", "tried again 5 times"),
    ("Error handling", "Notification:", "#sync-alerts"),
    ("Error handling", "Retry logic:", "up to 1 hour"),
    ("Error handling", "Manual intervention:", "Service Desk (#service-desk) puts it right"),
    ("Audit trail", "How anybody knows that it works:", "compared every hour"),
    ("Audit trail", "Logging:", "400 days"),
    ("Audit trail", "Monitoring and alerting:", "over 10 minutes behind"),
]

BEFORE = [
    ("Required fields filled", "Affected system: text, up to 255 characters; not just “n/a”"),
    ("Attachments included", "application/zip"),
    ("What was tried is written down step by step", "In Troubleshooting steps"),
    ("The impact on the customer stated outright", "Which users: in Affected users"),
    ("The impact on the customer stated outright", "Which systems: in Affected system"),
    ("The impact on the customer stated outright", "Which business function: in Customer impact"),
    ("The expected next action is clear", "in Expected next action"),
    ("The receiving team or person told directly", "reached at #platform-oncall"),
    ("The state of the SLA clock verified", "paused in Pending and Hold"),
    (
        "The state of the SLA clock verified",
        "About to breach: compare the time left with first answer within 30 minutes",
    ),
    ("Tell the customer who will work on it", "(Service Desk)"),
]

AFTER = [
    ("Everything required is there", "Troubleshooting steps: in the context block in Description"),
    ("If context is missing", "tell the previous assignee (Zendesk Support)"),
    ("The status updated at once", "Zendesk Support then shows Open by itself"),
    ("Next steps written down in both systems", "A comment in Zendesk Support or Jira is copied to the other"),
    ("The customer told, if the handoff delays", "told when work is delayed past 1 day"),
    ("Take the issue over within half an hour", "(Platform Engineering)"),
]


@pytest.mark.parametrize(("title", "line", "fact"), SPECIFICATION)
def test_each_line_of_the_specification(pages: dict[str, str], title: str, line: str, fact: str) -> None:
    body = section(pages["handoff-specification"], title)
    assert line in body
    assert fact in body
    assert "Not in this spec" not in body


@pytest.mark.parametrize(("title", "line", "fact"), INTEGRATION)
def test_each_line_of_the_integration_requirements(pages: dict[str, str], title: str, line: str, fact: str) -> None:
    body = section(pages["system-integration-requirements"], title)
    assert fact in body[body.index(line) :]
    assert "Not in this spec" not in body


@pytest.mark.parametrize(
    ("title", "item", "fact"),
    [("Before", *one) for one in BEFORE] + [("After", *one) for one in AFTER],
)
def test_each_item_of_the_checklist(pages: dict[str, str], title: str, item: str, fact: str) -> None:
    body = section(pages["contingency-checklist"], title)
    items = [part for part in body.split("\n- [ ] ")[1:] if part.startswith(f"**{item}")]
    assert len(items) == 1
    assert fact in items[0]


def test_the_headings_say_between_whom(pages: dict[str, str]) -> None:
    assert "Handoff: Service Desk (Zendesk Support) → Platform Engineering (Jira)" in sections(
        pages["handoff-specification"]
    )
    assert "Integration: Zendesk Support ↔ Jira" in sections(pages["system-integration-requirements"])


def test_the_columns_of_the_tables(pages: dict[str, str]) -> None:
    assert columns(section(pages["handoff-specification"], "Field mapping"))[0] == [
        "Source Field",
        "Destination Field",
        "Mapping Type",
        "Notes",
    ]
    assert columns(section(pages["handoff-specification"], "State synchronization"))[0] == [
        "Zendesk Support Status",
        "",
        "Jira Status",
        "Sync Rule",
    ]
    assert columns(section(pages["system-integration-requirements"], "Field mappings"))[0] == [
        "Zendesk Support",
        "",
        "Jira",
        "Data Type",
        "Transformation",
    ]
    assert columns(pages["field-mapping-audit"])[0] == [
        "Source Field (Zendesk Support)",
        "Destination Field (Jira)",
        "Status",
        "Impact",
    ]


def test_the_audit_has_every_field_of_the_source(pages: dict[str, str], plan_of: Callable[[str], Plan]) -> None:
    audit = pages["field-mapping-audit"]
    for field in plan_of(_SPEC).handoff.source.fields:
        assert field.label in audit, field.name


def test_the_audit_ends_with_the_failure_modes(pages: dict[str, str]) -> None:
    assert list(sections(pages["field-mapping-audit"]))[-1] == "Known failure modes from this mapping"
    body = section(pages["field-mapping-audit"], "Known failure modes")
    assert "When Service Desk hands a ticket over to Platform Engineering, the information in Affected users is" in body


def test_each_failure_mode_is_one_design_requirement(pages: dict[str, str], plan_of: Callable[[str], Plan]) -> None:
    body = section(pages["handoff-specification"], "Known failure modes")
    told = [line for line in body.splitlines() if line.startswith("- **Design requirement:**")]
    assert len(told) == len(plan_of(_SPEC).handoff.failures)
    for line in told:
        assert " is lost because " in line
        assert ". This causes " in line


@pytest.mark.parametrize("name", ["first_to_second_line", "customer_replied"])
def test_where_nothing_is_integrated_the_pages_say_so(name: str, plan_of: Callable[[str], Plan]) -> None:
    made = {document.name: document.text for document in documents(plan_of(f"specs/{name}.handoff"))}
    page = made["system-integration-requirements.md"]
    assert "## Integration: none, all within Zendesk Support" in page
    assert "no second system is integrated" in page
    assert "Jira" not in "".join(made.values())
