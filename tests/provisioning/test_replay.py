"""The steps of every spec, replayed against systems that begin empty: each is accepted, none makes a thing twice."""

from contextlib import ExitStack
from copy import deepcopy
from pathlib import Path

import pytest

from handoffspec.pipeline import check, plans
from tests.provisioning.replay import FAKES, apply, changes, replayed, steps_of
from tests.specs.bound import all_plans, plan

PLANS = all_plans()
FOREIGN = Path(__file__).parents[1] / "cases" / "provisioning" / "foreign.handoff"


@pytest.fixture
def fakes():
    with ExitStack() as stack:
        yield lambda made: {one["system"]: stack.enter_context(FAKES[one["system"]]()) for one in made["systems"]}


@pytest.mark.parametrize("name", PLANS)
def test_every_step_is_taken_and_none_makes_a_thing_twice(name, tmp_path):
    first = replayed(name)
    made = first.made
    assert (first.status, first.wrong) == (0, "")
    new = sum(step["send"] is not None and not _comes_along(step) for step in made["steps"])
    assert first.printed.count("made ") == new
    with ExitStack() as stack:
        for fake in first.fakes.values():
            stack.enter_context(fake)
        status, _, wrong = apply(made, first.fakes, tmp_path)
    assert (status, wrong) == (0, "")
    assert changes(first.fakes.values()) == first.changes


def _comes_along(step):
    """The options of a new field come with it, so the step that looks for a missing one finds it."""
    return step["system"] in ("zendesk", "asana") and ".option." in step["id"]


def test_labels_arrive_as_they_are(fakes, tmp_path):
    made = steps_of(plans(check([str(FOREIGN)]))["build_takes_over"])
    systems = fakes(made)
    assert apply(made, systems, tmp_path)[::2] == (0, "")
    titles = {field["title"]: field for field in systems["zendesk"].fields}
    options = titles["Impact ${ZENDESK_AUTHORIZATION} {$id}"]["custom_field_options"]
    assert [option["name"] for option in options] == ["One {{ticket.id}}", "Many"]


def test_a_field_that_is_there_gets_the_options_that_it_lacks(fakes, tmp_path):
    made = steps_of(PLANS["escalation"])
    systems = fakes(made)
    old = {"type": "tagger", "title": "Customer impact", "custom_field_options": [{"name": "One", "value": "one_user"}]}
    systems["zendesk"].make_field({"ticket_field": old})
    assert apply(made, systems, tmp_path)[::2] == (0, "")
    found = [field for field in systems["zendesk"].fields if field["title"] == "Customer impact"]
    assert [[option["value"] for option in field["custom_field_options"]] for field in found] == [
        ["one_user", "several_users", "system_down"]
    ]


def test_in_another_order_they_do_not_work(fakes, tmp_path):
    """So the stand-ins are strict enough to show that the order matters."""
    made = steps_of(PLANS["escalation"])
    made["steps"].sort(key=lambda step: ".trigger." not in step["id"])
    status, _, wrong = apply(made, fakes(made), tmp_path)
    assert status != 0
    assert "KeyError" in wrong


@pytest.mark.parametrize(
    ("step", "change"),
    [
        ("zendesk.ticket.customer_impact", lambda body: body["ticket_field"].pop("custom_field_options")),
        ("zendesk.ticket.trigger.escalation.2", lambda body: body["trigger"]["conditions"].update(all=[], any=[])),
        ("jira.issue.promised_by", lambda body: body.update(searcherKey="datetimerange")),
        ("jira.issue.priority_scheme.escalation", lambda body: body.update(defaultPriorityId=1)),
    ],
)
def test_what_is_wrong_is_refused(step, change, fakes, tmp_path):
    made = deepcopy(steps_of(PLANS["escalation"]))
    change(next(one for one in made["steps"] if one["id"] == step)["send"]["body"])
    status, _, wrong = apply(made, fakes(made), tmp_path)
    assert status != 0
    assert "is refused: 4" in wrong


def test_what_an_environment_binds_is_there_already():
    ids = {step["id"] for step in steps_of(plan("escalation", "sandbox"))["steps"]}
    new = {step["id"] for step in steps_of(PLANS["escalation"])["steps"]}
    assert "zendesk.ticket.customer_impact" in new - ids
    assert "jira.issue.promised_by" in new - ids
    assert "jira.issue.priority.p1" in new - ids
    assert "zendesk.ticket.trigger.escalation.1" in new & ids
