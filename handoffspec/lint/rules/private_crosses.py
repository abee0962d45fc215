"""HS0901 and HS0902: personal and secret fields cross with a reason, or redacted."""

from handoffspec.analysis.facts import PrivateCrosses
from handoffspec.diagnostics import Diagnostic, codes
from handoffspec.lint.frame import Case, LintRule


def _say(fact: PrivateCrosses, case: Case) -> Diagnostic:
    code = codes.PERSONAL_CROSSES if fact.kind == "personal" else codes.SECRET_CROSSES
    label = case.field(fact.field).label
    return code.at(
        case.section(fact.rule),
        f"`{case.name(fact.field)}` ({label}) is {fact.kind}, and nothing says why it may cross.",
        help=_help(fact),
        labels=case.declared(fact.field, f"marked {fact.kind} here"),
    )


def _help(fact: PrivateCrosses) -> str:
    allow = f'`allow {fact.kind} because "…"`'
    if fact.rule == "rollback":
        return f"Leave it out of `carry`, or bring it back by a rule of `map` with {allow}."
    return f"Add {allow} to the rule, or `redacted`, or send it to `nothing`."


RULE = LintRule(PrivateCrosses, _say)
