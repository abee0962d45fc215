"""Each pattern's definition on the smallest histories that show it, beside those that nearly do."""

import random

import pytest

from handoffspec.diagnose.telling import lines
from tests.diagnose.histories import diagnosed

KNEW = "the receiving side asked for what stood in the ticket before the transfer"
NEVER = "the receiving side asked for what nobody had written before the transfer"
VAGUE = "the receiving side asked, in words that do not say what about"
AGAIN = "a step that had been taken before the transfer was taken again"
BACK = "it went straight back to the team that it came from, after a glance or none"
MOVED_ON = "it was moved on before anybody worked on it"
SILENT = "nothing happened for two days after the transfer"
NOBODY = "nobody was assigned after the transfer, and it lay there for two days"
CHASED = "somebody asked for news, and nobody did anything for two days"
RANKED = "the receiving team changed the priority"
FELL = "its priority fell as it crossed to another system"
STUCK = "it has been in one status for a week and twice as long as any of the few tickets that left it, untouched"


def ticket(*events, name="T"):
    """Rows of one ticket. An event: `day hour`, who, and what happened, such as `team=Desk` or words."""
    rows = []
    for when, who, *said in events:
        day, hour = when.split()
        row = {"ticket": name, "time": f"2026-03-{int(day):02} {hour}:00", "who": who}
        for one in said:
            part, sign, value = one.partition("=")
            if sign and part in {"status", "person", "priority", "team"}:
                rows.append({**row, "kind": part, "to": value})
            elif sign and part in {"system", "link"}:
                row[part] = value
            elif sign and part == "record":
                row["ticket"] = value
            elif sign and part.startswith("field "):
                rows.append({**row, "kind": part.removeprefix("field "), "to": value})
            else:
                rows.append({**row, "kind": "comment", "text": one})
    return rows


DESK = ("2 08", "ana", "team=Desk", "status=In Progress")
OVER = ("2 10", "ana", "team=Engineering", "status=Queued")
WORK = ("2 12", "bo", "status=In Progress")
DONE = ("3 12", "bo", "status=Resolved")
LATER = ("6 10", "bo", "status=Resolved")
HOME = ("2 15", "bo", "team=Desk", "status=Queued")
ON = ("2 15", "bo", "team=Network", "status=Queued")
FIRST = ("2 09", "ana", "Cleared the browser cache and restarted the client. No change.")
HIGH = ("2 09", "ana", "priority=High")
ASKS = ("2 11", "bo", "Which users are affected?")
CHASES = ("3 09", "customer", "Any update on this?")
UNASSIGNED = ("2 10", "ana", "team=Engineering", "person=", "status=In Progress")
# The 6th of March 2026 is a Friday.
FRIDAY = (("6 08", "ana", "team=Desk", "status=In Progress"), ("6 16", "ana", "team=Engineering", "status=Queued"))


def answered(said, question):
    return DESK, ("2 09", "ana", said), OVER, ("2 11", "bo", question), DONE


def held(status):
    """With the customer, or done, for weeks after a transfer, and asked about."""
    return (
        DESK,
        ("2 10", "ana", "team=Engineering", f"status={status}"),
        ("3 10", "ana", "Any news?"),
        ("20 10", "bo", "status=Closed"),
    )


def copied(end):
    """A step that an integration copies into the other system."""
    return (
        ("2 08", "ana", "system=zendesk", "team=Desk", "status=open", "Cleared the cache."),
        (
            "2 10",
            "sync",
            "system=jira",
            "record=K-1",
            "link=copied",
            "team=Other",
            "status=To Do",
            "Cleared the cache.",
        ),
        ("2 12", "bo", "system=jira", "record=K-1", *end),
    )


