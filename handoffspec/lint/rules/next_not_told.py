"""HS0503: the next holder is told directly."""

from handoffspec.analysis.facts import NextNotTold
from handoffspec.diagnostics import Diagnostic, codes
from handoffspec.lint.frame import Case, LintRule


def _say(_: NextNotTold, case: Case) -> Diagnostic:
    responsible = case.handoff.ownership.responsible if case.handoff.ownership else ()
    team = case.handoff.to_end.held_by or (responsible[0].team if responsible else "assignee")
    return codes.NEXT_NOT_TOLD.at(
        case.section("ownership.notify", "ownership"),
        "Whoever holds the ticket next is not told directly; an assignment alone goes unnoticed.",
        help=f"Add `notify {team}` to `ownership`.",
    )


RULE = LintRule(NextNotTold, _say, ("ownership",))
