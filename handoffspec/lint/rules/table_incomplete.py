"""HS0301: a table has a row for every value that can come."""

from handoffspec.analysis.facts import TableGap
from handoffspec.diagnostics import Diagnostic, codes
from handoffspec.lint.frame import Case, LintRule
from handoffspec.lint.words import combination, spelled


def _say(fact: TableGap, case: Case) -> Diagnostic | None:
    if case.table_unread(fact.rule):
        return None
    lacking = []
    if fact.out:
        lacking.append(f"{combination(fact.out)} {_has(fact.out)} no row")
    if fact.back:
        lacking.append(f"{combination(fact.back)} {_has(fact.back)} no way back")
    return codes.TABLE_INCOMPLETE.at(
        case.section(fact.rule),
        f"The table is not complete: {' and '.join(lacking)}.",
        help=_help(fact),
    )


def _has(missing: tuple[tuple[object, ...], ...]) -> str:
    return "has" if len(missing) == 1 else "have"


def _help(fact: TableGap) -> str:
    left = spelled(fact.out[0]) if fact.out else None
    right = spelled(fact.back[0]) if fact.back else None
    if left and right:
        return f"Add a row for each, such as `{left} <-> {right}`."
    if left:
        return f"Add a row for each, such as `{left} -> …`."
    return f"Make one of its rows two-way (`<->`), or add a row for each, such as `… <- {right}`."


RULE = LintRule(TableGap, _say)
