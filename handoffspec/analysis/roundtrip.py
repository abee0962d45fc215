"""Law 3: what `<->` makes of the record on the other side, and whether it is still what somebody set there.

Get-put holds by itself: a record that agrees with what comes back is left as it is. Put-get is decided here. Where two
values of the other side come back as one, the way back loses something, and that is a finding (and can be accepted) of
its own; what is left are values that come back alone and still go over as others.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice, product
from typing import Final, TypeAlias

from handoffspec.analysis.coverage import Box, cover
from handoffspec.analysis.domains import Line, Symbol, Table, Value, field_at, table
from handoffspec.analysis.facts_tables import RoundTripBroken
from handoffspec.analysis.samples import one_of, other_than, text_of
from handoffspec.schema.coercions import narrows
from handoffspec.schema.conditions import FieldRef
from handoffspec.schema.handoffs import Handoff
from handoffspec.schema.mapping import Cell, Rule, Step
from handoffspec.schema.systems import Field
from handoffspec.schema.types import Limit, NumberType, TextType

_MOST_RECORDS: Final = 500
"""So many records as they stand are tried for one value that comes back."""
_MOST_LOOKUPS: Final = 2_000_000


def round_trip_facts(handoff: Handoff) -> Iterator[RoundTripBroken]:
    """Two-way rules that change what somebody on the other side has set, one example each."""
    for rule in handoff.rules:
        if rule.flow == "both" and rule.target.kind == "fields" and rule.fields:
            found = _by_table(handoff, rule) if rule.table else _by_steps(handoff, rule)
            yield from islice(found, 1)


# ── Tables ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def _by_table(handoff: Handoff, rule: Rule) -> Iterator[RoundTripBroken]:
    out, back = table(handoff, rule, "out"), table(handoff, rule, "back")
    alone = _alone(back, cover(back).boxes)
    yield from _taken_for_agreeing(handoff, rule, out, alone)
    lookup = Lookup(out)
    if len(alone) * lookup.cost > _MOST_LOOKUPS:
        return
    for put, line in alone:
        untouched = all(value is Symbol.UNTOUCHED for value in back.made(line))
        if untouched and line is not None and rule.table[line.row].flow == "back":
            continue  # The author says that it is not taken over here.
        for kept in islice(_kept(handoff, rule, out, line), _MOST_RECORDS):
            found = lookup.line(kept)
            if found is None and any(value is not Symbol.EMPTY for value in kept):
                continue  # A gap of the table, said there.
            if not _same(out, out.made(found), put):
                yield _broken(handoff, rule, out, "untouched" if untouched else "table", put, kept, found)


def _taken_for_agreeing(handoff: Handoff, rule: Rule, out: Table, alone: "list[_Alone]") -> Iterator[RoundTripBroken]:
    """Rows that would take several values there for their own, and write one of them: the record stays, and so writes
    that one again."""
    loose = [box for box in cover(out).boxes if box.line is not None and any(map(_several, box.line.made))]
    if len(loose) * len(alone) > _MOST_LOOKUPS:
        return
    for box, (put, _) in product(loose, alone):
        line = box.line
        if line is not None and line.allows(put) and not _same(out, out.made(line), put):
            yield _broken(handoff, rule, out, "several", put, box.smallest, line)


def _several(cell: Cell) -> bool:
    return len(cell.values) > 1 or cell.kind in ("any", "otherwise")


def _same(out: Table, got: tuple[Value, ...], put: tuple[Value, ...]) -> bool:
    """Whether what goes over is what was set; what a row leaves as it is stays so."""
    return all(one in (other, Symbol.UNTOUCHED) for one, other in zip(out.essence(got), out.essence(put), strict=True))


_Alone: TypeAlias = tuple[tuple[Value, ...], Line | None]


def _alone(back: Table, boxes: tuple[Box, ...]) -> list[_Alone]:
    """The values that come back as something that no other value comes back as."""
    made: dict[tuple[Value, ...], int] = {}
    for box in boxes:
        result = back.essence(back.made(box.line))
        made[result] = made.get(result, 0) + box.size
    return [
        (box.smallest, box.line)
        for box in boxes
        if made[back.essence(back.made(box.line))] == 1
        and Symbol.OTHER not in box.smallest
        and (box.line is not None or all(value is Symbol.EMPTY for value in box.smallest))
    ]


def _kept(handoff: Handoff, rule: Rule, out: Table, line: Line | None) -> Iterator[tuple[Value, ...]]:
    """What the record then says, for every record as it stood: what a cell allows stays as it is."""
    if line is None:
        return iter([(Symbol.EMPTY,) * len(out.domains)])
    fields = (field_at(handoff, ref) for ref in rule.fields)
    columns = zip(line.made, out.domains, fields, strict=True)
    return product(*(_allowed(cell, domain, of) for cell, domain, of in columns))


def _allowed(cell: Cell, domain: tuple[Value, ...], of: Field) -> tuple[Value, ...]:
    match cell.kind:
        case "values":
            return cell.values[:1] if of.type.kind == "list" else cell.values
        case "empty":
            return (Symbol.EMPTY,)
        case "any" | "otherwise":
            return domain


def _broken(
    handoff: Handoff,
    rule: Rule,
    out: Table,
    why: str,
    put: tuple[Value, ...],
    kept: tuple[Value, ...],
    line: Line | None,
) -> RoundTripBroken:
    near, far = rule.fields, rule.target.fields if rule.target.kind == "fields" else ()

    def told(refs: tuple[FieldRef, ...], values: tuple[Value, ...]) -> dict[str, object]:
        return {
            ref.field: _plain(value, field_at(handoff, ref), out, at)
            for at, (ref, value) in enumerate(zip(refs, values, strict=True))
        }

    stood = told(near, kept)
    return RoundTripBroken(rule.id, why, put=told(far, put), onto=stood, kept=stood, got=told(far, out.made(line)))


def _plain(value: Value, of: Field, out: Table, at: int) -> object:
    """A value as data; of the values that no row names a made-up one."""
    given = next(iter(other_than(of.type, out.named(at))), None) if value is Symbol.OTHER else value
    return None if given is None or isinstance(given, Symbol) else [given] if of.type.kind == "list" else given


@dataclass(slots=True)
class Lookup:
    """Finds the first line that takes some values, lines that name one value of each column at once."""

    table: Table
    exact: dict[tuple[Value, ...], int] = field(default_factory=dict[tuple[Value, ...], int])
    others: list[int] = field(default_factory=list[int])

    def __post_init__(self) -> None:
        for at, line in enumerate(self.table.lines):
            if all(cell.kind == "empty" or len(cell.values) == 1 for cell in line.given):
                key = tuple(cell.values[0] if cell.values else Symbol.EMPTY for cell in line.given)
                self.exact.setdefault(key, at)
            else:
                self.others.append(at)

    @property
    def cost(self) -> int:
        """Lines looked at for one answer, at most."""
        return len(self.others) + 1

    def line(self, values: tuple[Value, ...]) -> Line | None:
        """The first line in the order in which they are tried."""
        first = self.exact.get(values, len(self.table.lines))
        for at in self.others:
            if at > first:
                break
            if self.table.lines[at].takes(values):
                return self.table.lines[at]
        return self.table.lines[first] if first < len(self.table.lines) else None


# ── Steps ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def _by_steps(handoff: Handoff, rule: Rule) -> Iterator[RoundTripBroken]:
    """Steps work on the way out only; a value that came back by itself may not survive them."""
    if rule.target.kind != "fields" or len(rule.fields) != 1 or len(rule.target.fields) != 1:
        return
    [near], [far] = rule.fields, rule.target.fields
    for step in rule.steps:
        found = _put_get(step, field_at(handoff, near), field_at(handoff, far))
        if found is not None:
            put, got = found
            yield RoundTripBroken(
                rule.id, step.kind, put={far.field: put}, onto={}, kept={near.field: put}, got={far.field: got}
            )


def _put_get(step: Step, near: Field, far: Field) -> tuple[object, object] | None:
    """A value of the far field that comes back whole and goes over as another, and that other."""
    match step.kind, near.type, far.type:
        case "default", _, _:
            stays = far.required or near.required or near.never_cleared
            return None if stays else (None, step.value)
        case "redacted", _, _:
            return one_of(far.type), "[redacted]"
        case "rounded", NumberType(), NumberType() if isinstance(step.value, int):
            return _rounded(step.value, near.type, far.type)
        case "cut", TextType(), TextType() if step.limit is not None:
            return _cut(step.limit, near.type, far.type)
        case _:
            return None


def _rounded(digits: int, near: NumberType, far: NumberType) -> tuple[object, object] | None:
    for type_ in (near, far):
        held = 0 if type_.integer else type_.decimals
        if held is not None and held <= digits:
            return None
    start = int(far.lowest or 0)
    finer = start + 4 / 10 ** (digits + 1)
    return finer, round(finer, digits)


def _cut(limit: Limit, near: TextType, far: TextType) -> tuple[object, object] | None:
    over = Limit(limit.number + 1, limit.unit)
    if limit.unit == "items" or narrows(over, far.limit) or narrows(over, near.limit):
        return None
    room = limit.number - (1 if limit.unit == "characters" else 3)
    return text_of(limit.number + 1), text_of(room, "…")
