"""Made histories, held to a second computation that is as plain as it can be: one ticket after the other, in Python."""

import csv
import io
import tempfile
from collections import defaultdict
from datetime import UTC, datetime, timedelta, timezone
from itertools import pairwise
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from handoffspec.diagnose.diagnosis import diagnose
from handoffspec.diagnose.event import Event
from handoffspec.diagnose.store import Store
from handoffspec.diagnose.timelines import lay_out

START = datetime(2026, 3, 28, 22, tzinfo=UTC)  # before the clocks change in Europe
MEANS = {
    "Queued": "delay",
    "In Progress": "work",
    "Waiting for customer": "customer",
    "On hold": "delay",
    "Done": "done",
}
HEADS = ["Ticket ID", "Timestamp", "Status", "Assignment group", "Author"]

rows = st.tuples(
    st.sampled_from([f"T{n}" for n in range(8)]),
    st.integers(0, 40).map(lambda hours: START + timedelta(hours=hours)),  # few, so that many are the same
    st.sampled_from([*MEANS, None]),
    st.sampled_from(["Desk", "Größe", "Vendor, Ltd", 'the "A" team', None, None]),
    st.sampled_from(["ana", "bo", None]),
)
ZONES = [UTC, timezone(timedelta(hours=-7)), timezone(timedelta(hours=5, minutes=45))]
FORMS = [
    lambda at: at.isoformat(),
    lambda at: at.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S"),
    lambda at: str(int(at.timestamp())),
    lambda at: str(int(at.timestamp() * 1000)),
    lambda at: at.strftime("%a, %d %b %Y %H:%M:%S %z"),
    lambda at: at.astimezone(UTC).strftime("%d.%m.%Y %H:%M"),
]
NOTHING = ["", "?", "NULL", "  n/a ", "-", "(null)"]
BROKEN = ["T1,2026-03-29 08:00,Queued", "T1,one,two,three,four,five,six,seven"]
UNREADABLE = ["T1,yesterday,Queued,Desk,ana", ",2026-03-29 08:00,Queued,Desk,ana", "T1,1970-01-01,Queued,Desk,ana"]


def last(value):
    return value is None, value or ""


def stretches(log):
    """Of each ticket its events in order: when, status then, team then, and seconds until the next."""
    cut = max(at for _, at, *_ in log)
    tickets = defaultdict(list)
    for ticket, at, status, team, who in log:
        tickets[ticket].append((at, last(team), last(status), last(who), status, team))
    for ticket, events in sorted(tickets.items()):
        events.sort()
        status = team = None
        found = []
        for (at, *_, to, group), following in zip(events, [*events[1:], None], strict=True):
            status, team = to or status, group or team
            over = MEANS.get(status) == "done" and following is None
            found.append((status, team, 0 if over else ((following[0] if following else cut) - at).total_seconds()))
        yield ticket, found


def naive(log):
    """Totals, and of the boundaries of teams and statuses how often, in how many tickets, delay, straight back."""
    spent = dict.fromkeys(("work", "delay", "customer", "done"), 0.0)
    teams, statuses, moved, back = {}, {}, 0, 0
    for ticket, found in stretches(log):
        stays, visits = [], []
        for status, team, seconds in found:
            kind = MEANS.get(status, "work")
            spent[kind] += seconds
            if not stays or (team and stays[-1][0] and team != stays[-1][0]):
                stays.append([team, 0.0])
            stays[-1][0] = stays[-1][0] or team
            stays[-1][1] += seconds if kind == "delay" else 0
            if status and (not visits or visits[-1][0] != status):
                visits.append([status, 0.0])
            if status and kind == "delay":
                visits[-1][1] += seconds
        path = [team for team, _ in stays]
        moved += len(path) > 1
        back += any(a == c for a, c in zip(path, path[2:], strict=False))
        for places, into in ((stays, teams), (visits, statuses)):
            for place, ((before, _), (after, delay)) in enumerate(pairwise(places)):
                one = into.setdefault((before, after), [0, set(), 0.0, 0])
                one[0] += 1
                one[1].add(ticket)
                one[2] += delay
                one[3] += place + 2 < len(places) and places[place + 2][0] == before
    boundaries = {
        (kind, *ends): (times, len(of), delay, round(straight / times, 4))
        for kind, found in (("team", teams), ("status", statuses))
        for ends, (times, of, delay, straight) in found.items()
    }
    return (len({row[0] for row in log}), len(log), moved, back), spent, boundaries


