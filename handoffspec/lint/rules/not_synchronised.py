"""HS0601: the handoff ends when the work closes, not when the ticket moves."""

from handoffspec.analysis.facts import NotSynchronised
from handoffspec.diagnostics import Diagnostic, codes
from handoffspec.lint.frame import Case, LintRule


def _say(_: NotSynchronised, case: Case) -> Diagnostic:
    return codes.NOT_SYNCHRONISED.at(
        case.section("name"),
        f"The ticket is in {case.system('source')} and {case.system('destination')}, and nothing keeps them in step.",
        help="Add a section `sync both ways on change until done { … }`.",
    )


RULE = LintRule(NotSynchronised, _say)
