"""Tickets for which a condition holds, or does not: the smallest change that decides it."""

from handoffspec.analysis.domains import field_at
from handoffspec.analysis.samples import one_of, other_than
from handoffspec.schema.conditions import All, AnyOf, Compare, Condition, FieldRef, Not
from handoffspec.schema.handoffs import Handoff
from handoffspec.schema.types import ChoiceType, FlagType

Example = dict[FieldRef, object]


def example(handoff: Handoff, condition: Condition, *, holds: bool) -> Example | None:
    """Fields with values for which the condition holds (or does not); None where none are found."""
    match condition:
        case Compare():
            return _compared(handoff, condition, holds=holds)
        case Not(condition=inner):
            return example(handoff, inner, holds=not holds)
        case All(conditions=parts):
            return _together(handoff, parts, holds=True) if holds else _either(handoff, parts, holds=False)
        case AnyOf(conditions=parts):
            return _either(handoff, parts, holds=True) if holds else _together(handoff, parts, holds=False)
        case _:
            return None


def _together(handoff: Handoff, parts: tuple[Condition, ...], *, holds: bool) -> Example | None:
    made: Example = {}
    for part in parts:
        found = example(handoff, part, holds=holds)
        if found is None or any(made.get(ref, value) != value for ref, value in found.items()):
            return None
        made |= found
    return made


def _either(handoff: Handoff, parts: tuple[Condition, ...], *, holds: bool) -> Example | None:
    found = (example(handoff, part, holds=holds) for part in parts)
    return next((made for made in found if made is not None), None)


def _compared(handoff: Handoff, compare: Compare, *, holds: bool) -> Example | None:
    field = field_at(handoff, compare.field)
    is_list = field.type.kind == "list"
    value: object
    match compare.operator:
        case "is" | "becomes":
            value = compare.values[0] if holds else _none_of(handoff, compare)
        case "is not" | "has no":
            value = _none_of(handoff, compare) if holds else compare.values[0]
        case "is empty" | "becomes empty":
            value = None if holds else one_of(field.type)
        case "is filled":
            value = one_of(field.type) if holds else None
        case "has" | "contains" | "starts with":
            value = compare.values[0] if holds else _none_of(handoff, compare)
        case "<" | "<=" | ">" | ">=":
            return _beyond(compare, holds=holds)
        case _:
            return None
    return {compare.field: [value] if is_list and value is not None and not isinstance(value, list) else value}


def _none_of(handoff: Handoff, compare: Compare) -> object:
    """A value that is none of those compared with; nothing where the field may be empty."""
    field = field_at(handoff, compare.field)
    if not field.required:
        return None
    match field.type:
        case ChoiceType(options=options) if options:
            return next((option.name for option in options if option.name not in compare.values), None)
        case FlagType():
            return next((flag for flag in (True, False) if flag not in compare.values), None)
        case type_:
            return next(iter(other_than(type_, compare.values)), None)


def _beyond(compare: Compare, *, holds: bool) -> Example | None:
    """A number on one side of another."""
    bound = compare.values[0]
    if isinstance(bound, bool | str):
        return None
    below = (compare.operator in ("<", "<=")) is holds
    return {compare.field: bound - 1 if below else bound + 1}
