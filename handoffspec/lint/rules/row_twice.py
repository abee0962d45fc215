"""HS0303: one row for a combination of values."""

from handoffspec.analysis.facts_tables import RowsOverlap
from handoffspec.diagnostics import Diagnostic, Label, codes
from handoffspec.lint.frame import Case, LintRule
from handoffspec.lint.words import combination, example


def _say(fact: RowsOverlap, case: Case) -> Diagnostic:
    rule = case.rule(fact.rule)
    said = combination([fact.values])
    if fact.same:
        what, write = f"Another row answers to {said} already.", "Keep one of the two."
    else:
        what = f"Two rows answer to {said} and say different things: the first one counts."
        write = f"Give {said} a row of its own above both, or write `otherwise` in the row that is for what is left."
    return codes.ROW_TWICE.at(
        case.span(f"{fact.rule}.row.{fact.second}"),
        what,
        help=write,
        labels=[Label(case.span(f"{fact.rule}.row.{fact.first}"), "the first one")],
        witness=example(rule, fact.way, fact.values),
    )


RULE = LintRule(RowsOverlap, _say)
