"""HS0702: a failure mode says what caused it and what it cost."""

from handoffspec.analysis.facts import FailureUnexplained
from handoffspec.diagnostics import Diagnostic, codes
from handoffspec.lint.frame import Case, LintRule

_WHAT = {"cause": "was caused by", "costs": "costs"}
_ADD = {"cause": '`cause "…"`', "costs": '`costs "…"`'}


def _say(fact: FailureUnexplained, case: Case) -> Diagnostic | None:
    place = f"failure.{fact.failure}"
    if case.places.is_broken(place):
        return None
    return codes.FAILURE_UNEXPLAINED.at(
        case.section(place),
        f"What this failure mode {' and what it '.join(_WHAT[part] for part in fact.lacking)} is not told.",
        help=f"Add {' and '.join(_ADD[part] for part in fact.lacking)}: the design requirement is made of them.",
    )


RULE = LintRule(FailureUnexplained, _say)
