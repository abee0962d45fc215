"""HS0701: a contingency is a mechanism."""

from handoffspec.analysis.facts import FailureUnprevented
from handoffspec.diagnostics import Diagnostic, codes
from handoffspec.lint.frame import Case, LintRule


def _say(fact: FailureUnprevented, case: Case) -> Diagnostic:
    return codes.NOT_PREVENTED.at(
        case.section(f"failure.{fact.failure}"),
        "This has gone wrong before, and nothing in the handoff prevents it.",
        help="Add `prevented by map.…` or `prevented by require.…` with what keeps it from happening again.",
    )


RULE = LintRule(FailureUnprevented, _say)
