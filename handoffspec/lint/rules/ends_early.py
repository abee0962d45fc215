"""HS0509: a handoff ends when the work closes."""

from handoffspec.analysis.facts import EndsEarly
from handoffspec.diagnostics import Diagnostic, codes
from handoffspec.lint.frame import Case, LintRule
from handoffspec.schema.spelling import word


def _say(fact: EndsEarly, case: Case) -> Diagnostic:
    what = "Nobody answers for the ticket" if fact.section == "ownership" else "The two sides are not kept in step"
    return codes.ENDS_EARLY.at(
        case.section(fact.section),
        f"{what} once it is `{word(fact.state)}`, and the work is not closed then.",
        help="Write `until done`: a handoff ends when the work closes.",
    )


RULE = LintRule(EndsEarly, _say)
