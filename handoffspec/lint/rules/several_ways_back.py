"""HS0304: among rows with the same result exactly one is two-way."""

from handoffspec.analysis.facts_tables import SeveralWaysBack
from handoffspec.diagnostics import Diagnostic, Label, codes
from handoffspec.lint.frame import Case, LintRule
from handoffspec.lint.words import spelled


def _say(fact: SeveralWaysBack, case: Case) -> Diagnostic:
    *others, last = (case.span(f"{fact.rule}.row.{row}") for row in fact.rows)
    return codes.SEVERAL_WAYS_BACK.at(
        last,
        f"`{spelled(fact.value)}` has several ways back.",
        help="Write `<->` in the row that is the way back when nothing better is known, and `->` in the others.",
        labels=[Label(span, "the same result") for span in others],
    )


RULE = LintRule(SeveralWaysBack, _say)
