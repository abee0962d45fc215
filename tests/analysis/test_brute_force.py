"""Verdicts, round trips and witnesses of small handoffs, held against running every value through the interpreter."""

import json
from collections import defaultdict
from collections.abc import Iterator
from itertools import product
from typing import Any

import pytest

from handoffspec.analysis import analyse
from handoffspec.analysis.facts import OutOrBack
from handoffspec.analysis.facts_tables import RoundTripBroken, TableGap
from handoffspec.execute import Failure, Result, run_back, run_forward
from handoffspec.execute.tables import Table
from handoffspec.execute.wire.inputs import TicketInput
from handoffspec.plan import Plan
from handoffspec.plan.lower import lower
from handoffspec.schema.losses import Verdict, whole
from handoffspec.schema.systems import Field
from handoffspec.schema.types import ListType
from handoffspec.text.document import Document
from handoffspec.text.plain import write_plain
from tests.strategies.small import Small, small

# Of 26,000 pairs (0 to 14,000 and 100,000 to 112,000) every verdict, witness and round trip agrees.
PAIRS = 1_000
CHUNK = 100


# ── Running ────────────────────────────────────────────────────────────────────────────────────────────────────────


def ends(pair: Small, way: OutOrBack) -> tuple[list[Field], list[Field]]:
    """The fields read and the fields written."""
    handoff = pair.handoff
    left = [f for f in handoff.source.fields if not f.kept]
    right = [f for f in handoff.destination.fields if not f.kept]
    return (left, right) if way == "out" else (right, left)


def tickets(pair: Small, way: OutOrBack) -> Iterator[dict[str, Any]]:
    """Every ticket, with the field that a guard reads."""
    names = [field.name for field in ends(pair, way)[0]] + (["g"] if way == "out" else [])
    for values in product(*(pair.values[name] for name in names)):
        yield dict(zip(names, values, strict=True))


def go(plan: Plan, way: OutOrBack, ticket: dict[str, Any], onto: dict[str, Any] | None = None) -> Result | Failure:
    given = TicketInput(record=ticket)
    return run_forward(plan, given) if way == "out" else run_back(plan, given, onto)


def plain(value: object) -> object:
    return write_plain(value).value if isinstance(value, Document) else value


def essence(field: Field, value: object) -> object:
    """What two values of a field share when the field makes no difference between them."""
    value = plain(value)
    if isinstance(value, list):
        items = [essence(field, item) for item in value]
        loose = "order" in field.ignoring or (isinstance(field.type, ListType) and field.type.unique)
        return tuple(sorted(items, key=repr) if loose else items)
    if isinstance(value, str) and "case" in field.ignoring:
        return value.casefold()
    return value


def arrived(outcome: Result | Failure, fields: list[Field], kept: object = None) -> tuple[object, ...] | None:
    """What arrives as far as the fields tell it apart; None: nothing, for the ticket is refused.

    `kept` stands for what is left as it is.
    """
    if isinstance(outcome, Failure):
        return None
    values = tuple(essence(field, outcome.record.get(field.name, kept)) for field in fields)
    refused = any(value in (None, "", ()) for value, field in zip(values, fields, strict=True) if field.required)
    return None if refused else values


# ── What all values say ────────────────────────────────────────────────────────────────────────────────────────────


def loses(pair: Small, plan: Plan, verdict: Verdict) -> bool:
    """Whether two tickets arrive as the same, one is refused, or the interpreter says that one loses something."""
    way = verdict.flow
    read, written = ends(pair, way)
    # Of a table the interpreter knows the rows only, not which values a field has.
    # A table and a default make no difference between one empty and another.
    blunt = bool(pair.handoff.rules[0].table) or any(s.kind == "default" for s in pair.handoff.rules[0].steps)
    told = not pair.handoff.rules[0].table
    arrivals: dict[tuple[object, ...], set[object]] = defaultdict(set)
    for ticket in tickets(pair, way):
        outcome = go(plan, way, ticket)
        result = arrived(outcome, written, None if way == "out" else "as it is")
        own = tuple(None if blunt and ticket[f.name] in ("", []) else essence(f, ticket[f.name]) for f in read)
        if result is None or (told and isinstance(outcome, Result) and outcome.losses):
            return True
        arrivals[result].add(own)
        if len(arrivals[result]) > 1:
            return True
    return False


def by_definition(verdict: Verdict) -> bool:
    """Parts that become one text can no longer be filtered on, and what a condition keeps back does not arrive, whether
    two tickets show it or not."""
    return "structure to text" in verdict.causes or "guard" in verdict.causes


@pytest.mark.parametrize("first", range(0, PAIRS, CHUNK))
def test_every_verdict_is_what_all_values_say(first: int) -> None:
    for seed in range(first, first + CHUNK):
        pair = small(seed)
        facts = analyse(pair.handoff)
        if any(facts.of(TableGap)):
            continue
        plan = lower(pair.handoff, facts.verdicts)
        for verdict in facts.verdicts:
            lossy = verdict.loss in ("lossy", "lost")
            said = loses(pair, plan, verdict)
            assert lossy == said or (lossy and by_definition(verdict)), (seed, pair.handoff.rules, verdict)


