"""HS0604: whatever both sides may change has a rule for who wins."""

from handoffspec.analysis.facts import NoConflictRule
from handoffspec.diagnostics import Diagnostic, codes
from handoffspec.lint.frame import Case, LintRule


def _say(fact: NoConflictRule, case: Case) -> Diagnostic:
    side = case.handoff.source.system
    if fact.things:
        things = ", ".join(f"`{thing}`" for thing in fact.things)
        message = f"When both sides change {things} at once, nothing says who wins."
        help_ = f"Add `otherwise latest wins` to `conflict`, or a line such as `{side} decides …`."
    else:
        message = "Both sides may change the same field, and nothing says who wins."
        help_ = f"Add `conflict {{ {side} decides … otherwise latest wins }}` to `sync`, a line each."
    return codes.NO_CONFLICT_RULE.at(case.section("sync.conflict", "sync"), message, help=help_)


RULE = LintRule(NoConflictRule, _say, ("sync.conflict",))
