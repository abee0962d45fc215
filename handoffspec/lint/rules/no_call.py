"""HS0622: a system can be told what a handoff has to tell it."""

from typing import Final

from handoffspec.analysis.reach import NoCall
from handoffspec.diagnostics import Diagnostic, codes
from handoffspec.lint.frame import Case, LintRule
from handoffspec.schema.systems import Operation

_DOES: Final[dict[Operation, str]] = {
    "create": "makes a record there",
    "update": "writes changes there",
    "transition": "changes the status there",
    "comment": "writes comments there",
}


def _say(fact: NoCall, case: Case) -> Diagnostic:
    record = case.handoff.record(fact.side)
    return codes.NO_CALL.at(
        case.section("from" if fact.side == "source" else "to", "name"),
        f"The handoff {_DOES[fact.operation]}, and {record.system_title} is described without a call for it.",
        help=f'Describe it in `{record.system}.{record.name}`: `call {fact.operation} "POST /…"`.',
    )


RULE = LintRule(NoCall, _say)
