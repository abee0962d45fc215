"""HS0203: a field has one writer."""

from handoffspec.analysis.facts import WrittenTwice
from handoffspec.diagnostics import Diagnostic, Label, codes
from handoffspec.lint.frame import Case, LintRule


def _say(fact: WrittenTwice, case: Case) -> Diagnostic:
    return codes.TWO_WRITERS.at(
        case.span(fact.rules[1]),
        f"`{case.name(fact.field)}` is written by {len(fact.rules)} rules; the last one would win.",
        help="Keep one of them, or give each its own tickets with `when …`.",
        labels=[Label(case.span(rule), "written here too") for rule in (fact.rules[0], *fact.rules[2:])],
    )


RULE = LintRule(WrittenTwice, _say)
