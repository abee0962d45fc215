"""HS0602: two tickets that are one know of each other."""

from handoffspec.analysis.facts import NotLinked
from handoffspec.diagnostics import Diagnostic, codes
from handoffspec.lint.frame import Case, LintRule


def _say(_: NotLinked, case: Case) -> Diagnostic:
    source, destination = case.handoff.source, case.handoff.destination
    kept = "external_id" if source.field("external_id") else source.key
    return codes.NOT_LINKED.at(
        case.section("name"),
        f"Nothing links the ticket in {source.system_title} to the one in {destination.system_title}: "
        "a second event would make a second ticket.",
        help=f"Add `linked by {source.system}.{kept} and {destination.system}.{destination.key}`.",
    )


RULE = LintRule(NotLinked, _say, ("link",))
