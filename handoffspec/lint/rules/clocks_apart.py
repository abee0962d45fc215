"""HS0413: where a time is promised, both sides' clocks run and stand still together."""

from handoffspec.analysis.lifecycles.facts import ClocksApart
from handoffspec.diagnostics import Diagnostic, codes
from handoffspec.lint.frame import Case, LintRule
from handoffspec.lint.histories import side_name, told
from handoffspec.schema.conditions import Side
from handoffspec.schema.spelling import word


def _say(fact: ClocksApart, case: Case) -> Diagnostic:
    (source, destination), *_ = fact.pairs
    still: Side = "destination" if fact.runs == "source" else "source"
    statuses: dict[Side, str] = {"source": word(source), "destination": word(destination)}
    return codes.CLOCKS_APART.at(
        case.span(fact.row),
        f"The clock stands still in `{statuses[still]}` of {side_name(still, case)} and runs in "
        f"`{statuses[fact.runs]}` of {side_name(fact.runs, case)}.",
        help="Choose a status whose clock does the same, or say which clock counts: "
        f'`allow {codes.CLOCKS_APART.code} because "…"` on the line above.',
        witness=told(fact.history, case),
    )


RULE = LintRule(ClocksApart, _say, ("sync.status",))
