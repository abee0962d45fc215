"""HS0212: an entry of a context block is found again by its label."""

from handoffspec.analysis.facts import LabelTaken, LabelUnfit
from handoffspec.diagnostics import Diagnostic, Label, codes
from handoffspec.lint.frame import Case, LintRule


def _unfit(fact: LabelUnfit, case: Case) -> Diagnostic:
    return codes.CONTEXT_LABEL.at(
        case.span(f"{fact.rule}.target"),
        f"“{fact.label[:60]}” cannot stand before an entry: {fact.why}.",
        help='Write a short name, such as `context "Customer impact"`.',
    )


def _taken(fact: LabelTaken, case: Case) -> Diagnostic:
    return codes.CONTEXT_LABEL.at(
        case.span(fact.rules[1]),
        f"Two entries of one block are called “{fact.label}”, so neither can be found again.",
        help="Give one of them another label.",
        labels=[Label(case.span(fact.rules[0]), "the first one")],
    )


RULE = LintRule(LabelUnfit, _unfit)
TWICE = LintRule(LabelTaken, _taken)
