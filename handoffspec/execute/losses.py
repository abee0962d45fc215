"""What a ticket loses, each with the impact that the author declared for it."""

from collections.abc import Iterable, Iterator
from typing import Final, Literal

from handoffspec.execute.comments import Copied
from handoffspec.execute.fitting import Taken
from handoffspec.execute.result import Loss
from handoffspec.execute.rules import Task
from handoffspec.execute.tables import Way
from handoffspec.schema.handoffs import Handoff
from handoffspec.schema.mapping import Accepted, Impact
from handoffspec.schema.types import Json

_SEVERITY: Final[tuple[Impact, ...]] = ("critical", "high", "minor", "none")


def impact_of(accepted: Iterable[Accepted], way: Way, own: Impact | None = None) -> Impact | Literal["undecided"]:
    """The worst impact that was declared for a direction."""
    there = "there" if way == "out" else "back"
    declared = {each.impact for each in accepted if each.way in (None, there)} | {own}
    for impact in _SEVERITY:
        if impact in declared:
            return impact
    return "undecided"


def rule_losses(
    task: Task, fields: Iterable[str], taken: Iterable[Taken], kind: Literal["lossy", "lost"] = "lossy"
) -> Iterator[Loss]:
    """What a rule took from each of the fields that it reads."""
    impact = impact_of(task.rule.accepted, task.way, task.rule.impact)
    for name in fields:
        for each in dict.fromkeys(taken):
            yield Loss(name, kind, each.cause, impact, each.detail)


def as_json(losses: Iterable[Loss]) -> tuple[Json, ...]:
    """Losses as a result line has them."""
    return tuple(loss.to_json() for loss in losses)


def copy_losses(handoff: Handoff, way: Way, name: Literal["comments", "attachments"], copied: Copied) -> Iterator[Loss]:
    """What of the conversation or the files does not cross, or not as it was."""
    impact = impact_of(_accepted(handoff, name), way)
    yield from (Loss(name, "lost", taken.cause, impact, taken.detail) for taken in copied.lost)
    yield from (Loss(name, "lossy", taken.cause, impact, taken.detail) for taken in copied.taken)


def _accepted(handoff: Handoff, name: str) -> tuple[Accepted, ...]:
    sync = handoff.sync
    rule = None if sync is None else sync.comments if name == "comments" else sync.attachments
    return rule.accepted if rule is not None else ()
