"""HS0805: the business decides what is urgent."""

from handoffspec.analysis.advice import ImpactIgnored
from handoffspec.diagnostics import Diagnostic, codes
from handoffspec.lint.frame import Case, LintRule


def _say(fact: ImpactIgnored, case: Case) -> Diagnostic:
    rule = case.rule(fact.rule)
    sources = ", ".join(case.short(ref) for ref in (*rule.fields, fact.impact))
    targets = ", ".join(ref.field for ref in rule.target.fields) if rule.target.kind == "fields" else ""
    return codes.IMPACT_IGNORED.at(
        case.section(fact.rule),
        f"The priority crosses without `{case.short(fact.impact)}`, which says what the ticket means for the business.",
        help=f"Let a table decide from both: `{sources} -> {targets} {{ … }}`.",
        labels=case.declared(fact.impact, "the impact is known here"),
    )


RULE = LintRule(ImpactIgnored, _say, ("map",))