def written(log, draw):
    """The log as somebody may export it: any order, any way to write a time or nothing, rows that are broken."""
    out = io.StringIO()
    for ticket, at, *rest in draw(st.permutations(log)):
        shown = draw(st.sampled_from(FORMS))(at.astimezone(draw(st.sampled_from(ZONES))))
        csv.writer(out).writerow([ticket, shown, *(cell or draw(st.sampled_from(NOTHING)) for cell in rest)])
    lines = out.getvalue().split("\r\n")[:-1]
    wrong = draw(st.lists(st.sampled_from(BROKEN + UNREADABLE), max_size=3))
    return ",".join(HEADS), draw(st.permutations(lines + wrong)), wrong


@settings(max_examples=25)
@given(st.lists(rows, min_size=1, max_size=40), st.data())
def test_however_a_history_is_written_it_says_what_a_plain_computation_says(log, data):
    head, lines, wrong = written(log, data.draw)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "given.csv"
        path.write_text("\n".join([head, *lines]) + "\n", encoding="utf-8")
        store = Store(Path(folder))
        store.add_table(path, "csv", "given.csv", {}, None)
        store.finish(None)
        found = diagnose(store, {})
        store.connection.close()
    totals, spent, boundaries = naive(log)
    assert (found.totals.tickets, found.totals.events, found.totals.reassigned, found.totals.returned) == totals
    assert {name: getattr(found.totals, name) for name in spent} == spent
    assert {
        (one.kind, one.source, one.destination): (one.times, one.tickets, one.delay, one.back)
        for one in found.boundaries
    } == boundaries
    said = [note for note in store.notes if "left out" in note]
    assert any("broken row" in note for note in said) == any(line in BROKEN for line in wrong)
    assert any("without a t" in note for note in said) == any(line in UNREADABLE for line in wrong)


names = st.sampled_from([("zendesk", "1"), ("zendesk", "2"), ("jira", "1"), ("jira", "K-1"), ("jira", "K-2"),
                         ("servicenow", "INC1"), ("servicenow", "INC2"), ("asana", "9")])  # fmt: skip
SAID = [lambda system, name: f"{system}:{name}", lambda _, name: f"https://example.com/browse/{name}"]


@settings(max_examples=25)
@given(st.sets(names, min_size=2), st.data())
def test_tickets_are_one_however_the_links_between_them_run(tickets, data):
    known = sorted(tickets)
    pairs = data.draw(st.lists(st.tuples(st.sampled_from(known), st.sampled_from(known)), max_size=8))
    groups = {ticket: {ticket} for ticket in known}
    log = [Event(name, START.isoformat(), "created", system=system) for system, name in known]
    for (system, name), (other, far) in pairs:
        form = data.draw(st.sampled_from(SAID if far not in {"1", name} else SAID[:1]))
        log.append(Event(name, START.isoformat(), "link", system=system, link=form(other, far)))
        if form is SAID[0] or system != other:  # an address says no system, so it is of another
            joined = groups[system, name] | groups[other, far]
            groups |= dict.fromkeys(joined, joined)
    with tempfile.TemporaryDirectory() as folder:
        store = Store(Path(folder))
        store.add_events(data.draw(st.permutations(log)), "given", None)
        store.finish(None)
        assert lay_out(store, {}).tickets == len({frozenset(group) for group in groups.values()})
        firsts = {min(f"{system}:{name}" for system, name in group) for group in groups.values()}
        bare = len({system for system, _ in known}) == 1
        assert {row[0] for row in store.rows("SELECT DISTINCT ticket FROM events")} == (
            {first.partition(":")[2] for first in firsts} if bare else firsts
        )
        store.connection.close()


@settings(max_examples=40)
@given(st.lists(st.text(st.sampled_from("ab\"'\\,;\r\n\t\0é😀\ud800{}<&"), min_size=1, max_size=12), min_size=1))
def test_no_sign_in_a_comment_is_lost_or_obeyed(texts):
    with tempfile.TemporaryDirectory() as folder:
        store = Store(Path(folder))
        events = [Event(f"T{n}", START.isoformat(), "comment", text=text) for n, text in enumerate(texts)]
        store.add_events(events, "given", None)
        read = dict(store.rows("SELECT ticket, text FROM events"))
        store.connection.close()
    kept = [text.replace("\ud800", "?") for text in texts]
    assert read == {f"T{n}": None if text == "?" else text for n, text in enumerate(kept)}
