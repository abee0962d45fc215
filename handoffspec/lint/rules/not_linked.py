"""HS0602: two tickets that are one know of each other."""

from handoffspec.analysis.facts import NotLinked
from handoffspec.diagnostics import Diagnostic, codes
from handoffspec.lint.frame import Case, LintRule


def _say(fact: NotLinked, case: Case) -> Diagnostic:
    return codes.NOT_LINKED.at(
        case.section("name"),
        f"Nothing links the ticket in {case.system('source')} to the one in {case.system('destination')}: "
        "a second event would make a second ticket.",
        help=f"Add `linked by {case.name(fact.source)} and {case.name(fact.destination)}`.",
    )


RULE = LintRule(NotLinked, _say, ("link",))