@pytest.mark.parametrize("first", range(0, PAIRS, CHUNK))
def test_every_witness_loses_what_it_says(first: int) -> None:
    for seed in range(first, first + CHUNK):
        pair = small(seed)
        facts = analyse(pair.handoff)
        if any(facts.of(TableGap)):
            continue
        plan = lower(pair.handoff, facts.verdicts)
        for verdict in facts.verdicts:
            for witness in verdict.witnesses:
                if witness.before is None:
                    assert_shown(pair, plan, verdict.flow, witness, seed)


def assert_shown(pair: Small, plan: Plan, way: OutOrBack, witness: Any, seed: int) -> None:
    read, written = ends(pair, way)
    ticket = whole(witness.ticket)
    outcome = go(plan, way, ticket)
    result = arrived(outcome, written)
    note = (seed, pair.handoff.rules[0], witness, outcome)
    if witness.other is not None:
        again = go(plan, way, whole(witness.other))
        assert arrived(again, written) == result, note
        own, others = ([essence(f, t.get(f.name)) for f in read] for t in (ticket, whole(witness.other)))
        assert own != others, note
    elif witness.cause != "structure to text":
        # Parts that become text are lossy by definition, whatever the one ticket shows.
        assert result is None or (isinstance(outcome, Result) and outcome.losses), note
    if witness.arrives:
        assert isinstance(outcome, Result), note
        for field in written:
            if field.name in witness.arrives:
                said = essence(field, whole(witness.arrives[field.name]))
                assert essence(field, outcome.record.get(field.name)) == said, note


# ── Round trips ────────────────────────────────────────────────────────────────────────────────────────────────────


def changed_by(plan: Plan, pair: Small, there: dict[str, Any], here: dict[str, Any]) -> bool | None:
    """Whether what is set there is something else after it came back onto what stands here; None: refused."""
    left, right = ends(pair, "out")
    if left_alone(plan, [there[field.name] for field in right]):
        return None
    back = go(plan, "back", there, here)
    if isinstance(back, Failure) or not any(field.name in back.record for field in left):
        return None
    now = {**here, **{f.name: plain(back.record[f.name]) for f in left if f.name in back.record}}
    again = go(plan, "out", now)
    # A table and a default make no difference between one empty and another.
    blunt = bool(plan.handoff.rules[0].table) or any(s.kind == "default" for s in plan.handoff.rules[0].steps)
    got, put = arrived(again, right), tuple(essence(f, there[f.name]) for f in right)
    return got != put and not (blunt and got is not None and _filled(got) == _filled(put))


def left_alone(plan: Plan, there: list[Any]) -> bool:
    """Whether a row that goes back only says that this value is not taken over here."""
    row = Table(plan.handoff.rules[0].table).find(there, "back")
    return row is not None and row.flow == "back" and all(cell.kind in ("any", "otherwise") for cell in row.left)


def _filled(values: tuple[object, ...]) -> list[object]:
    return [None if value in ("", ()) else value for value in values]


@pytest.mark.parametrize("first", range(0, PAIRS, CHUNK))
def test_two_way_rules_keep_what_they_say(first: int) -> None:
    for seed in range(first, first + CHUNK):
        check_round_trip(small(seed), seed)


def check_round_trip(pair: Small, seed: int) -> None:
    if pair.handoff.rules[0].flow != "both":
        return
    facts = analyse(pair.handoff)
    if any(facts.of(TableGap)):
        return
    plan = lower(pair.handoff, facts.verdicts)
    broken = list(facts.of(RoundTripBroken))
    back = next(v for v in facts.verdicts if v.flow == "back")
    left, right = ends(pair, "out")
    note = (seed, pair.handoff.rules[0], broken, back)
    for fact in broken:
        onto = {**next(tickets(pair, "out")), **whole(fact.onto)}
        put = whole(fact.put)
        assert changed_by(plan, pair, put, onto), note
    for here in tickets(pair, "out"):
        outcome = go(plan, "out", here)
        if isinstance(outcome, Result) and arrived(outcome, right) is not None:
            there = {f.name: plain(outcome.record.get(f.name)) for f in right}
            kept = go(plan, "back", json.loads(json.dumps(there)), here)
            assert isinstance(kept, Result), note
            assert arrived(kept, left) is None or all(
                essence(f, kept.record.get(f.name, here[f.name])) == essence(f, here[f.name]) for f in left
            ), (note, here, there, kept.record)
        if broken or back.loss in ("lossy", "lost"):
            continue
        for there in tickets(pair, "back"):
            assert not changed_by(plan, pair, there, here), (note, here, there)
