"""HS0607 and HS0608: no integration without an audit."""

from handoffspec.analysis.facts import NoAudit
from handoffspec.diagnostics import Diagnostic, codes
from handoffspec.lint.frame import Case, LintRule

_LINES = {
    "log": "`log every change for 400d`",
    "compare": "`compare every 1h`",
    "alert": '`alert "#sync-alerts" when lag > 10m or failures > 3 in 1h`',
}
_WORDS = {"log": "is logged", "compare": "is compared", "alert": "raises an alarm"}


def _say(fact: NoAudit, case: Case) -> Diagnostic:
    lines = ", ".join(_LINES[part] for part in fact.lacking)
    if not fact.section:
        return codes.NO_AUDIT.at(
            case.section("sync"),
            "Nothing shows whether this synchronisation works.",
            help=f"Add `audit {{ … }}` to `sync`, with {lines}.",
        )
    return codes.AUDIT_INCOMPLETE.at(
        case.section("sync.audit", "sync"),
        f"Nothing {' or '.join(_WORDS[part] for part in fact.lacking)}: a failure would go unnoticed.",
        help=f"Add {lines}.",
    )


RULE = LintRule(NoAudit, _say, ("sync.audit",))
