"""`handoff diagnose` on generated histories, held to a second, naive computation, and on planted failures."""

import csv
import gzip
import io
import json
import random
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest

SPECS = Path(__file__).parents[2] / "specs"
TEAMS = ["Desk", "Network", "Apps 2nd", "Vendor, Ltd", "Größe"]
STATUSES = ["Queued", "In Progress", "Waiting for customer", "On hold", "Resolved"]
START = datetime(2026, 1, 5, 8, tzinfo=UTC)


@pytest.fixture
def handoff(handoff_here):
    return handoff_here


@pytest.fixture(scope="module")
def log():
    """Rows (ticket, time, status, team, person) in order; some do not say the team."""
    rng = random.Random(7)  # noqa: S311 - no secret is made of it
    rows = []
    for number in range(300):
        at, team = START + timedelta(hours=rng.randrange(900)), rng.choice(TEAMS)
        for _ in range(rng.randrange(1, 9)):
            if rng.random() < 0.4:
                team = rng.choice(TEAMS)
            shown = team if rng.random() < 0.9 else ""
            rows.append([f"T-{number}", at, rng.choice(STATUSES), shown, f"person {rng.randrange(9)}"])
            at += timedelta(seconds=rng.randrange(1, 400_000))
    return rows


def naive(rows):
    """The four numbers at the top, by hand."""
    tickets = {}
    for ticket, at, _, team, _ in rows:
        tickets.setdefault(ticket, []).append((at, team))
    changed = back = 0
    for events in tickets.values():
        path = []
        for _, team in sorted(events, key=lambda event: event[0]):
            if team and (not path or path[-1] != team):
                path.append(team)
        changed += len(path) > 1
        back += any(before == after for before, after in zip(path, path[2:], strict=False))
    return {"tickets": len(tickets), "events": len(rows), "reassigned": changed, "returned": back}


def as_csv(rows, heads=("Ticket ID", "Timestamp", "Status", "Assignment group", "Author"), when=None, nothing=""):
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(heads)
    for ticket, at, status, team, *rest in rows:
        writer.writerow([ticket, (when or datetime.isoformat)(at), status, team or nothing, *rest])
    return out.getvalue()


def as_xes(rows):
    traces = {}
    for ticket, at, status, team, who in rows:
        parts = [f'<date key="time:timestamp" value="{at.isoformat()}"/>']
        said = {"concept:name": status, "lifecycle:transition": "complete", "org:group": team, "org:resource": who}
        parts += [f'<string key="{key}" value="{value}"/>' for key, value in said.items() if value]
        traces.setdefault(ticket, []).append(f"<event>{''.join(parts)}</event>")
    body = "".join(
        f'<trace><string key="concept:name" value="{t}"/>{"".join(events)}</trace>' for t, events in traces.items()
    )
    return f'<?xml version="1.0"?><log xmlns="http://www.xes-standard.org/"><global scope="event"/>{body}</log>'


def top(outcome):
    found = json.loads(outcome.out)
    return {name: found[name] for name in ("tickets", "events", "reassigned", "returned")}


def shuffled(rows):
    rows = list(rows)
    random.Random(1).shuffle(rows)  # noqa: S311
    return rows


ZONES = [timezone(timedelta(hours=hours)) for hours in (-5, 0, 2)]
FORMS = {
    "csv": lambda rows: as_csv(rows).encode(),
    "shuffled": lambda rows: as_csv(shuffled(rows)).encode(),
    "question marks for nothing": lambda rows: as_csv(rows, nothing="?").encode(),
    "mixed zones": lambda rows: as_csv(rows, when=lambda at: at.astimezone(ZONES[at.second % 3]).isoformat()).encode(),
    "seconds since 1970": lambda rows: as_csv(rows, when=lambda at: str(int(at.timestamp()))).encode(),
    "days first with dots": lambda rows: as_csv(rows, when=lambda at: f"{at:%d.%m.%Y %H:%M:%S}").encode(),
    "xes": lambda rows: gzip.compress(as_xes(rows).encode()),
    "ndjson": lambda rows: "\n".join(
        json.dumps({"ticket": t, "time": at.isoformat(), "status": status, "team": team or None})
        for t, at, status, team, _ in rows
    ).encode(),
}


