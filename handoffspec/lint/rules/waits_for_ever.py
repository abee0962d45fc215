"""HS0809: what waits is looked at some day."""

from handoffspec.analysis.advice import WaitsForEver
from handoffspec.diagnostics import Diagnostic, codes
from handoffspec.lint.frame import Case, LintRule
from handoffspec.lint.words import in_words
from handoffspec.schema.spelling import word


def _say(fact: WaitsForEver, case: Case) -> Diagnostic:
    statuses = in_words([f"`{word(status)}`" for status in fact.statuses])
    lifecycle = case.handoff.source.lifecycle
    field = lifecycle.field if lifecycle else "status"
    return codes.WAITS_FOR_EVER.at(
        case.section("trigger"),
        f"A ticket in {statuses} waits for somebody outside, for ever if nobody comes.",
        help=f"Add a line that the clock starts: `when {field} is {word(fact.statuses[0])} for 7d`.",
    )


RULE = LintRule(WaitsForEver, _say, ("trigger",))
