"""HS0402: who keeps two systems in step maps their statuses."""

from handoffspec.analysis.facts import NoStatusMap
from handoffspec.diagnostics import Diagnostic, codes
from handoffspec.lint.frame import Case, LintRule
from handoffspec.schema.spelling import word
from handoffspec.schema.systems import Record


def _say(_: NoStatusMap, case: Case) -> Diagnostic:
    source, destination = (_first(case.handoff.record(side)) for side in ("source", "destination"))
    return codes.NO_STATUS_MAP.at(
        case.section("sync"),
        f"{case.system('source')} and {case.system('destination')} are kept in step, but their statuses are not.",
        help=f"Add `status {{ {source} <-> {destination} … }}` to `sync`, with a row for every status.",
    )


def _first(record: Record) -> str:
    return word(record.lifecycle.statuses[0].name) if record.lifecycle else "…"


RULE = LintRule(NoStatusMap, _say, ("sync",))
