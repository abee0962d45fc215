"""HS0305: a table can be checked whole."""

from handoffspec.analysis.facts_tables import TableTooLarge
from handoffspec.diagnostics import Diagnostic, codes
from handoffspec.lint.frame import Case, LintRule


def _say(fact: TableTooLarge, case: Case) -> Diagnostic:
    return codes.TABLE_TOO_LARGE.at(
        case.section(fact.rule),
        "The rows of this table cut across each other in more ways than can be looked at: whether it is complete and "
        "every row is reached is not known.",
        help="Make it several rules with fewer fields each, or name the values of one field in every row.",
    )


RULE = LintRule(TableTooLarge, _say)
