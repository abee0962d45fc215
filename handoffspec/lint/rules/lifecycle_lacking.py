"""HS0404, by exploring: a change of the sync needs fields that nothing gives."""

from handoffspec.analysis.lifecycles.facts import Lacking
from handoffspec.diagnostics import Diagnostic, Label, codes
from handoffspec.lint.frame import Case, LintRule
from handoffspec.lint.histories import told
from handoffspec.lint.words import in_words, row_of_its_own
from handoffspec.schema.conditions import FieldRef
from handoffspec.schema.spelling import word


def _say(fact: Lacking, case: Case) -> Diagnostic:
    system, refs = case.system(fact.side), [FieldRef(fact.side, name) for name in fact.fields]
    row, *others = fact.rows
    return codes.TRANSITION_NEEDS_FIELD.at(
        case.span(row),
        f"{system} asks for {named(refs, case)} on the way to `{word(fact.changes[0][1])}`, "
        f"and nothing gives {'it' if len(refs) == 1 else 'them'}.",
        help=_help(fact, case, row),
        labels=[
            *(label for ref in refs for label in case.declared(ref, "the field")),
            *(Label(case.span(other), "this row needs it too") for other in others),
        ],
        witness=told(fact.history, case),
    )


def named(refs: list[FieldRef], case: Case) -> str:
    """Fields by name and label."""
    return in_words([f"`{case.field(ref).name}` ({case.field(ref).label})" for ref in refs])


def _help(fact: Lacking, case: Case, row: str) -> str:
    given = f"with {', '.join(f'{name} …' for name in fact.fields)}"
    asked = in_words([f"`require {{ {name} }}`" for name in fact.fields])
    ask = f", or ask before the handoff: {asked}" if fact.side == "source" else ""
    write = row_of_its_own(case.handoff, row, fact.side, given)
    return f"{write[:1].upper()}{write[1:]}{ask}."


RULE = LintRule(Lacking, _say, ("sync.status", "map", "require"))
