"""HS0213: what is undecided is on the list of those who decide."""

from handoffspec.analysis.facts import Undecided
from handoffspec.diagnostics import Diagnostic, codes
from handoffspec.lint.frame import Case, LintRule
from handoffspec.lint.words import in_words


def _say(fact: Undecided, case: Case) -> Diagnostic:
    fields = case.rule(fact.rule).fields
    if not fields:
        return codes.UNDECIDED.at(
            case.section(fact.rule),
            "Nobody has decided yet where this value goes.",
            help="Write the field that it fills, or remove the line.",
        )
    names = in_words([f"`{case.name(ref)}` ({case.field(ref).label})" for ref in fields])
    first = fields[0]
    carried = f'`{case.short(first)} -> context "{case.field(first).label}" impact minor`'
    where = "a rule to a field of the other side" if first.side == "destination" else f"a rule such as {carried}"
    return codes.UNDECIDED.at(
        case.section(fact.rule),
        f"Nobody has decided yet what becomes of {names}; until then nothing of it crosses.",
        help=f'Write {where}, or `-> nothing because "…" impact none`.',
    )


RULE = LintRule(Undecided, _say)
