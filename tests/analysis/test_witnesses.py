"""The witnesses of the shipped specs, given to their plans as scenarios are: each loses what it says."""

from io import StringIO
from pathlib import Path
from typing import Any

import pytest

from handoffspec.execute import Failure, Result, run_scenario
from handoffspec.execute.values import to_json
from handoffspec.pipeline import check, plans
from handoffspec.plan import Plan, dump_plan, load_plan
from handoffspec.schema.losses import Verdict, Witness, whole
from handoffspec.schema.scenarios import Given, Scenario
from handoffspec.schema.systems import Record
from handoffspec.schema.types import ChoiceType, NumberType

ROOT = Path(__file__).parents[2]
CASES_OF = Path(__file__).parent.parent / "cases" / "analysis"
# Where every field becomes another in every way, with a block that has room for all of it.
EVERY = (CASES_OF / "pairs.handoff").read_text(encoding="utf-8").replace('up to 100 characters at "text"', 'at "text"')
PLANS = {
    **plans(check([str(ROOT / "specs"), str(CASES_OF / "servicenow.handoff")])),
    **plans(check(["-"], StringIO(EVERY))),
}


def cases() -> list[tuple[str, Verdict, Witness]]:
    return [
        (name, verdict, witness)
        for name, plan in PLANS.items()
        for verdict in plan.verdicts
        if verdict.rule.startswith("map.")
        for witness in verdict.witnesses
        # What changes later is a matter for the synchronisation; formatting is tested with the texts themselves.
        if witness.before is None and witness.cause != "markup"
    ]


CASES = cases()


def smallest(record: Record) -> dict[str, Any]:
    """A record with no more than what it has to have."""
    made: dict[str, Any] = {}
    for field in record.fields:
        if field.required:
            match field.type:
                case ChoiceType(options=options) if options:
                    made[field.name] = options[0].name
                case NumberType(lowest=low):
                    made[field.name] = low or 0
                case _:
                    made[field.name] = "x"
    return made


def run(plan: Plan, verdict: Verdict, ticket: dict[str, object]) -> Result | Failure:
    back = verdict.flow == "back"
    record = plan.handoff.destination if back else plan.handoff.source
    fields: Any = {**smallest(record), **{name: whole(value) for name, value in ticket.items()}}
    given = Given(tuple(fields.items()))
    return run_scenario(plan, Scenario("a witness", plan.handoff.name, back, given, (), "", 0)).outcome


def seen(plan: Plan, verdict: Verdict, outcome: Result) -> dict[str, Any]:
    """What the rule writes."""
    rule = next(rule for rule in plan.handoff.rules if rule.id == verdict.rule)
    if rule.target.kind != "fields":
        return {}
    written = rule.fields if verdict.flow == "back" else rule.target.fields
    return {ref.field: to_json(outcome.record.get(ref.field)) for ref in written}


@pytest.mark.parametrize(
    ("name", "verdict", "witness"), CASES, ids=[f"{name}-{v.rule}-{v.flow}-{w.cause}" for name, v, w in CASES]
)
def test_each_witness_of_the_specs_loses_what_it_says(name: str, verdict: Verdict, witness: Witness) -> None:
    plan = PLANS[name]
    outcome = run(plan, verdict, witness.ticket)
    if isinstance(outcome, Failure):
        assert witness.arrives == {}
        return
    arrived = seen(plan, verdict, outcome)
    if witness.other is not None:
        again = run(plan, verdict, witness.other)
        assert isinstance(again, Result)
        # Where nothing arrives, what does stands where the receiver cannot see it.
        assert witness.arrives == {} or essence(witness, seen(plan, verdict, again)) == essence(witness, arrived)
    elif not filled_in_by_the_system(plan, witness):
        assert any(loss.field in witness.ticket for loss in outcome.losses)
    for field, value in (witness.arrives or {}).items():
        if field in arrived and not filled_in_by_the_system(plan, witness):
            assert arrived[field] == whole(value)


@pytest.mark.parametrize("name", sorted(PLANS))
def test_two_statuses_that_become_one_arrive_as_one(name: str) -> None:
    plan = PLANS[name]
    for verdict in plan.verdicts:
        for witness in verdict.witnesses if verdict.rule == "sync.status" else ():
            outcomes = [run(plan, verdict, ticket) for ticket in (witness.ticket, witness.other or {})]
            for outcome in outcomes:
                assert isinstance(outcome, Result)
                assert witness.arrives is not None
                assert witness.arrives.items() <= outcome.record.items()


def essence(witness: Witness, values: dict[str, Any]) -> object:
    """What the receiver's fields can tell apart."""
    match witness.cause:
        case "order":
            return {name: sorted(value) for name, value in values.items()}
        case "many to one":
            return {name: value.casefold() if isinstance(value, str) else value for name, value in values.items()}
        case _:
            return values


def filled_in_by_the_system(plan: Plan, witness: Witness) -> bool:
    fields = [plan.handoff.destination.field(name) for name in witness.arrives or {}]
    return witness.cause == "empty" and any(field is not None and field.default is not None for field in fields)


@pytest.mark.parametrize("name", sorted(PLANS))
def test_a_lossy_rule_has_a_witness_and_the_plan_carries_it(name: str) -> None:
    plan = PLANS[name]
    for verdict in plan.verdicts:
        if verdict.loss in ("lossy", "lost"):
            assert {witness.cause for witness in verdict.witnesses} == set(verdict.causes), verdict.rule
    text = dump_plan(plan)
    assert load_plan(text) == plan
    assert len(text) < 1_000_000


TAKEN_AWAY = """
use zendesk
use jira

handoff escalation "A ticket becomes an issue" {
  from zendesk.ticket
  to jira.issue
  trigger {
    when priority becomes urgent
  }
  map {
    priority <-> priority {
      urgent <-> Highest
      high   <-> High
      normal <-> Medium
      low    <-> Low
      low    <-  Lowest
    }
  }
}
"""


def test_a_value_that_is_taken_away_was_there_before() -> None:
    [found] = [one for one in check(["-"], StringIO(TAKEN_AWAY)).diagnostics if one.code.code == "HS0204"]
    told: Any = found.witness
    [shown] = [one for one in (told, *told["more"]) if "before" in one]
    assert shown["before"] == shown["other"] == {"priority": "Highest"}
    assert shown["ticket"] == {"priority": None}
