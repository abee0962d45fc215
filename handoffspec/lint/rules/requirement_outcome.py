"""HS0613: what is missing stops, waits or is asked for."""

from handoffspec.analysis.facts import RequirementWithoutOutcome
from handoffspec.diagnostics import Diagnostic, codes
from handoffspec.lint.frame import Case, LintRule


def _say(fact: RequirementWithoutOutcome, case: Case) -> Diagnostic:
    return codes.REQUIREMENT_OUTCOME.at(
        case.span(fact.requirement),
        f"Nothing says what happens when `{fact.requirement.removeprefix('require.')}` is missing.",
        help="Add `otherwise stop`, `otherwise ask` or `otherwise hold for …` to the line, or once for all.",
    )


RULE = LintRule(RequirementWithoutOutcome, _say, ("require",))
