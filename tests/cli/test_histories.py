"""Histories in the shapes that systems and people give them, and what is said of what cannot be read."""

import json

import duckdb
import pytest

ROWS = [
    ("A", "2026-01-01 08:00", "Queued", "Désk", "one, two"),
    ("A", "2026-01-02 08:00", "Queued", "Größe", "a line\nand another"),
    ("A", "2026-01-03 08:00", "Done", "Désk", "it's 5\" wide"),
]
TABLE = "ticket,time,status,team,comment\n" + "".join(
    f'{ticket},{time},{status},{team},"{text.replace(chr(34), chr(34) * 2)}"\n'
    for ticket, time, status, team, text in ROWS
)
MORE = "".join(f"T{n},2026-01-01 08:00,Queued,X,plain\n" for n in range(400))


@pytest.fixture
def diagnosed(handoff_here):
    """What is found in a history, with what is said about reading it."""

    def run(content, *options):
        outcome = handoff_here("diagnose", "-", "--format", "json", *options, stdin=content)
        assert outcome.status < 2, outcome.err
        return json.loads(outcome.out) | {"said": outcome.err}

    return run


def top(found):
    return [found[name] for name in ("tickets", "events", "reassigned", "returned")]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"\xef\xbb\xbf" + TABLE.encode(), ""),
        (TABLE.encode("cp1252"), "it is not UTF-8, so it is read as Windows-1252"),
        (TABLE.encode("utf-16"), "it is not UTF-8, so it is read as UTF-16"),
        (b"\xfe\xff" + TABLE.encode("utf-16-be"), "it is not UTF-8, so it is read as UTF-16"),
        (TABLE.replace("\n", "\r\n"), ""),
        (TABLE.replace("\n", "\r"), ""),
        (TABLE.replace("\n", "\r\n", 1), "its lines end in several ways"),
        (TABLE.replace("\n", "\r\n").replace("a line\r", "a line"), "lines in its cells end otherwise than its rows"),
        (TABLE.replace(",", ";"), ""),
        (TABLE.replace(",", "\t"), ""),
        ("sep=,\r\n" + TABLE, "its lines end in several ways"),
        (TABLE.replace("\nA", "\n\nA"), ""),
        (TABLE + 'B,2026-01-01,Queued,X,"never closed\n', "left out 1 broken row: 5, if the header is row 1"),
        (TABLE + "B,2026-01-01\nB,2026-01-01,Queued\n", "left out 2 broken rows: 5, 6, if"),
    ],
    ids=["bom", "windows", "utf-16", "utf-16-be", "crlf", "cr", "mixed ends", "ends mixed by a cell",
         "semicolons", "tabs", "excel's sep",
         "empty lines", "open quote", "short rows"],
)  # fmt: skip
def test_a_table_is_read_however_it_was_written(diagnosed, content, said):
    found = diagnosed(content)
    assert top(found) == [1, 3, 1, 1]
    assert [stay["team"] for stay in found["delayed"][0]["stays"]] == ["Désk", "Größe", "Désk"]
    assert said in found["said"]


def test_quotes_that_come_late_are_quotes(diagnosed):
    found = diagnosed(TABLE.partition("\n")[0] + "\n" + MORE + TABLE.partition("\n")[2])
    assert top(found) == [401, 403, 1, 1]
    assert "left out" not in found["said"]


def test_times_that_say_nothing_are_named(diagnosed):
    times = ["2026-01-01T08:00:00 +02:00", "Thu, 01 Jan 2026 08:00:00 +0100", "2026-01-01 08:00:00,250"]
    wrong = ["1970-01-01T00:00:00Z", "0001-01-01", "infinity", "99999-01-01", "01/02/2026 08:00", "31.12.26 08:00"]
    found = diagnosed("ticket;time\n" + "".join(f"T;{time}\n" for time in [*times, *wrong]))
    assert found["events"] == len(times)
    assert f"left out {len(wrong)} events without a time" in found["said"]
    assert "numbers 4, 5, 6, 7, 8 and more of those read" in found["said"]


@pytest.mark.parametrize(
    ("content", "options", "said"),
    [
        ("ticket,time,status\nA,01/02/2026,New\n", (), "a time that can be read.\n  Write times as 2026-03-01 09:00"),
        ("ticket,time,status\n,2026-01-01,New\n", (), "left out 1 event without a ticket: number 1 of those read"),
        (TABLE, ("--column", "time=status"), "standard input: ticket = ticket, time = status"),
        (TABLE, ("--at", "2020-01-01"), "later than --at '2020-01-01'.\n  The first is of 2026-01-01 08:00 UTC."),
        ("[]", (), "standard input: holds no event\nhandoff: there is no event"),
        (TABLE, ("--integration", "sync"), "--integration goes with --spec"),
    ],
)
def test_where_no_event_is_left_it_is_said_why(handoff_here, content, options, said):
    outcome = handoff_here("diagnose", "-", *options, stdin=content)
    assert (outcome.status, outcome.out) == (2, "")
    assert said in outcome.err


