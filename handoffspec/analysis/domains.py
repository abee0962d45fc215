"""Which values a field can hold, as far as they can be told apart, and what a table makes of them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum
from math import prod
from typing import Final, TypeAlias

from handoffspec.analysis.facts import OutOrBack
from handoffspec.schema.conditions import FieldRef
from handoffspec.schema.handoffs import Handoff
from handoffspec.schema.mapping import Cell, Rule
from handoffspec.schema.systems import Field
from handoffspec.schema.types import ChoiceType, FlagType, ListType, NumberType, Scalar, Type


class Symbol(Enum):
    """Values that stand for others."""

    EMPTY = "empty"
    OTHER = "other"
    """Every value that no row names: there are many of them."""
    UNTOUCHED = "untouched"
    """What a table makes where it leaves the field as it is."""


Value: TypeAlias = Scalar | Symbol

_MOST_NUMBERS: Final = 100


def values_of(type_: Type, named: Iterable[Scalar]) -> tuple[Value, ...]:
    """Every value of a type, empty not among them: finite types whole, others by the values that somebody names.

    A list stands in a table for each entry that a row may name.
    """
    match type_:
        case ChoiceType(options=options) if options:
            return tuple(option.name for option in options)
        case FlagType():
            return (True, False)
        case NumberType(integer=True, lowest=float() | int() as low, highest=float() | int() as high) if (
            high - low < _MOST_NUMBERS
        ):
            return tuple(range(int(low), int(high) + 1))
        case NumberType(decimals=int() as digits, lowest=float() | int() as low, highest=float() | int() as high) if (
            high - low
        ) * 10**digits < _MOST_NUMBERS:
            count = int((high - low) * 10**digits)
            return tuple(round(low + step / 10**digits, digits) for step in range(count + 1))
        case ListType(item=item):
            return values_of(item, named)
        case _:
            return (*dict.fromkeys(named), Symbol.OTHER)


@dataclass(frozen=True, slots=True)
class Line:
    """A row as one direction reads it."""

    row: int
    """Its place in the table."""
    given: tuple[Cell, ...]
    made: tuple[Cell, ...]

    def takes(self, values: tuple[Value, ...]) -> bool:
        """Whether the line answers to these values."""
        return all(_matches(cell, value) for cell, value in zip(self.given, values, strict=True))

    def takes_at(self, column: int, value: Value) -> bool:
        """Whether the line answers to a value of one column."""
        return _matches(self.given[column], value)

    def allows(self, values: tuple[Value, ...]) -> bool:
        """Whether it could have written these values: a cell of several writes the first where there is none yet."""
        return all(_matches(cell, value) for cell, value in zip(self.made, values, strict=True))

    def result(self) -> tuple[Value, ...]:
        """What it writes: of several values the first."""
        return tuple(_made(cell) for cell in self.made)


def _matches(cell: Cell, value: Value) -> bool:
    match cell.kind:
        case "values":
            return value in cell.values
        case "empty":
            return value is Symbol.EMPTY
        case "any" | "otherwise":
            return True


def _made(cell: Cell) -> Value:
    match cell.kind:
        case "values":
            return cell.values[0]
        case "empty":
            return Symbol.EMPTY
        case "any" | "otherwise":
            return Symbol.UNTOUCHED


@dataclass(frozen=True, slots=True)
class Table:
    """A rule's table in one direction, its lines in the order in which they are tried: `otherwise` last."""

    lines: tuple[Line, ...]
    domains: tuple[tuple[Value, ...], ...]
    width: int
    """How many fields it writes."""
    default: Scalar | None = None
    """What an empty result becomes: the rule's `default`."""
    caseless: tuple[bool, ...] = ()
    """Which of the fields that it writes make no difference between capitals and small letters."""
    anew: bool = False
    """Whether there is nothing yet on the other side that a row could leave as it is."""

    @property
    def size(self) -> int:
        """How many combinations there are."""
        return prod(len(domain) for domain in self.domains)

    def named(self, column: int) -> tuple[Scalar, ...]:
        """The values of a column that some line names."""
        return tuple(value for line in self.lines for value in line.given[column].values)

    def line(self, values: tuple[Value, ...]) -> Line | None:
        """The first line that answers to the values."""
        return next((line for line in self.lines if line.takes(values)), None)

    def made(self, line: Line | None) -> tuple[Value, ...]:
        """What arrives by a line. Without one nothing does, so that empty stays empty."""
        result = line.result() if line is not None else (Symbol.EMPTY,) * self.width
        if self.anew:
            result = tuple(Symbol.EMPTY if value is Symbol.UNTOUCHED else value for value in result)
        if self.default is not None and result == (Symbol.EMPTY,):
            return (self.default,)
        return result

    def essence(self, result: tuple[Value, ...]) -> tuple[Value, ...]:
        """What the fields that it writes can tell apart of a result."""
        return tuple(
            value.casefold() if caseless and isinstance(value, str) else value
            for value, caseless in zip(result, self.caseless, strict=True)
        )


