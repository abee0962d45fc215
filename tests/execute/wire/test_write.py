"""Bodies and calls, and that what is written is read again as it was."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handoffspec.execute.wire.errors import WireError
from handoffspec.execute.wire.read import read_fields
from handoffspec.execute.wire.write import (
    NOT_YET_KNOWN,
    attach_body,
    call_request,
    comment_body,
    create_body,
    link_body,
    transition_body,
    update_body,
)
from handoffspec.schema.systems import Record
from handoffspec.text.html import parse_html
from handoffspec.text.plain import parse_plain
from tests.execute.wire.reading import read_record


def test_a_created_record_stands_in_its_envelope_in_the_order_of_its_fields(desk: Record) -> None:
    values = {"born": "here", "title": "Down", "shown": "no", "id": "no", "motto": None, "tags": [], "sticky": ""}
    body = create_body(desk, values)
    assert body == {"case": {"f": {"title": "Down", "tags": [], "born": "here", "sticky": ""}}}
    assert list(body["case"]["f"]) == ["title", "tags", "born", "sticky"]  # type: ignore[index,call-overload]


def test_an_update_clears_with_null_and_leaves_out_what_cannot_be_changed(desk: Record) -> None:
    body = update_body(desk, {"born": "x", "sticky": None, "motto": None, "mood": None, "parts": None, "steps": None})
    assert body == {"f": {"motto": None, "mood": None, "parts": None}, "more": [{"id": 7, "value": None}]}


def test_every_type_is_written_in_its_form(desk: Record) -> None:
    values = {
        "body": parse_plain("a\nb").document,
        "words": parse_plain("a ").document,
        "mood": "angry",
        "owner": {"id": "u1", "email": "a@b.example"},
        "parts": ["calm", "angry"],
        "steps": [{"step": "Größe", "minutes": 5}],
    }
    assert create_body(desk, values)["case"] == {
        "f": {
            "body": "<p>a<br>b</p>",
            "words": "a ",
            "mood": {"name": 2},
            "owner": {"key": "u1"},
            "parts": [{"name": "c"}, {"name": 2}],
        },
        "more": [{"id": 7, "value": '[{"step": "Größe", "minutes": 5}]'}],
    }


@pytest.mark.parametrize(
    ("name", "value", "code"),
    [
        ("mood", "Calm", "HS1202"),
        ("owner", {"email": "a@b.example"}, "HS1201"),
        ("tags", "a", "HS1201"),
        ("title", 7, "HS1201"),
        ("place", [], "HS1201"),
    ],
)
def test_what_has_no_form_in_the_api_is_refused(desk: Record, name: str, value: object, code: str) -> None:
    with pytest.raises(WireError) as error:
        create_body(desk, {name: value})
    assert error.value.code == code


words = st.text(st.characters(codec=None), max_size=12)
moments = st.datetimes().map(lambda moment: f"{moment.replace(microsecond=0).isoformat()}Z")
moods = st.sampled_from(["calm", "angry"])
steps = st.fixed_dictionaries({}, optional={"step": st.none() | words, "minutes": st.none() | st.integers(-9, 99)})
documents = st.text(max_size=20).map(lambda text: parse_plain(text).document)
json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | words,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(words, inner, max_size=3),
    max_leaves=6,
)
VALUES: dict[str, st.SearchStrategy[Any]] = {
    "title": words,
    "motto": words,
    "body": documents | st.just(parse_html("<ul><li><b>a</b></li></ul><p>c</p>").document),
    "paper": documents,
    "words": documents,
    "amount": st.integers(0, 99) | st.floats(0, 99),
    "count": st.integers(),
    "urgent": st.booleans(),
    "day": st.dates().map(str),
    "moment": moments,
    "effort": st.integers(0, 10**9),
    "mood": moods,
    "place": words | st.integers(),
    "owner": st.fixed_dictionaries({"id": st.text(min_size=1)}),
    "secretary": st.fixed_dictionaries({"id": st.integers()}),
    "parent": words | st.integers(),
    "tags": st.lists(words, max_size=3, unique=True),
    "parts": st.lists(moods, max_size=3),
    "steps": st.lists(steps, max_size=3),
    "blob": json_values,
    "born": words,
    "sticky": words,
}


@given(st.fixed_dictionaries({}, optional={name: st.none() | values for name, values in VALUES.items()}))
def test_what_is_written_is_read_again_as_it_was(desk: Record, values: dict[str, Any]) -> None:
    """Null, empty and absent stay what they are; at creation there is nothing that null could clear."""
    filled = {name: value for name, value in values.items() if value is not None}
    created: Any = json.loads(json.dumps(create_body(desk, values)))
    assert read_fields(desk, created["case"]).values == filled

    changed = json.loads(json.dumps(update_body(desk, values)))
    kept = {n: v for n, v in values.items() if n != "born" and (n != "sticky" or v is not None)}
    assert read_fields(desk, changed).values == kept
    assert not read_fields(desk, changed).problems


# ── Calls ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_call_names_the_record_and_nothing_else(zendesk: Record, jira: Record, desk: Record) -> None:
    update = call_request(zendesk, "update", 35436)
    assert (update.method, update.path) == ("PUT", "/api/v2/tickets/35436") if update else False
    later = call_request(jira, "transition", NOT_YET_KNOWN)
    assert later is not None
    assert later.path == "/rest/api/3/issue/{destination.id}/transitions"
    hostile = call_request(jira, "read", "../../users?x=\ud800{id}")
    assert hostile is not None
    assert hostile.path == "/rest/api/3/issue/..%2F..%2Fusers%3Fx%3D%3F%7Bid%7D"
    assert call_request(desk, "attach", 1) is None


def test_a_zendesk_ticket_is_created_with_its_description_as_first_comment(zendesk: Record) -> None:
    values = {
        "subject": "Down",
        "description": parse_plain("All of it").document,
        "priority": "urgent",
        "status": "open",
        "requester": {"id": 7, "email": "a@b.example"},
        "ccs": [{"id": 8}],
        "customer_impact": "system_down",
        "affected_users": ["ana@shop.example"],
        "satisfaction": "good",
        "id": 9,
    }
    assert create_body(zendesk, values) == {
        "ticket": {
            "subject": "Down",
            "comment": {"html_body": "<p>All of it</p>"},
            "status": "open",
            "priority": "urgent",
            "requester_id": 7,
            "email_ccs": [{"user_id": 8}],
            "custom_fields": [
                {"id": "customer_impact", "value": "system_down"},
                {"id": 77, "value": '["ana@shop.example"]'},
            ],
        }
    }
    assert "comment" not in update_body(zendesk, values)["ticket"]  # type: ignore[operator]
    assert update_body(zendesk, {"priority": None, "assignee": None}) == {"ticket": {"assignee_id": None}}


def test_a_jira_issue_is_written_in_objects_and_cleared_whole(jira: Record) -> None:
    values = {
        "summary": "Down",
        "description": parse_plain("x").document,
        "project": "PLAT",
        "type": "Bug",
        "status": "Done",
        "components": ["Web"],
        "reporter": {"id": "5b10"},
    }
    document = {
        "version": 1,
        "type": "doc",
        "content": [{"type": "paragraph", "content": [{"type": "text", "text": "x"}]}],
    }
    assert create_body(jira, values) == {
        "fields": {
            "summary": "Down",
            "description": document,
            "project": {"key": "PLAT"},
            "issuetype": {"name": "Bug"},
            "components": [{"name": "Web"}],
            "reporter": {"accountId": "5b10"},
        }
    }
    cleared = update_body(jira, dict.fromkeys(["resolution", "assignee", "original_estimate", "due", "components"]))
    assert cleared == {
        "fields": {
            "resolution": None,
            "components": None,
            "duedate": None,
            "assignee": None,
            "timetracking": {"originalEstimate": None},
        }
    }


def test_a_status_is_written_or_reached_by_a_transition(zendesk: Record, jira: Record, desk: Record) -> None:
    solved = transition_body(zendesk, "solved", None, {"assignee": {"id": 7}})
    assert solved == {"ticket": {"assignee_id": 7, "status": "solved"}}
    assert jira.lifecycle is not None
    done = jira.lifecycle.transition("In Progress", "Done")
    assert transition_body(jira, "Done", done, {"resolution": "Fixed"}) == {
        "fields": {"resolution": {"name": "Fixed"}},
        "transition": {"id": "Done"},
    }
    with pytest.raises(WireError) as error:
        transition_body(desk, "Done")
    assert error.value.code == "HS1208"


def test_comments_keep_their_visibility(zendesk: Record, jira: Record, desk: Record) -> None:
    text = parse_plain("Look").document
    assert comment_body(zendesk, text, "internal", author=7, uploads=["token"]) == {
        "ticket": {"comment": {"html_body": "<p>Look</p>", "public": False, "author_id": 7, "uploads": ["token"]}}
    }
    assert comment_body(zendesk, text, "public") == {
        "ticket": {"comment": {"html_body": "<p>Look</p>", "public": True}}
    }
    assert comment_body(jira, text, "internal", author="x")["properties"] == [
        {"key": "sd.public.comment", "value": {"internal": True}}
    ]
    assert list(comment_body(jira, text, "public")) == ["body"]
    assert comment_body(desk, text, "public") == {"said": "Look"}
    with pytest.raises(WireError, match="internal"):
        comment_body(desk, text, "internal")


def test_each_channel_may_have_a_place_of_its_own(servicenow: Record) -> None:
    text = parse_plain("Look").document
    assert comment_body(servicenow, text, "public") == {"comments": "Look"}
    assert comment_body(servicenow, text, "internal") == {"work_notes": "Look"}


def test_links_and_files(zendesk: Record, jira: Record) -> None:
    assert link_body(zendesk, NOT_YET_KNOWN) == {"ticket": {"external_id": "{destination.id}"}}
    assert link_body(jira, "zendesk:7", "https://desk.example/7", "Ticket 7") == {
        "globalId": "zendesk:7",
        "object": {"url": "https://desk.example/7", "title": "Ticket 7"},
    }
    file = {"name": "a.png", "type": "image/png", "url": "https://desk.example/a.png", "channel": "public"}
    assert attach_body(jira, file) == {
        "file": {"name": "a.png", "type": "image/png", "url": "https://desk.example/a.png"}
    }


def test_asana_reads_a_field_in_one_place_and_takes_it_in_another(asana: Record) -> None:
    task = {
        "name": "Down",
        "completed": False,
        "custom_fields": [
            {"gid": "status", "enum_value": {"gid": "11", "name": "Waiting"}},
            {"gid": "account", "text_value": "Müller"},
            {"gid": "hours", "number_value": 1.25},
            {"gid": "needed", "date_value": {"date": "2026-03-01", "date_time": None}},
            {"gid": "teams", "multi_enum_values": [{"gid": "22"}, {"gid": "21"}]},
            {"gid": "reviewer", "people_value": [{"gid": "7", "name": "Ana"}]},
        ],
    }
    values = read_record(asana, task)
    assert values == {
        "name": "Down", "completed": "open", "status": "waiting", "account": "Müller", "hours": 1.25,
        "needed": "2026-03-01", "teams": ["blue", "red"], "reviewer": [{"id": "7", "name": "Ana"}],
    }  # fmt: skip
    custom = {
        "status": "11", "account": "Müller", "hours": 1.25, "needed": {"date": "2026-03-01"}, "teams": ["22", "21"],
        "reviewer": ["7"],
    }  # fmt: skip
    assert create_body(asana, values) == {"data": {"name": "Down", "completed": False, "custom_fields": custom}}
    assert update_body(asana, {"account": None, "needed": None}) == {
        "data": {"custom_fields": {"account": None, "needed": None}}
    }


def test_a_status_without_a_place_in_the_call_is_written_as_its_field_is(asana: Record) -> None:
    assert transition_body(asana, "finished") == {"data": {"custom_fields": {"status": "12"}}}


def test_a_call_that_is_not_about_the_record_names_it(salesforce: Record, asana: Record) -> None:
    text = parse_plain("Look").document
    assert comment_body(salesforce, text, "internal", record_id="500A") == {
        "ParentId": "500A",
        "CommentBody": "Look",
        "IsPublished": False,
    }
    file = {"name": "a.png", "url": "https://desk.example/a.png"}
    assert attach_body(salesforce, file, "500A") == {
        "FirstPublishLocationId": "500A",
        "PathOnClient": "a.png",
        "VersionData": file,
    }
    assert attach_body(asana, file, 7) == {"parent": 7, "file": file}


@pytest.mark.parametrize(
    ("wire", "values"), [("Web Shop;till", ["shop", "till"]), ("till", ["till"]), ("", []), (None, None)]
)
def test_a_picklist_with_several_values_is_one_text(salesforce: Record, wire: str | None, values: object) -> None:
    assert read_record(salesforce, {"products": wire})["products"] == values
    assert update_body(salesforce, {"products": values}) == {"products": wire}
