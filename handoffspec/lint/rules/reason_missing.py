"""HS0207: whoever sends a field to nothing says why."""

from handoffspec.analysis.facts import ReasonMissing
from handoffspec.diagnostics import Diagnostic, codes
from handoffspec.lint.frame import Case, LintRule


def _say(fact: ReasonMissing, case: Case) -> Diagnostic:
    return codes.REASON_MISSING.at(
        case.span(fact.rule),
        "Nobody says why this does not cross.",
        help='Write `-> nothing because "engineering never asks for it" impact none`, with your own reason.',
    )


RULE = LintRule(ReasonMissing, _say)
