"""HS0808: a deadline has a consequence."""

from handoffspec.analysis.facts import NobodyMissesIt
from handoffspec.diagnostics import Diagnostic, codes
from handoffspec.lint.frame import Case, LintRule


def _say(_: NobodyMissesIt, case: Case) -> Diagnostic:
    team = case.handoff.from_end.held_by or case.handoff.to_end.held_by or "service_desk"
    return codes.NOBODY_MISSES_IT.at(
        case.section("ownership.acknowledge", "ownership"),
        "Nobody hears of it when the ticket is not taken over in time.",
        help=f"Add `otherwise notify {team}` to the line.",
    )


RULE = LintRule(NobodyMissesIt, _say, ("ownership",))
