"""HS0210: what the destination requires is filled for every ticket."""

from handoffspec.analysis.facts import MayBeEmpty
from handoffspec.diagnostics import Diagnostic, codes
from handoffspec.lint.frame import Case, LintRule


def _say(fact: MayBeEmpty, case: Case) -> Diagnostic | None:
    if case.table_unread(fact.rule):
        return None
    target = case.name(fact.field)
    empty = " and ".join(f"`{case.name(ref)}`" for ref in fact.empty)
    why = f"{empty} may be empty" if fact.empty else "this rule fills it for some tickets only"
    return codes.REQUIRED_MAY_BE_EMPTY.at(
        case.section(fact.rule),
        f"{case.system('destination')} requires `{target}`, and {why}.",
        help=_help(fact, case),
        labels=[*case.declared(fact.field, "required here"), *(x for ref in fact.empty for x in case.declared(ref))],
    )


def _help(fact: MayBeEmpty, case: Case) -> str:
    if not fact.empty:
        return "Add a rule for all other tickets, or remove the condition."
    if case.rule(fact.rule).table:
        return "Add a row that says what empty becomes: `empty -> …`."
    return f"Add `default …` to the rule, or require `{fact.empty[0].field}` with `otherwise stop`."


RULE = LintRule(MayBeEmpty, _say, ())
