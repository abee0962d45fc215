"""HS0613: what is missing stops, waits or is asked for."""

from handoffspec.analysis.facts import RequirementWithoutOutcome
from handoffspec.diagnostics import Diagnostic, Label, codes
from handoffspec.lint.frame import Case, LintRule
from handoffspec.lint.words import in_words


def _say(fact: RequirementWithoutOutcome, case: Case) -> Diagnostic:
    names = in_words([f"`{name.removeprefix('require.')}`" for name in fact.requirements])
    single = len(fact.requirements) == 1
    return codes.REQUIREMENT_OUTCOME.at(
        case.span(fact.requirements[0]) if single else case.section("require"),
        f"Nothing says what happens when {names} {'is' if single else 'are'} missing.",
        help="Add `otherwise stop`, `otherwise ask` or `otherwise hold for …` to the line, or once for all.",
        labels=[] if single else [Label(case.section(name), "required here") for name in fact.requirements],
    )


RULE = LintRule(RequirementWithoutOutcome, _say, ("require",))
