"""Scenarios: those that the shipped specs carry hold, and one that does not hold says what was found instead."""

from dataclasses import replace
from pathlib import Path

import pytest

from handoffspec.execute import run_scenario
from handoffspec.pipeline import check, plans
from handoffspec.schema.conditions import FieldRef
from handoffspec.schema.scenarios import ExpectComment, ExpectField, ExpectFires, ExpectHeld, ExpectNames, Scenario

SPECS = Path(__file__).parents[2] / "specs"
CHECKED = check([str(SPECS)])
PLANS = plans(CHECKED)
SUMMARY = FieldRef("destination", "summary")


def scenario(title: str) -> Scenario:
    found = [each for each in CHECKED.scenarios if each.title == title]
    return next((each for each in found if each.handoff == "escalation"), found[0])


@pytest.mark.parametrize("given", CHECKED.scenarios, ids=lambda given: given.title)
def test_the_shipped_scenarios_hold(given: Scenario) -> None:
    assert run_scenario(PLANS[given.handoff], given).unmet == ()


@pytest.mark.parametrize(
    ("expected", "wanted", "found"),
    [
        (ExpectField(SUMMARY, "is", "Checkout works"), 'summary is "Checkout works"', 'summary is "Checkout is down"'),
        (ExpectField(SUMMARY, "empty"), "summary empty", 'summary is "Checkout is down"'),
        (ExpectNames("missing", ("customer_impact",)), "missing customer_impact", "missing nothing"),
        (ExpectFires(False), "it does not fire", "it fires"),
        (ExpectHeld("service_desk"), "held for service_desk", "not held"),
        (ExpectComment("public", "Hello"), 'public comment contains "Hello"', "It is still down."),
    ],
    ids=["field", "empty", "missing", "fires", "held", "comment"],
)
def test_what_does_not_hold_says_what_was_found(expected: ExpectField, wanted: str, found: str) -> None:
    given = replace(scenario("an outage reaches engineering whole"), expect=((expected, 12),))
    (unmet,) = run_scenario(PLANS[given.handoff], given).unmet
    assert unmet.line == 12
    assert unmet.expected == wanted
    assert found in unmet.found
