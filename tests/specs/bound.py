"""The specs of this project as plans, bound to the sandbox of their environments or not bound at all."""

import json
from functools import cache
from pathlib import Path
from typing import Any

from handoffspec.execute.forward import run_forward
from handoffspec.execute.wire.inputs import read_ticket
from handoffspec.pipeline import check, plans
from handoffspec.plan import Plan

ROOT = Path(__file__).parents[2]
SPECS = ROOT / "specs"
TICKETS = SPECS / "samples" / "zendesk_tickets.ndjson"


@cache
def all_plans(environment: str | None = None) -> dict[str, Plan]:
    """The plan of every spec, by the name of its handoff."""
    checked = check([str(SPECS)], environment=environment)
    assert not checked.errors, checked.errors
    return plans(checked, environment)


def plan(name: str = "escalation", environment: str | None = "sandbox") -> Plan:
    return all_plans(environment)[name]


def sample_tickets() -> list[Any]:
    return [json.loads(line) for line in TICKETS.read_text(encoding="utf-8").splitlines()]


def result_of(ticket: object, made: Plan | None = None) -> dict[str, Any]:
    """The result line of one ticket in the form of the source's API."""
    made = made or plan()
    return run_forward(made, read_ticket(ticket, made.handoff.source)).to_json()
