"""HS0511: whoever has the ticket again is told."""

from handoffspec.analysis.returning import ReturnNotTold
from handoffspec.diagnostics import Diagnostic, codes
from handoffspec.lint.frame import Case, LintRule


def _say(fact: ReturnNotTold, case: Case) -> Diagnostic:
    who = f"`{fact.team}`" if fact.team else "whoever held it before"
    return codes.RETURN_NOT_TOLD.at(
        case.section("rollback"),
        f"The ticket comes back, and {who} is not told.",
        help=f"Add `notify {fact.team or 'previous'}` to `rollback`.",
    )


RULE = LintRule(ReturnNotTold, _say, ("rollback",))
