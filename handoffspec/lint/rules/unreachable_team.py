"""HS0505: a team that is told can be reached."""

from handoffspec.analysis.facts import Unreachable
from handoffspec.diagnostics import Diagnostic, codes
from handoffspec.lint.frame import Case, LintRule


def _say(fact: Unreachable, case: Case) -> Diagnostic:
    team = case.handoff.team(fact.team)
    return codes.UNREACHABLE_TEAM.at(
        case.section(fact.place, "sync.notify"),
        f"{team.title if team else fact.team} is told, but nothing says where the team is reached.",
        help=f'Add `reached at "#channel"` to the line `team {fact.team} …`.',
    )


RULE = LintRule(Unreachable, _say)
