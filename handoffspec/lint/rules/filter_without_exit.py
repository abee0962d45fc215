"""HS0609: what leaves a filter has somewhere to go."""

from handoffspec.analysis.facts import FilterWithoutExit
from handoffspec.diagnostics import Diagnostic, codes
from handoffspec.lint.frame import Case, LintRule


def _say(_: FilterWithoutExit, case: Case) -> Diagnostic:
    return codes.FILTER_WITHOUT_EXIT.at(
        case.section("sync.only_when", "sync"),
        "A linked ticket can stop meeting this condition, and nothing says what happens then.",
        help="Add `otherwise hold for …`; `otherwise unlink` and `otherwise stop` let it go its own way.",
    )


RULE = LintRule(FilterWithoutExit, _say, ("sync.only_when",))