@pytest.mark.parametrize("form", FORMS)
def test_the_same_history_gives_the_same_numbers_in_every_form(handoff, log, form):
    outcome = handoff("diagnose", "-", "--format", "json", stdin=FORMS[form](log))
    assert top(outcome) == naive(log)
    assert outcome.status == 1


def test_rows_that_cannot_be_read_are_named_and_the_rest_counts(handoff, log):
    head, *lines = as_csv(log[:50]).splitlines()
    broken = [head, *lines[:20], "T-0,one,two,three,four,five,six,seven", "T-0,yesterday,Queued,Desk,kim", *lines[20:]]
    broken.append(",2026-01-05T08:00:00Z,Queued,Desk,kim")
    outcome = handoff("diagnose", "-", "--format", "json", stdin="\n".join(broken))
    assert top(outcome) == naive(log[:50])
    assert "left out 1 broken row: 22, if the header is row 1" in outcome.err
    assert "left out 1 event without a time" in outcome.err
    assert "left out 1 event without a ticket" in outcome.err


def test_of_two_columns_of_one_name_the_first_is_read_and_that_is_said(handoff, log):
    rows = [[*row[:4], "Elsewhere"] for row in log[:40]]
    outcome = handoff(
        "diagnose", "-", "--format", "json", stdin=as_csv(rows, ("ticket", "time", "status", "team", "team"))
    )
    assert top(outcome) == naive(log[:40])
    assert "the column team stands there twice; the first is read" in outcome.err


def test_the_order_of_rows_does_not_decide_between_events_of_one_moment(handoff, log):
    same = [[ticket, at.replace(hour=0, minute=0, second=0), *rest] for ticket, at, *rest in log]
    one, other = (handoff("diagnose", "-", "--format", "json", stdin=as_csv(rows)) for rows in (same, shuffled(same)))
    assert one.out == other.out
    assert "tickets have several teams at one moment" in one.err


def test_a_log_judged_at_a_date_is_judged_by_what_was_known_then(handoff, log):
    day = START + timedelta(days=20)
    at = handoff("diagnose", "-", "--format", "json", "--at", day.isoformat(), stdin=as_csv(log))
    cut = handoff("diagnose", "-", "--format", "json", stdin=as_csv([row for row in log if row[1] <= day]))
    assert at.out == cut.out


PLANTED = """\
ticket,time,kind,to,team,who,text,priority
asks,2026-01-05T08:00Z,status,In Progress,Desk,ana,,
asks,2026-01-05T09:00Z,status,In Progress,Engineering,ana,,
asks,2026-01-05T10:00Z,comment,,,bo,Can you clarify which users are affected?,
before,2026-01-05T08:00Z,status,In Progress,Desk,ana,,
before,2026-01-05T09:00Z,comment,,,bo,Can you clarify which users are affected?,
before,2026-01-05T10:00Z,status,In Progress,Engineering,ana,,
before,2026-01-05T11:00Z,status,Resolved,,bo,,
thanks,2026-01-05T08:00Z,status,In Progress,Desk,ana,,
thanks,2026-01-05T09:00Z,status,In Progress,Engineering,ana,,
thanks,2026-01-05T10:00Z,comment,,,bo,"Following up on your fix, thank you",
thanks,2026-02-05T10:00Z,status,Resolved,,bo,,
chased,2026-01-05T08:00Z,comment,,Desk,ana,Any news? It is still broken.,
chased,2026-01-25T08:00Z,status,Resolved,Desk,ana,,
again,2026-01-05T08:00Z,status,In Progress,Desk,ana,,urgent
again,2026-01-05T09:00Z,status,In Progress,Engineering,ana,,urgent
again,2026-01-05T10:00Z,status,In Progress,Engineering,bo,,low
stuck,2026-01-05T08:00Z,status,Queued,Desk,ana,,
customer,2026-01-05T08:00Z,status,Waiting for customer,Desk,ana,,
closed,2026-01-05T08:00Z,status,Resolved,Desk,ana,,
closed,2026-02-05T08:00Z,status,Closed,Desk,,,
back,2026-01-05T08:00Z,status,In Progress,Desk,ana,,
back,2026-01-05T09:00Z,status,Queued,Engineering,ana,,
back,2026-01-05T10:00Z,status,In Progress,Desk,bo,,
"""


