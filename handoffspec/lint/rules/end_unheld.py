"""HS0506: each end names who holds the ticket."""

from handoffspec.analysis.facts import EndUnheld
from handoffspec.diagnostics import Diagnostic, codes
from handoffspec.lint.frame import Case, LintRule


def _say(fact: EndUnheld, case: Case) -> Diagnostic | None:
    word, when = ("from", "before") if fact.side == "source" else ("to", "after")
    if case.places.is_broken(word):
        return None
    return codes.END_UNHELD.at(
        case.section(word),
        f"Nothing says which team holds the ticket {when} this handoff.",
        help=f"Add `held by …` to the line `{word} …`.",
    )


RULE = LintRule(EndUnheld, _say)
