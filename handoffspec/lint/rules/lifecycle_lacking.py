"""HS0404, by exploring: a change of the sync needs a field that nothing gives."""

from handoffspec.analysis.lifecycles.facts import Lacking
from handoffspec.diagnostics import Diagnostic, Label, codes
from handoffspec.lint.frame import Case, LintRule
from handoffspec.lint.histories import told
from handoffspec.schema.conditions import FieldRef
from handoffspec.schema.spelling import word


def _say(fact: Lacking, case: Case) -> Diagnostic:
    ref = FieldRef(fact.side, fact.field)
    system, field = case.system(fact.side), case.field(ref)
    row, *others = fact.rows
    ask = f", or ask for it: `require {{ {field.name} }}`" if fact.side == "source" else ""
    return codes.TRANSITION_NEEDS_FIELD.at(
        case.span(row),
        f"{system} asks for `{field.name}` ({field.label}) on the way to `{word(fact.changes[0][1])}`, "
        "and nothing gives it.",
        help=f"Add `with {field.name} …` to the row{ask}.",
        labels=[
            *case.declared(ref, "the field"),
            *(Label(case.span(other), "this row needs it too") for other in others),
        ],
        witness=told(fact.history, case),
    )


RULE = LintRule(Lacking, _say, ("sync.status", "map", "require"))
