"""Tables: complete, no row in vain, one way back for each value. Full coverage and its witnesses come on top."""

from collections import defaultdict
from collections.abc import Iterator, Mapping

from handoffspec.analysis.domains import Symbol, Table, Value, table, ways
from handoffspec.analysis.facts import DeadRow, Fact, OutOrBack, SameLeft, SeveralWaysBack, TableGap
from handoffspec.schema.handoffs import Cell, Handoff, Row, Rule
from handoffspec.schema.types import Scalar


def table_facts(handoff: Handoff) -> Iterator[Fact]:
    """What is wrong with the tables of a handoff."""
    for rule in handoff.rules:
        if rule.table and rule.target.kind == "fields":
            yield from _of_rule(handoff, rule)


def _of_rule(handoff: Handoff, rule: Rule) -> Iterator[Fact]:
    tables: dict[OutOrBack, Table] = {way: table(handoff, rule, way) for way in ways(rule)}
    if not all(found.small for found in tables.values()):
        return
    gaps = {way: _gaps(found) for way, found in tables.items()}
    if any(gaps.values()):
        yield TableGap(rule.id, gaps.get("out", ()), gaps.get("back", ()))
    same = list(_same_left(rule))
    yield from same
    several = list(_several_ways_back(rule)) if "back" in tables else []
    doubled = {(fact.first, fact.second) for fact in same}
    yield from (fact for fact in several if tuple(fact.rows) not in doubled)
    named = {fact.second for fact in same} | {row for fact in several for row in fact.rows}
    yield from _dead(rule, tables, named)


# ── Complete ───────────────────────────────────────────────────────────────────────────────────────────────────────


def _gaps(found: Table) -> tuple[tuple[object, ...], ...]:
    """Combinations without a row. All empty needs none: it arrives as empty."""
    return tuple(
        tuple(map(_plain, values))
        for values in found.combinations()
        if found.line(values) is None and not all(value is Symbol.EMPTY for value in values)
    )


def _plain(value: Value) -> object:
    return None if value is Symbol.EMPTY else ... if value is Symbol.OTHER else value


# ── In vain ────────────────────────────────────────────────────────────────────────────────────────────────────────


def _same_left(rule: Rule) -> Iterator[SameLeft]:
    first: dict[tuple[Cell, ...], int] = {}
    for at, row in enumerate(rule.table):
        if row.flow == "back":
            continue
        if row.left in first:
            yield SameLeft(rule.id, first[row.left], at)
        first.setdefault(row.left, at)


def _dead(rule: Rule, tables: Mapping[OutOrBack, Table], named: set[int]) -> Iterator[DeadRow]:
    reached: set[int] = set()
    takers: dict[int, int] = {}
    for found in tables.values():
        for values in found.combinations():
            fitting = [line.row for line in found.lines if line.takes(values)]
            reached.update(fitting[:1])
            for row in fitting[1:]:
                takers.setdefault(row, fitting[0])
    for at in range(len(rule.table)):
        if at not in reached and at not in named:
            yield DeadRow(rule.id, at, takers.get(at))


# ── One way back ───────────────────────────────────────────────────────────────────────────────────────────────────


def _several_ways_back(rule: Rule) -> Iterator[SeveralWaysBack]:
    """Law 3: among the rows with the same result exactly one is two-way."""
    rows: dict[tuple[Scalar | None, ...], list[int]] = defaultdict(list)
    for at, row in enumerate(rule.table):
        if row.flow == "out":
            continue
        for value in _results(row):
            rows[value].append(at)
        if any(len(cell.values) > 1 for cell in row.left):
            yield SeveralWaysBack(rule.id, (at,), _results(row)[0])
    for value, found in rows.items():
        if len(found) > 1:
            yield SeveralWaysBack(rule.id, tuple(found), value)


def _results(row: Row) -> list[tuple[Scalar | None, ...]]:
    """The combinations on the right that a row names."""
    made: list[tuple[Scalar | None, ...]] = [()]
    for cell in row.right:
        values: tuple[Scalar | None, ...] = cell.values if cell.kind == "values" else (None,)
        made = [(*before, value) for before in made for value in values]
    return made
