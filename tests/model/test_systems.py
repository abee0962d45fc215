"""Systems through the loader: what a record is after a company's extensions."""

import io
from pathlib import Path

import pytest

from handoffspec.loader import catalogue, load
from handoffspec.model.systems import SystemsResult, resolve_systems
from handoffspec.schema.conditions import Compare, FieldRef, Lasting
from handoffspec.schema.systems import Field, Record
from handoffspec.schema.types import ChoiceType, Limit, ListType, NumberType, TextType


def systems(text: str) -> SystemsResult:
    loaded = load(["-"], io.StringIO(text))
    result = resolve_systems(loaded.specs[0].files, loaded.catalogue)
    assert [d.message for d in (*loaded.diagnostics, *result.diagnostics)] == []
    return result


def ticket(extension: str) -> Record:
    return systems(f"use zendesk\nextend zendesk.ticket {{\n{extension}\n}}\n").records["zendesk", "ticket"]


def issue(extension: str) -> Record:
    return systems(f"use jira\nextend jira.issue {{\n{extension}\n}}\n").records["jira", "issue"]


def task(extension: str) -> Record:
    return systems(f"use asana\nextend asana.task {{\n{extension}\n}}\n").records["asana", "task"]


def the(record: Record, name: str) -> Field:
    found = record.field(name)
    assert found is not None
    return found


@pytest.mark.parametrize("name", catalogue())
def test_what_is_shipped_resolves(name: str) -> None:
    result = systems(f"use {name}\n")
    (record,) = (record for (system, _), record in result.records.items() if system == name)
    assert record.lifecycle is not None
    status = the(record, record.lifecycle.field)
    assert isinstance(status.type, ChoiceType)
    assert [o.name for o in status.type.options] == [s.name for s in record.lifecycle.statuses]
    assert record.field(record.key) is not None
    assert {call.operation for call in record.calls} >= {"create", "update", "comment"}


def test_the_catalogue_says_how_a_description_is_read_and_written() -> None:
    description = the(ticket("impact text"), "description")
    assert (description.read_at, description.read_as) == ("description", "plain")
    assert (description.written_at, description.written_as) == ("comment.html_body", "html")
    assert description.at_creation


def test_a_codec_without_a_path_of_its_own_is_for_both_ways() -> None:
    environment = the(issue("impact text"), "environment")
    assert (environment.read_as, environment.written_as) == ("adf", "adf")


def test_a_new_field_goes_where_its_system_keeps_fields_of_its_type() -> None:
    record = issue("notes rich_text\nareas set of choice [a, b]\nimpact number")
    notes, areas, impact = (the(record, name) for name in ("notes", "areas", "impact"))
    assert (notes.read_at, notes.written_as, notes.custom, notes.bound) == ("fields.notes", "adf", True, False)
    assert areas.written_at == "fields.areas[].value"
    assert impact.read_at == "fields.impact"
    assert impact.read_as is None


def test_a_new_field_has_the_limits_that_its_system_has_for_all_of_its_type() -> None:
    record = task("account text\nshort text up to 40 characters\nhours number\npaid number with 2 decimals")
    kinds = {f.name: f.type for f in record.fields if f.custom}
    assert kinds == {
        "account": TextType(limit=Limit(1024, "characters")),
        "short": TextType(limit=Limit(40, "characters")),
        "hours": NumberType(decimals=6),
        "paid": NumberType(decimals=2),
    }


def test_a_field_may_be_read_in_one_place_and_written_in_another() -> None:
    account = the(task("account text"), "account")
    assert account.read_at == "custom_fields[gid=account].text_value"
    assert account.written_at == "custom_fields.account"


def test_a_new_field_with_a_path_is_bound() -> None:
    impact = the(issue('impact text at "fields.customfield_1"'), "impact")
    assert impact.custom
    assert impact.bound
    assert impact.written_at == "fields.customfield_1"


def test_a_replaced_choice_stays_where_it_is() -> None:
    priority = the(issue('priority choice [P1 as "1", P2 "Second"]'), "priority")
    assert isinstance(priority.type, ChoiceType)
    assert [(o.name, o.label, o.wire) for o in priority.type.options] == [("P1", "P1", "1"), ("P2", "Second", "P2")]
    assert priority.read_at == "fields.priority.name"
    assert not priority.custom
    assert priority.default is None, "Medium is no value of it any more"


