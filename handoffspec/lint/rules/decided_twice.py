"""HS0605: one side decides."""

from handoffspec.analysis.facts import DecidedTwice
from handoffspec.diagnostics import Diagnostic, codes
from handoffspec.lint.frame import Case, LintRule


def _say(fact: DecidedTwice, case: Case) -> Diagnostic:
    return codes.DECIDED_TWICE.at(
        case.section(f"sync.conflict.{fact.thing}", "sync.conflict"),
        f"Both sides decide `{fact.thing}`.",
        help="Take it out of one of the two lines.",
    )


RULE = LintRule(DecidedTwice, _say)
