"""HS0615: what fails in the end has an owner."""

from handoffspec.analysis.ends import FailureUnowned
from handoffspec.diagnostics import Diagnostic, codes
from handoffspec.lint.frame import Case, LintRule


def _say(fact: FailureUnowned, case: Case) -> Diagnostic:
    team = case.handoff.from_end.held_by or "service_desk"
    return codes.FAILURE_UNOWNED.at(
        case.section("sync.on_error", "sync"),
        f"After the last retry comes `{fact.kind}`: nobody has the ticket, and nobody hears of it.",
        help=f"Write `then hold for {team}`, with `and notify …` if that team should hear of it elsewhere too.",
    )


RULE = LintRule(FailureUnowned, _say, ("sync.on_error",))
