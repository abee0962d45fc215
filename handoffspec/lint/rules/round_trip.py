"""HS0306: what comes back goes over again as what it was."""

from handoffspec.analysis.facts_tables import RoundTripBroken
from handoffspec.diagnostics import Diagnostic, codes
from handoffspec.lint.frame import Case, LintRule
from handoffspec.lint.words import as_data, spelled
from handoffspec.schema.losses import whole

_HELP = {
    "table": "Make the row of the value that comes back two-way (`<->`), so that it goes over the way it came.",
    "untouched": "Its row leaves this side as it is: write what it becomes here, and `->` for the others.",
    "several": "The row of what stands here takes it for its own: give each value on the right a row of its own.",
    "default": "Write `->` instead of `<->`, or a table whose row for `empty` says what comes back.",
    "cut": "Write `->` instead of `<->`, or leave out `cut`: the other field holds more.",
    "rounded": "Write `->` instead of `<->`, or leave out `rounded`: the other field holds more digits.",
    "redacted": "Write `->` instead of `<->`: what is hidden on the way out cannot be changed from there.",
}


def _say(fact: RoundTripBroken, case: Case) -> Diagnostic | None:
    if case.table_unread(fact.rule):
        return None
    there = case.system("destination")
    put, kept, got = (_told(values) for values in (fact.put, fact.kept, fact.got))
    witness = {
        "ticket": fact.put,
        **({"onto": fact.onto} if fact.onto else {}),
        "arrives": fact.kept,
        "returns": fact.got,
    }
    return codes.ROUND_TRIP_BROKEN.at(
        case.section(fact.rule),
        f"What somebody sets in {there} does not stay: {put} comes back as {kept}, which goes over as {got}.",
        help=_HELP[fact.why],
        witness=as_data(whole(witness)),
    )


def _told(values: dict[str, object]) -> str:
    """The values of one side; a long one by its size."""
    return f"`{spelled([_short(value) for value in values.values()])}`"


def _short(value: object) -> object:
    match value:
        case {"repeat": str() as text, "times": int() as times}:
            return f"{text * 3}… ({times} characters)"
        case [one]:
            return one
        case _:
            return value


RULE = LintRule(RoundTripBroken, _say)