def test_a_field_stated_again_keeps_the_limit_of_the_system() -> None:
    assert the(issue("summary text personal"), "summary").type == TextType(limit=Limit(255, "characters"))


def test_a_field_is_narrowed_without_a_type() -> None:
    record = ticket("description up to 30000 characters\ntags up to 20 items\nassignee required seen by first_line")
    assert the(record, "description").type == TextType(rich=True, limit=Limit(30000, "characters"))
    assert the(record, "tags").type == ListType(TextType(spaces=False), unique=True, limit=Limit(20, "items"))
    assignee = the(record, "assignee")
    assert assignee.required
    assert assignee.seen_by == ("first_line",)
    assert assignee.required_when == Compare(FieldRef("source", "status"), "is", ("solved",))


def test_every_word_about_a_number() -> None:
    cost = the(ticket('cost number between 0 and 99.5 with 2 decimals default 7 secret means "In euro"'), "cost")
    assert cost.type == NumberType(lowest=0, highest=99.5, decimals=2)
    assert (cost.default, cost.secret, cost.meaning, cost.label) == (7, True, "In euro", "Cost")


def test_a_lifecycle_is_replaced_and_what_spoke_of_its_statuses_goes_with_it() -> None:
    record = ticket("lifecycle status {\nnew is todo, initial\nopen is doing\npending is waiting\nfrom any to open\n}")
    assert record.lifecycle is not None
    assert [t.sources for t in record.lifecycle.transitions] == [("new", "open", "pending")]
    by_title = {automation.title: automation for automation in record.automations}
    assert "Solved closes after four days" not in by_title
    reopened = by_title["A customer's reply reopens the ticket"].when[0]
    assert "('pending',)" in str(reopened), "of the three statuses it named, one is left"


def test_a_lifecycle_is_added_to() -> None:
    record = ticket("lifecycle status also {\nsupplier is waiting, shown as open\nfrom open to supplier\n}")
    assert record.lifecycle is not None
    assert len(record.lifecycle.statuses) == 7
    assert record.lifecycle.transition("open", "supplier") is not None
    assert record.lifecycle.transition("open", "solved") is not None


def test_an_automation_of_the_same_title_replaces_the_systems() -> None:
    record = ticket(
        'automation "Solved closes after four days" {\nwhen status is solved for 7d\nset status to closed\n}'
    )
    closing = [a for a in record.automations if a.title.startswith("Solved closes")]
    assert [a.when for a in closing] == [(Lasting(Compare(FieldRef("source", "status"), "is", ("solved",)), 604800),)]


def test_facts_about_comments_and_attachments_are_stated_anew_one_by_one() -> None:
    record = ticket("comments {\nup to 1000 characters\nthreads\n}\nattachments {\nup to 5 MB\n}")
    assert record.comments is not None
    assert (record.comments.limit, record.comments.threads) == (Limit(1000, "characters"), True)
    assert record.comments.format == "html"
    assert any(path.part == "author" for path in record.comments.paths)
    assert record.attachments is not None
    assert record.attachments.max_bytes == 5_000_000


def test_who_must_be_asked() -> None:
    result = systems('use jira\nextend jira {\nadministered by "IT"\n}\n')
    assert (result.records["jira", "issue"].ours, result.records["jira", "issue"].administrator) == (False, "IT")


def test_where_things_are_declared() -> None:
    result = systems("use jira\nextend jira.issue {\nimpact text\n}\n")
    span = result.field_span("jira", "issue", "impact")
    assert span is not None
    assert (span.text, span.line) == ("impact", 3)
    status = result.status_span("jira", "issue", "In Review")
    assert status is not None
    assert status.text == '"In Review"'


def test_a_spec_sees_only_what_it_uses(tmp_path: Path) -> None:
    for name, text in (("a", "use zendesk\n"), ("b", "extend zendesk.ticket { impact text }\n")):
        (tmp_path / f"{name}.handoff").write_text(text, encoding="utf-8")
    loaded = load([str(tmp_path)])
    found = [d for spec in loaded.specs for d in resolve_systems(spec.files, loaded.catalogue).diagnostics]
    assert [(d.code.name, d.help) for d in found] == [("unknown-system", "Write `use zendesk` at the top of the file.")]


def test_the_same_text_gives_the_same_records() -> None:
    text = "use zendesk\nuse jira\nextend zendesk.ticket {\nimpact choice [low, high]\n}\n"
    assert systems(text).records == systems(text).records
