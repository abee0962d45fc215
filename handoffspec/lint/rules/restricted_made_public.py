"""HS0905: what only some teams see is not put before customers."""

from handoffspec.analysis.visibility import RestrictedMadePublic
from handoffspec.diagnostics import Diagnostic, codes
from handoffspec.lint.frame import Case, LintRule
from handoffspec.lint.words import in_words


def _say(fact: RestrictedMadePublic, case: Case) -> Diagnostic:
    teams = in_words([f"`{team}`" for team in case.field(fact.field).seen_by])
    return codes.RESTRICTED_MADE_PUBLIC.at(
        case.section(fact.part),
        f"`{case.name(fact.field)}` is seen by {teams} only, and becomes a public comment here.",
        help="Put it into an internal comment, or into a field.",
        labels=case.declared(fact.field, "seen by some only"),
    )


RULE = LintRule(RestrictedMadePublic, _say)
