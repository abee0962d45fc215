"""Fields read from JSON, and what is said when they do not fit."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handoffspec.execute.wire.errors import WireError
from handoffspec.execute.wire.read import read_fields
from handoffspec.schema.conditions import Compare, FieldRef
from handoffspec.schema.systems import Record
from handoffspec.text.html import parse_html
from handoffspec.text.plain import parse_plain
from tests.execute.wire.reading import read_record


def case(**fields: Any) -> dict[str, Any]:
    return {"id": "1", "f": {"title": "Down", **fields}}


@pytest.mark.parametrize(
    ("name", "wire", "value"),
    [
        ("title", "Down  ", "Down  "),
        ("title", "é\r\n\t", "é\r\n\t"),
        ("body", "<p>Hi <b>you</b></p>", parse_html("<p>Hi <b>you</b></p>").document),
        ("body", "", parse_html("").document),
        ("paper", {"type": "doc", "content": []}, parse_plain("").document),
        ("paper", "h1. wiki", parse_plain("h1. wiki").document),
        ("words", "a\nb ", parse_plain("a\nb ").document),
        ("amount", 5, 5),
        ("amount", 0.25, 0.25),
        ("amount", "12.50", 12.5),
        ("count", 3.0, 3),
        ("count", "44", 44),
        ("urgent", False, False),
        ("day", "2026-03-01", "2026-03-01"),
        ("day", "2026-03-01T00:00:00.000+0000", "2026-03-01"),
        ("moment", "2021-03-04T10:11:12.000+0100", "2021-03-04T09:11:12Z"),
        ("moment", "2021-03-04T10:11:12.120-05:30", "2021-03-04T15:41:12.12Z"),
        ("moment", "2021-03-04 10:11:12", "2021-03-04T10:11:12"),
        ("moment", "2021-03-04", "2021-03-04T00:00:00Z"),
        ("effort", 90, 90),
        ("mood", {"name": "c"}, "calm"),
        ("mood", {"name": "2"}, "angry"),
        ("mood", None, None),
        ("place", 6130830354842, 6130830354842),
        ("owner", {"key": "u1"}, {"id": "u1"}),
        (
            "owner",
            {"key": "u1", "mail": "a@b.example", "called": "Ana"},
            {"id": "u1", "email": "a@b.example", "name": "Ana"},
        ),
        ("secretary", 12, {"id": 12}),
        ("parent", "44", "44"),
        ("tags", ["b", "a", "b"], ["b", "a"]),
        ("tags", [], []),
        ("tags", None, None),
        ("parts", [{"name": 2}, {"name": "c"}], ["angry", "calm"]),
    ],
)
def test_a_value_is_read(desk: Record, name: str, wire: object, value: object) -> None:
    read = read_record(desk, case(**{name: wire}))
    assert read[name] == value
    assert type(read[name]) is type(value)


@pytest.mark.parametrize(
    ("wire", "steps"),
    [
        (
            '[{"step": "Restarted", "minutes": 5}, {"step": null}]',
            [{"step": "Restarted", "minutes": 5}, {"step": None}],
        ),
        ([{"step": "Restarted"}], [{"step": "Restarted"}]),
        ("[]", []),
        (" ", None),
        (None, None),
    ],
)
def test_json_in_a_text_is_read_as_data(desk: Record, wire: object, steps: object) -> None:
    read = read_record(desk, {**case(), "more": [{"id": 7, "value": wire}, {"id": 8, "value": {"any": [1]}}]})
    assert (read["steps"], read["blob"]) == (steps, {"any": [1]})


def test_absent_null_and_empty_are_kept_apart(desk: Record) -> None:
    read = read_record(desk, {"f": {"title": "x", "motto": "", "words": None, "tags": [], "parts": None}})
    assert read == {"title": "x", "motto": "", "words": None, "tags": [], "parts": None}


def test_people_listed_beside_the_ticket_are_joined_by_their_ids(desk: Record) -> None:
    beside = {"staff": [{"key": 12, "mail": "c@d.example"}, {"mail": "x"}, "odd", {"key": "u1", "called": "Bo"}]}
    read = read_record(desk, case(secretary="12", owner={"key": "u1", "mail": "own@d.example"}), beside)
    assert read["secretary"] == {"id": "12", "email": "c@d.example"}
    assert read["owner"] == {"id": "u1", "email": "own@d.example", "name": "Bo"}


@pytest.mark.parametrize(
    ("name", "wire", "code", "says"),
    [
        ("title", 7, "HS1201", ["Title", "desk.case.title", "the number 7", "a text"]),
        ("title", "x" * 21, "HS1203", ["21 characters", "at most 20"]),
        ("title", "", "HS1204", ["empty", "required"]),
        ("title", None, "HS1204", ["empty", "required"]),
        ("motto", "ééééé", "HS1203", ["company's own", "10 bytes", "at most 8"]),
        ("body", {"a": 1}, "HS1201", ["an object", "rich text"]),
        ("body", "<p>" + "x" * 51 + "</p>", "HS1203", ["51 characters"]),
        ("paper", [1], "HS1201", ["an Atlassian document"]),
        ("amount", "many", "HS1201", ["a number"]),
        ("amount", True, "HS1201", ["true", "a number"]),
        ("amount", 101, "HS1203", ["at most 100"]),
        ("amount", 1.234, "HS1203", ["2 decimal places"]),
        ("count", 1.5, "HS1201", ["a whole number"]),
        ("urgent", "true", "HS1201", ["true or false"]),
        ("day", "2026-02-30", "HS1201", ["2026-03-01"]),
        ("day", "2026-03-01T09:00:00Z", "HS1201", ["a day like"]),
        ("moment", "yesterday", "HS1201", ["a time like"]),
        ("moment", "9999-12-31T23:59:59-10:00", "HS1201", ["a time like"]),
        ("mood", {"name": "Calm"}, "HS1202", ['"Calm"', "c (calm), 2 (angry)", "extend desk.case"]),
        ("mood", "c", "HS1201", ["Mood", "an object", '"c"']),
        ("place", ["x"], "HS1201", ["a list"]),
        ("owner", {"key": {}, "mail": None}, "HS1201", ["without id and e-mail"]),
        ("parent", 1.5, "HS1201", ["an id"]),
        ("tags", "a", "HS1201", ['"a"', "a list"]),
        ("tags", ["a b"], "HS1201", ["without blanks"]),
        ("tags", ["a", None], "HS1201", ["nothing"]),
        ("tags", list("abcd"), "HS1203", ["4 items", "at most 3"]),
        ("secretary", "", "HS1201", ["something else", "a person"]),
    ],
)
def test_a_value_that_does_not_fit_is_told_in_words(
    desk: Record, name: str, wire: Any, code: str, says: list[str]
) -> None:
    with pytest.raises(WireError) as error:
        read_record(desk, case(**{name: wire}))
    assert error.value.code == code
    assert error.value.path.startswith("f." + name)
    missing = [word for word in says if word not in error.value.message]
    assert not missing, error.value.message


def test_a_secret_value_is_not_repeated(desk: Record) -> None:
    with pytest.raises(WireError) as error:
        read_record(desk, case(secretary=["hunter2"]))
    assert "hunter2" not in error.value.message
    assert "a list" not in error.value.message


def test_the_place_inside_a_value_is_named(desk: Record) -> None:
    wrong = json.dumps([{"step": "a"}, {"step": "b", "minutes": "soon"}])
    with pytest.raises(WireError) as error:
        read_record(desk, {**case(), "more": [{"id": 7, "value": wrong}]})
    assert error.value.path == "more[id=7].value[1].minutes"
    with pytest.raises(WireError) as error:
        read_record(desk, {**case(), "more": [{"id": 7, "value": '[{"stop": 1}]'}]})
    assert '"stop"' in error.value.message


def test_a_field_required_by_a_condition_is_held_where_the_condition_is_known(zendesk: Record) -> None:
    ticket = {"subject": "x", "status": "solved", "assignee_id": None, "custom_fields": custom("several_users")}
    assert read_record(zendesk, ticket)["assignee"] is None

    def solved(condition: object) -> bool:
        return condition == Compare(FieldRef("source", "status"), "is", ("solved",))

    with pytest.raises(WireError, match="Assignee"):
        read_record(zendesk, ticket, None, solved)


def test_what_cannot_be_read_is_listed_and_the_rest_is_there(desk: Record) -> None:
    reading = read_fields(desk, case(amount="many", urgent=1, count=2))
    assert [problem.path for problem in reading.problems] == ["f.amount", "f.urgent"]
    assert reading.values == {"id": "1", "title": "Down", "count": 2}


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters(codec=None), max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["id", "key", "name", "value", "type", "content", "f"]), inner, max_size=4)
    ),
    max_leaves=15,
)
fields = st.dictionaries(
    st.sampled_from(
        [
            "title",
            "body",
            "paper",
            "amount",
            "count",
            "day",
            "moment",
            "mood",
            "place",
            "owner",
            "tags",
            "parts",
            "parent",
        ]
    ),
    json_values,
)


@given(fields | json_values, json_values, st.dictionaries(st.just("staff"), json_values))
def test_no_json_crashes_the_reader(desk: Record, inner: object, more: object, beside: dict[str, object]) -> None:
    obj = {"f": inner, "more": more}
    reading = read_fields(desk, obj, beside)
    for problem in reading.problems:
        assert problem.code in ("HS1201", "HS1202")
        assert problem.message.isprintable()


# ── The systems of the catalogue ───────────────────────────────────────────────────────────────────────────────────


def custom(impact: str | None) -> list[dict[str, Any]]:
    return [{"id": "customer_impact", "value": impact}, {"id": 77, "value": '["ana@shop.example"]'}]


def test_a_zendesk_ticket(zendesk: Record) -> None:
    ticket = {
        "id": 35436,
        "subject": "Checkout is down",
        "description": "Since noon\r\n",
        "priority": None,
        "status": "open",
        "tags": ["vip"],
        "requester_id": 20978392,
        "satisfaction_rating": None,
        "email_cc_ids": [],
        "due_at": "2026-03-01T12:00:00Z",
        "custom_fields": custom("system_down"),
    }
    read = read_record(zendesk, ticket, {"users": [{"id": 20978392, "email": "ana@shop.example", "name": "Ana"}]})
    assert read == {
        "id": 35436,
        "subject": "Checkout is down",
        "description": parse_plain("Since noon\r\n").document,
        "priority": None,
        "status": "open",
        "tags": ["vip"],
        "requester": {"id": 20978392, "email": "ana@shop.example", "name": "Ana"},
        "satisfaction": None,
        "satisfaction_comment": None,
        "ccs": [],
        "due": "2026-03-01T12:00:00Z",
        "customer_impact": "system_down",
        "affected_users": ["ana@shop.example"],
    }


@pytest.mark.parametrize("fields", [custom(None), [], None])
def test_a_field_that_the_company_requires_must_be_filled(zendesk: Record, fields: object) -> None:
    with pytest.raises(WireError) as error:
        read_record(zendesk, {"subject": "x", "custom_fields": fields})
    assert error.value.code == "HS1204"
    assert error.value.path == "custom_fields[id=customer_impact].value"
    assert "the company's own field" in error.value.message


def test_a_jira_issue(jira: Record) -> None:
    user = {"accountId": "5b10", "displayName": "Bo", "emailAddress": "bo@shop.example", "active": True}
    issue = {
        "id": "10002",
        "key": "PLAT-1",
        "fields": {
            "summary": "Down",
            "description": {"type": "doc", "version": 1, "content": [{"type": "paragraph", "content": []}]},
            "priority": {"name": "High", "id": "2"},
            "resolution": None,
            "components": [{"id": "1", "name": "Web"}],
            "assignee": user,
            "reporter": None,
            "created": "2021-01-17T12:34:00.000+0000",
            "issuelinks": [],
        },
    }
    read = read_record(jira, issue)
    assert read["priority"] == "High"
    assert read["resolution"] is None
    assert read["components"] == ["Web"]
    assert read["assignee"] == {"id": "5b10", "name": "Bo", "email": "bo@shop.example"}
    assert read["reporter"] is None
    assert read["created"] == "2021-01-17T12:34:00Z"
    assert "environment" not in read
