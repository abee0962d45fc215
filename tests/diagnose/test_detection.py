"""Planted failures are found, harmless comments are left alone, and the figures are those of a second computation."""

from datetime import datetime, timedelta

import pytest

from tests.diagnose import naive
from tests.diagnose.comments import COMMENTS, HELD_OUT, measure
from tests.diagnose.histories import diagnosed
from tests.diagnose.scoring import score
from tests.diagnose.simulator import MONDAY, simulate

FLOORS = {
    0.5: {
        "priority_translation": (0.6, 0.3),
        "context_loss": (0.6, 0.35),
        "ownership_ambiguity": (0.5, 0.5),
        "black_hole": (0.9, 0.5),
        "approval": (0.9, 0.1),
        "one_work_in_two_teams": (0.9, 0.85),
        "kept_twice": (0.9, 0.15),
    },
    1.0: {
        "priority_translation": (0.8, 0.9),
        "context_loss": (0.75, 0.9),
        "ownership_ambiguity": (0.6, 0.85),
        "black_hole": (0.9, 0.7),
        "approval": (0.9, 0.9),
        "one_work_in_two_teams": (0.9, 0.9),
        "kept_twice": (0.9, 0.9),
    },
}
"""Precision and recall below which a pattern must not fall. docs/diagnose.md has what was measured."""


@pytest.mark.parametrize("strength", FLOORS)
def test_planted_failures_are_found(strength):
    for pattern, one in score(simulate(strength)).items():
        precision, recall = FLOORS[strength][pattern]
        assert one.planted > 40, pattern
        assert one.precision >= precision, (pattern, one)
        assert one.recall >= recall, (pattern, one)
        assert one.right >= 0.9 * one.both, (pattern, one)


def test_what_leaves_no_trace_is_not_made_up():
    for pattern, one in score(simulate(0.0, tickets=600)).items():
        assert one.found - one.both <= 15, (pattern, one)


@pytest.mark.parametrize(
    ("comments", "floors"),
    [
        (COMMENTS, {"asks": (0.95, 0.95), "chases": (0.95, 0.95)}),
        (HELD_OUT, {"asks": (0.85, 0.75), "chases": (0.9, 0.4)}),
    ],
    ids=["known", "held out"],
)
def test_questions_and_reminders_are_told_from_harmless_comments(comments, floors):
    for does, one in measure(comments).items():
        precision, recall = floors[does]
        assert one.precision >= precision, (does, one)
        assert one.recall >= recall, (does, one)


def test_half_of_the_labelled_comments_are_harmless_and_there_are_enough():
    every = [does for does, _ in (*COMMENTS, *HELD_OUT)]
    assert len(every) > 500
    assert every.count("harmless") > 0.4 * len(every)


@pytest.fixture(scope="module")
def log():
    """A log in which half of what fails shows plainly, its diagnosis, and by sign or pattern the tickets found."""
    rows = simulate(0.5, seed=9, tickets=500).rows
    with diagnosed(rows) as (diagnosis, store):
        found = {}
        for sign, ticket in store.rows(
            "SELECT sign, ticket FROM found UNION ALL SELECT pattern, ticket FROM removable "
            "UNION ALL SELECT pattern, ticket FROM found"
        ):
            found.setdefault(sign, set()).add(str(ticket).partition(":")[2])
        return rows, diagnosis, found


def test_whose_turn_it_was_counted_by_hand(log):
    rows, _, found = log
    by_hand = naive.ownership(rows)
    assert by_hand["back"]
    assert found["it went straight back to the team that it came from, after a glance or none"] == by_hand["back"]
    assert found["it was moved on before anybody worked on it"] == by_hand["moved on"]
    assert found["nothing happened for two days after the transfer"] == by_hand["silent"]


def test_the_other_patterns_counted_by_hand(log):
    rows, _, found = log
    cross, stamped = naive.removable(rows)
    assert found["priority_translation"] == naive.ranked_anew(rows)
    assert found["black_hole"] == naive.stuck(rows)
    assert found["one_work_in_two_teams"] == cross
    assert found["approval"] == stamped


def test_time_counted_by_hand(log):
    rows, diagnosis, _ = log
    of_all = naive.tickets_of(rows)
    cut = max(events[-1]["at"] for events in of_all.values())
    stays = [stay for events in of_all.values() for stay in naive.stays_of(events, cut)]
    totals = diagnosis.totals
    delay = sum(stay.spent["queue"] + stay.spent["waiting"] for stay in stays)
    assert totals.tickets == len(of_all)
    assert totals.delay == pytest.approx(delay)
    assert totals.work == pytest.approx(sum(stay.spent["work"] for stay in stays))
    assert totals.customer == pytest.approx(sum(stay.spent["customer"] for stay in stays))
    finding = next(one for one in diagnosis.findings if one.pattern == "ownership_ambiguity")
    assert finding.share == pytest.approx(finding.delay / delay, abs=1e-4)
    assert finding.tickets >= max(sign.tickets for sign in finding.signs)


def test_a_log_is_judged_at_a_date_by_what_was_known_then():
    rows = simulate(0.7, seed=3, tickets=250).rows
    at = MONDAY + timedelta(weeks=9)
    with diagnosed(rows, until=at.isoformat()) as (judged, _):
        with diagnosed([row for row in rows if datetime.fromisoformat(row[1]) <= at]) as (known, _):
            assert judged == known
        solved = [(*row[:1], (at + timedelta(days=1)).isoformat(), *row[2:]) for row in rows if row[1] > at.isoformat()]
        with diagnosed([row for row in rows if row[1] <= at.isoformat()] + solved, until=at.isoformat()) as (other, _):
            assert judged == other
