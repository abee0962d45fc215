"""HS0611: a ticket does not go back and forth for ever."""

from handoffspec.analysis.returning import RollbackUnbounded
from handoffspec.diagnostics import Diagnostic, codes
from handoffspec.lint.frame import Case, LintRule


def _say(_: RollbackUnbounded, case: Case) -> Diagnostic:
    return codes.ROLLBACK_UNBOUNDED.at(
        case.section("rollback"),
        "Nothing says how often the ticket may come back before somebody looks at it.",
        help="Write `rollback at most 2 times { … }`.",
    )


RULE = LintRule(RollbackUnbounded, _say, ("rollback",))
