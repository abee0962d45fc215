"""HS0205 and HS0206: how much a loss matters is said."""

from handoffspec.analysis.facts import ImpactUndecided
from handoffspec.diagnostics import Diagnostic, codes
from handoffspec.lint.frame import Case, LintRule

_LEVELS = "`impact none`, `minor`, `high` or `critical`"


def _say(fact: ImpactUndecided, case: Case) -> Diagnostic:
    if fact.kind == "context":
        return codes.CONTEXT_IMPACT.at(
            case.section(fact.place),
            "This becomes text that nobody can filter on, and how much that matters is not said.",
            help=f"Add {_LEVELS} to the rule; the documents say “undecided” until then.",
        )
    place = fact.place if fact.accepted is None else f"{fact.place}.accepted.{fact.accepted}"
    return codes.IMPACT_UNDECIDED.at(
        case.section(place, fact.place),
        "What does not cross is named here, but not how much it matters.",
        help=f"Add {_LEVELS} at the end of the line.",
    )


RULE = LintRule(ImpactUndecided, _say)
