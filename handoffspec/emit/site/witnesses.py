"""Witnesses in words: the ticket that loses something, and what its receiver sees."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, cast

from handoffspec.emit.words.amounts import count
from handoffspec.emit.words.names import bare, option
from handoffspec.schema.conditions import FieldRef, Side
from handoffspec.schema.handoffs import Handoff
from handoffspec.schema.losses import Witness

_LONGEST: Final = 200

Values = tuple[tuple[str, str], ...]
"""Labels with what stands beside them."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A witness to read: a ticket, perhaps another one that arrives alike, and what arrives (None: it takes a run)."""

    cause: str
    ticket: Values
    other: Values | None
    before: Values | None
    arrives: Values | None


def shown(handoff: Handoff, witness: Witness, side: Side) -> Shown:
    """A witness of a ticket that leaves a side, in the words of its fields."""
    other: Side = "destination" if side == "source" else "source"
    return Shown(
        str(witness.cause),
        values(handoff, witness.ticket, side),
        values(handoff, witness.other, side) if witness.other is not None else None,
        values(handoff, witness.before, side) if witness.before is not None else None,
        values(handoff, witness.arrives, other) if witness.arrives is not None else None,
    )


def values(handoff: Handoff, given: Mapping[str, object], side: Side) -> Values:
    """Fields by their labels, values in words."""
    return tuple((_label(handoff, name, side), _value(handoff, name, side, value)) for name, value in given.items())


def _label(handoff: Handoff, name: str, side: Side) -> str:
    parts = {"comments": "Comments", "attachments": "Attachments", "text": "In the text"}
    known = handoff.record(side).field(name)
    return bare(handoff, FieldRef(side, name)) if known else parts.get(name, name)


def _value(handoff: Handoff, name: str, side: Side, value: object) -> str:
    field = handoff.record(side).field(name)
    if isinstance(value, str) and field is not None and field.type.kind == "choice":
        return option(field.type, value)
    return said(value)


_EMPTY: Final = {"null": "(empty)", '""': "(an empty text)", "[]": "(an empty list)", "true": "yes", "false": "no"}


def said(value: object) -> str:
    """A value of a ticket as people read it."""
    written = json.dumps(value, ensure_ascii=False, default=str)
    if written in _EMPTY:
        return _EMPTY[written]
    match value:
        case str():
            return _clipped(value)
        case {"repeat": str() as text, "times": int() as times}:
            return _repeated(cast("Mapping[str, object]", value), text, times)
        case {"html": markup} | {"markdown": markup} | {"wiki": markup} | {"asana_html": markup} | {"journal": markup}:
            return said(markup)
        case {"email": str() as address}:
            return _clipped(address)
        case list():
            return "; ".join(map(said, cast("list[object]", value)))
        case dict():
            parts = cast("dict[str, object]", value)
            return ", ".join(f"{name} {said(inner)}" for name, inner in parts.items())
        case _:
            return _clipped(written)


def _repeated(value: Mapping[str, object], text: str, times: int) -> str:
    ends = [f"“{value[name]}”" for name in ("first", "then") if value.get(name)]
    return " and ".join([f"“{text}” {count(times, 'time')}", *ends])


def _clipped(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}… ({count(len(text), 'character')} in all)"
