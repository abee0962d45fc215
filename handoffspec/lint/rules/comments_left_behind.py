"""HS0610: what people write on one side is seen on the other."""

from handoffspec.analysis.facts import CommentsLeftBehind
from handoffspec.diagnostics import Diagnostic, codes
from handoffspec.lint.frame import Case, LintRule


def _say(fact: CommentsLeftBehind, case: Case) -> Diagnostic:
    if fact.silent is not None:
        hears, writes = case.system(fact.silent), case.system("destination" if fact.silent == "source" else "source")
        return codes.COMMENTS_LEFT_BEHIND.at(
            case.section("sync.comments"),
            f"Both sides are kept in step, and what is written in {writes} is not seen in {hears}.",
            help="Write `comments both ways {`.",
        )
    return codes.COMMENTS_LEFT_BEHIND.at(
        case.section("sync"),
        "Both systems have comments, and what is written in one is not seen in the other.",
        help="Add `comments both ways {` with `tag author, source` and `internal stays internal` to `sync`.",
    )


RULE = LintRule(CommentsLeftBehind, _say, ("sync",))
