"""HS0803: work that belongs together is done together."""

from handoffspec.analysis.advice import Clustered
from handoffspec.diagnostics import Diagnostic, codes
from handoffspec.lint.frame import Case, LintRule


def _say(fact: Clustered, case: Case) -> Diagnostic:
    one, other = fact.teams
    labels = [case.elsewhere(fact.other, "name", f"from `{one}` to `{other}`")] if fact.other else []
    often = "" if fact.other else f", up to {_times(case)} times each"
    return codes.CLUSTERED_WORK.at(
        case.section("name") if fact.other else case.section("rollback"),
        f"Tickets go back and forth between `{one}` and `{other}`{often}: their work may not be separable.",
        help="Make them one team in one system, or let one see the other's tickets without a transfer.",
        labels=labels,
    )


def _times(case: Case) -> int:
    rollback = case.handoff.rollback
    return rollback.at_most or 0 if rollback else 0


RULE = LintRule(Clustered, _say)
