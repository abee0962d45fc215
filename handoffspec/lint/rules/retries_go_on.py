"""HS0614: a retry has an end that somebody lives to see."""

from handoffspec.analysis.ends import RetriesGoOn
from handoffspec.diagnostics import Diagnostic, codes
from handoffspec.lint.frame import Case, LintRule


def _say(fact: RetriesGoOn, case: Case) -> Diagnostic:
    return codes.RETRIES_GO_ON.at(
        case.section("sync.on_error", "sync"),
        f"{fact.times:,} retries take {fact.seconds // 86_400:,} days, and until then nobody has the ticket.",
        help="Retry for hours, not for months: `retry 5 times from 30s up to 1h`, then hold it for a team.",
    )


RULE = LintRule(RetriesGoOn, _say)
