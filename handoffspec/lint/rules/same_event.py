"""HS0620: an event sets off one handoff, or the author says that it is two."""

from handoffspec.analysis.cycles import SameEvent
from handoffspec.diagnostics import Diagnostic, codes
from handoffspec.lint.frame import Case, LintRule


def _say(fact: SameEvent, case: Case) -> Diagnostic:
    return codes.SAME_EVENT.at(
        case.section(fact.place, "trigger"),
        f"The same event can set off `{fact.other}` too, and the ticket then goes two ways at once.",
        help='Add a condition to one of the two, such as `and tags has "…"`, or let them start from other statuses.',
        labels=[case.elsewhere(fact.other, fact.other_place, f"what sets off `{fact.other}`")],
    )


RULE = LintRule(SameEvent, _say, ("trigger",))
