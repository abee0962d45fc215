"""HS0616: what a rollback asks for is there and can be filled."""

from typing import Final

from handoffspec.analysis.returning import RollbackAsksInVain, Why
from handoffspec.diagnostics import Diagnostic, codes
from handoffspec.lint.frame import Case, LintRule

_WHY: Final[dict[Why, str]] = {
    "other side": "it is a field of the side that the ticket goes back to",
    "unseen": "the team that should fill it does not see it",
    "unfilled": "the system fills it by itself",
    "unread": "it cannot be read",
}


def _say(fact: RollbackAsksInVain, case: Case) -> Diagnostic:
    holder = case.handoff.to_end.held_by or case.system("destination")
    return codes.ROLLBACK_ASKS_IN_VAIN.at(
        case.section("rollback"),
        f"`{case.name(fact.field)}` must be filled for the ticket to come back, and {_WHY[fact.why]}.",
        help=f"Ask for a field that {holder} can fill in, or leave this one out of `require`.",
        labels=case.declared(fact.field, "the field"),
    )


RULE = LintRule(RollbackAsksInVain, _say)
