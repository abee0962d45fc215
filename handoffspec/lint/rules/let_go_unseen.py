"""HS0416: a ticket that leaves the filter of a sync is not let go behind everybody's back."""

from handoffspec.analysis.lifecycles.facts import Parted
from handoffspec.diagnostics import Diagnostic, codes
from handoffspec.lint.frame import Case, LintRule
from handoffspec.lint.histories import left_alone, told


def _say(fact: Parted, case: Case) -> Diagnostic:
    sync = case.handoff.sync
    outcome = sync.filter.otherwise if sync and sync.filter else None
    unlinks = outcome is not None and outcome.kind == "unlink"
    link = ", or `when unlinked hold for …` under `linked by`" if unlinks else ""
    return codes.LET_GO_UNSEEN.at(
        case.section("sync.only_when", "sync"),
        "A ticket that no longer meets this condition is let go while it is at work, and nobody is told.",
        help=f"Say who sees to it: `otherwise hold for …`{link}.",
        witness=[*told(fact.history, case), left_alone(fact.history, case)],
    )


RULE = LintRule(Parted, _say, ("sync.only_when", "sync.status", "link"))