CASES = {
    # Whether the answer stood in the ticket.
    "version": (answered("It is version 8.1 on Windows.", "Which version is it?"), {KNEW: ["version"]}),
    "users": (
        answered("All users in Rome are affected.", "Can you clarify which users are affected?"),
        {KNEW: ["who is affected"]},
    ),
    "tried": (answered("Cleared the cache.", "What has been tried so far?"), {KNEW: ["what was tried"]}),
    "error": (
        answered("Error E-12: access denied.", "Could you share the exact error message?"),
        {KNEW: ["the error"]},
    ),
    "reproduce": (
        answered("Steps to reproduce: press Save.", "How can I reproduce it?"),
        {KNEW: ["how to reproduce it"]},
    ),
    "logs": (answered("The gateway logs are attached.", "Please send the logs."), {KNEW: ["logs"]}),
    "account": (answered("The account number is 4711.", "What is the account number?"), {KNEW: ["the account"]}),
    "began": (answered("It started on Monday at 10:00.", "When did it start?"), {KNEW: ["when it began"]}),
    "impact": (answered("Impact: nobody can order.", "What is the impact?"), {KNEW: ["the impact"]}),
    "a question is no answer": (
        answered("Which version is it? I do not know.", "Which version is it?"),
        {NEVER: ["version"]},
    ),
    "something else was said": (answered("The printer is broken.", "Which version is it?"), {NEVER: ["version"]}),
    "no subject": (answered("The printer is broken.", "Can you clarify?"), {VAGUE: []}),
    "a field": ((DESK, ("2 09", "ana", "field affected users=Rome"), OVER, ASKS, DONE), {KNEW: ["who is affected"]}),
    "a field too late": (
        (DESK, OVER, ("2 10", "bo", "field affected users=Rome"), ASKS, DONE),
        {NEVER: ["who is affected"]},
    ),
    # Whose question it is.
    "before any transfer": ((DESK, ("2 09", "bo", "Which version is it?"), OVER, DONE), {}),
    "by the sender, passing it on": ((DESK, (*OVER, "Which version do we ship it with?"), DONE), {}),
    "by the sender, later": ((DESK, OVER, ("2 11", "ana", "Which version did you put it on?"), DONE), {}),
    "by the customer": (
        (("2 07", "eva", "status=New", "team=Desk"), DESK, OVER, ("2 11", "eva", "Which form is it?"), DONE),
        {},
    ),
    "thanks": ((DESK, OVER, ("2 11", "bo", "Following up on your fix, thank you."), DONE), {}),
    "quoted": ((DESK, OVER, ("2 11", "bo", "> Which version is it?\n\nIt is 4.1."), DONE), {}),
    "sent back with it": ((DESK, OVER, WORK, (*HOME, "Which version is it?"), DONE), {NEVER: ["version"]}),
    # Steps that are taken again.
    "in other words": (
        (DESK, FIRST, OVER, ("2 11", "bo", "I have cleared the cache."), DONE),
        {AGAIN: ["cleared cache"]},
    ),
    "turned round": ((DESK, FIRST, OVER, ("2 11", "bo", "Cache cleared."), DONE), {AGAIN: ["cleared cache"]}),
    "another thing": ((DESK, FIRST, OVER, ("2 11", "bo", "Cleared the print queue."), DONE), {}),
    "in one team": ((DESK, FIRST, ("2 09", "kim", "Cleared the cache."), OVER, DONE), {}),
    "in one team after the transfer": (
        (DESK, OVER, ("2 11", "bo", "Cleared the cache."), ("2 12", "li", "Cleared the cache."), DONE),
        {},
    ),
    "in a checklist": (
        (DESK, ("2 09", "ana", "field checklist=ping"), OVER, ("2 11", "bo", "field checklist=ping"), DONE),
        {AGAIN: ["checklist: ping"]},
    ),
    "in another field": ((DESK, ("2 09", "ana", "field room=4"), OVER, ("2 11", "bo", "field room=4"), DONE), {}),
    # Priorities.
    "ranked anew": ((DESK, HIGH, OVER, ("2 11", "bo", "priority=Low"), DONE), {RANKED: ["High → Low"]}),
    "ranked as it is passed on": ((DESK, HIGH, (*OVER, "priority=Low"), DONE), {}),
    "ranked by the sender": ((DESK, HIGH, OVER, ("2 11", "ana", "priority=Low"), DONE), {}),
    "ranked before": ((DESK, HIGH, ("2 09", "ana", "priority=Urgent"), OVER, DONE), {}),
    "the same in capitals": ((DESK, HIGH, OVER, ("2 11", "bo", "priority=HIGH"), DONE), {}),
    # Whose turn it is.
    "back": ((DESK, OVER, HOME, DONE), {BACK: []}),
    "back after work": ((DESK, OVER, WORK, HOME, DONE), {}),
    "moved on": ((DESK, OVER, ON, DONE), {MOVED_ON: []}),
    "moved on after work": ((DESK, OVER, WORK, ON, DONE), {}),
    "silent": ((DESK, OVER, LATER), {SILENT: []}),
    "not silent": ((DESK, OVER, ("2 11", "bo", "person=bo"), LATER), {}),
    "a weekend": ((*FRIDAY, ("9 08", "bo", "status=Resolved")), {}),
    "longer than a weekend": ((*FRIDAY, ("11 08", "bo", "status=Resolved")), {SILENT: []}),
    "nobody assigned": ((DESK, UNASSIGNED, ("2 11", "ana", "Sent."), LATER), {NOBODY: []}),
    "somebody assigned": ((DESK, UNASSIGNED, ("2 11", "bo", "person=bo"), LATER), {}),
    "chased in vain": ((DESK, OVER, WORK, CHASES, ("4 09", "customer", "Any news?"), LATER), {CHASED: []}),
    "chased and answered": ((DESK, OVER, WORK, CHASES, ("4 08", "bo", "Tomorrow."), LATER), {}),
    # The customer's own delay, and what passes after the work.
    **{f"held in {status}": (held(status), {}) for status in ("Pending", "Wait - User", "Resolved", "Closed")},
}


