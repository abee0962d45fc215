"""HS0904: internal stays internal."""

from handoffspec.analysis.facts import InternalGetsOut
from handoffspec.diagnostics import Diagnostic, codes
from handoffspec.lint.frame import Case, LintRule


def _say(_: InternalGetsOut, case: Case) -> Diagnostic:
    return codes.INTERNAL_GETS_OUT.at(
        case.section("sync.comments"),
        "Internal comments become public: customers would read what was not meant for them.",
        help="Write `internal stays internal`.",
    )


RULE = LintRule(InternalGetsOut, _say)
