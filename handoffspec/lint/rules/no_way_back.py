"""HS0617: a ticket can get to where a rollback puts it, and what it carries has a place there."""

from handoffspec.analysis.returning import CarriedNowhere, NoWayBack
from handoffspec.diagnostics import Diagnostic, codes
from handoffspec.lint.frame import Case, LintRule
from handoffspec.lint.words import in_words, word


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


RULE = LintRule(NoWayBack, _say)
CARRIED = LintRule(CarriedNowhere, _say_carried)
