"""HS0408: automations and the sync do not answer each other for ever."""

from handoffspec.analysis.lifecycles.facts import PingPong
from handoffspec.diagnostics import Diagnostic, codes
from handoffspec.lint.frame import Case, LintRule
from handoffspec.lint.histories import side_name, told
from handoffspec.schema.spelling import quoted


def _say(fact: PingPong, case: Case) -> Diagnostic:
    names = [f"{quoted(title)} of {side_name(side, case)}" for side, title in fact.automations]
    circle = told(fact.round, case)
    again = f"And so on without end, from step {len(fact.way_in) + 1}."
    return codes.PING_PONG.at(
        case.section("sync.status", "sync"),
        f"{', '.join(names)} and the sync move the ticket round for ever, without anybody doing anything.",
        help="Give one of the automations a condition that ends the circle, or map its status elsewhere.",
        witness=[*told(fact.way_in, case), *circle, again],
    )


RULE = LintRule(PingPong, _say, ("sync.status",))
