"""HS0807: what has been tried travels with the ticket."""

from handoffspec.analysis.advice import TriedStaysBehind
from handoffspec.diagnostics import Diagnostic, codes
from handoffspec.lint.frame import Case, LintRule
from handoffspec.lint.words import in_words


def _say(fact: TriedStaysBehind, case: Case) -> Diagnostic:
    names = in_words([f"`{case.short(ref)}`" for ref in fact.fields])
    field = case.field(fact.fields[0])
    return codes.TRIED_STAYS_BEHIND.at(
        case.section(fact.rule),
        f"{names} may say what has been tried, and the next team will try it again.",
        help=f'Carry it: `{fact.fields[0].field} -> context "{field.label}"`, and `require` it; or say `impact none`.',
    )


RULE = LintRule(TriedStaysBehind, _say)
