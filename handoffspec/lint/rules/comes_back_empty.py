"""HS0621: what is carried back is there to be carried."""

from handoffspec.analysis.returning import ComesBackEmpty
from handoffspec.diagnostics import Diagnostic, codes
from handoffspec.lint.frame import Case, LintRule
from handoffspec.lint.words import in_words


def _say(fact: ComesBackEmpty, case: Case) -> Diagnostic:
    names = in_words([f"`{case.name(ref)}`" for ref in fact.fields])
    return codes.COMES_BACK_EMPTY.at(
        case.section("rollback"),
        f"{names} is carried back, and nobody has to fill it first: the ticket can come back without a word.",
        help=f"Add `require {', '.join(ref.field for ref in fact.fields)}` to `rollback`.",
    )


RULE = LintRule(ComesBackEmpty, _say, ("rollback",))
