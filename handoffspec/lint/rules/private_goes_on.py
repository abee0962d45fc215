"""HS0906: private data that has crossed stays where its reason took it."""

from handoffspec.analysis.visibility import Hop, PrivateGoesOn
from handoffspec.diagnostics import Diagnostic, codes
from handoffspec.lint.frame import Case, LintRule


def _say(fact: PrivateGoesOn, case: Case) -> Diagnostic:
    *before, last = fact.path
    way = " → ".join([_called(fact.path[0].start), *(_called(hop.stop) for hop in fact.path)])
    return codes.PRIVATE_GOES_ON.at(
        case.section(last.part, last.part.rpartition(".")[0] or "name"),
        f"{_called(fact.path[0].start)} is {fact.kind}, and goes on from where it was allowed to go: {way}.",
        help=_help(fact.kind, last),
        labels=[case.elsewhere(hop.handoff, hop.part, _hop(hop)) for hop in before],
    )


def _help(kind: str, last: Hop) -> str:
    if last.start[2].endswith(" comments"):
        return "Send it to `nothing` where it becomes a comment, or put it there `redacted`."
    return f"Mark {_called(last.start)} `{kind}` and say why it may cross, or keep it from going on here."


def _hop(hop: Hop) -> str:
    return f"{_called(hop.start)} arrives in {_called(hop.stop)} here"


def _called(place: tuple[str, str, str]) -> str:
    system, _, name = place
    return f"{name} of {system}" if name.endswith(" comments") else f"`{system}.{name}`"


RULE = LintRule(PrivateGoesOn, _say)
