"""HS0411: of two guarded rows that say different things only one holds."""

from handoffspec.analysis.lifecycles.facts import GuardsOverlap
from handoffspec.diagnostics import Diagnostic, Label, codes
from handoffspec.lint.frame import Case, LintRule
from handoffspec.schema.spelling import word


def _say(fact: GuardsOverlap, case: Case) -> Diagnostic:
    first, second = (word(goal) for goal in fact.goals)
    return codes.GUARDS_OVERLAP.at(
        case.span(fact.second),
        f"For `{word(fact.status)}` this row says `{second}` and the one above says `{first}`, "
        "and both conditions can hold for the same ticket.",
        help="Only the first one counts. Let one condition exclude the other with `and not …`.",
        labels=[Label(case.span(fact.first), "this one is tried first")],
        witness={_name(name, case): value for name, value in fact.example} or None,
    )


def _name(name: str, case: Case) -> str:
    side, _, field = name.partition(".")
    record = case.handoff.source if side == "source" else case.handoff.destination
    return f"{record.system}.{field}"


RULE = LintRule(GuardsOverlap, _say, ("sync.status",))
