"""HS0401, by exploring: a ticket gets into a status that no row speaks of."""

from dataclasses import replace

from handoffspec.analysis.facts import StatusWithoutPlace
from handoffspec.analysis.lifecycles.facts import Unplaced
from handoffspec.diagnostics import Diagnostic
from handoffspec.lint.frame import Case, LintRule
from handoffspec.lint.histories import told
from handoffspec.lint.rules import status_without_place


def _say(fact: Unplaced, case: Case) -> Diagnostic | None:
    found = status_without_place.RULE.say(StatusWithoutPlace(fact.statuses, fact.guarded), case)
    return replace(found, witness=told(fact.history, case)) if found is not None else None


RULE = LintRule(Unplaced, _say, ("sync.status",))
