"""The patterns counted once more, by hand: no table, no query, one ticket after the other."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import pairwise

from tests.diagnose.simulator import HEAD

MEANS = {
    "New": "queue",
    "Assigned": "queue",
    "To Do": "queue",
    "In Progress": "work",
    "Automatic screening": "work",
    "Pending": "customer",
    "Waiting for vendor": "waiting",
    "Waiting for approval": "waiting",
    "Resolved": "done",
    "Closed": "done",
    "Done": "done",
}
RANK = {"created": 0, "comment": 2}


@dataclass
class Stay:
    """A ticket with one team: its events and the time of each kind."""

    team: str
    before: str | None
    began: datetime
    spent: dict = field(default_factory=lambda: defaultdict(float))
    events: list = field(default_factory=list)
    touched: bool = False
    ended: bool = False


def tickets_of(rows):
    """Events by ticket in order, tickets that are linked as one. `at` is a moment."""
    events = [dict(zip(HEAD, row, strict=True)) for row in rows]
    linked = {event["ticket"]: event["link"] for event in events if event["link"]}
    found = defaultdict(list)
    for event in events:
        event["at"] = datetime.fromisoformat(event["time"])
        found[linked.get(event["ticket"], event["ticket"])].append(event)
    for of_one in found.values():
        of_one.sort(key=lambda e: (e["at"], RANK.get(e["kind"], 1), e["kind"] != "team"))
    return found


def on_weekdays(since, until):
    """Seconds of Mondays to Fridays, day by day."""
    total, day = 0.0, since
    while day < until:
        midnight = (day + timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0)
        total += (min(midnight, until) - day).total_seconds() * (day.weekday() < 5)
        day = midnight
    return total


def stays_of(events, cut):
    """The stays of a ticket, in order."""
    stays, team, status = [], None, None
    for number, event in enumerate(events):
        moved = event["to"] if event["kind"] == "team" else event["team"]
        arrived = bool(moved) and moved != team
        if arrived:
            stays.append(Stay(moved, team, event["at"]))
            team = moved
        changed = event["kind"] == "status" and event["to"] != status
        status = event["to"] if event["kind"] == "status" else status
        means = MEANS.get(status, "work")
        last = number + 1 == len(events)
        until = cut if last else events[number + 1]["at"]
        stay = stays[-1]
        stay.spent[means] += 0 if last and means == "done" else (until - event["at"]).total_seconds()
        stay.events.append((event, means, until))
        stay.touched |= means == "work" and (changed or event["at"] > stay.began)
        stay.ended |= means == "done"
    return stays


def ownership(rows):
    """Tickets that came back untouched, were moved on untouched or lay silent for two days after a transfer."""
    found = {"back": set(), "moved on": set(), "silent": set()}
    of_all = tickets_of(rows)
    cut = max(events[-1]["at"] for events in of_all.values())
    for name, events in of_all.items():
        stays = stays_of(events, cut)
        for stay, after in zip(stays[1:], [*stays[2:], None], strict=False):
            untouched = not stay.touched
            if after and after.team == stay.before and not stay.ended and (untouched or stay.spent["work"] < 900):
                found["back"].add(name)
            if after and after.team != stay.before and untouched and not stay.ended and not stay.spent["customer"]:
                found["moved on"].add(name)
            _, means, until = next((one for one in stay.events if one[2] > stay.began), stay.events[-1])
            if means not in {"customer", "done"} and on_weekdays(stay.began, until) > 2 * 86400:
                found["silent"].add(name)
    return found


def ranked_anew(rows):
    """Tickets whose priority somebody changed after a transfer who had not had to do with it in another team."""
    found = set()
    for name, events in tickets_of(rows).items():
        acted = defaultdict(set)
        for number, stay in enumerate(stays_of(events, events[-1]["at"])):
            for event, means, _ in stay.events:
                known = acted[event["who"]]
                stranger = known and stay.team not in known
                if (
                    event["kind"] == "priority"
                    and number
                    and event["at"] > stay.began
                    and means != "done"
                    and not stranger
                ):
                    found.add(name)
            for event, _, _ in stay.events:
                acted[event["who"]].add(
                    stay.before if event["kind"] == "team" and event["to"] == stay.team else stay.team
                )
    return found


def stuck(rows):
    """Tickets in a status for twice as long as 19 of 20 that left it took, untouched for two days."""
    of_all = tickets_of(rows)
    cut = max(events[-1]["at"] for events in of_all.values())
    took, still = defaultdict(list), []
    for name, events in of_all.items():
        changes = [e for e in events if e["kind"] == "status"]
        runs = [e for n, e in enumerate(changes) if not n or e["to"] != changes[n - 1]["to"]]
        for one, after in pairwise(runs):
            took[one["to"]].append((after["at"] - one["at"]).total_seconds())
        still.append((name, runs[-1], events[-1]["at"]))
    found = set()
    for name, run, last in still:
        ended = sorted(took[run["to"]])
        if MEANS[run["to"]] in {"done", "customer"} or on_weekdays(last, cut) <= 2 * 86400:
            continue
        if len(ended) >= 20:
            place = 0.95 * (len(ended) - 1)
            low = int(place)
            most = ended[low] + (ended[min(low + 1, len(ended) - 1)] - ended[low]) * (place - low)
            bound = max(2 * most, 86400)
        else:
            bound = max(2 * max(ended, default=0), 7 * 86400)
        if (cut - run["at"]).total_seconds() > bound:
            found.add(name)
    return found


def removable(rows):
    """Tickets that two teams both work on time and again, and those passed by an approver within an hour."""
    cross, stamped = set(), set()
    for name, events in tickets_of(rows).items():
        pairs = defaultdict(int)
        for stay in stays_of(events, events[-1]["at"])[1:]:
            pairs[frozenset((stay.team, stay.before))] += stay.touched
        if max(pairs.values(), default=0) >= 3:
            cross.add(name)
        for stay in stays_of(events, events[-1]["at"]):
            for n, (event, _, _) in enumerate(stay.events):
                if event["kind"] == "status" and event["to"] == "Waiting for approval":
                    later = [e for e, _, _ in stay.events[n + 1 :] if e["at"] > event["at"]]
                    if (
                        later
                        and later[0]["kind"] == "status"
                        and (later[0]["at"] - event["at"]).total_seconds() <= 3600
                    ):
                        stamped.add(name)
    return cross, stamped
