"""HS0623: a copied comment says whose it is."""

from handoffspec.analysis.facts import CommentsUntagged
from handoffspec.diagnostics import Diagnostic, codes
from handoffspec.lint.frame import Case, LintRule


def _say(_: CommentsUntagged, case: Case) -> Diagnostic:
    return codes.COMMENTS_UNTAGGED.at(
        case.section("sync.comments"),
        "Copied comments do not say who wrote them: all of them look like the integration's own.",
        help="Add `tag author, source` to `comments`.",
    )


RULE = LintRule(CommentsUntagged, _say, ("sync.comments",))
