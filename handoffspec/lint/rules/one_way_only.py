"""HS0804: two tools hold one ticket, and both hear of it."""

from handoffspec.analysis.advice import OneWayOnly
from handoffspec.diagnostics import Diagnostic, codes
from handoffspec.lint.frame import Case, LintRule


def _say(_: OneWayOnly, case: Case) -> Diagnostic:
    sync = case.handoff.sync
    hears, silent = case.system("destination"), case.system("source")
    if sync is not None and sync.flow == "back":
        hears, silent = silent, hears
    return codes.ONE_WAY_ONLY.at(
        case.section("sync"),
        f"{hears} hears of {silent}, and {silent} never hears what becomes of the ticket in {hears}.",
        help="Write `sync both ways on change until done`, so that both tools show the same ticket.",
    )


RULE = LintRule(OneWayOnly, _say)
