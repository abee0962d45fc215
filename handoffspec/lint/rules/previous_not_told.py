"""HS0502: the previous holder is told when the ticket moves."""

from handoffspec.analysis.facts import PreviousNotTold
from handoffspec.diagnostics import Diagnostic, codes
from handoffspec.lint.frame import Case, LintRule
from handoffspec.schema.handoffs import Handoff


def _holder(handoff: Handoff) -> str:
    """The field of the source that most likely names who holds the ticket, or nothing where none does."""
    for field in handoff.source.fields:
        # Customers are marked personal, and what the system keeps for itself names authors.
        if field.type.kind == "person" and not field.personal and not field.kept:
            return field.name
    return ""


def _say(fact: PreviousNotTold, case: Case) -> Diagnostic:
    previous = f"previous {_holder(case.handoff)}".strip()
    message, targets = "Whoever held the ticket before is not told that it has moved.", previous
    if fact.next_too:
        message = "Nobody is told that the ticket moves: neither who held it nor who holds it next."
        targets = f"{case.handoff.to_end.held_by or 'assignee'}, {previous}"
    return codes.PREVIOUS_NOT_TOLD.at(
        case.section("ownership.notify", "ownership"), message, help=f"Add `notify {targets}` to `ownership`."
    )


RULE = LintRule(PreviousNotTold, _say, ("ownership",))