def test_each_planted_failure_is_found_and_nothing_harmless_is(handoff):
    outcome = handoff("diagnose", "-", "--format", "json", stdin=PLANTED)
    found = {one["pattern"]: set(one["examples"]) for one in json.loads(outcome.out)["patterns"]}
    assert found["context_loss"] == {"asks"}
    assert found["priority_translation"] == {"again"}
    assert found["ownership_ambiguity"] == {"back", "chased", "thanks"} - {"thanks"}
    assert "stuck" in found["black_hole"]
    assert not {"customer", "closed", "before", "thanks"} & found["black_hole"]


def test_time_after_the_work_and_the_customers_own_are_no_delay(handoff):
    seconds = json.loads(handoff("diagnose", "-", "--format", "json", stdin=(
        "ticket,time,status,team\n"
        "1,2026-01-01T00:00Z,In Progress,Desk\n1,2026-01-01T01:00Z,Queued,Apps\n1,2026-01-01T03:00Z,Wait - User,Apps\n"
        "1,2026-01-01T06:00Z,Resolved,Apps\n1,2026-01-01T10:00Z,Closed,Apps\n"
    )).out)["seconds"]  # fmt: skip
    assert seconds == {"work": 3600, "delay": 7200, "customer": 10800, "after_the_work": 14400}


def test_failure_blocks_stand_in_a_spec_and_only_lack_their_mechanism(handoff, specs):
    blocks = handoff("diagnose", "-", "--format", "handoff", stdin=PLANTED).out
    spec = specs / "zendesk_to_jira.handoff"
    text = spec.read_text(encoding="utf-8")
    head, _, rest = text.partition("  failure affected_users_unseen")
    tail = rest.partition("  checklist {")[2]
    spec.write_text(f"{head}{blocks}  checklist {{{tail}", encoding="utf-8")
    found = json.loads(handoff("check", str(spec), "--format", "json").out)
    assert [one["name"] for one in found] == ["not-prevented"] * 4
    named = blocks.replace("\n}\n", "\n  prevented by ownership.acknowledge, sync.audit\n}\n")
    spec.write_text(f"{head}{named}  checklist {{{tail}", encoding="utf-8")
    assert json.loads(handoff("check", str(spec), "--format", "json", "--strict").out) == []


def test_a_table_whose_columns_cannot_be_guessed_takes_them_by_name(handoff):
    table = "what;when;where\nA;2026-01-01 09:00;Desk\nA;2026-01-02 09:00;Apps\nA;2026-01-03 09:00;Desk\n"
    guessed = handoff("diagnose", "-", stdin=table)
    assert guessed.status == 2
    assert "--column ticket=NAME. There are what, when, where." in guessed.err
    columns = ["--column", "ticket=what", "--column", "time=when", "--column", "team=where"]
    said = handoff("diagnose", "-", "--format", "json", *columns, stdin=table)
    assert top(said) == {"tickets": 1, "events": 3, "reassigned": 1, "returned": 1}
    assert "Did you mean ticket?" in handoff("diagnose", "-", "--column", "tiket=what", stdin=table).err


