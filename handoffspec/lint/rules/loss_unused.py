"""HS0208: a loss that does not happen needs no acceptance."""

from handoffspec.analysis.facts import AcceptedInVain
from handoffspec.diagnostics import Diagnostic, codes
from handoffspec.lint.frame import Case, LintRule


def _say(fact: AcceptedInVain, case: Case) -> Diagnostic | None:
    if fact.place.startswith("map.") and case.table_unread(fact.place):
        return None
    return codes.LOSS_UNUSED.at(
        case.section(f"{fact.place}.accepted.{fact.accepted}", fact.place),
        "Nothing is lost here that would have to be accepted.",
        help="Remove the `loses` line, or its direction if the loss is on the other way.",
    )


RULE = LintRule(AcceptedInVain, _say)
