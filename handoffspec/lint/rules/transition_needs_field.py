"""HS0404: a change comes with the fields that it needs."""

from handoffspec.analysis.facts import TransitionLacksField
from handoffspec.diagnostics import Diagnostic, codes
from handoffspec.lint.frame import Case, LintRule
from handoffspec.schema.spelling import word


def _say(fact: TransitionLacksField, case: Case) -> Diagnostic:
    system, field = case.system("destination"), case.field(fact.field)
    return codes.TRANSITION_NEEDS_FIELD.at(
        case.span(fact.row),
        f"{system} asks for `{field.name}` ({field.label}) on the way to `{word(fact.after)}`, and nothing gives it.",
        help=f"Add `with {field.name} …` to the row.",
        labels=case.declared(fact.field, "the field"),
    )


RULE = LintRule(TransitionLacksField, _say, ("map",))