@pytest.fixture(scope="module")
def shown():
    """By ticket, the signs that show in it, each with what it is about."""
    rows = [row for name, (events, _) in CASES.items() for row in ticket(*events, name=name)]
    found = {}
    with diagnosed(rows) as (_, store):
        for name, sign, about in store.rows("SELECT ticket, sign, any_value(about) FROM found GROUP BY ALL"):
            found.setdefault(name, {})[sign] = about
    return found


@pytest.mark.parametrize("name", CASES)
def test_a_pattern_shows_where_its_definition_holds(shown, name):
    assert shown.get(name, {}) == CASES[name][1]


def test_between_two_systems_copies_are_no_steps_and_priorities_are_compared_by_rank():
    rows = ticket(*copied(["status=Done"]), name="copied")
    ranks = {"P1": False, "Highest": False, "P3": True, "Low": True, "2": False}
    for other in ranks:
        rows += ticket(
            ("2 08", "ana", "system=zendesk", "status=open", "priority=urgent"),
            (
                "2 10",
                "sync",
                "system=jira",
                f"record=K-{other}",
                f"link=Z-{other}",
                "status=To Do",
                f"priority={other}",
            ),
            ("2 11", "bo", "system=jira", f"record=K-{other}", "status=Done"),
            name=f"Z-{other}",
        )
    with diagnosed(rows) as (_, store):
        found = store.rows("SELECT sign, ticket FROM found WHERE sign IN ($1, $2, $3)", [AGAIN, FELL, RANKED])
    assert {(sign, ticket.rpartition("-")[2]) for sign, ticket in found} == {
        (FELL, name) for name, fell in ranks.items() if fell
    }
    with diagnosed(ticket(*copied(["status=Done", "Cache cleared."]), name="copied")) as (_, store):
        assert store.rows("SELECT about FROM found WHERE sign = $1", [AGAIN]) == [(["cleared cache"],)]


def test_a_status_that_is_entered_and_not_left():
    rows = ticket(DESK, ("2 09", "bot", "status=Auto triage"))
    later = {"ticket": "U", "time": "2026-03-12 10:00", "kind": "status", "to": "Closed"}
    with diagnosed([*rows, later]) as (diagnosis, _):
        [finding] = diagnosis.findings
        assert (finding.pattern, finding.about) == ("black_hole", (("Auto triage", 1),))
        assert [sign.sign for sign in finding.signs] == [STUCK]
    with diagnosed([*rows, {**later, "time": "2026-03-07 10:00"}]) as (diagnosis, _):
        assert diagnosis.findings == ()
    touched = ticket(("11 10", "bo", "Vendor has it."))
    with diagnosed([*rows, *touched, later]) as (diagnosis, _):
        assert diagnosis.findings == ()


def approval(status, minutes, left_to, *more):
    """Rows (kind, to, text, minute, who)."""
    rows = [
        ("status", status, "", 0, "ana"),
        ("comment", "", "May I?", 0, "ana"),
        ("status", left_to, "", minutes, "boss"),
        *more,
    ]
    names = ("kind", "to", "text", "time", "who")
    return [
        dict(zip(names, row, strict=True)) | {"time": f"2026-03-02 {8 + row[3] // 60:02}:{row[3] % 60:02}"}
        for row in rows
    ]


