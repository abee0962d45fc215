"""Where a diagnosis says that the time went, held to a second, naive computation."""

import csv
import json
from collections import Counter, defaultdict
from datetime import datetime
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from tests.site.history import history

MEANS = {
    "Queued": "delay",
    "To Do": "delay",
    "Wait - Vendor": "delay",
    "In Progress": "work",
    "Wait - User": "customer",
}
"""What passes in any other status is after the work."""


@pytest.fixture(scope="module")
def data(diagnosed: Path) -> Any:
    return json.loads((diagnosed / "diagnosis.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def stays() -> list[list[tuple[str, list[tuple[str, float]]]]]:
    """For each ticket its teams in order, each with its statuses and their seconds."""
    tickets = defaultdict(list)
    for row in csv.DictReader(history().splitlines()):
        tickets[row["ticket"].partition("-")[2]].append(row)
    cut = max(datetime.fromisoformat(row["time"]) for rows in tickets.values() for row in rows)
    return [stays_of(rows, cut) for rows in tickets.values()]


def stays_of(rows: list[dict[str, str]], cut: datetime) -> list[tuple[str, list[tuple[str, float]]]]:
    times = [*(datetime.fromisoformat(row["time"]) for row in rows), cut]
    found: list[tuple[str, list[tuple[str, float]]]] = []
    for row, (begin, end) in zip(rows, pairwise(times), strict=True):
        last = row is rows[-1] and row["status"] not in MEANS
        if not found or (row["team"] and row["team"] != found[-1][0]):
            found.append((row["team"], []))
        found[-1][1].append((row["status"], 0 if last else (end - begin).total_seconds()))
    return found


def spent(statuses: list[tuple[str, float]], kind: str) -> float:
    return sum(seconds for status, seconds in statuses if MEANS.get(status) == kind)


def test_the_time_in_each_status(data: Any, stays: Any) -> None:
    naive: Counter[str] = Counter()
    for status, seconds in (one for ticket in stays for _, statuses in ticket for one in statuses):
        naive[status] += seconds
    assert {one["status"]: one["seconds"] for one in data["states"]} == pytest.approx(dict(naive))
    assert sum(naive.values()) == pytest.approx(sum(data["seconds"].values()))


def test_the_time_with_each_team(data: Any, stays: Any) -> None:
    for team in data["teams"]:
        own = [[statuses for name, statuses in ticket if name == team["team"]] for ticket in stays]
        assert team["tickets"] == sum(bool(ticket) for ticket in own)
        assert team["stays"] == sum(map(len, own))
        for kind in ("delay", "work", "customer"):
            assert team[kind] == pytest.approx(sum(spent(one, kind) for ticket in own for one in ticket))
    assert {team["team"] for team in data["teams"]} == {name for ticket in stays for name, _ in ticket}


def test_what_goes_to_and_fro(data: Any, stays: Any) -> None:
    times: defaultdict[frozenset[str], Counter[int]] = defaultdict(Counter)
    back: Counter[frozenset[str]] = Counter()
    delay: Counter[frozenset[str]] = Counter()
    for number, ticket in enumerate(stays):
        names = [name for name, _ in ticket]
        for (before, _), (after, statuses) in pairwise(ticket):
            times[frozenset((before, after))][number] += 1
            delay[frozenset((before, after))] += spent(statuses, "delay")
        back.update(frozenset((a, b)) for a, b, c in zip(names, names[1:], names[2:], strict=False) if a == c)
    assert len(data["pairs"]) == len(back) > 5
    for pair in data["pairs"]:
        both = frozenset((pair["one"], pair["other"]))
        crossed = times[both].values()
        assert (pair["back"], pair["times"], pair["tickets"]) == (back[both], sum(crossed), len(crossed))
        assert (pair["most"], pair["often"]) == (max(crossed), sum(one >= 3 for one in crossed))
        assert pair["delay"] == pytest.approx(delay[both])
    assert data["transfers"]["times"] == sum(sum(one.values()) for one in times.values())
    assert data["transfers"]["back"] == sum(back.values())
    assert data["transfers"]["delay"] == pytest.approx(sum(delay.values()))


def test_the_tickets_that_waited_longest(data: Any, stays: Any) -> None:
    late = sorted((sum(spent(statuses, "delay") for _, statuses in ticket) for ticket in stays), reverse=True)
    assert [one["delay"] for one in data["delayed"]] == pytest.approx(late[:5])
    for one in data["delayed"]:
        assert one["delay"] == pytest.approx(sum(stay["delay"] for stay in one["stays"]))
        waits = [stretch["seconds"] for stretch in one["stretches"] if stretch["means"] in {"queue", "waiting"}]
        assert one["delay"] == pytest.approx(sum(waits))


def test_what_the_history_holds(data: Any) -> None:
    rows = list(csv.DictReader(history().splitlines()))
    columns = {"statuses": "status", "teams": "team", "people": "who", "priorities": "priority", "comments": "comment"}
    assert data["holds"] == {name: sum(bool(row[column]) for row in rows) for name, column in columns.items()}
