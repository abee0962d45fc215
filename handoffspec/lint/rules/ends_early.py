"""HS0509: a handoff ends when the work closes."""

from dataclasses import replace

from handoffspec.analysis.facts import EndsEarly
from handoffspec.analysis.lifecycles.facts import EndedOpen
from handoffspec.diagnostics import Diagnostic, codes
from handoffspec.lint.frame import Case, LintRule
from handoffspec.lint.histories import left_alone, told
from handoffspec.schema.spelling import word


def _say(fact: EndsEarly, case: Case) -> Diagnostic:
    what = "Nobody answers for the ticket" if fact.section == "ownership" else "The two sides are not kept in step"
    return codes.ENDS_EARLY.at(
        case.section(fact.section),
        f"{what} once it is `{word(fact.state)}`, and the work is not closed then.",
        help="Write `until done`: a handoff ends when the work closes.",
    )


def _say_ended(fact: EndedOpen, case: Case) -> Diagnostic:
    found = _say(EndsEarly("sync", fact.until), case)
    return replace(found, witness=[*told(fact.history, case), left_alone(fact.history, case)])


RULE = LintRule(EndsEarly, _say)
ENDED = LintRule(EndedOpen, _say_ended, ("sync.status",))