def test_columns_of_a_report_of_changes_are_known_by_its_headings(diagnosed):
    head = "Case Number,Edit Date,Status,Resolver Group,Notes\n"
    assert top(diagnosed(head + TABLE.partition("\n")[2])) == [1, 3, 1, 1]


@pytest.mark.parametrize("kind", ["array", "lines", "one in quotes"])
def test_rows_of_json_are_a_table(diagnosed, kind):
    rows = [{"ticket": t, "time": at, "status": status, "team": team} for t, at, status, team, _ in ROWS]
    if kind == "one in quotes":  # times of two kinds in one column
        rows.append({"ticket": "B", "time": 1_767_254_400, "status": "Queued"})
    text = json.dumps(rows, indent=1) if kind == "array" else "\n".join(map(json.dumps, rows))
    assert top(diagnosed(text)) == [len(rows) - 2, len(rows), 1, 1]


def test_parquet_with_its_own_types_is_a_table(diagnosed, tmp_path):
    path = tmp_path / "events.parquet"
    duckdb.sql(
        'SELECT 1000 + n // 3 AS "Case ID", TIMESTAMP \'2026-01-01\' + to_days(n::INT) AS "Completed at", '
        "'Queued' AS activity, ['Desk', 'Apps', 'Desk'][n % 3 + 1] AS \"Assigned group\" FROM range(30) t(n)"
    ).write_parquet(str(path))
    found = diagnosed(path.read_bytes(), "--column", "time=Completed at")
    assert top(found) == [10, 30, 10, 10]
    assert "ticket = Case ID, time = Completed at, to = activity, team = Assigned group" in found["said"]
    assert found["delayed"][0]["ticket"] == "1000"


def xes(*events, trace='<string key="concept:name" value="A"/>'):
    said = "".join(
        "<event>" + "".join(f'<string key="{key}" value="{value}"/>' for key, value in one.items()) + "</event>"
        for one in events
    )
    return f'<log><string key="workgroup" value="none of an event"/><trace>{trace}{said}</trace></log>'


def day(number, **parts):
    return {"time:timestamp": f"2026-01-0{number}T08:00:00Z", **parts}


def test_which_attribute_of_xes_holds_what_is_guessed_shown_and_chosen(diagnosed, handoff_here):
    log = xes(
        day(1, workgroup="Desk", squad="Red", who="ana", **{"concept:name": "Queued"}),
        day(2, workgroup="Desk", squad="Blue", who="bo", **{"concept:name": "Queued"}),
        day(3, workgroup="Apps", squad="Red", who="ana", **{"concept:name": "Done"}),
    )
    guessed = diagnosed(log)
    assert top(guessed) == [1, 3, 1, 0]
    assert "ticket = case:concept:name, time = time:timestamp, to = concept:name, team = workgroup" in guessed["said"]
    assert top(diagnosed(log, "--column", "team=squad")) == [1, 3, 1, 1]
    assert top(diagnosed(log, "--column", "team=")) == [1, 3, 0, 0]
    assert (
        "There are case:concept:name, time:timestamp"
        in handoff_here("diagnose", "-", "--column", "team=sqad", stdin=log).err
    )
    nameless = handoff_here("diagnose", "-", stdin=xes(day(1), trace=""))
    assert "no column looks like the ticket" in nameless.err


def test_where_persons_change_and_teams_do_not_that_is_said_and_can_be_measured(diagnosed):
    log = xes(*(day(n, **{"org:resource": who, "org:group": "Desk"}) for n, who in enumerate(["ana", "bo", "ana"], 1)))
    found = diagnosed(log)
    assert top(found) == [1, 3, 0, 0]
    assert "no ticket changes its team, but 1 passed through the hands of several people" in found["said"]
    assert top(diagnosed(log, "--column", "team=org:resource")) == [1, 3, 1, 1]


def test_metric_rows_say_what_a_field_was_from_when_on(diagnosed):
    def row(field, value, start, **more):
        utc = {"display_value": f"2026-01-0{start} 01:00:00", "value": f"2026-01-0{start} 09:00:00"}
        shown = {"display_value": value, "value": "287ebd7da9fe198100f92cc8d1d2154e"}
        return {
            "table": "incident",
            "id": {"display_value": "INC0010023", "value": "9d385017c611228701d22104cc95c371"},
            "definition": {"display_value": "Duration", "link": "https://example.service-now.com/x"},
            "field": field, "value": value and shown, "start": utc, "end": "", "calculation_complete": "false",
            **more,
        }  # fmt: skip

    found = diagnosed(json.dumps({"result": [
        row("incident_state", "New", 1), row("assignment_group", "Desk", 1), row("assignment_group", "Network", 2),
        row("assigned_to", "Kim", 2), row("assignment_group", "Desk", 4),
        row("", "", 1, definition={"display_value": "Create to Resolve Duration"}),
        {"sys_id": "something else"},
    ]}))  # fmt: skip
    assert top(found) == [1, 5, 1, 1]
    assert found["until"] == "2026-01-04T09:00:00Z"
    assert found["delayed"][0]["ticket"] == "INC0010023"
    assert "left out 1 object of another shape than the first" in found["said"]


