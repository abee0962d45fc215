"""HS0806: urgent means the same on both sides."""

from handoffspec.analysis.advice import UrgencyUnanchored
from handoffspec.diagnostics import Diagnostic, codes
from handoffspec.lint.frame import Case, LintRule


def _say(fact: UrgencyUnanchored, case: Case) -> Diagnostic:
    there = case.system("destination")
    return codes.URGENCY_UNANCHORED.at(
        case.section(fact.rule),
        f"A priority crosses, and nothing says how soon {there} acts on it or what the ticket means for the business.",
        help="Add `sla { respond within 4h when priority is … }`, or a field for the impact that the table reads too.",
    )


RULE = LintRule(UrgencyUnanchored, _say, ("map", "sla"))
