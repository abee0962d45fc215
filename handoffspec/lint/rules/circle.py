"""HS0619: a ticket that is passed on arrives somewhere."""

from handoffspec.analysis.cycles import Circle, Leg
from handoffspec.diagnostics import Diagnostic, codes
from handoffspec.lint.frame import Case, LintRule


def _say(fact: Circle, case: Case) -> Diagnostic:
    first, *others = fact.legs
    round_ = " → ".join(_called(leg) for leg in (*fact.legs, first))
    alone = "" if others else " It ends where it begins."
    return codes.CIRCLE.at(
        case.section("name"),
        f"These handoffs can pass a ticket round for ever: {round_}.{alone}",
        help="Make the way back a `rollback at most 2 times` of the handoff before it, or let its ends differ.",
        labels=[case.elsewhere(leg.handoff, "rollback" if leg.back else "name", "and on from here") for leg in others],
    )


def _called(leg: Leg) -> str:
    return f"back from `{leg.handoff}`" if leg.back else f"`{leg.handoff}`"


RULE = LintRule(Circle, _say, ("from", "to"))
