"""HS0211: what must travel is carried by something."""

from handoffspec.analysis.facts import RequiredButDropped
from handoffspec.diagnostics import Diagnostic, codes
from handoffspec.lint.frame import Case, LintRule


def _say(fact: RequiredButDropped, case: Case) -> Diagnostic:
    message, help_ = _words(fact, case.system("source"))
    return codes.REQUIREMENT_DROPPED.at(case.span(fact.requirement), message, help=help_)


def _words(fact: RequiredButDropped, source: str) -> tuple[str, str]:
    match fact.why:
        case "nothing":
            return (
                f"“{fact.detail}” must travel, and the mapping takes it nowhere.",
                "Map it to a field or a context block, or do not require it.",
            )
        case "no attachments":
            return (
                f"Attachments must travel, and {fact.detail} has none.",
                "Remove the line, or describe the system's attachments.",
            )
        case "no channel":
            return (
                f"The {fact.detail} conversation must travel, and {source} has no such comments.",
                "Name the channels that there are.",
            )


RULE = LintRule(RequiredButDropped, _say, ("map",))
