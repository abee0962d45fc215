"""HS0903: a reason for private data stands where private data crosses."""

from handoffspec.analysis.facts import PrivateInVain
from handoffspec.diagnostics import Diagnostic, Fix, codes
from handoffspec.lint.frame import Case, LintRule
from handoffspec.lint.removal import whole_lines


def _say(fact: PrivateInVain, case: Case) -> Diagnostic:
    reason = case.places.spans.get(f"{fact.rule}.private")
    return codes.PRIVACY_REASON_UNUSED.at(
        case.section(fact.rule),
        "Nothing personal or secret crosses here, so there is nothing to allow.",
        help="Remove `allow … because …` from the rule.",
        fixes=[Fix(whole_lines(reason), "", safe=True)] if reason else [],
    )


RULE = LintRule(PrivateInVain, _say)
