"""What a ticket loses, each with the impact that the author declared for it."""

from collections.abc import Iterable, Iterator
from typing import Final, Literal

from handoffspec.execute.fitting import Taken
from handoffspec.execute.result import Loss
from handoffspec.execute.rules import Task
from handoffspec.execute.tables import Way
from handoffspec.schema.handoffs import Accepted, Impact

_SEVERITY: Final[tuple[Impact, ...]] = ("critical", "high", "minor", "none")


def impact_of(accepted: Iterable[Accepted], way: Way, own: Impact | None = None) -> Impact | Literal["undecided"]:
    """The worst impact that was declared for a direction."""
    there = "there" if way == "out" else "back"
    declared = {each.impact for each in accepted if each.way in (None, there)} | {own}
    return next((impact for impact in _SEVERITY if impact in declared), "undecided")


def rule_losses(
    task: Task, fields: Iterable[str], taken: Iterable[Taken], kind: Literal["lossy", "lost"] = "lossy"
) -> Iterator[Loss]:
    """What a rule took from each of the fields that it reads."""
    impact = impact_of(task.rule.accepted, task.way, task.rule.impact)
    for name in fields:
        for each in dict.fromkeys(taken):
            yield Loss(name, kind, each.cause, impact, each.detail)
