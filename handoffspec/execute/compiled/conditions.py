"""Conditions as Python expressions, true or false, over the variables that a record's fields stand in.

`now_NAME` is a field as it is, `was_NAME` as it was before the change; `changed` says whether there was a before. A
condition that may be unknown, or that asks for something rare, has no such expression: the interpreter decides it.
"""

import math
from collections.abc import Iterator
from typing import Final

from handoffspec.execute.compiled.source import Source, identifier
from handoffspec.execute.compiled.variables import filled_test
from handoffspec.schema.conditions import All, AnyOf, Compare, Condition, Not, Side
from handoffspec.schema.systems import Field, Record
from handoffspec.schema.types import ChoiceType, FlagType, ListType, NumberType, ReferenceType, Scalar, TextType

_ORDERS: Final = ("<", "<=", ">", ">=")


class Conditions:
    """Expressions for conditions over one record. `changes`: whether what was before may be asked for."""

    def __init__(self, source: Source, record: Record, *, changes: bool, side: Side | None = None) -> None:
        """`side`: the one whose fields stand in the variables; None: either names this record."""
        self._source = source
        self._record = record
        self._changes = changes
        self._side = side
        self.before: set[str] = set()
        """The fields whose value before the change some expression has asked for."""

    def certain(self, condition: Condition) -> str | None:
        """An expression that is true where the condition holds and false where not; None where there is none."""
        match condition:
            case Compare():
                return self._compare(condition)
            case Not(condition=inner):
                expression = self.certain(inner)
                return None if expression is None else f"not ({expression})"
            case All(conditions=parts):
                return self._joined(" and ", parts)
            case AnyOf(conditions=parts):
                return self._joined(" or ", parts)
            case _:
                return None

    def _joined(self, word: str, parts: tuple[Condition, ...]) -> str | None:
        expressions = [self.certain(part) for part in parts]
        known = [f"({expression})" for expression in expressions if expression is not None]
        return word.join(known) if known and len(known) == len(parts) else None

    def _compare(self, compare: Compare) -> str | None:
        field = self._record.field(compare.field.field)
        if field is None or field.read_at is None or (self._side is not None and compare.field.side != self._side):
            return None
        now = identifier("now", field.name)
        match compare.operator:
            case "is":
                return self._matches(field, now, compare.values)
            case "is not":
                same = self._matches(field, now, compare.values)
                return None if same is None else f"not ({same})"
            case "becomes":
                return self._becomes(field, compare.values)
            case "is empty":
                filled = filled_test(self._record, field, now)
                return f"not ({filled})"
            case "is filled":
                return filled_test(self._record, field, now)
            case "has" | "has no":
                return self._has(field, now, compare)
            case operator if operator in _ORDERS and isinstance(field.type, NumberType):
                bounds = [f"{now} {operator} {value!r}" for value in compare.values if _is_number(value)]
                return f"{now} is not None and ({' or '.join(bounds)})" if len(bounds) == len(compare.values) else None
            case _:
                return None

    def _becomes(self, field: Field, values: tuple[Scalar, ...]) -> str | None:
        """Of a bare record each filled field counts as having become what it is."""
        now, was = identifier("now", field.name), identifier("was", field.name)
        here, before = self._matches(field, now, values), self._matches(field, was, values)
        if here is None or before is None or not self._changes:
            return None
        self.before.add(field.name)
        return f"({here}) and not (changed and ({before}))"

    def _has(self, field: Field, now: str, compare: Compare) -> str | None:
        if not isinstance(field.type, ListType) or not isinstance(field.type.item, TextType | ChoiceType):
            return None
        texts = [value for value in compare.values if isinstance(value, str)]
        if len(texts) != len(compare.values) or (isinstance(field.type.item, ChoiceType) and field.type.item.open):
            return None
        has = " or ".join(f"{value!r} in {now}" for value in texts)
        return f"{'not ' if compare.operator == 'has no' else ''}({now} is not None and ({has}))"

    def _matches(self, field: Field, variable: str, values: tuple[Scalar, ...]) -> str | None:
        """Whether a value is one of those written, as `execute.values.same_scalar` compares them."""
        match field.type:
            case ChoiceType() if not field.type.open:
                spelt: set[Scalar] = {value if isinstance(value, bool) else str(value) for value in values}
            case TextType(rich=False):
                spelt = {value if isinstance(value, bool) else str(value) for value in values}
            case FlagType():
                return " or ".join(f"{variable} is {value!r}" for value in values if isinstance(value, bool)) or "False"
            case ReferenceType():
                if any(isinstance(value, bool) for value in values):
                    return None
                spelt = {*_spellings(values)}
            case _:
                return None
        if len(spelt) == 1:
            return f"{variable} == {next(iter(spelt))!r}"
        return f"{variable} in {self._source.name(frozenset(spelt), f'{field.name} among')}"


def _spellings(values: tuple[Scalar, ...]) -> Iterator[Scalar]:
    """An id may come as a number or as its text."""
    for value in values:
        yield str(value)
        if isinstance(value, int) or (isinstance(value, str) and value.isascii() and _canonical(value)):
            yield int(value)


def _canonical(text: str) -> bool:
    return text.removeprefix("-").isdigit() and str(int(text)) == text


def _is_number(value: Scalar) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)