REMOVALS = {
    "stamped": (approval("Awaiting approval", 20, "In Progress"), "approval"),
    "decided": (approval("Awaiting approval", 90, "In Progress"), None),
    "rejected": (approval("Awaiting approval", 20, "Rejected"), None),
    "approved before": (approval("Approved", 20, "In Progress"), None),
    "changed": (approval("Awaiting approval", 20, "In Progress", ("comment", "", "Only Spain.", 5, "boss")), None),
    **{
        name: (
            [
                row
                for day, team in ((2, "A"), (3, "B"), (4, "A"), (5, "B"))
                for row in ticket((f"{day} 10", "bo", f"team={team}", "status=Queued"), (f"{day} 12", "bo", *work))
            ],
            shows,
        )
        for name, work, shows in (
            ("both work", ["status=In Progress"], "one_work_in_two_teams"),
            ("to and fro", [], None),
        )
    },
    **{
        f"twice-{who}-{hour}": (
            ticket(
                ("2 08", who, "system=zendesk", "status=open", "The pump leaks."),
                (f"2 {hour}", who, "system=jira", f"record=K-{who}-{hour}", f"link=twice-{who}-{hour}", "status=To Do"),
            ),
            shows,
        )
        for who, hour, shows in (("ana", "09", "kept_twice"), ("ana", "10", None), ("sync bot", "08", None))
    },
}


def test_handoffs_that_need_not_be():
    rows = [{"system": "zendesk", "ticket": name} | {k: v for k, v in row.items() if k != "ticket" or v != "T"}
            for name, (of_one, _) in REMOVALS.items() for row in of_one]  # fmt: skip
    with diagnosed(rows) as (diagnosis, store):
        found = {
            str(ticket).partition(":")[2]: pattern
            for ticket, pattern in store.rows("SELECT ticket, pattern FROM removable")
        }
        found = {name.replace("K-", "twice-"): pattern for name, pattern in found.items()}
        assert found == {name: pattern for name, (_, pattern) in REMOVALS.items() if pattern}
        assert {one.pattern: one.tickets for one in diagnosis.removals} == dict.fromkeys(found.values(), 1)
        assert all(one.examples and one.where and one.instead for one in diagnosis.removals)


SENT = {
    "worked on": ([DESK, OVER, WORK, DONE], "keep with contingencies"),
    "returned with what was found": ([DESK, OVER, WORK, HOME, DONE], "keep with contingencies"),
    "bounced": ([DESK, OVER, HOME, DONE], "redesign"),
    "asked about": ([DESK, OVER, ASKS, WORK, DONE], "redesign"),
    "passed on": ([DESK, OVER, ("2 11", "bo", "team=Third", "status=Queued"), DONE], "remove"),
}


def test_a_verdict_on_each_boundary():
    rows = [
        {**row, "to": row["to"] + kind if row["kind"] == "team" else row.get("to")}
        for kind, (events, _) in SENT.items()
        for number in range(6)
        for row in ticket(*events, name=f"{kind} {number}")
    ]
    with diagnosed(rows) as (diagnosis, _):
        teams = {(one.source, one.destination): one for one in diagnosis.boundaries if one.kind == "team"}
    for kind, (_, verdict) in SENT.items():
        assert teams[f"Desk{kind}", f"Engineering{kind}"].verdict == verdict, kind
    back, bounced = (teams[f"Desk{kind}", f"Engineering{kind}"] for kind in list(SENT)[1:3])
    assert (back.back, back.bounced, bounced.back, bounced.bounced) == (1, 0, 1, 1)


def test_time_in_a_black_hole_is_delay_whatever_its_status_means():
    rows = ticket(DESK, ("3 08", "ana", "status=In Progress"), name="stuck")
    later = {"ticket": "U", "time": "2026-03-23 08:00", "kind": "status", "to": "Closed"}
    with diagnosed([*rows, later]) as (diagnosis, _):
        [finding] = diagnosis.findings
        assert (finding.delay, finding.in_work, finding.share) == (20 * 86400, 20 * 86400, 1)
        assert diagnosis.totals.delay == 0
        assert "  20 days of it in statuses of work, though nobody worked; everywhere else it counts as work" in [
            *lines(diagnosis)
        ]


HOSTILE = {
    "one word": "a" * 1_000_000,
    "questions": "which version? " * 60_000,
    "quotes": "> " * 500_000,
    "open code": "```" * 300_000,
    "nearly a question": "can you " * 120_000,
    "lines": "\n" * 1_000_000,
    "letters": "".join(random.Random(1).choices('?. \n`"{}>-:äaé0', k=1_000_000)),  # noqa: S311
}


def test_comments_of_a_megabyte_take_bounded_time():
    rows = ticket(DESK, OVER, ("2 11", "bo", "Which version is it?"))
    for number, text in enumerate(HOSTILE.values()):
        rows.append({"ticket": "T", "time": f"2026-03-02 12:{number:02}", "kind": "comment", "who": "bo", "text": text})
    with diagnosed(rows) as (diagnosis, _):
        assert [finding.pattern for finding in diagnosis.findings] == ["context_loss"]
