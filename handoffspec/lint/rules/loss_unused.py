"""HS0208: a loss that does not happen needs no acceptance."""

from handoffspec.analysis.facts import AcceptedInVain
from handoffspec.diagnostics import Diagnostic, Fix, codes
from handoffspec.lint.frame import Case, LintRule
from handoffspec.lint.removal import whole_lines


def _say(fact: AcceptedInVain, case: Case) -> Diagnostic | None:
    if fact.place.startswith("map.") and case.table_unread(fact.place):
        return None
    place = f"{fact.place}.accepted.{fact.accepted}"
    line = case.places.spans.get(place)
    return codes.LOSS_UNUSED.at(
        case.section(place, fact.place),
        "Nothing is lost here that would have to be accepted.",
        help="Remove the `loses` line, or its direction if the loss is on the other way.",
        fixes=[Fix(whole_lines(line), "", safe=True)] if line else [],
    )


RULE = LintRule(AcceptedInVain, _say)
