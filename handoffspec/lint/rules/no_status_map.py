"""HS0402: who keeps two systems in step maps their statuses."""

from handoffspec.analysis.facts import NoStatusMap
from handoffspec.diagnostics import Diagnostic, codes
from handoffspec.lint.frame import Case, LintRule


def _say(_: NoStatusMap, case: Case) -> Diagnostic:
    return codes.NO_STATUS_MAP.at(
        case.section("sync"),
        f"{case.system('source')} and {case.system('destination')} are kept in step, but their statuses are not.",
        help='Add `status { open <-> "In Progress" … }` to `sync`, with a row for every status.',
    )


RULE = LintRule(NoStatusMap, _say, ("sync",))
