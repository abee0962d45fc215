"""Histories in words: one sentence a step, as somebody on the desk could act it out."""

from collections.abc import Iterable, Sequence
from typing import Final

from handoffspec.analysis.lifecycles.history import Step
from handoffspec.lint.frame import Case
from handoffspec.lint.words import in_words
from handoffspec.schema.conditions import Side
from handoffspec.schema.spelling import word
from handoffspec.schema.status_map import ROLLBACK

_LANDS: Final = ("moves", "returns", "refused", "lacks")


def told(steps: Iterable[Step], case: Case) -> list[str]:
    """The steps as sentences. What the sync was about to do before, it does now."""
    said: list[str] = []
    pending: set[Side] = set()
    for step in steps:
        now = step.side in pending and step.kind in _LANDS
        said.append(f"The sync now {_answer(step, side_name(step.side, case))}." if now else _sentence(step, case))
        if step.kind == "reads":
            pending.add(step.side)
        elif now or step.overtakes:
            pending.discard(step.side)
    return said


def side_name(side: Side, case: Case) -> str:
    """How a side is called: by its system, and where both have the same, by its record too."""
    record = case.handoff.record(side)
    same = case.handoff.source.system == case.handoff.destination.system and not case.handoff.within
    return f"{record.system_title} {record.title}" if same else record.system_title


def _sentence(step: Step, case: Case) -> str:
    one = side_name(step.side, case)
    other = side_name("destination" if step.side == "source" else "source", case)
    match step.kind:
        case "begins":
            return _begins(step, one, other)
        case "people":
            return f"Somebody sets {one} from {step.before} to {step.after}.{_overtakes(step, one)}"
        case "automation":
            return f'"{step.by}": {one} goes from {step.before} to {step.after}.{_overtakes(step, one)}'
        case "returns":
            moves = f"goes from {step.before} {_through(step)}" if step.path else f"stays in {step.after}"
            return f"The ticket is handed back: {one} {moves}."
        case "leaves":
            return f"The ticket no longer meets `only when`: {_let_go(case)}."
        case "ends":
            return f"Both sides have come as far as `{_until(case)}` says, and the sync ends."
        case _ if step.row == ROLLBACK:
            who = "somebody" if case.handoff.within else "the sync"
            return f"The ticket is handed back: {who} {_answer(step, one)}."
        case "held":
            return "Both sides have changed, and the conflict waits for somebody."
        case _:
            return f"The sync sees {step.seen} in {other} and {_answer(step, one)}."


def _let_go(case: Case) -> str:
    sync = case.handoff.sync
    outcome = sync.filter.otherwise if sync and sync.filter else None
    return "the link is taken away" if outcome and outcome.kind == "unlink" else "the sync stops"


def _until(case: Case) -> str:
    sync = case.handoff.sync
    return f"until {word(sync.until)}" if sync and sync.until else "until"


def left_alone(steps: Sequence[Step], case: Case) -> str:
    """What the other side makes of the last step, where the sync is no more."""
    last = steps[-1]
    if last.kind not in ("people", "automation"):
        return "Nobody hears of it."
    other: Side = "destination" if last.side == "source" else "source"
    return f"Nothing tells {side_name(other, case)}, which stays as it is."


def _answer(step: Step, one: str) -> str:
    """What the sync does about what it sees."""
    match step.kind:
        case "reads":
            return f"is about to move {one} from {step.before} to {step.after}"
        case "moves" | "returns":
            return f"moves {one} from {step.before} {_through(step)}"
        case "agrees":
            return f"leaves {one} in {step.before}"
        case "follow up":
            return f"opens a follow-up, since {one} is {step.before}"
        case "unplaced":
            return f"does not know what {one} should be"
        case _:
            return _failed(step, one)


def _begins(step: Step, one: str, other: str) -> str:
    if step.side == "source":
        return f"A ticket is {step.seen}."
    made = f"The handoff takes place while {other} is {step.seen}: {one} begins in {step.before}"
    moves = step.path and step.path != (step.before,)
    return f"{made} and moves {_through(step)}." if moves else f"{made}."


def _through(step: Step) -> str:
    *between, last = step.path
    return f"through {', '.join(between)} to {last}" if between else f"to {last}"


def _overtakes(step: Step, one: str) -> str:
    return f" The sync drops what it was about to do in {one} and looks again." if step.overtakes else ""


def _failed(step: Step, one: str) -> str:
    goal = step.path[-1] if step.path else step.after
    way = "" if goal == step.after else f" on the way to {goal}"
    why = f"asks for {in_words(step.needs)} there" if step.kind == "lacks" else "does not allow that"
    return f"has to move {one} from {step.before} to {step.after}{way}, but {one} {why}"
