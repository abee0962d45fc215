"""HS0502: the previous holder is told when the ticket moves."""

from handoffspec.analysis.facts import PreviousNotTold
from handoffspec.diagnostics import Diagnostic, codes
from handoffspec.lint.frame import Case, LintRule


def _say(_: PreviousNotTold, case: Case) -> Diagnostic:
    people = [field.name for field in case.handoff.source.fields if field.type.kind == "person"]
    person = "assignee" if "assignee" in people else (people[0] if people else "")
    return codes.PREVIOUS_NOT_TOLD.at(
        case.section("ownership.notify", "ownership"),
        "Whoever held the ticket before is not told that it has moved.",
        help=f"Add `notify {f'previous {person}'.strip()}` to `ownership`.",
    )


RULE = LintRule(PreviousNotTold, _say, ("ownership",))
