"""HS0406 and HS0407: a ticket gets somewhere and never out, though its work is open."""

from handoffspec.analysis.lifecycles.facts import NeverClosed, Stuck
from handoffspec.diagnostics import Code, Diagnostic, Label, codes
from handoffspec.lint.frame import Case, LintRule, first_line
from handoffspec.lint.histories import side_name, told
from handoffspec.schema.spelling import word


def _stuck(fact: Stuck, case: Case) -> Diagnostic:
    record = case.handoff.record(fact.side)
    names = [f"`{word(status)}`" for status in fact.statuses]
    alone = len(names) == 1
    code: Code = codes.BLACK_HOLE if alone else codes.DEAD_END
    listed = names[0] if alone else f"{', '.join(names[:-1])} and {names[-1]}"
    out = "leads out of it" if alone else "leads out of them"
    spans = (case.systems.status_span(record.system, record.name, status) for status in fact.statuses)
    return code.at(
        case.section("sync.status", "sync"),
        f"A ticket in {listed} of {side_name(fact.side, case)} stays there for ever: "
        f"no transition and no automation {out}.",
        help=f"Describe a way out: `from {word(fact.statuses[0])} to …` in the lifecycle of {record.system_title}.",
        labels=[Label(first_line(span), "the status") for span in spans if span],
        witness=told(fact.history, case),
    )


def _never_closed(fact: NeverClosed, case: Case) -> Diagnostic:
    source, destination = side_name("source", case), side_name("destination", case)
    return codes.DEAD_END.at(
        case.section("sync.status", "sync"),
        f"With `{word(fact.source)}` in {source} and `{word(fact.destination)}` in {destination} the work can never be "
        "closed on both sides.",
        help="See that every status that is `done` on one side becomes one that is `done` on the other.",
        witness=told(fact.history, case),
    )


RULE = LintRule(Stuck, _stuck, ("sync.status",))
NEVER_CLOSED = LintRule(NeverClosed, _never_closed, ("sync.status",))
