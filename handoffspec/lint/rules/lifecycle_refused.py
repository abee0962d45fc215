"""HS0403, by exploring: the sync has to make a change that the other system does not have."""

from collections.abc import Sequence

from handoffspec.analysis.lifecycles.facts import Refused
from handoffspec.diagnostics import Diagnostic, Label, codes
from handoffspec.lint.frame import Case, LintRule
from handoffspec.lint.histories import told
from handoffspec.lint.words import row_of_its_own
from handoffspec.schema import status_map
from handoffspec.schema.conditions import Side
from handoffspec.schema.spelling import word

_MOST = 4


def _say(fact: Refused, case: Case) -> Diagnostic:
    system, status = case.system(fact.side), word(fact.status)
    row, *others = fact.rows
    if fact.why == "never leaves":
        message = f"Nothing ever leaves `{status}` in {system}, so what changes on the other side cannot be written."
        help_ = f"Let a new record take over: add the row `{_follow_up(fact.side, status)}`."
    elif fact.why == "never enters":
        message = f"Nothing ever leads to `{status}` in {system}, so this row cannot be carried out."
        help_ = "Choose a status that can be entered, or write the row one-way."
    else:
        message = f"{system} does not lead from {_changes(fact.changes)}, and the sync needs that."
        help_ = _help(fact, case)
    return codes.NO_TRANSITION.at(
        case.span(row),
        message,
        help=help_,
        labels=[Label(case.span(other), "this row needs it too") for other in others],
        witness=told(fact.history, case),
    )


def _follow_up(side: Side, status: str) -> str:
    return f"{status} <- any opens follow_up" if side == "source" else f"any -> {status} opens follow_up"


def _changes(changes: Sequence[tuple[str, str]]) -> str:
    said = [f"`{word(before)}` to `{word(after)}`" for before, after in changes[:_MOST]]
    if len(changes) > _MOST:
        said.append(f"{len(changes) - _MOST} more")
    return said[0] if len(said) == 1 else f"{', '.join(said[:-1])} or {said[-1]}"


def _help(fact: Refused, case: Case) -> str:
    before, after = fact.changes[0]
    lifecycle = case.handoff.record(fact.side).lifecycle
    transitions = lifecycle.transitions if lifecycle else ()
    entered = dict.fromkeys(s for t in transitions if after in t.targets for s in t.sources if s != after)
    left = dict.fromkeys(s for t in transitions if before in t.sources for s in t.targets if s != before)
    ways = f"`{word(after)}` is entered from {_listed(entered)}, and `{word(before)}` leads to {_listed(left)}"
    sync = case.handoff.sync
    further = any(row.id == fact.rows[0] and row.through for row in sync.status) if sync else False
    hops = status_map.between(lifecycle, before, after) if lifecycle and not further else None
    named = ", ".join(map(word, hops)) if hops else "…"
    through = row_of_its_own(case.handoff, fact.rows[0], fact.side, f"through {named}")
    return f"Name the statuses in between: {through}. Or send it elsewhere by a row with `when …`: {ways}."


def _listed(statuses: dict[str, None]) -> str:
    return ", ".join(f"`{word(status)}`" for status in statuses)


RULE = LintRule(Refused, _say, ("sync.status",))
