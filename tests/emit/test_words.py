"""How the pages say conditions, lengths of time and failure modes."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from handoffspec.emit.documents import documents
from handoffspec.emit.words.amounts import clipped, duration, every, listed, sentence, size
from handoffspec.emit.words.conditions import condition
from handoffspec.emit.words.failures import requirement
from handoffspec.plan import Plan
from handoffspec.plan.lower import lower
from handoffspec.schema.conditions import All, AnyOf, Compare, Condition, Event, FieldRef, Lasting, Not
from handoffspec.schema.handoffs import Failure, Handoff

_PRIORITY = FieldRef("source", "priority")
_RANK = FieldRef("destination", "rank")


@pytest.fixture
def handoff(plan_of: Callable[[str], Plan]) -> Handoff:
    return plan_of("tests/cases/documents/escalation.handoff").handoff


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(1, "1 second"), (90, "1 minute 30 seconds"), (14_400, "4 hours"), (34_560_000, "400 days"), (0, "no time")],
)
def test_lengths_of_time(seconds: int, words: str) -> None:
    assert duration(seconds) == words


def test_intervals_and_sizes() -> None:
    assert [every(3600), every(300), every(5400)] == ["every hour", "every 5 minutes", "every 1 hour 30 minutes"]
    assert [size(50_000_000), size(1_500), size(1)] == ["50 MB", "1.5 kB", "1 byte"]


def test_lists_that_are_too_long_for_a_sentence() -> None:
    assert listed([]) == ""
    assert listed(["a", "b", "c"], "or") == "a, b or c"
    assert listed(map(str, range(100)), most=4) == "0, 1, 2 and 97 more"


def test_sentences_end_once() -> None:
    assert [sentence(words) for words in ("it is so", "Why?", "a (b)", "")] == ["It is so.", "Why?", "A (b).", ""]


def test_a_text_out_of_all_proportion_is_shortened() -> None:
    assert clipped("word " * 20_000).endswith("… (99,399 more characters in the spec)")


@pytest.mark.parametrize(
    ("what", "words"),
    [
        (Compare(_PRIORITY, "becomes", ("urgent",)), "Priority becomes “Urgent”"),
        (Compare(_PRIORITY, "is not", ("urgent", "high")), "Priority is none of “Urgent” or “High”"),
        (Compare(_PRIORITY, "changes", ("low",), ("high",)), "Priority changes from “High” to “Low”"),
        (Compare(_RANK, "is empty"), "Rank (Tracker) is empty"),
        (
            Lasting(Compare(FieldRef("source", "status"), "is", ("waiting",)), 7200),
            "Status is “Waiting” and has done so for 2 hours",
        ),
        (Event("someone presses", "Escalate"), "someone presses “Escalate”"),
        (Not(Event("customer replies")), "it is not the case that the customer replies"),
        (
            All((Event("customer replies"), AnyOf((Compare(_RANK, "is filled"), Compare(_PRIORITY, "is filled"))))),
            "the customer replies and (Rank (Tracker) is filled or Priority is filled)",
        ),
    ],
)
def test_conditions(handoff: Handoff, what: Condition, words: str) -> None:
    assert condition(handoff, what, "source") == words


@pytest.mark.parametrize(
    ("name", "cause", "costs", "prevented_by", "words"),
    [
        (
            "context_loss",
            "The steps live in a field that the tracker lacks.",
            "Work gets repeated",
            ("map.context.Steps tried",),
            (
                "the information in Steps tried is lost because the steps live in a field that the tracker lacks. "
                "This causes trouble: work gets repeated."
            ),
        ),
        (
            "context_loss",
            "Desk has no such field",
            "Days of waiting, and customers who write twice",
            ("require.steps", "require.users"),
            (
                "the information in Steps tried and Affected users is lost because Desk has no such field. "
                "This causes days of waiting, and customers who write twice."
            ),
        ),
        (
            "ownership_ambiguity",
            "An assignment tells nobody",
            "",
            ("ownership.notify",),
            (
                "the knowledge of who holds the ticket is lost because an assignment tells nobody. "
                "The spec does not name what this causes."
            ),
        ),
        (
            "mine",
            "",
            "Delays",
            (),
            "what the receiver needs to know is lost for a reason that the spec does not name. This causes delays.",
        ),
        (
            "mine",
            "SLA clocks differ",
            "IT argues with support",
            ("sla",),
            (
                "what the receiver needs to know is lost because SLA clocks differ. "
                "This causes trouble: IT argues with support."
            ),
        ),
    ],
)
def test_design_requirements_are_sentences(
    handoff: Handoff, name: str, cause: str, costs: str, prevented_by: tuple[str, ...], words: str
) -> None:
    failure = Failure(name, "A title", cause=cause, costs=costs, prevented_by=prevented_by)
    assert requirement(handoff, failure) == f"When Service Desk hands a ticket over to Engineering, {words}"


def test_an_unjudged_loss_is_undecided_and_an_unchanged_field_costs_nothing(plan_of: Callable[[str], Plan]) -> None:
    rows = _audit(plan_of("tests/cases/documents/escalation.handoff"))
    assert rows["Labels (set)"][1:] == ["✅ Direct map", "None"]
    assert rows["Phone"] == ["No equivalent", "❌ Lost", "None – engineering calls nobody"]
    assert rows["Steps tried (structured)"][2].startswith("Undecided – ")


def test_a_field_that_nothing_takes_up_is_lost_and_undecided(handoff: Handoff, plan_of: Callable[[str], Plan]) -> None:
    plan = plan_of("tests/cases/documents/escalation.handoff")
    fewer = replace(handoff, rules=tuple(rule for rule in handoff.rules if rule.id != "map.nothing.phone"))
    rows = _audit(lower(fewer, plan.verdicts))
    assert rows["Phone"] == ["No equivalent", "❌ Lost", "Undecided – the spec does not account for this field"]


def _audit(plan: Plan) -> dict[str, list[str]]:
    page = next(document.text for document in documents(plan) if document.name == "field-mapping-audit.md")
    rows = [line.strip("| ").split(" | ") for line in page.splitlines() if line.startswith("| ")]
    return {row[0]: row[1:] for row in reversed(rows)}
