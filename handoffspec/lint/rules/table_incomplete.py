"""HS0301: a table has a row for every value that can come."""

from handoffspec.analysis.facts_tables import TableGap
from handoffspec.diagnostics import Diagnostic, codes
from handoffspec.lint.frame import Case, LintRule
from handoffspec.lint.words import combination, example, spelled


def _say(fact: TableGap, case: Case) -> Diagnostic | None:
    if case.table_unread(fact.rule):
        return None
    lacking = []
    if fact.out:
        lacking.append(f"{combination(fact.out, fact.out_count)} {_has(fact.out_count)} no row")
    if fact.back:
        lacking.append(f"{combination(fact.back, fact.back_count)} {_has(fact.back_count)} no way back")
    return codes.TABLE_INCOMPLETE.at(
        case.section(fact.rule),
        f"The table is not complete: {' and '.join(lacking)}.",
        help=_help(fact),
        witness=example(case.rule(fact.rule), "out", fact.out[0])
        if fact.out
        else example(case.rule(fact.rule), "back", fact.back[0]),
    )


def _has(missing: int) -> str:
    return "has" if missing == 1 else "have"


def _help(fact: TableGap) -> str:
    left = spelled(fact.out[0]) if fact.out else None
    right = spelled(fact.back[0]) if fact.back else None
    if left and right:
        return f"Add a row for each, such as `{left} <-> {right}`."
    if left:
        return f"Add a row for each, such as `{left} -> …`."
    return f"Make one of its rows two-way (`<->`), or add a row for each, such as `… <- {right}`."


RULE = LintRule(TableGap, _say)
