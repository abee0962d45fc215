"""Law 2: for each loss the smallest ticket that shows it, and what the receiver sees.

Mostly two tickets that arrive as the same. Where one alone shows more than what arrives, it stands by itself.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import Final

from handoffspec.analysis import witness_values as made_of
from handoffspec.analysis.clauses import Loss
from handoffspec.analysis.coverage import Box, cover
from handoffspec.analysis.crossing import Crossing
from handoffspec.analysis.domains import Symbol, Table, Value
from handoffspec.analysis.emptiness import updates
from handoffspec.analysis.facts import OutOrBack
from handoffspec.analysis.guards import example
from handoffspec.analysis.samples import other_than
from handoffspec.analysis.witness_texts import blanked, flattened, too_long, unformatted
from handoffspec.schema.handoffs import Handoff
from handoffspec.schema.losses import Cause, Witness, whole
from handoffspec.schema.mapping import Rule
from handoffspec.schema.systems import Field
from handoffspec.schema.types import ListType, TextType

_BY_CAUSE: Final[dict[Cause, Callable[[Crossing], Witness | None]]] = {
    "truncation": too_long,
    "bytes": too_long,
    "many to one": made_of.alike,
    "empty": made_of.emptied,
    "structure to text": flattened,
    "markup": unformatted,
    "precision": made_of.rounded,
    "order": made_of.reordered,
    "people": made_of.strangers,
    "blanks": blanked,
    "redacted": made_of.hidden,
    "once": made_of.changed_later,
    "guard": made_of.left_alone,
    "visibility": made_of.dropped,
    "unmapped": made_of.dropped,
}


def witness(handoff: Handoff, rule: Rule, way: OutOrBack, loss: Loss) -> Witness | None:
    """The ticket that shows a loss of a rule; None where none can be made up."""
    crossing = Crossing.of(handoff, rule, way)
    make = _BY_CAUSE.get(loss.cause)
    if rule.table and loss.merged:
        made = _merged(crossing, crossing.table(), loss)
    elif rule.table and loss.cause == "many to one":
        made = _of_a_list(crossing, crossing.table())
    elif rule.table and loss.cause == "empty":
        made = _emptied(crossing, crossing.table())
    else:
        made = make(crossing) if make else None
    sound = None if made is None else _possible(crossing, replace(made, cause=loss.cause))
    return None if sound is None else _guarded(crossing, sound)


def _possible(crossing: Crossing, made: Witness) -> Witness | None:
    """The same, unless its system would not take the ticket: very small limits leave no room for an example."""
    tickets = (made.ticket, *([made.other] if made.other is not None else []))
    return made if all(_taken(crossing, ticket) for ticket in tickets) else None


def _taken(crossing: Crossing, ticket: dict[str, object]) -> bool:
    return all(_fits(field, whole(ticket.get(field.name))) for field in crossing.reads if field.name in ticket)


def _fits(field: Field, value: object) -> bool:
    if value in (None, "", []):
        return not field.required
    inner, most = (field.type.item, field.type.limit) if isinstance(field.type, ListType) else (field.type, None)
    if most is not None and isinstance(value, list) and len(value) > most.number:
        return False
    limit = inner.limit if isinstance(inner, TextType) else None
    texts = [each for each in (value if isinstance(value, list) else [value]) if isinstance(each, str)]
    return limit is None or all(_length(text, limit.unit) <= limit.number for text in texts)


def _length(text: str, unit: str) -> int:
    return len(text.encode()) if unit == "bytes" else len(text)


def _guarded(crossing: Crossing, made: Witness) -> Witness | None:
    """The same for a rule with a condition: with the fields that make it apply, or not where that is the loss."""
    condition = crossing.rule.when
    if condition is None:
        return made
    found = example(crossing.handoff, condition, holds=made.cause != "guard")
    side = "source" if crossing.way == "out" else "destination"
    if found is None or any(ref.side != side for ref in found):
        return None
    given = {ref.field: value for ref, value in found.items()}
    parts = [part for part in (made.ticket, made.other, made.before) if part is not None]
    if any(part.get(name, value) != value for part in parts for name, value in given.items()):
        return None
    ticket, other, before = (
        None if part is None else {**part, **given} for part in (made.ticket, made.other, made.before)
    )
    return replace(made, ticket=ticket or given, other=other, before=before)


# ── Tables ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def _merged(crossing: Crossing, found: Table, loss: Loss) -> Witness | None:
    """Two combinations that become the same; of one that stands for many, two of these."""
    first = _ticket(crossing, found, loss.merged[0], 0)
    other = _ticket(crossing, found, loss.merged[-1], 1 if len(loss.merged) == 1 else 0)
    if first is None or other is None or first == other:
        return None
    return Witness(loss.cause, first, _arrival(crossing, found, loss.merged[0]), other)


def _of_a_list(crossing: Crossing, found: Table) -> Witness | None:
    """Of a list the first row counts that names one of its entries: what else is in it makes no difference."""
    at = next((n for n, field in enumerate(crossing.reads) if isinstance(field.type, ListType)), None)
    line = found.lines[0] if found.lines else None
    entries = [value for value in found.domains[at] if not isinstance(value, Symbol)] if at is not None else []
    if at is None or line is None or not entries:
        return None
    values = tuple(next((v for v in domain if line.takes_at(n, v)), None) for n, domain in enumerate(found.domains))
    if any(value is None for value in values) or isinstance(values[at], Symbol):
        return None
    fitting = tuple(value for value in values if value is not None)
    first = _ticket(crossing, found, fitting, 0)
    more = next((entry for entry in entries if entry != fitting[at]), fitting[at])
    if first is None:
        return None
    other = {**first, crossing.reads[at].name: [fitting[at], more]}
    return Witness("many to one", first, _arrival(crossing, found, fitting), other)


def _emptied(crossing: Crossing, found: Table) -> Witness | None:
    """A combination that leaves a field empty which cannot be, or cannot be again."""
    for at, field in enumerate(crossing.writes):
        stays = field.never_cleared and updates(crossing.handoff, crossing.rule, crossing.way)
        if not (field.required or field.default is not None or stays):
            continue
        for box in cover(found).boxes:
            ticket = _ticket(crossing, found, _likeliest(box), 0)
            if ticket is None or found.made(box.line)[at] is not Symbol.EMPTY:
                continue
            if field.required:
                return Witness("empty", ticket, {})
            if field.default is not None and crossing.way == "out":
                return Witness("empty", ticket, {field.name: field.default})
            filled = _leaves_filled(crossing, found, at)
            return Witness("empty", ticket, None, filled, before=filled) if filled else None
    return None


def _leaves_filled(crossing: Crossing, found: Table, at: int) -> dict[str, object] | None:
    """A combination that gives one of the written fields a value, which can be taken away again."""
    for box in cover(found).boxes:
        if box.line is not None and not isinstance(found.made(box.line)[at], Symbol):
            return _ticket(crossing, found, box.smallest, 0)
    return None


def _likeliest(box: Box) -> tuple[Value, ...]:
    """Of what no row takes the empty combination, which arrives as empty; else the first."""
    if box.line is None and all(Symbol.EMPTY in part for part in box.values):
        return (Symbol.EMPTY,) * len(box.values)
    return box.smallest


def _ticket(crossing: Crossing, found: Table, values: tuple[Value, ...], which: int) -> dict[str, object] | None:
    """The ticket with some values; `which` of those that no row names."""
    made: dict[str, object] = {}
    for at, (field, value) in enumerate(zip(crossing.reads, values, strict=True)):
        given: object = value
        if value is Symbol.OTHER:
            others = other_than(field.type, found.named(at))
            if len(others) <= which:
                return None
            given = others[which]
        elif isinstance(value, Symbol):
            given = None
        made[field.name] = [given] if isinstance(field.type, ListType) and given is not None else given
    return made


def _arrival(crossing: Crossing, found: Table, values: tuple[Value, ...]) -> dict[str, object]:
    """What the table makes of some values, without the fields that it leaves as they are."""
    written: dict[str, object] = {}
    for field, value in zip(crossing.writes, found.made(found.line(values)), strict=True):
        if value is Symbol.UNTOUCHED:
            continue
        given = None if value is Symbol.EMPTY else value
        written[field.name] = [given] if isinstance(field.type, ListType) and given is not None else given
    return written
