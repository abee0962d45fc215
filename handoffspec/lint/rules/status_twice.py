"""HS0405: a status becomes one status."""

from handoffspec.analysis.facts import StatusTwice
from handoffspec.diagnostics import Diagnostic, Label, codes
from handoffspec.lint.frame import Case, LintRule
from handoffspec.schema.spelling import word


def _say(fact: StatusTwice, case: Case) -> Diagnostic:
    rows = dict.fromkeys(fact.rows)
    *others, last = (case.span(row) for row in rows)
    return codes.STATUS_TWICE.at(
        last,
        f"`{word(fact.status)}` of {case.system(fact.side)} becomes several statuses on the other side.",
        help="Keep one row without a condition, give the others `when …`, or make them one-way.",
        labels=[Label(span, "here too") for span in others],
    )


RULE = LintRule(StatusTwice, _say)
