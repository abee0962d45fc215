"""HS0303: one row for a value."""

from handoffspec.analysis.facts import SameLeft
from handoffspec.diagnostics import Diagnostic, Label, codes
from handoffspec.lint.frame import Case, LintRule


def _say(fact: SameLeft, case: Case) -> Diagnostic:
    return codes.ROW_TWICE.at(
        case.span(f"{fact.rule}.row.{fact.second}"),
        "Another row answers to the same value already.",
        help="Keep one of the two.",
        labels=[Label(case.span(f"{fact.rule}.row.{fact.first}"), "the first one")],
    )


RULE = LintRule(SameLeft, _say)
