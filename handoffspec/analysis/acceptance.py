"""Losses that nobody has accepted, losses accepted in vain, losses whose weight nobody has said."""

from collections.abc import Iterator, Sequence

from handoffspec.analysis.facts import (
    AcceptedInVain,
    AccountedTwice,
    Fact,
    ImpactUndecided,
    LossNotAccepted,
    MayBeEmpty,
    OutOrBack,
    PeopleNotMatched,
    ReasonMissing,
    Undecided,
)
from handoffspec.analysis.facts_tables import TableGap
from handoffspec.schema.handoffs import Handoff
from handoffspec.schema.losses import Cause, Verdict
from handoffspec.schema.mapping import Accepted, Rule

_WAYS: dict[OutOrBack, str] = {"out": "there", "back": "back"}


def acceptance_facts(handoff: Handoff, verdicts: Sequence[Verdict], known: Sequence[Fact]) -> Iterator[Fact]:
    """What is open about each loss. A loss that follows from another finding (`known`) is not said again."""
    by_rule: dict[str, list[Verdict]] = {}
    for verdict in verdicts:
        by_rule.setdefault(verdict.rule, []).append(verdict)
    for rule in handoff.rules:
        own = by_rule.get(rule.id, [])
        if rule.undecided:
            yield from () if _twice(rule, known) else [Undecided(rule.id)]
        elif rule.target.kind == "nothing":
            yield from _to_nothing(rule)
        else:
            yield from _of_rule(rule, own, _explained(rule, known))
    sync = handoff.sync
    for place, part in (("sync.comments", sync and sync.comments), ("sync.attachments", sync and sync.attachments)):
        if part:
            yield from _judged(place, part.accepted, by_rule.get(place, []))


def _twice(rule: Rule, known: Sequence[Fact]) -> bool:
    """Whether a field of the rule is decided about elsewhere, which is said already."""
    return any(isinstance(fact, AccountedTwice) and fact.nothing == rule.id for fact in known)


def _to_nothing(rule: Rule) -> Iterator[Fact]:
    if rule.reason is None and not rule.accepted:
        yield ReasonMissing(rule.id)
    elif rule.impact is None and not any(accepted.impact for accepted in rule.accepted):
        yield ImpactUndecided(rule.id, "nothing")


def _of_rule(rule: Rule, verdicts: list[Verdict], explained: frozenset[Cause] | None) -> Iterator[Fact]:
    if explained is None:
        return
    in_block = rule.target.kind == "context" and all(verdict.recoverable for verdict in verdicts)
    if in_block and not rule.accepted:
        # A block that can be read back is one of the guide's answers to a missing field, not a loss to accept.
        if rule.impact is None:
            yield ImpactUndecided(rule.id, "context")
        return
    open_verdicts = [v for v in verdicts if not v.causes or not set(v.causes) <= explained]
    yield from _judged(rule.id, rule.accepted, open_verdicts, all_verdicts=verdicts)


def _judged(
    place: str, accepted: tuple[Accepted, ...], verdicts: list[Verdict], all_verdicts: list[Verdict] | None = None
) -> Iterator[Fact]:
    lossy = [v for v in verdicts if v.loss in ("lossy", "lost")]
    missing = tuple(v for v in lossy if not any(_covers(a, v) for a in accepted))
    if missing:
        yield LossNotAccepted(place, missing)
        # One that is said of the wrong way, say: mending the loss shows what is left over.
        return
    happening = [v for v in (all_verdicts or verdicts) if v.loss in ("lossy", "lost")]
    for at, one in enumerate(accepted):
        if not any(_covers(one, v) for v in happening):
            yield AcceptedInVain(place, at)
        elif one.impact is None:
            yield ImpactUndecided(place, "accepted", at)


def _covers(accepted: Accepted, verdict: Verdict) -> bool:
    return accepted.way in (None, _WAYS[verdict.flow])


def _explained(rule: Rule, known: Sequence[Fact]) -> frozenset[Cause] | None:
    """The causes that other findings about the rule already name; None: a finding about the whole rule."""
    causes: set[Cause] = set()
    for fact in known:
        match fact:
            case TableGap(rule=name) if name == rule.id:
                return None
            case MayBeEmpty(rule=name) if name == rule.id:
                causes.add("empty")
            case PeopleNotMatched(rules=names) if rule.id in names:
                causes.add("people")
            case _:
                pass
    return frozenset(causes)