SAYS = {"type": "paragraph", "content": [{"type": "text", "text": "Could you share which version it is?"}]}
COMMENT = {
    "created": "2026-01-03T08:00:00.000+0100",
    "author": {"displayName": "Bo"},
    "body": {"type": "doc", "content": [SAYS]},
}
JIRA = {
    "issues": [{
        "key": "KT-1",
        "fields": {
            "created": "2026-01-01T08:00:00.000+0100",
            "status": {"name": "Done"},
            "comment": {"comments": [COMMENT]},
        },
        "changelog": {"histories": [
            {"created": "2026-01-04T08:00:00.000+0100", "author": {"displayName": "Bo"}, "items": [
                {"field": "status", "fromString": "In Progress", "toString": "Done"}]},
            {"created": "2026-01-02T08:00:00.000+0100", "author": {"displayName": "Ana"}, "items": [
                {"field": "Team", "fromString": "Desk", "toString": "Platform"},
                {"field": "status", "fromString": "To Do", "toString": "In Progress"}]}]},
    }]
}  # fmt: skip
ZENDESK = {
    "audits": [
        {"ticket_id": 7, "created_at": "2026-01-01T08:00:00Z", "author_id": 1, "events": [
            {"type": "Create", "field_name": "status", "value": "new"},
            {"type": "Create", "field_name": "group_id", "value": "10"}]},
        {"ticket_id": 7, "created_at": "2026-01-01T09:00:00Z", "author_id": 1, "events": [
            {"type": "Change", "field_name": "group_id", "previous_value": "10", "value": "11"}]},
        {"ticket_id": 7, "created_at": "2026-01-01T10:00:00Z", "author_id": 2, "events": [
            {"type": "Comment", "body": "Please provide the version"},
            {"type": "Change", "field_name": "group_id", "previous_value": "11", "value": "10"}]},
    ]
}  # fmt: skip
SERVICENOW = {
    "result": [
        {
            "documentkey": "inc1",
            "fieldname": "assignment_group",
            "oldvalue": before,
            "newvalue": {"display_value": after},
            "sys_created_on": f"2026-01-0{day} 08:00:00",
            "user": "kim",
        }
        for day, (before, after) in enumerate([("Desk", "Network"), ("Network", "Desk")], 1)
    ]
}
BUGZILLA = {
    "bugs": [{
        "id": 5, "creation_time": "2026-01-01T08:00:00Z", "creator": "ana", "status": "RESOLVED", "component": "DOM",
        "history": [
            {"when": "2026-01-02T08:00:00Z", "who": "ana", "changes": [
                {"field_name": "component", "removed": "General", "added": "DOM"}]},
            {"when": "2026-01-03T08:00:00Z", "who": "bo", "changes": [
                {"field_name": "flagtypes.name", "removed": "", "added": "needinfo?(ana)"}]}],
        "comments": [],
    }]
}  # fmt: skip


@pytest.mark.parametrize(
    ("answer", "numbers", "pattern"),
    [
        (JIRA, [1, 5, 1, 0], "context_loss"),
        (ZENDESK, [1, 5, 1, 1], "ownership_ambiguity"),
        (SERVICENOW, [1, 2, 1, 1], "ownership_ambiguity"),
        (BUGZILLA, [1, 3, 1, 0], "context_loss"),
    ],
    ids=["jira", "zendesk", "servicenow", "bugzilla"],
)
def test_what_the_systems_themselves_give_is_read(handoff, answer, numbers, pattern):
    outcome = handoff("diagnose", "-", "--format", "json", stdin=json.dumps(answer))
    assert list(top(outcome).values()) == numbers
    assert pattern in {one["pattern"] for one in json.loads(outcome.out)["patterns"]}


def test_linked_tickets_of_two_systems_are_one_timeline(handoff):
    table = (
        "system,ticket,link,time,status,who\nzendesk,7,,2026-01-01T08:00Z,open,kim\n"
        "jira,KT-1,7,2026-01-01T09:00Z,To Do,kim\nzendesk,8,,2026-01-01T09:00Z,open,bo\n"
    )
    found = json.loads(handoff("diagnose", "-", "--format", "json", stdin=table).out)
    assert (found["tickets"], found["events"]) == (2, 3)
    assert [
        (one["kind"], one["source"], one["destination"]) for one in found["boundaries"] if one["kind"] == "system"
    ] == [("system", "zendesk", "jira")]
    assert [one["pattern"] for one in found["removals"]] == ["kept_twice"]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "it is empty"),
        (b"<html><body>Log in</body></html>", "no XES log"),
        (b"\x1f\x8b\x08\x00broken", "is a broken gzip file"),
        (b'<?xml version="1.0"?><!DOCTYPE log [<!ENTITY a "aa">]><log><trace/></log>', "declares a document type"),
        (b"<log><trace>", "no XML from line 1"),
        (b"<log></log>", "there is no event"),
        (b'{"error": "not authorised"}', "no column looks like the ticket"),
        (b"ticket,time\n", "there is no event"),
    ],
)
def test_what_is_no_history_is_refused(handoff, content, said):
    outcome = handoff("diagnose", "-", stdin=content)
    assert outcome.status == 2
    assert said in outcome.err


