"""HS0603: of many tickets linked to one, it is known which counts."""

from handoffspec.analysis.facts import NoWinner
from handoffspec.diagnostics import Diagnostic, codes
from handoffspec.lint.frame import Case, LintRule

_LINES = {"status": "status worst wins", "comments": "comments from all"}


def _say(fact: NoWinner, case: Case) -> Diagnostic:
    lines = " and ".join(f"`{_LINES[part]}`" for part in fact.lacking)
    return codes.NO_WINNER.at(
        case.section("link"),
        f"Many tickets are linked to one, and nothing says whose {' and '.join(fact.lacking)} count.",
        help=f"Add {lines} between braces behind the link.",
    )


RULE = LintRule(NoWinner, _say, ("link",))
