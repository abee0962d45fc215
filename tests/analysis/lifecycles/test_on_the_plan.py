"""Every step of the sync in a history, done by the interpreter on the compiled plan, comes out as the history says."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from handoffspec.analysis import verdicts
from handoffspec.analysis.lifecycles import explore
from handoffspec.analysis.lifecycles.history import Step
from handoffspec.execute.back import run_back
from handoffspec.execute.events import Sight
from handoffspec.execute.result import Failure, MappingError, Result
from handoffspec.execute.status import Mapped, hops, map_status
from handoffspec.execute.wire.inputs import read_ticket
from handoffspec.pipeline import check
from handoffspec.plan.lower import lower
from handoffspec.schema import status_map
from handoffspec.schema.handoffs import Handoff
from tests.analysis.lifecycles import worlds
from tests.analysis.lifecycles.guide import TABLES, placed, resolved
from tests.analysis.lifecycles.test_generated import world_of

FLAGS = (True, False, None)


def histories(handoff: Handoff) -> Iterator[tuple[Step, ...]]:
    for fact in explore(handoff).found:
        if hasattr(fact, "history"):
            yield fact.history
        if hasattr(fact, "round"):
            yield (*fact.way_in, *fact.round)


def outcomes(handoff: Handoff, step: Step) -> list[tuple[str, str, tuple[str, ...]]]:
    """What the interpreter does about what the sync sees, whatever the flag says: a word, the row, and the way."""
    way = "out" if step.side == "destination" else "back"
    statuses = {step.side: step.before, "source" if step.side == "destination" else "destination": step.seen}
    return [outcome(handoff, way, step, statuses, flag) for flag in FLAGS]


def outcome(handoff: Handoff, way: str, step: Step, statuses: dict, flag: bool | None) -> tuple[str, str, tuple]:
    records = {"source": handoff.source, "destination": handoff.destination}
    now = {side: {record.lifecycle.field: statuses[side]} for side, record in records.items()}
    now["source"]["flag"] = flag
    if step.row == status_map.ROLLBACK:
        row = status_map.returning(handoff.rollback, handoff.source.lifecycle, step.before)
        return carried_out(records, step, Mapped(row, row.left[0]))
    mapped = map_status(handoff, way, step.seen, Sight(records, now), statuses[step.side])
    if mapped is None:
        return "unplaced", "", ()
    if mapped.row.opens_follow_up:
        return ("agrees" if mapped.status == step.seen else "follow up"), mapped.row.id, ()
    return carried_out(records, step, mapped if way == "out" or mapped.row.flow == "back" else _bare(mapped))


def carried_out(records: dict, step: Step, own: Mapped) -> tuple[str, str, tuple]:
    given = {"assignee": "somebody"} if step.side == "source" else {}
    try:
        path = hops(records[step.side], own, step.before, given)
    except MappingError as error:
        return {"HS1211": "refused", "HS1212": "lacks"}[error.code], own.row.id, ()
    return "moves" if path else "agrees", own.row.id, tuple(hop.status for hop in path)


def _bare(mapped: Mapped) -> Mapped:
    return Mapped(replace(mapped.row, through=(), with_fields=()), mapped.status)


def acted_out(handoff: Handoff) -> int:
    """How many steps of the sync were done by the interpreter."""
    plan = lower(handoff, verdicts(handoff), None)
    done = 0
    for history in histories(handoff):
        for at, step in enumerate(history):
            # What fails while the record is only being made starts from the statuses of its creation.
            kind = ("moves" if step.path else "agrees") if step.kind == "returns" else step.kind
            if kind in ("moves", "refused", "lacks", "unplaced", "agrees") and (at > 1 or kind == "moves"):
                expected = (kind, step.row, step.path if kind == "moves" else ())
                found = outcomes(plan.handoff, replace(step, before=status_before(history, at)))
                assert expected in found, (step, found)
                done += 1
    return done


def status_before(history: tuple[Step, ...], at: int) -> str:
    """The status that the sync finds on the side of a step: of several hops a later one may be what fails."""
    step = history[at]
    here = ""
    for earlier in history[:at]:
        if earlier.kind == "begins":
            here = earlier.after or earlier.before if step.side == "destination" else earlier.seen
        elif earlier.side == step.side and earlier.kind in ("people", "automation", "moves", "returns"):
            here = earlier.after
    return here


@pytest.mark.parametrize("decade", range(30))
def test_generated_histories_happen(decade: int) -> None:
    for seed in range(decade * 10, decade * 10 + 10):
        acted_out(worlds.handoff(world_of(seed)))


@pytest.mark.parametrize("table", TABLES)
def test_the_histories_of_the_guides_table_happen(table: str, tmp_path: Path) -> None:
    assert acted_out(resolved(tmp_path, TABLES[table])) >= 4


RETURN = """
extend zendesk.ticket {
  lifecycle status also {
    triage is doing
    from open to triage
    from triage to open, pending, hold
  }
}
"""


def test_a_rollback_that_is_refused_is_refused_by_the_plan(tmp_path: Path) -> None:
    """What `check` says of a ticket that cannot come back is what a run says of that ticket."""
    path = placed(tmp_path, TABLES["with its hops"])
    text = path.read_text(encoding="utf-8").replace("    to status open\n", "    to status triage\n")
    path.write_text(f"{text}{RETURN}", encoding="utf-8")
    checked = check([str(path)])
    (found,) = (one for one in checked.diagnostics if one.code.code == "HS0415")
    assert isinstance(found.witness, list)
    assert str(found.witness[-1]).startswith("The ticket is handed back: the sync has to move Zendesk Support from")
    ((handoff, facts),) = checked.handoffs
    plan = lower(handoff.value, facts.verdicts, None)
    issue = {"id": "1", "fields": {"status": {"name": "In Progress"}, "labels": ["cannot-reproduce"]}}
    outcomes = [
        run_back(plan, read_ticket(issue, plan.handoff.destination), {"status": now}) for now in ("open", "hold")
    ]
    assert isinstance(outcomes[0], Result)
    assert isinstance(outcomes[1], Failure)
    assert outcomes[1].code == "HS1211"
