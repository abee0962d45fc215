"""HS0622: a system can be told what a handoff has to tell it."""

from typing import Final

from handoffspec.analysis.reach import NoCall, NoCommentText
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


def _say_text(fact: NoCommentText, case: Case) -> Diagnostic:
    record = case.handoff.record(fact.side)
    return codes.NO_CALL.at(
        case.section("from" if fact.side == "source" else "to", "name"),
        f"Comments are copied, and {record.system_title} is described without the place of their text.",
        help=f'In `comments` of `{record.system}.{record.name}`, write `text at "…"` with its name in the API.',
    )


RULE = LintRule(NoCall, _say)
TEXT = LintRule(NoCommentText, _say_text)
