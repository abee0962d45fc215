"""HS0612: what must be filled for the way back comes back."""

from handoffspec.analysis.returning import RollbackLeavesBehind
from handoffspec.diagnostics import Diagnostic, codes
from handoffspec.lint.frame import Case, LintRule
from handoffspec.lint.words import in_words


def _say(fact: RollbackLeavesBehind, case: Case) -> Diagnostic:
    names = in_words([f"`{case.name(ref)}`" for ref in fact.fields])
    does = "does" if len(fact.fields) == 1 else "do"
    fields = ", ".join(ref.field for ref in fact.fields)
    return codes.ROLLBACK_LEAVES_BEHIND.at(
        case.section("rollback"),
        f"{names} must be filled for the ticket to come back, and {does} not come back with it.",
        help=f'Add `carry {fields} -> comment internal "Back from {case.system("destination")}"` to `rollback`.',
        labels=[label for ref in fact.fields for label in case.declared(ref, "the field")],
    )


RULE = LintRule(RollbackLeavesBehind, _say, ("rollback",))
