"""HS0403: every mapped change can be made."""

from handoffspec.analysis.facts import NoTransition
from handoffspec.diagnostics import Diagnostic, codes
from handoffspec.lint.frame import Case, LintRule
from handoffspec.schema.spelling import word


def _say(fact: NoTransition, case: Case) -> Diagnostic:
    system = case.system(fact.side)
    if fact.before is None:
        message = f"Nothing ever leads to `{word(fact.after)}` in {system}, so this row cannot be carried out."
        help_ = "Choose a status that can be entered, or write the row one-way."
    else:
        message = f"{system} does not lead from `{word(fact.before)}` to `{word(fact.after)}`."
        help_ = f"Name the statuses in between with `through …`: {_ways_to(fact, case)}."
    return codes.NO_TRANSITION.at(case.span(fact.row), message, help=help_)


def _ways_to(fact: NoTransition, case: Case) -> str:
    lifecycle = case.handoff.record(fact.side).lifecycle
    transitions = lifecycle.transitions if lifecycle else ()
    before = dict.fromkeys(source for t in transitions if fact.after in t.targets for source in t.sources)
    listed = ", ".join(f"`{word(status)}`" for status in before)
    return f"`{word(fact.after)}` is entered from {listed}" if listed else f"nothing leads to `{word(fact.after)}`"


RULE = LintRule(NoTransition, _say)
