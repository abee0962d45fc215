"""HS0617: a ticket can get to where a rollback puts it, and what it carries has a place there."""

from handoffspec.analysis.returning import CarriedNowhere, NeverReturns, NoWayBack
from handoffspec.diagnostics import Diagnostic, codes
from handoffspec.lint.frame import Case, LintRule
from handoffspec.lint.words import in_words
from handoffspec.schema.spelling import word


def _say(fact: NoWayBack, case: Case) -> Diagnostic:
    lifecycle = case.handoff.source.lifecycle
    known = lifecycle.statuses if lifecycle else ()
    others = [
        word(status.name)
        for status in known
        if status.category != "done" and lifecycle and any(status.name in t.targets for t in lifecycle.transitions)
    ]
    return codes.NO_WAY_BACK.at(
        case.section("rollback"),
        f"No transition of {case.system('source')} leads to `{word(fact.status)}`, so no ticket gets back there.",
        help=f"Write `to status {others[0]}`." if others else "Name a status that a ticket can return to.",
    )


def _say_carried(fact: CarriedNowhere, case: Case) -> Diagnostic:
    comments = case.handoff.source.comments
    others = in_words([f"{channel} ones" for channel in comments.channels]) if comments else "none"
    return codes.NO_WAY_BACK.at(
        case.section("rollback"),
        f"{case.system('source')} has no {fact.channel} comments that could take up what is carried back.",
        help=f"It has {others}; carry into one of those, or into a field.",
    )


def _say_open(fact: NeverReturns, case: Case) -> Diagnostic:
    message, help_ = "Nothing says when the ticket comes back.", "Write `when …` with what sends it back."
    if fact.lacking == "where":
        message = "Nothing says where the ticket goes back to."
        help_ = "Write `to status …`, or `to …` with the team."
    return codes.NO_WAY_BACK.at(case.section("rollback"), message, help=help_)


RULE = LintRule(NoWayBack, _say)
OPEN = LintRule(NeverReturns, _say_open, ("rollback",))
CARRIED = LintRule(CarriedNowhere, _say_carried)