def test_signs_in_names_are_shown_and_not_obeyed(handoff, tmp_path):
    (tmp_path / "it's *.csv").write_text(
        'ticket,time,team\n"\x1b[31mA\x1b[0m",2026-01-01,"Desk\x07"\n"\x1b[31mA\x1b[0m",2026-01-09,"A""; } drop"\n',
        encoding="utf-8",
    )
    (tmp_path / "it's other.csv").write_text("ticket,time,team\nB,2026-01-01,C\n", encoding="utf-8")
    for form in ("text", "handoff", "json"):
        outcome = handoff("diagnose", "it's *.csv", "--format", form)
        assert "\x1b" not in outcome.out + outcome.err
        assert "\x07" not in outcome.out + outcome.err
    assert json.loads(outcome.out)["events"] == 2


def test_everything_is_written_into_a_folder(handoff, tmp_path, log):
    outcome = handoff("diagnose", "-", "-o", "found", stdin=as_csv(log))
    assert sorted(path.name for path in (tmp_path / "found").iterdir()) == [
        "diagnosis.json", "failures.handoff-part", "interviews.md", "report.html", "report.txt",
    ]  # fmt: skip
    assert outcome.out == ""
    questions = (tmp_path / "found" / "interviews.md").read_text(encoding="utf-8")
    assert "What did you need to know that did not stand in the ticket?" in questions


RULED_OUT = """\
system,ticket,link,time,kind,from,to,who
zendesk,1,,2026-01-05 08:00,status,,new,ana
jira,A,,2026-01-05 09:00,status,,To Do,bot
jira,A,,2026-01-06 09:00,status,To Do,Done,bo
jira,B,,2026-01-05 08:00,status,In Progress,Parked,bo
zendesk,2,,2026-01-05 08:00,moon phase,,full,ana
zendesk,2,,2026-01-05 08:00,raw_subject,,left out on purpose,ana
zendesk,3,,2026-01-05 08:00,status,,new,ana
jira,C,3,2026-01-05 08:30,status,,To Do,bot
jira,C,,2026-01-05 08:40,status,To Do,In Progress,bo
zendesk,3,,2026-01-05 08:41,status,new,open,bot
zendesk,3,,2026-01-06 08:00,expected_action,,Mend it,bot
"""


def test_what_a_spec_rules_out_is_named_with_its_place(handoff):
    spec = SPECS / "zendesk_to_jira.handoff"
    outcome = handoff("diagnose", "-", "--spec", str(spec), "--integration", "Bot", "--format", "json", stdin=RULED_OUT)
    found = json.loads(outcome.out)["against"]["contradictions"]
    assert [(one["kind"], one["said"], one["times"], one["examples"]) for one in found] == [
        ("status", "it has no status Parked", 1, ["jira:B"]),
        ("transition", "it has no transition from To Do to Done", 1, ["jira:A"]),
        ("field", "it has no field moon phase", 1, ["zendesk:2"]),
        (
            "direction",
            "the synchronisation wrote expected_action in Zendesk Support, which it only reads",
            1,
            ["jira:C"],
        ),
    ]
    place, _, line = found[0]["place"].rpartition(":")
    assert Path(place).name == "jira.handoff"
    told = handoff("diagnose", "-", "--spec", str(spec), stdin=RULED_OUT).out
    assert f"jira.handoff:{line}: jira.issue, lifecycle" in told
    assert "1 of 5 times, in 1 ticket: jira:B; 2026-01-05 08:00" in told


def test_a_spec_prevents_what_it_names_a_mechanism_for(handoff, tmp_path):
    spec = SPECS / "zendesk_to_jira.handoff"
    outcome = handoff("diagnose", "-", "--spec", str(spec), stdin=PLANTED)
    assert "Ownership ambiguity after reassignment: escalation prevents them by ownership.acknowledge" in outcome.out
    assert "No event is from jira" in outcome.out
    other = str(SPECS / "customer_replied.handoff")
    assert handoff("diagnose", "-", "--spec", other, "-o", "found", stdin=PLANTED).status == 1
    without, blocks = (
        (tmp_path / "found" / name).read_text("utf-8") for name in ("report.txt", "failures.handoff-part")
    )
    assert "customer_replied names nothing that prevents them, although it has sla" in without
    assert "# customer_replied has sla: name what prevents it in a line `prevented by`.\n" in blocks
    assert "# customer_replied names ownership.notify, require.assignee against it.\n" in blocks
    assert handoff("diagnose", "-", "--spec", "nothing.handoff", stdin=PLANTED).status == 2
