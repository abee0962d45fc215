"""`handoff test`: the scenarios that stand in specs, on the plans they compile to."""

from collections.abc import Iterator, Mapping

import click

from handoffspec.cli.failure import CannotRunError, Status
from handoffspec.cli.specs import sound
from handoffspec.cli.voice import show_rows
from handoffspec.execute import ScenarioOutcome, run_scenario
from handoffspec.pipeline import plans
from handoffspec.plan import Plan
from handoffspec.report.printable import safe
from handoffspec.report.table import Cell
from handoffspec.schema.scenarios import Scenario


@click.command()
@click.argument("paths", metavar="PATH...", nargs=-1, required=True)
def command(paths: tuple[str, ...]) -> int:
    """Run the scenarios that stand in specs, on the compiled plans, and say which hold.

    An expectation that does not hold is shown with its line, what was expected and what was found (status 1).
    """
    checked = sound(paths)
    if not checked.scenarios:
        advice = 'Write `scenario "…" for HANDOFF { given { … } expect { … } }`.'
        raise CannotRunError("there is no scenario in there.", advice)
    outcomes = list(_outcomes(checked.scenarios, plans(checked)))
    show_rows(
        [row for outcome in outcomes for row in _rows(outcome)],
        [line for outcome in outcomes for line in _report(outcome)],
    )
    failed = sum(not outcome.passed for outcome in outcomes)
    click.echo(f"\n{len(outcomes) - failed} passed, {failed} failed")
    return Status.FOUND if failed else Status.FOUND_NOTHING


def _outcomes(scenarios: tuple[Scenario, ...], made: Mapping[str, Plan]) -> Iterator[ScenarioOutcome]:
    return (run_scenario(made[scenario.handoff], scenario) for scenario in scenarios)


def _rows(outcome: ScenarioOutcome) -> Iterator[tuple[Cell, Cell]]:
    """The same for a terminal: the verdict, and what it is about."""
    scenario = outcome.scenario
    verdict = Cell("passed", "32") if outcome.passed else Cell("FAILED", "1;31")
    yield verdict, Cell(f"{scenario.handoff}: {scenario.title}  {scenario.path}:{scenario.line}")
    for unmet in outcome.unmet:
        yield Cell(""), Cell(f"line {unmet.line}: expected {unmet.expected}")
        yield Cell(""), Cell(f"{' ' * len(f'line {unmet.line}')}  found    {unmet.found}")


def _report(outcome: ScenarioOutcome) -> Iterator[str]:
    scenario = outcome.scenario
    verdict = "passed" if outcome.passed else "FAILED"
    yield f"{verdict}  {safe(scenario.handoff)}: {safe(scenario.title)}  {safe(scenario.path)}:{scenario.line}"
    for unmet in outcome.unmet:
        yield f"    line {unmet.line}: expected {safe(unmet.expected)}"
        yield f"    {' ' * len(f'line {unmet.line}')}  found    {safe(unmet.found)}"
