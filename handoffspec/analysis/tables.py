"""Tables: complete, without overlap, no row in vain, one way back for each value. Each finding has a combination."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Final

from handoffspec.analysis.coverage import Box, Coverage, cover, ordered
from handoffspec.analysis.domains import Line, Symbol, Table, Value, table, ways
from handoffspec.analysis.facts import Fact, OutOrBack
from handoffspec.analysis.facts_tables import DeadRow, RowsOverlap, SeveralWaysBack, TableGap, TableTooLarge
from handoffspec.schema.handoffs import Handoff
from handoffspec.schema.mapping import Row, Rule
from handoffspec.schema.types import Scalar

_MOST_GAPS: Final = 1_000
"""So many are listed one by one; of more, the first of each box."""


def table_facts(handoff: Handoff) -> Iterator[Fact]:
    """What is wrong with the tables of a handoff."""
    for rule in handoff.rules:
        if rule.table and rule.target.kind == "fields":
            yield from _of_rule(handoff, rule)


def _of_rule(handoff: Handoff, rule: Rule) -> Iterator[Fact]:
    tables: dict[OutOrBack, Table] = {way: table(handoff, rule, way) for way in ways(rule)}
    covers = {way: cover(found) for way, found in tables.items()}
    if not all(coverage.whole for coverage in covers.values()):
        yield TableTooLarge(rule.id)
        return
    gap = _gaps(rule, tables, covers)
    if gap is not None:
        yield gap
    several = list(_several_ways_back(rule)) if "back" in tables else []
    overlaps = list(_overlaps(rule, covers, {row for fact in several for row in fact.rows}))
    yield from overlaps
    doubled = {(fact.first, fact.second) for fact in overlaps}
    yield from (fact for fact in several if tuple(fact.rows) not in doubled)
    named = {fact.second for fact in overlaps} | {row for fact in several for row in fact.rows}
    yield from _dead(rule, covers, named)


# ── Complete ───────────────────────────────────────────────────────────────────────────────────────────────────────


def _gaps(rule: Rule, tables: Mapping[OutOrBack, Table], covers: Mapping[OutOrBack, Coverage]) -> TableGap | None:
    found = {way: _without_row(tables[way], coverage) for way, coverage in covers.items()}
    nothing: tuple[tuple[tuple[object, ...], ...], int] = ((), 0)
    (out, outs), (back, backs) = found.get("out", nothing), found.get("back", nothing)
    return TableGap(rule.id, out, back, outs, backs) if outs or backs else None


def _without_row(found: Table, coverage: Coverage) -> tuple[tuple[tuple[object, ...], ...], int]:
    """Combinations without a row, and how many there are. All empty needs none: it arrives as empty."""
    boxes = [box for box in coverage.boxes if box.line is None]
    empty = any(all(Symbol.EMPTY in part for part in box.values) for box in boxes)
    count = sum(box.size for box in boxes) - (1 if empty else 0)
    if count <= _MOST_GAPS:
        listed = ordered(found, boxes)
    else:
        listed = [values for box in boxes for values in islice(box.combinations(), 2)]
    filled = (values for values in listed if not all(value is Symbol.EMPTY for value in values))
    return tuple(tuple(map(_plain, values)) for values in filled), count


def _plain(value: Value) -> object:
    return None if value is Symbol.EMPTY else ... if value is Symbol.OTHER else value


# ── Without overlap, nothing in vain ───────────────────────────────────────────────────────────────────────────────


def _overlaps(rule: Rule, covers: Mapping[OutOrBack, Coverage], several: set[int]) -> Iterator[RowsOverlap]:
    """Rows of which the order alone decides who takes a combination: each that is there twice, else the first pair."""
    told: set[int] = set()
    crossed = False
    for way, coverage in covers.items():
        reached = {box.line.row for box in coverage.boxes if box.line is not None}
        for box in coverage.boxes:
            for rival in box.rivals:
                first, second = sorted((box.line, rival), key=lambda line: line.row if line else -1)
                if first is None or second is None or second.row in told or {first.row, second.row} <= several:
                    continue
                values = _taken_by_both(box, rival)
                same = _same(first, second)
                if values is not None and (same or (not crossed and _clash(first, second, reached))):
                    told.add(second.row)
                    crossed = crossed or not same
                    yield RowsOverlap(rule.id, way, first.row, second.row, tuple(map(_plain, values)), same)


def _taken_by_both(box: Box, rival: Line) -> tuple[Value, ...] | None:
    """A combination of the box that the rival takes too."""
    found: list[Value] = []
    for at, part in enumerate(box.values):
        held = next((value for value in part if rival.takes_at(at, value)), None)
        if held is None:
            return None
        found.append(held)
    return tuple(found)


def _same(first: Line, second: Line) -> bool:
    return all(
        one.kind == other.kind and set(one.values) == set(other.values)
        for one, other in zip(first.given, second.given, strict=True)
    )


def _clash(first: Line, second: Line, reached: set[int]) -> bool:
    """Whether two rows say different things of the same values, and neither is there for what the other leaves.

    `otherwise` is for what is left. So is a later row that differs from an earlier one only in taking any value where
    that one names some.
    """
    if first.made == second.made or second.row not in reached or _leftover(first) or _leftover(second):
        return False
    return not all(
        other.kind == "any" or (one.kind == other.kind and set(one.values) == set(other.values))
        for one, other in zip(first.given, second.given, strict=True)
    )


def _leftover(line: Line) -> bool:
    return any(cell.kind == "otherwise" for cell in line.given)


def _dead(rule: Rule, covers: Mapping[OutOrBack, Coverage], named: set[int]) -> Iterator[DeadRow]:
    reached: set[int] = set()
    takers: dict[int, int] = {}
    for coverage in covers.values():
        for box in coverage.boxes:
            if box.line is not None:
                reached.add(box.line.row)
                for rival in box.rivals:
                    if _taken_by_both(box, rival) is not None:
                        takers.setdefault(rival.row, box.line.row)
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
