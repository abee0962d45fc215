"""HS0612: what must be filled for the way back comes back."""

from handoffspec.analysis.facts import RollbackLeavesBehind
from handoffspec.diagnostics import Diagnostic, codes
from handoffspec.lint.frame import Case, LintRule


def _say(fact: RollbackLeavesBehind, case: Case) -> Diagnostic:
    return codes.ROLLBACK_LEAVES_BEHIND.at(
        case.section("rollback"),
        f"`{case.name(fact.field)}` must be filled for the ticket to come back, and does not come back with it.",
        help=f'Add `carry {fact.field.field} -> comment internal "{case.field(fact.field).label}"` to `rollback`.',
        labels=case.declared(fact.field, "the field"),
    )


RULE = LintRule(RollbackLeavesBehind, _say, ("rollback",))
