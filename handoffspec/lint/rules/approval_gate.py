"""HS0802: consent needs no handoff."""

from handoffspec.analysis.advice import ApprovalGate
from handoffspec.diagnostics import Diagnostic, codes
from handoffspec.lint.frame import Case, LintRule


def _say(fact: ApprovalGate, case: Case) -> Diagnostic:
    who = f"`{fact.receiver}`" if fact.receiver else "The other side"
    return codes.APPROVAL_GATE.at(
        case.section("name"),
        f"{who} only agrees: the ticket comes back with nothing that was not in it before.",
        help="Let the work begin at once: tell them with a `notify` line, keep an `audit`, and let them step in.",
        labels=[case.elsewhere(case.handoff.name, "rollback", "it comes back here, with nothing required or carried")],
    )


RULE = LintRule(ApprovalGate, _say, ("rollback", "map"))