def test_an_audit_that_was_exported_as_a_table_is_an_audit(diagnosed):
    rows = [
        ("assignment_group", "Desk", "Network", 1), ("assigned_to", "", "Kim", 1), ("state", "New", "On Hold", 2),
        ("work_notes", "", "Please provide the version", 2), ("priority", "3", "1", 3),
        ("assignment_group", "Network", "Desk", 4),
    ]  # fmt: skip
    table = "".join(
        f"inc1,{name},{old},{new},2026-01-0{at} 08:00:00,{'kim' if name == 'assignment_group' else 'lee'}\n"
        for name, old, new, at in rows
    )
    found = diagnosed("documentkey,fieldname,oldvalue,newvalue,sys_created_on,user\n" + table)
    assert top(found) == [1, 6, 1, 1]
    shown = {one["pattern"] for one in found["patterns"]}
    assert {"context_loss", "priority_translation", "ownership_ambiguity"} <= shown


SERVER = {
    "id": "10001", "key": "UT-1",
    "fields": {
        "created": "2014-11-21T12:03:29.000-0500", "reporter": {"name": "admin"}, "status": {"name": "Done"},
        "comment": {"comments": [{"created": "2014-11-23T12:00:00.000-0500", "author": {"name": "bo"},
                                  "body": "Can you clarify which users are affected?"}]},
    },
    "changelog": {"startAt": 0, "maxResults": 2, "total": 3, "histories": [
        {"created": "2014-11-22T12:00:00.000-0500", "author": {"name": "ana"}, "items": [
            {"field": "Support Team", "fieldtype": "custom", "from": None, "fromString": "Desk", "to": None,
             "toString": "Platform"}]},
        {"created": "2014-11-24T12:00:00.000-0500", "author": {"name": "bo"}, "items": [
            {"field": "priority", "from": "3", "fromString": "Low", "to": "1", "toString": "High"},
            {"field": "status", "from": "1", "fromString": "Open", "to": "3", "toString": "Active"}]},
    ]},
}  # fmt: skip


def test_issues_of_a_jira_server_one_a_line_and_a_changelog_that_is_cut(diagnosed):
    found = diagnosed(f"{json.dumps(SERVER)}\n{{broken\n\n{json.dumps(SERVER | {'key': 'UT-2'})}\n")
    assert top(found) == [2, 10, 2, 0]
    assert {one["pattern"] for one in found["patterns"]} >= {"context_loss", "priority_translation"}
    assert "UT-1 has 3 changes and came with 2" in found["said"]
    assert "left out 1 line that cannot be read as JSON" in found["said"]


def test_changelogs_of_jira_in_bulk(diagnosed):
    found = diagnosed(json.dumps({"issueChangeLogs": [{"issueId": "10100", "changeHistories": [
        {"id": "1", "author": {"accountId": "5b10"}, "created": 1_767_254_400_000 + hours * 3_600_000, "items": [
            {"field": "Team", "fieldId": "customfield_10001", "fromString": before, "toString": after}]}
        for hours, before, after in ((0, "Desk", "Apps"), (5, "Apps", "Desk"))
    ]}], "nextPageToken": None}))  # fmt: skip
    assert top(found) == [1, 2, 1, 1]
    assert found["until"] == "2026-01-01T13:00:00Z"


def test_who_was_asked_in_bugzilla_stands_in_its_flags(diagnosed):
    def change(at, who, name, removed, added):
        changes = [{"field_name": name, "removed": removed, "added": added}]
        return {"when": f"2026-01-0{at}T08:00:00Z", "who": who, "changes": changes}

    bug = {
        "id": 5, "creation_time": "2026-01-01T08:00:00Z", "creator": "ana", "status": "NEW", "component": "Networking",
        "assigned_to": "nobody@mozilla.org", "comments": [], "history": [
            change(2, "ana", "component", "General", "Networking"),
            change(3, "bo", "flagtypes.name", "", "review?(kim), needinfo?(ana)"),
            change(4, "ana", "flagtypes.name", "needinfo?(ana)", "review+"),
            change(5, "bo", "assigned_to", "bo", "nobody@mozilla.org"),
            change(9, "bo", "cc", "", "kim")],
    }  # fmt: skip
    found = diagnosed(json.dumps([{"backend_name": "Bugzilla", "data": bug}]))
    assert top(found) == [1, 6, 1, 0]
    signs = {one["pattern"]: [sign["sign"] for sign in one["signs"]] for one in found["patterns"]}
    assert any("the receiving side asked" in sign for sign in signs["context_loss"])
    assert any("nobody was assigned" in sign for sign in signs["ownership_ambiguity"])
