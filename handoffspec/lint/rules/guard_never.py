"""HS0410: every guard of a status row can hold."""

from handoffspec.analysis.lifecycles.facts import GuardNever
from handoffspec.diagnostics import Diagnostic, codes
from handoffspec.lint.frame import Case, LintRule


def _say(fact: GuardNever, case: Case) -> Diagnostic:
    return codes.GUARD_NEVER.at(
        case.span(fact.row),
        "The condition of this row never holds when the row is asked, so the row does nothing.",
        help="Correct what follows `when`, or remove the row. It is asked when the status that it reads has changed.",
    )


RULE = LintRule(GuardNever, _say, ("sync.status",))
