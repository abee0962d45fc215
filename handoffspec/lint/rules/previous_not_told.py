"""HS0502: the previous holder is told when the ticket moves."""

from handoffspec.analysis.facts import PreviousNotTold
from handoffspec.diagnostics import Diagnostic, codes
from handoffspec.lint.frame import Case, LintRule


def _say(fact: PreviousNotTold, case: Case) -> Diagnostic:
    people = [field.name for field in case.handoff.source.fields if field.type.kind == "person"]
    person = "assignee" if "assignee" in people else (people[0] if people else "")
    previous = f"previous {person}".strip()
    message, targets = "Whoever held the ticket before is not told that it has moved.", previous
    if fact.next_too:
        message = "Nobody is told that the ticket moves: neither who held it nor who holds it next."
        targets = f"{case.handoff.to_end.held_by or 'assignee'}, {previous}"
    return codes.PREVIOUS_NOT_TOLD.at(
        case.section("ownership.notify", "ownership"), message, help=f"Add `notify {targets}` to `ownership`."
    )


RULE = LintRule(PreviousNotTold, _say, ("ownership",))
