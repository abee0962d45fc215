"""HS0209: what the destination requires is filled."""

from handoffspec.analysis.facts import NeverFilled
from handoffspec.diagnostics import Diagnostic, codes
from handoffspec.lint.frame import Case, LintRule
from handoffspec.schema.types import ChoiceType


def _say(fact: NeverFilled, case: Case) -> Diagnostic:
    field = case.field(fact.field)
    options = field.type.options if isinstance(field.type, ChoiceType) else ()
    value = options[0].label if options else "…"
    return codes.REQUIRED_UNFILLED.at(
        case.section("map"),
        f"{case.system('destination')} requires `{case.name(fact.field)}` ({field.label}), and nothing fills it.",
        help=f'In `map`, write `"{value}" -> {field.name}`, or a rule that fills it from a field.',
        labels=case.declared(fact.field, "required here"),
    )


RULE = LintRule(NeverFilled, _say, ("map",))
