"""HS0501: someone holds the ticket at every moment."""

from handoffspec.analysis.facts import NobodyResponsible
from handoffspec.diagnostics import Diagnostic, codes
from handoffspec.lint.frame import Case, LintRule
from handoffspec.lint.words import in_words
from handoffspec.schema.spelling import word


def _say(fact: NobodyResponsible, case: Case) -> Diagnostic:
    team = case.handoff.to_end.held_by or "engineering"
    message = "Nobody is responsible for the ticket after this handoff."
    if fact.statuses:
        statuses = in_words([f"`{word(status)}`" for status in fact.statuses])
        message = f"Nobody is responsible while {case.system('destination')} shows {statuses}."
    elif fact.sometimes:
        message = "Nobody is responsible for tickets to which none of the conditions applies."
    return codes.NOBODY_RESPONSIBLE.at(
        case.section("ownership.responsible", "ownership"),
        message,
        help=f"In `ownership`, write `responsible {team}` without a condition.",
    )


RULE = LintRule(NobodyResponsible, _say, ("ownership",))
