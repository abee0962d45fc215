"""HS0204: a computed loss is accepted with an impact."""

from handoffspec.analysis.facts import LossNotAccepted
from handoffspec.diagnostics import Diagnostic, Json, codes
from handoffspec.lint.frame import Case, LintRule
from handoffspec.lint.words import as_data
from handoffspec.schema.losses import Verdict, Witness, whole
from handoffspec.schema.spelling import quoted


def _say(fact: LossNotAccepted, case: Case) -> Diagnostic | None:
    if fact.place.startswith("map.") and case.table_unread(fact.place):
        return None
    return codes.LOSS_NOT_ACCEPTED.at(
        case.section(fact.place),
        "Information is lost here: " + "; ".join(_clause(verdict, case) for verdict in fact.verdicts) + ".",
        help=f"{_where(fact)}: `{_line(fact)}` (or none, high, critical), or change the rule so that nothing is lost.",
        witness=_witness(fact),
    )


def _witness(fact: LossNotAccepted) -> Json:
    """The ticket that shows the first loss, and those that show the others below it."""
    shown = [_shown(witness) for verdict in fact.verdicts for witness in verdict.witnesses]
    if not shown:
        return None
    first, *more = shown
    return {**first, "more": more} if more else first


def _shown(witness: Witness) -> dict[str, Json]:
    parts = {
        "loses": witness.cause,
        "before": witness.before,
        "ticket": witness.ticket,
        "other": witness.other,
        "arrives": witness.arrives,
    }
    return {name: as_data(whole(part)) for name, part in parts.items() if part is not None}


def _clause(verdict: Verdict, case: Case) -> str:
    towards = case.system("destination" if verdict.flow == "out" else "source")
    details = ", ".join(verdict.details) or "nothing of it arrives"
    return details if case.handoff.within else f"on the way to {towards}, {details}"


def _where(fact: LossNotAccepted) -> str:
    return "If that is acceptable, say so below it" if fact.place.startswith("map.") else "If that is acceptable, add"


def _line(fact: LossNotAccepted) -> str:
    details = dict.fromkeys(detail for verdict in fact.verdicts for detail in verdict.details)
    ways = {verdict.flow for verdict in fact.verdicts}
    way = " on the way back" if ways == {"back"} else ""
    return f"loses {quoted(', '.join(details))} impact minor{way}"


RULE = LintRule(LossNotAccepted, _say)
