"""Tables of the field mapping, held against what both sides held once they were quiet."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from handoffspec.diagnose.against.book import Book
from handoffspec.diagnose.against.conditions import truth
from handoffspec.diagnose.against.crossings import Crossing, grace
from handoffspec.diagnose.against.quiet import Both, Pair, Rest
from handoffspec.diagnose.against.tally import Tally
from handoffspec.diagnose.against.tracks import EMPTY, Value
from handoffspec.schema.conditions import FieldRef, Side
from handoffspec.schema.handoffs import Handoff
from handoffspec.schema.mapping import Cell, Flow, Row, Rule, ToFields
from handoffspec.schema.spelling import value


@dataclass(frozen=True, slots=True)
class Table:
    """A rule with a table between fields of both sides."""

    rule: Rule
    left: tuple[FieldRef, ...]
    right: tuple[FieldRef, ...]

    def agrees(self, both: Both) -> bool:
        """Whether some row, in either direction, says that these belong together; what is unknown fits any."""
        return any(_fits(self.rule.table, row, both) for row in self.rule.table)

    def answers(self, side: Side, both: Both) -> tuple[Row, ...]:
        """The rows that read what one side holds."""
        flow: Flow = "out" if side == "source" else "back"
        rows = [row for row in self.rule.table if row.flow in (flow, "both")]
        held = both[0 if side == "source" else 1]
        return tuple(row for row in rows if _reads(rows, row, side, held))


@dataclass(slots=True)
class Tables:
    """The tables of a handoff that a history can contradict."""

    book: Book
    handoff: Handoff
    tally: Tally
    _tables: list[Table] = field(init=False)

    def __post_init__(self) -> None:
        self._tables = []
        for rule in self.handoff.rules:
            target = rule.target
            if not rule.table or not isinstance(target, ToFields):
                continue
            if rule.steps or any(not isinstance(one, FieldRef) for one in rule.sources):
                continue
            self._tables.append(Table(rule, rule.fields, target.fields))

    def judge(self, crossing: Crossing, cut: datetime) -> None:
        """Hold a ticket's fields on both sides against each table."""
        destination = crossing.scene.destination
        if destination is None or not crossing.alone:
            return
        for table in self._tables:
            rule = table.rule
            sources = tuple(crossing.scene.source.track(ref.field) for ref in table.left)
            pair = Pair(sources, tuple(destination.track(ref.field) for ref in table.right))
            for rest in pair.rests(crossing.at, cut, grace(self.handoff), given=crossing.seen):
                if rule.once and rest.last.get("source") != crossing.at:
                    continue
                if rule.when is not None and truth(rule.when, crossing.scene, rest.at) is not True:
                    continue
                self._rest(table, pair, rest, crossing)

    def _rest(self, table: Table, pair: Pair, rest: Rest, crossing: Crossing) -> None:
        sides = rest.values
        if any(all(one is None for one in side) for side in sides):
            self.tally.unknown(self.handoff.name, table.rule.id, "no ticket's history shows its fields on both sides")
            return
        rule = self.book.rule("map", self.handoff, table.rule.id)
        if table.agrees(sides):
            self.tally.held(rule)
            return
        for side in rest.sides():
            rows = table.answers(side, sides)
            if not rows or any(table.agrees(both) for both in pair.met(side, rest.last[side], rest.at)):
                continue
            self.tally.contradicted(rule, *self._words(table, side, sides, rows), crossing.ticket, rest.last[side])
            return

    def _words(self, table: Table, side: Side, both: Both, rows: Sequence[Row]) -> tuple[str, str]:
        handoff = self.handoff
        names = [[ref.field for ref in refs] for refs in (table.left, table.right)]
        held = [_held(fields, values) for fields, values in zip(names, both, strict=True)]
        titles = [handoff.source.system_title, handoff.destination.system_title]
        here, there = (0, 1) if side == "source" else (1, 0)
        cells = dict.fromkeys(_cells(row.right if side == "source" else row.left) for row in rows)
        given = " or ".join(cells)
        said = f"{held[here]} in {titles[here]} stood beside {held[there]} in {titles[there]}; the table gives {given}"
        return said, f"Find out why nothing wrote {given}, or change the row."


def _held(fields: Sequence[str], values: Sequence[Value]) -> str:
    said = zip(fields, values, strict=True)
    return ", ".join(f"{name} {'empty' if one == EMPTY else one}" for name, one in said if one is not None)


def _cells(cells: Sequence[Cell]) -> str:
    return ", ".join(
        " or ".join(value(str(one)) for one in cell.values) if cell.kind == "values" else cell.kind for cell in cells
    )


def _fits(rows: Sequence[Row], row: Row, both: Both) -> bool:
    return _reads(rows, row, "source", both[0]) and _reads(rows, row, "destination", both[1])


def _reads(rows: Sequence[Row], row: Row, side: Side, values: Sequence[Value]) -> bool:
    own = row.left if side == "source" else row.right
    return all(_is_in(rows, side, number, own[number], one) for number, one in enumerate(values))


def _is_in(rows: Sequence[Row], side: Side, number: int, cell: Cell, one: Value) -> bool:
    if one is None or cell.kind == "any":
        return True
    if cell.kind == "empty":
        return one == EMPTY
    if cell.kind == "values":
        return any(_same(each, one) for each in cell.values)
    columns = [(row.left if side == "source" else row.right)[number] for row in rows]
    named = [each for column in columns if column.kind == "values" for each in column.values]
    return not any(_same(each, one) for each in named)


def _same(written: object, said: str) -> bool:
    text = ("no", "yes")[written] if isinstance(written, bool) else str(written)
    return text.casefold() == said.casefold()
