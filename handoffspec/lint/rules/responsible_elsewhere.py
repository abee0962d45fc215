"""HS0507: the responsible team works where the ticket is."""

from handoffspec.analysis.facts import ResponsibleElsewhere
from handoffspec.diagnostics import Diagnostic, codes
from handoffspec.lint.frame import Case, LintRule


def _say(fact: ResponsibleElsewhere, case: Case) -> Diagnostic:
    team = case.handoff.team(fact.team)
    title = team.title if team else fact.team
    return codes.RESPONSIBLE_ELSEWHERE.at(
        case.section("ownership.responsible", "ownership"),
        f"{title} is responsible, but does not work in {case.system('destination')}, where the ticket goes.",
        help=f"Name a team of {fact.system}, or put the right system into the line `team {fact.team} …`.",
    )


RULE = LintRule(ResponsibleElsewhere, _say)
