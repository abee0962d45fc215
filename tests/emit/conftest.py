"""Plans from specs, by the way that every spec goes."""

from collections.abc import Callable
from pathlib import Path

import pytest

from handoffspec.analysis import analyse
from handoffspec.loader import load
from handoffspec.model.workspace import resolve
from handoffspec.plan import Plan
from handoffspec.plan.lower import lower

_ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def plan_of() -> Callable[[str], Plan]:
    """The plan of the first handoff of a spec, by its path below the repository."""
    made: dict[str, Plan] = {}

    def plan(path: str) -> Plan:
        if path not in made:
            loaded = load([str(_ROOT / path)])
            handoffs = [handoff.value for spec in loaded.specs for handoff in resolve(spec.files).handoffs]
            made[path] = lower(handoffs[0], analyse(handoffs[0]).verdicts)
        return made[path]

    return plan
