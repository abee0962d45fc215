"""HS0703: a mechanism does something."""

from handoffspec.analysis.failures import PreventedByNothing
from handoffspec.diagnostics import Diagnostic, codes
from handoffspec.lint.frame import Case, LintRule


def _say(fact: PreventedByNothing, case: Case) -> Diagnostic:
    return codes.PREVENTED_BY_NOTHING.at(
        case.section(f"failure.{fact.failure}"),
        "What should prevent this only says that something stays behind, which prevents nothing.",
        help="Name a rule that carries it, a requirement, or a part of `ownership` or `sync`.",
        labels=[case.elsewhere(case.handoff.name, fact.rule, "this rule carries nothing")],
    )


RULE = LintRule(PreventedByNothing, _say)
