"""HS0603: of many tickets linked to one, it is known which counts."""

from handoffspec.analysis.facts import NoWinner
from handoffspec.diagnostics import Diagnostic, codes
from handoffspec.lint.frame import Case, LintRule


def _say(fact: NoWinner, case: Case) -> Diagnostic:
    return codes.NO_WINNER.at(
        case.section("link"),
        f"Many tickets are linked to one, and nothing says whose {' and '.join(fact.lacking)} count.",
        help="Add `{ status worst wins` and `comments from all }` to the line `linked by …`.",
    )


RULE = LintRule(NoWinner, _say, ("link",))
