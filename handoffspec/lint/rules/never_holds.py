"""HS0618: what stands under a condition happens for some ticket."""

from handoffspec.analysis.impossible import NeverHolds
from handoffspec.diagnostics import Diagnostic, codes
from handoffspec.lint.frame import Case, LintRule


def _say(fact: NeverHolds, case: Case) -> Diagnostic:
    return codes.NEVER_HOLDS.at(
        case.section(fact.place, fact.place.partition(".")[0]),
        "No ticket ever meets this condition: its parts contradict each other.",
        help="Join what excludes each other with `or`, or write it as lines of their own.",
    )


RULE = LintRule(NeverHolds, _say)
