"""HS0302: every row is reached."""

from handoffspec.analysis.facts_tables import DeadRow
from handoffspec.diagnostics import Diagnostic, Label, codes
from handoffspec.lint.frame import Case, LintRule


def _say(fact: DeadRow, case: Case) -> Diagnostic:
    labels = (
        [Label(case.span(f"{fact.rule}.row.{fact.rival}"), "this row comes first")] if fact.rival is not None else []
    )
    why = "rows before it take all its values" if labels else "the rule never goes its way, or its value never comes"
    return codes.DEAD_ROW.at(
        case.span(f"{fact.rule}.row.{fact.row}"),
        f"No ticket ever reaches this row: {why}.",
        help="Remove it, or put it before the row that takes its values.",
        labels=labels,
    )


RULE = LintRule(DeadRow, _say)
