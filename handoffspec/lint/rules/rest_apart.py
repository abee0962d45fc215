"""HS0409: two sides that are kept in step do not rest in statuses that contradict each other."""

from handoffspec.analysis.lifecycles.facts import RestApart
from handoffspec.diagnostics import Diagnostic, codes
from handoffspec.lint.frame import Case, LintRule
from handoffspec.lint.histories import side_name, told


def _say(fact: RestApart, case: Case) -> Diagnostic:
    one = side_name(fact.side, case)
    other = side_name("destination" if fact.side == "source" else "source", case)
    return codes.REST_APART.at(
        case.section("sync"),
        f"{one} changes its status, {other} never hears of it, and nothing brings them together again.",
        help="Write `sync both ways`, with rows for the way back.",
        witness=[*told(fact.history, case), f"The sync does not read {one}: {other} stays as it is."],
    )


RULE = LintRule(RestApart, _say, ("sync",))
