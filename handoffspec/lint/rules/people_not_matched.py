"""HS0508: a person without an account on the other side is never dropped."""

from handoffspec.analysis.facts import PeopleNotMatched
from handoffspec.diagnostics import Diagnostic, Label, codes
from handoffspec.lint.frame import Case, LintRule


def _say(fact: PeopleNotMatched, case: Case) -> Diagnostic:
    team = case.handoff.to_end.held_by or "engineering"
    message = "People cross here, and nothing says how they are found on the other side."
    if fact.section:
        message = "Nothing says who stands in for a person without an account on the other side."
    first, *others = fact.rules
    return codes.PEOPLE_NOT_MATCHED.at(
        case.section("people", first),
        message,
        help=f"Write `people match by email otherwise {team}` in the handoff.",
        labels=[Label(case.span(rule), "a person crosses") for rule in ((first, *others) if fact.section else others)],
    )


RULE = LintRule(PeopleNotMatched, _say, ("people",))
