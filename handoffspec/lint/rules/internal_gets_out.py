"""HS0904: internal stays internal, on every way over every handoff."""

from handoffspec.analysis.visibility import InternalGetsOut
from handoffspec.diagnostics import Diagnostic, codes
from handoffspec.lint.frame import Case, LintRule


def _say(fact: InternalGetsOut, case: Case) -> Diagnostic:
    way = " → ".join([_called(fact.path[0].start), *(_called(hop.stop) for hop in fact.path)])
    return codes.INTERNAL_GETS_OUT.at(
        case.section("sync.comments"),
        f"Internal comments become public, and customers read what was not meant for them: {way}.",
        help="Write `internal stays internal`.",
        labels=[
            case.elsewhere(hop.handoff, hop.part, f"{_called(hop.start)} → {_called(hop.stop)}")
            for hop in fact.path
            if hop.handoff != case.handoff.name
        ],
    )


def _called(place: tuple[str, str, str]) -> str:
    system, _, channel = place
    return f"{channel} of {system}"


RULE = LintRule(InternalGetsOut, _say)
