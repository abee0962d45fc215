"""Values in a system's own forms: three shapes of one field, read as one value and written as the system takes it."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handoffspec.execute.values import in_plain
from handoffspec.execute.wire.inputs import read_ticket
from handoffspec.execute.wire.read import Reading, read_fields
from handoffspec.execute.wire.write import create_body, link_body, update_body
from handoffspec.schema.systems import Record

USERS = "https://dev.example/api/now/table/sys_user/"
SHAPES: dict[str, dict[str, Any]] = {
    "plain": {
        "state": "3",
        "hold_reason": "4",
        "impact": "1",
        "assigned_to": {"link": f"{USERS}46b8", "value": "46b8"},
        "assignment_group": "8a5055c9c61122780043563ef53438e3",
        "active": "true",
        "reopen_count": "1000000",
        "time_worked": "1970-01-02 02:05:09",
        "business_impact": "",
        "close_code": "",
    },
    "values beside what is shown": {
        "state": {"display_value": "On Hold", "value": "3"},
        "hold_reason": {"display_value": "Awaiting Vendor", "value": "4"},
        "impact": {"display_value": "1 - High", "value": "1"},
        "assigned_to": {"display_value": "Ana", "link": f"{USERS}46b8", "value": "46b8"},
        "assignment_group": {"display_value": "Network", "value": "8a5055c9c61122780043563ef53438e3"},
        "active": {"display_value": "true", "value": "true"},
        "reopen_count": {"display_value": "1,000,000", "value": "1000000"},
        "time_worked": {"display_value": "1 Day 2 Hours 5 Minutes 9 Seconds", "value": "1970-01-02 02:05:09"},
        "business_impact": {"display_value": "", "value": ""},
        "close_code": {"display_value": "", "value": ""},
    },
    "shown": {
        "state": "On Hold",
        "hold_reason": "Awaiting Vendor",
        "impact": "1 - High",
        "assigned_to": {"display_value": "Ana", "link": f"{USERS}46b8"},
        "assignment_group": {"display_value": "Network", "link": f"{USERS}8a5055c9c61122780043563ef53438e3"},
        "active": "true",
        "reopen_count": "1,000,000",
        "time_worked": "1 Day 2 Hours 5 Minutes 9 Seconds",
        "business_impact": "",
        "close_code": None,
    },
}


def read(record: Record, incident: dict[str, Any]) -> Reading:
    return read_fields(record, read_ticket({"result": incident}, record).record)


@pytest.mark.parametrize("shape", SHAPES)
def test_one_value_in_each_of_its_shapes(servicenow: Record, shape: str) -> None:
    found = read(servicenow, SHAPES[shape])
    assert found.problems == ()
    person = found.values.pop("assigned_to")
    assert isinstance(person, dict)
    assert person["id"] == "46b8"
    assert found.values == {
        "state": "On Hold",
        "hold_reason": "vendor",
        "impact": "high",
        "assignment_group": "8a5055c9c61122780043563ef53438e3",
        "active": True,
        "reopen_count": 1_000_000,
        "time_worked": 93_909,
        "business_impact": None,
        "close_code": None,
    }


def test_a_time_is_its_value_in_utc(servicenow: Record) -> None:
    plain = {"due_date": "2026-03-01 09:00:00"}
    both = {"due_date": {"display_value": "01.03.2026 10:00", "value": "2026-03-01 09:00:00"}}
    assert read(servicenow, plain).values == read(servicenow, both).values == {"due": "2026-03-01T09:00:00Z"}


@pytest.mark.parametrize(
    "incident",
    [
        {"due_date": "03/01/2026 10:00:00 AM"},
        {"state": "New", "due_date": "2026-03-01 10:00:00"},
        {"caller_id": {"display_value": "Ana", "link": f"{USERS}1"}, "due_date": "2026-03-01 10:00:00"},
    ],
)
def test_a_time_as_one_user_sees_it_is_refused(servicenow: Record, incident: dict[str, Any]) -> None:
    (problem,) = read(servicenow, {**incident, "opened_at": incident["due_date"]}).problems
    assert (problem.code, problem.path) == ("HS1230", "due_date")
    assert "sysparm_display_value=all" in problem.message


def test_a_name_comes_with_what_is_shown(servicenow: Record) -> None:
    both = {"cmdb_ci": {"display_value": "MailServerUS", "value": "b0c4"}}
    assert read(servicenow, both).values == {"ci": "b0c4", "ci_name": "MailServerUS"}
    assert read(servicenow, {"cmdb_ci": {"link": f"{USERS}b0c4", "value": "b0c4"}}).values == {"ci": "b0c4"}
    assert read(servicenow, {"cmdb_ci": ""}).values == {"ci": None, "ci_name": None}


def test_parts_of_a_person_may_stand_beside(servicenow: Record) -> None:
    incident = {
        "caller_id": {"display_value": "Ana", "value": "62826bf0"},
        "caller_id.email": {"display_value": "ana@shop.example", "value": "ana@shop.example"},
        "assigned_to": "46b8",
        "assigned_to.email": "kim@desk.example",
        "watch_list": {"display_value": "Bo, Cy", "value": "62a1,62b2"},
    }
    assert read(servicenow, incident).values == {
        "caller": {"id": "62826bf0", "name": "Ana", "email": "ana@shop.example"},
        "assigned_to": {"id": "46b8", "email": "kim@desk.example"},
        "watch_list": [{"id": "62a1"}, {"id": "62b2"}],
    }


def test_entries_and_files_come_in_the_same_shapes(servicenow: Record) -> None:
    entry = {"element": "comments", "value": "Still down", "sys_created_on": "2026-03-01 09:00:00"}
    both = {key: {"display_value": value, "value": value} for key, value in entry.items()}
    file = {"file_name": "a.log", "size_bytes": "36597", "content_type": "text/plain"}
    given_ = {"result": {"sys_id": "9"}, "comments": [entry, both], "attachments": [file]}
    ticket = read_ticket(given_, servicenow)
    assert ticket.comments[0] == ticket.comments[1]
    assert (ticket.comments[0]["channel"], ticket.comments[0]["created"]) == ("public", "2026-03-01T09:00:00Z")
    assert ticket.attachments[0]["size"] == 36597


def test_a_journal_that_the_incident_shows_is_its_entries(servicenow: Record) -> None:
    seen = {
        "comments": "2026-03-01 10:05:00 - Bo Ek (Additional comments)\nThanks\n\nBo\n\n"
        "2026-03-01 10:00:00 - Ana (x) (Additional comments)\n1 - is this (internal)?\n\n",
        "work_notes": "01.03.2026 11:00:00 - Kim (Arbeitsnotizen)\n2026-01-01 09:00:00 - no head\n\n",
    }
    both = {key: {"display_value": text, "value": ""} for key, text in seen.items()}
    seen, both = {"sys_id": "9", **seen}, {"sys_id": "9", **both}
    for incident in (seen, {"result": seen}, {"result": both}, {"before": both, "after": seen}):
        ticket = read_ticket(incident, servicenow)
        assert [(each["channel"], each["author"]["name"], in_plain(each["text"])) for each in ticket.comments] == [  # type: ignore[index, arg-type]
            ("public", "Ana (x)", "1 - is this (internal)?"),
            ("public", "Bo Ek", "Thanks\n\nBo"),
            ("internal", "Kim", "2026-01-01 09:00:00 - no head"),
        ]
    assert read_ticket({"sys_id": "9", "comments": "", "work_notes": ""}, servicenow).comments == ()
    listed = {"result": seen, "comments": [{"element": "work_notes", "value": "x"}]}
    assert len(read_ticket(listed, servicenow).comments) == 1


def test_everything_is_written_as_text(servicenow: Record) -> None:
    values = {
        "impact": "high",
        "priority": "critical",
        "due": "2026-03-01T09:00:00.5Z",
        "time_worked": 93_909,
        "watch_list": [{"id": "62a1"}, {"id": "62b2"}],
    }
    assert create_body(servicenow, values) == {
        "impact": "1",
        "due_date": "2026-03-01 09:00:00",
        "time_worked": "1970-01-02 02:05:09",
        "watch_list": "62a1,62b2",
    }
    assert update_body(servicenow, {"due": None, "impact": None}) == {"due_date": ""}
    assert link_body(servicenow, 4101) == {"correlation_id": "4101"}


@given(
    seconds=st.integers(0, 10**9),
    due=st.datetimes().map(lambda moment: moment.replace(microsecond=0).isoformat() + "Z"),
    people=st.lists(st.text("0123456789abcdef", min_size=1), min_size=1, unique=True),
)
def test_what_is_written_is_read_again(servicenow: Record, seconds: int, due: str, people: list[str]) -> None:
    values = {"due": due, "time_worked": seconds, "work_notes_list": [{"id": id_} for id_ in people]}
    found = read(servicenow, create_body(servicenow, values))
    assert (found.problems, found.values) == ((), values)


LEAVES = st.none() | st.booleans() | st.text(max_size=5)
KEYS = st.sampled_from(["value", "display_value", "link", "x"])


@given(wire=st.recursive(LEAVES, lambda inner: st.lists(inner, max_size=2) | st.dictionaries(KEYS, inner, max_size=3)))
def test_any_shape_is_a_value_or_an_error(servicenow: Record, wire: object) -> None:
    for key in ("state", "impact", "due_date", "time_worked", "caller_id", "watch_list", "cmdb_ci", "description"):
        found = read_fields(servicenow, {key: wire})
        assert len(found.values) + len(found.problems) >= 1 or key == "cmdb_ci"
