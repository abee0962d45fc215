"""HS0202: a field that goes to nothing goes nowhere else."""

from handoffspec.analysis.facts import AccountedTwice
from handoffspec.diagnostics import Diagnostic, Label, codes
from handoffspec.lint.frame import Case, LintRule


def _say(fact: AccountedTwice, case: Case) -> Diagnostic:
    away = "undecided" if case.rule(fact.nothing).undecided else "sent to nothing"
    return codes.ACCOUNTED_TWICE.at(
        case.span(fact.nothing),
        f"`{case.name(fact.field)}` is {away} here and is accounted for elsewhere too.",
        help=f"Keep one of the two: take `{case.short(fact.field)}` out of this line, or remove the other one.",
        labels=[Label(case.span(fact.other), "the other one")],
    )


RULE = LintRule(AccountedTwice, _say)
