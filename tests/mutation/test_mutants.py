"""A damaged spec is noticed by `check`, or the damage changes nothing that the plan does.

What a plan does is what it makes of tickets, there and back, and what it tells a synchronisation to do. The mutants
that change it and are not noticed are listed in `survivors.py` with the reason why a check cannot know.
"""

import json
import sys
from collections.abc import Callable
from functools import cache
from io import StringIO
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).parent))
from mutants import Mutant, mutants
from probes import BACK, THERE
from survivors import KNOWN, argument

from handoffspec.breaking import Change, Version, compare
from handoffspec.execute.back import run_back
from handoffspec.execute.forward import run_forward
from handoffspec.execute.result import Outcome
from handoffspec.execute.wire.errors import WireError
from handoffspec.execute.wire.inputs import read_ticket
from handoffspec.pipeline import Checked, check, plans
from handoffspec.plan import Plan

ROOT = Path(__file__).parents[2]
SPECS = {
    "clean": (ROOT / "tests" / "cases" / "lint" / "clean.handoff").read_text(encoding="utf-8"),
    "first_to_second_line": (ROOT / "specs" / "first_to_second_line.handoff").read_text(encoding="utf-8"),
    "customer_replied": (ROOT / "specs" / "customer_replied.handoff").read_text(encoding="utf-8"),
}
READ_BY_PEOPLE = {"title", "adds", "failures", "checklist", "accepted", "reason", "impact", "private_reason", "meaning"}
SEEN_IN_RESULTS = {"table", "status"}
LOOSENED = {'read only to nothing: state "State" choice required read only at "state"'}
"""What can be written now and could not be before breaks nothing."""


def without_scenarios(text: str) -> str:
    """Scenarios are the authors' own check of a decision; here `check` is on its own."""
    return text.partition("\nscenario ")[0] + "\n"


ALL = [(name, mutant) for name, text in SPECS.items() for mutant in mutants(without_scenarios(text))]


@pytest.fixture(autouse=True)
def _beside_the_specs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT / "specs")


def checked(text: str) -> Checked:
    return check(["-"], StringIO(text))


@cache
def clean(name: str) -> Checked:
    return checked(without_scenarios(SPECS[name]))


@cache
def behaviour_of_clean(name: str) -> str:
    return behaviour(clean(name))


def behaviour(found: Checked) -> str:
    """What the plans do with tickets, and everything else in them that a synchronisation goes by."""
    return json.dumps({name: [told(plan), *results(plan)] for name, plan in plans(found).items()}, sort_keys=True)


def told(plan: Plan) -> Any:
    """The plan's handoff: both systems, rules, sections. What rows of tables decide is seen by what they make."""
    return pruned(plan.model_dump(mode="json", include={"handoff", "creation", "timers"}))


def pruned(value: Any) -> Any:
    """Without what only people read, and what shows in results."""
    if isinstance(value, dict):
        return {key: pruned(inner) for key, inner in value.items() if key not in READ_BY_PEOPLE | SEEN_IN_RESULTS}
    return [pruned(inner) for inner in value] if isinstance(value, list) else value


def results(plan: Plan) -> list[Any]:
    """What the plan makes of tickets; one that cannot be read is an outcome too."""
    source, destination = plan.handoff.source, plan.handoff.destination
    made = [outcome(lambda t=ticket: run_forward(plan, read_ticket(t, source))) for ticket in THERE[source.system]]
    if plan.handoff.within:
        return made
    return [*made, *(outcome(lambda r=r, o=o: run_back(plan, read_ticket(r, destination), o)) for r, o in BACK)]


def outcome(run: Callable[[], Outcome]) -> Any:
    try:
        return run().to_json()
    except WireError as error:
        return str(error)


@cache
def survivors() -> tuple[tuple[str, Mutant], ...]:
    """The mutants that change what the plan does, and of which nothing is said."""
    return tuple((name, mutant) for name, mutant in ALL if _survives(name, mutant))


def _survives(name: str, mutant: Mutant) -> bool:
    found = checked(mutant.spec)
    return not found.diagnostics and behaviour(found) != behaviour_of_clean(name)


def test_there_are_enough_of_them() -> None:
    assert len({mutant.spec for _, mutant in ALL}) >= 300


def test_the_specs_are_clean() -> None:
    for name in SPECS:
        assert clean(name).diagnostics == ()


def test_damage_is_noticed_or_does_nothing() -> None:
    assert [(name, mutant.what) for name, mutant in survivors() if argument(name, mutant.what) is None] == []


def test_the_survivors_are_those_that_are_listed() -> None:
    found = {(name, mutant.what) for name, mutant in survivors()}
    listed = {(name, what) for by_spec in KNOWN.values() for name, names in by_spec.items() for what in names}
    assert listed - found == set(), "noticed now, or without effect: take it off the list"


def test_breaking_tells_of_every_survivor_that_takes_something_away() -> None:
    for name, mutant in survivors():
        if mutant.what not in LOOSENED:
            assert changes(clean(name), checked(mutant.spec)), f"{name}: {mutant.what}"


def changes(old: Checked, new: Checked) -> tuple[Change, ...]:
    before, after = (
        [Version(handoff.value, facts, handoff.places) for handoff, facts in one.handoffs] for one in (old, new)
    )
    return compare(before, after)
