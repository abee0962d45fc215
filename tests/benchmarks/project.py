"""This project's part in the benchmarks: the plan of `specs/zendesk_to_jira.handoff` put to work."""

import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from handoffspec.execute import run_forward
from handoffspec.execute.compiled import compile_plan
from handoffspec.execute.wire.inputs import read_ticket
from handoffspec.plan import Plan, load_plan
from tests.benchmarks.environment import ROOT

SPEC: Final = ROOT / "specs" / "zendesk_to_jira.handoff"


def compiled(programs: Path, at: Path, spec: Path = SPEC, *options: str) -> Path:
    """The plan of a spec's first handoff, written by `handoff compile` into a folder."""
    command = [programs / "handoff", "compile", spec, "-o", at, *options]
    subprocess.run(command, check=True, capture_output=True)
    return min(at.glob("*/plan.json"))


def reference(plan: Plan) -> Callable[[dict[str, Any]], dict[str, Any]]:
    """The interpreter: a ticket to its result line. What every other outcome is compared with."""
    return lambda given: run_forward(plan, read_ticket(given, plan.handoff.source)).to_json()


def executor(plan: Plan) -> Callable[[dict[str, Any]], dict[str, Any]]:
    """What is measured: a ticket to its result line."""
    return compile_plan(plan)


def plan_of(file: Path) -> Plan:
    """A plan that was written."""
    return load_plan(file.read_text(encoding="utf-8"))
