"""HS0903: a reason for private data stands where private data crosses."""

from handoffspec.analysis.facts import PrivateInVain
from handoffspec.diagnostics import Diagnostic, codes
from handoffspec.lint.frame import Case, LintRule


def _say(fact: PrivateInVain, case: Case) -> Diagnostic:
    return codes.PRIVACY_REASON_UNUSED.at(
        case.section(fact.rule),
        "Nothing personal or secret crosses here, so there is nothing to allow.",
        help="Remove `allow … because …` from the rule.",
    )


RULE = LintRule(PrivateInVain, _say)