def default_of(rule: Rule, way: OutOrBack) -> Scalar | None:
    """What a rule writes for an empty value, on the way that it is written for: `->` and `<->` out, `<-` back."""
    if way == "back" and rule.flow != "back":
        return None
    return next((step.value for step in rule.steps if step.kind == "default"), None)


def table(handoff: Handoff, rule: Rule, way: OutOrBack) -> Table:
    """The table of a rule as a direction reads it. The rule's target has to be fields."""
    lines = sorted(_lines(rule, way), key=lambda line: any(cell.kind == "otherwise" for cell in line.given))
    fields = _fields(handoff, rule, way)
    domains = tuple(_domain(field, at, lines) for at, field in enumerate(fields))
    caseless = tuple("case" in field_at(handoff, ref).ignoring for ref in written_by(rule, way))
    anew = way == "out" and not handoff.within
    return Table(tuple(lines), domains, len(caseless), default_of(rule, way), caseless, anew)


def _lines(rule: Rule, way: OutOrBack) -> Iterator[Line]:
    for at, row in enumerate(rule.table):
        if row.flow in (way, "both"):
            given, made = (row.left, row.right) if way == "out" else (row.right, row.left)
            yield Line(at, given, made)


def _fields(handoff: Handoff, rule: Rule, way: OutOrBack) -> list[Field]:
    return [field_at(handoff, ref) for ref in read_by(rule, way)]


def field_at(handoff: Handoff, ref: FieldRef) -> Field:
    """The field that a reference means.

    Raises:
        LookupError: the record has no such field; the model makes no such reference.
    """
    field = handoff.record(ref.side).field(ref.field)
    if field is None:
        raise LookupError(f"{handoff.record(ref.side).system} has no field {ref.field}")
    return field


def read_by(rule: Rule, way: OutOrBack) -> tuple[FieldRef, ...]:
    """The fields that a rule reads in a direction."""
    if rule.target.kind != "fields" or way == "out":
        return rule.fields
    return rule.target.fields


def written_by(rule: Rule, way: OutOrBack) -> tuple[FieldRef, ...]:
    """The fields that a rule fills in a direction."""
    if rule.target.kind != "fields":
        return ()
    return rule.target.fields if way == "out" else rule.fields


def ways(rule: Rule) -> tuple[OutOrBack, ...]:
    """The directions that a rule works in; what goes elsewhere than into fields goes away from its own side."""
    if rule.target.kind == "fields":
        return ("out", "back") if rule.flow == "both" else (rule.flow,)
    return ("back",) if rule.fields and rule.fields[0].side == "destination" else ("out",)


def _domain(field: Field, at: int, lines: list[Line]) -> tuple[Value, ...]:
    named = [value for line in lines for value in line.given[at].values]
    values = values_of(field.type, named)
    return values if field.required else (*values, Symbol.EMPTY)
