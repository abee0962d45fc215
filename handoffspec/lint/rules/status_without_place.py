"""HS0401: every status of both sides has its place."""

from handoffspec.analysis.facts import StatusWithoutPlace
from handoffspec.diagnostics import Diagnostic, Label, codes
from handoffspec.lint.frame import Case, LintRule, first_line
from handoffspec.lint.words import in_words
from handoffspec.schema.conditions import Side
from handoffspec.schema.spelling import word


def _say(fact: StatusWithoutPlace, case: Case) -> Diagnostic:
    only = " but for tickets that a guard lets through" if fact.guarded else ""
    names = in_words([f"`{word(status)}` of {case.system(side)}" for side, status in fact.statuses])
    rows = in_words([f"`{_row(side, status)}`" for side, status in fact.statuses])
    return codes.STATUS_WITHOUT_PLACE.at(
        case.section("sync.status", "sync"),
        f"Nothing says what {names} {'is' if len(fact.statuses) == 1 else 'are'} on the other side{only}.",
        help=f"Add to `status` {rows}.",
        labels=[label for side, status in fact.statuses for label in _declared(side, status, case)],
    )


def _row(side: Side, status: str) -> str:
    return f"{word(status)} -> …" if side == "source" else f"… <- {word(status)}"


def _declared(side: Side, status: str, case: Case) -> list[Label]:
    record = case.handoff.record(side)
    span = case.systems.status_span(record.system, record.name, status)
    return [Label(first_line(span), "the status")] if span else []


RULE = LintRule(StatusWithoutPlace, _say, ("sync.status",))
