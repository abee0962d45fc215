"""How much of a description its context block takes: room for the block is reserved first, prose is cut."""

from typing import Final

from handoffspec.schema.conditions import FieldRef
from handoffspec.schema.handoffs import Handoff
from handoffspec.schema.mapping import Rule, ToContext
from handoffspec.schema.types import ChoiceType, FlagType, Limit, MomentType, NumberType, TextType

_FRAME: Final = 80
"""The lines that open and close the block, without the handoff's name and title."""
_PER_ENTRY: Final = 8
_LONGEST_VALUE: Final = 40
"""Of a number, a date or a flag in words, at most."""


def room_for_prose(handoff: Handoff, ref: FieldRef) -> Limit | None:
    """What is left for prose in a field of limited length that also holds a context block; None: all there is.

    Nothing is left in the worst case if an entry may be of any length.
    """
    entries = handoff.entries.get(ref, ())
    field = handoff.record(ref.side).field(ref.field)
    limit = field.type.limit if field is not None and isinstance(field.type, TextType) else None
    if not entries or limit is None:
        return None
    sizes = [_longest_entry(handoff, rule) for rule in entries]
    known = [size for size in sizes if size is not None]
    if len(known) < len(sizes):
        return Limit(0, limit.unit)
    block = _FRAME + 2 * len(handoff.name) + len(handoff.title) + sum(known)
    return Limit(max(0, limit.number - block), limit.unit)


def _longest_entry(handoff: Handoff, rule: Rule) -> int | None:
    """Characters of the longest entry; None: there is no longest."""
    sizes = [_longest(handoff, ref) for ref in rule.fields]
    known = [size for size in sizes if size is not None]
    label = rule.target.label if isinstance(rule.target, ToContext) else ""
    return len(label) + _PER_ENTRY + sum(known) if len(known) == len(sizes) else None


def _longest(handoff: Handoff, ref: FieldRef) -> int | None:
    field = handoff.record(ref.side).field(ref.field)
    match field.type if field else None:
        case ChoiceType(options=options) if options:
            return max(len(option.label) + len(option.name) for option in options) + 3
        case NumberType() | FlagType() | MomentType():
            return _LONGEST_VALUE
        case TextType(limit=Limit(number=number)):
            # Each line of a quotation may carry a mark of its own.
            return 2 * number
        case _:
            return None
