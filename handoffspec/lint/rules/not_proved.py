"""HS0414: what is too large to be explored is not called safe."""

from handoffspec.analysis.lifecycles.facts import NotProved
from handoffspec.diagnostics import Diagnostic, codes
from handoffspec.lint.frame import Case, LintRule


def _say(fact: NotProved, case: Case) -> Diagnostic:
    if not fact.states:
        message = "These lifecycles, automations and guards are too many to be explored together, so nothing is proved."
    elif fact.quiet:
        message = (
            f"After {fact.states:,} states not everything that can happen was seen, so the map is not proved safe."
        )
    else:
        message = (
            f"Of a sync that answers every change at once everything was explored. With messages on their way there "
            f"are more than {fact.states:,} states, and not all were seen."
        )
    return codes.NOT_PROVED.at(
        case.section("sync.status", "sync"),
        message,
        help="Map fewer statuses, or put statuses that mean the same to the other side together.",
    )


RULE = LintRule(NotProved, _say, ("sync.status",))
