"""HS0606: a synchronisation that fails has a way out."""

from handoffspec.analysis.facts import NoErrorRule
from handoffspec.diagnostics import Diagnostic, codes
from handoffspec.lint.frame import Case, LintRule


def _say(fact: NoErrorRule, case: Case) -> Diagnostic:
    team = case.handoff.from_end.held_by or "service_desk"
    if fact.retries:
        message = "It is tried again, and nothing says what happens when that never helps."
        help_ = f'Add `then hold for {team} and notify "#sync-alerts"` to `on error`.'
    else:
        message = "Nothing says what happens when a change cannot be written on the other side."
        help_ = f"Add `on error {{ … }}` to `sync`, with `retry 5 times from 30s up to 1h` and `then hold for {team}`."
    return codes.NO_ERROR_RULE.at(case.section("sync.on_error", "sync"), message, help=help_)


RULE = LintRule(NoErrorRule, _say, ("sync.on_error",))
