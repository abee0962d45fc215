"""HS0610: what people write on one side is seen on the other."""

from handoffspec.analysis.facts import CommentsLeftBehind
from handoffspec.diagnostics import Diagnostic, codes
from handoffspec.lint.frame import Case, LintRule


def _say(_: CommentsLeftBehind, case: Case) -> Diagnostic:
    return codes.COMMENTS_LEFT_BEHIND.at(
        case.section("sync"),
        "Both systems have comments, and what is written in one is not seen in the other.",
        help="Add `comments both ways {` with `tag author, source` and `internal stays internal` to `sync`.",
    )


RULE = LintRule(CommentsLeftBehind, _say, ("sync",))
