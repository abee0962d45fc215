"""HS0801: a handoff earns its place."""

from handoffspec.analysis.facts import AddsNothing
from handoffspec.diagnostics import Diagnostic, codes
from handoffspec.lint.frame import Case, LintRule


def _say(_: AddsNothing, case: Case) -> Diagnostic:
    return codes.ADDS_NOTHING.at(
        case.section("name"),
        "Does this handoff add information, or does it only pass it on?",
        help='Write `adds "…"` with what the next team brings; if there is nothing, a notification may do instead.',
    )


RULE = LintRule(AddsNothing, _say)
