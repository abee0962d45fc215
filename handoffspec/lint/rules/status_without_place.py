"""HS0401: every status of both sides has its place."""

from handoffspec.analysis.facts import StatusWithoutPlace
from handoffspec.diagnostics import Diagnostic, Label, codes
from handoffspec.lint.frame import Case, LintRule, first_line
from handoffspec.lint.words import word


def _say(fact: StatusWithoutPlace, case: Case) -> Diagnostic:
    record = case.handoff.record(fact.side)
    only = " but for tickets that a guard lets through" if fact.guarded else ""
    row = f"{word(fact.status)} -> …" if fact.side == "source" else f"… <- {word(fact.status)}"
    declared = case.systems.status_span(record.system, record.name, fact.status)
    return codes.STATUS_WITHOUT_PLACE.at(
        case.section("sync.status", "sync"),
        f"Nothing says what `{word(fact.status)}` of {record.system_title} is on the other side{only}.",
        help=f"Add the row `{row}` to `status`.",
        labels=[Label(first_line(declared), "the status")] if declared else [],
    )


RULE = LintRule(StatusWithoutPlace, _say, ("sync.status",))
