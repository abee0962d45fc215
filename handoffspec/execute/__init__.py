"""Plans put to work: tickets read, results worked out, scenarios run."""

from handoffspec.execute.back import run_back
from handoffspec.execute.forward import run_forward
from handoffspec.execute.result import Failure, Loss, Notice, Outcome, Result
from handoffspec.execute.scenarios import ScenarioOutcome, Unmet, run_scenario

__all__ = [
    "Failure",
    "Loss",
    "Notice",
    "Outcome",
    "Result",
    "ScenarioOutcome",
    "Unmet",
    "run_back",
    "run_forward",
    "run_scenario",
]
