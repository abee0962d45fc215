"""HS0504: the next holder takes over by a time and by a deed."""

from handoffspec.analysis.facts import NotAcknowledged
from handoffspec.diagnostics import Diagnostic, codes
from handoffspec.lint.frame import Case, LintRule


def _say(_: NotAcknowledged, case: Case) -> Diagnostic:
    return codes.NOT_ACKNOWLEDGED.at(
        case.section("ownership"),
        "Nothing says by when the ticket is taken over, or how anybody would notice.",
        help="Add `acknowledge within 30m by comment`, or `by status …`, to `ownership`.",
    )


RULE = LintRule(NotAcknowledged, _say, ("ownership",))
