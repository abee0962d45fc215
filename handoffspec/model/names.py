"""What a field's name means between two records, or inside one; and conditions with their names resolved."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from handoffspec.diagnostics import Diagnostic, closest, codes
from handoffspec.model.parties import STAND_IN
from handoffspec.model.values import Constants, describe, listed, value_of, written
from handoffspec.schema.conditions import (
    All,
    AnyOf,
    Compare,
    Condition,
    Event,
    FieldRef,
    Lasting,
    Not,
    Side,
)
from handoffspec.schema.systems import Field, Record
from handoffspec.schema.types import (
    ChoiceType,
    DurationType,
    ListType,
    MomentType,
    NumberType,
    RecordType,
    Scalar,
    StructureType,
    TextType,
    Type,
)
from handoffspec.syntax import ast

_OTHER: dict[Side, Side] = {"source": "destination", "destination": "source"}


@dataclass(frozen=True, slots=True)
class NameScope:
    """The two records of a handoff, or twice the same one for what stands inside a record.

    An unqualified name is a field of the `default` side. A qualified one names the side by its system, or by its
    record where both ends are in one system. Where both ends are the same record every name is on the default side.
    `incomplete` sides hold what could not be read: an unknown name there is no finding.
    """

    source: Record
    destination: Record
    default: Side
    incomplete: frozenset[Side] = frozenset()

    def record(self, side: Side) -> Record:
        """The record of a side."""
        return self.source if side == "source" else self.destination

    def find(self, ref: ast.Ref) -> tuple[FieldRef, Field] | Diagnostic | None:
        """The field that a reference names, or why there is none; None where nothing may be said about it."""
        if STAND_IN in ref.parts:
            return None
        *qualifier, name = ref.parts
        side = self._side(tuple(qualifier)) if qualifier else self.default
        if side is None:
            return self._unknown_qualifier(ref)
        found = self.record(side).field(name)
        if found is not None:
            return FieldRef(side, name), found
        return None if side in self.incomplete else self._unknown_field(ref, name, side)

    def _side(self, qualifier: tuple[str, ...]) -> Side | None:
        for side in (self.default, _OTHER[self.default]):
            record = self.record(side)
            if qualifier in ((record.system,), (record.system, record.name)):
                return side
        for side in (self.default, _OTHER[self.default]):
            if qualifier == (self.record(side).name,):
                return side
        return None

    def _unknown_qualifier(self, ref: ast.Ref) -> Diagnostic:
        known = sorted({self.source.system, self.destination.system})
        qualifier = ".".join(ref.parts[:-1])
        meant = closest(qualifier, known)
        help_ = f"Did you mean `{meant}.{ref.parts[-1]}`?" if meant else f"Here a name can begin with {listed(known)}."
        return codes.UNKNOWN_SYSTEM.at(ref.span, f"`{qualifier}` is no system that stands here.", help=help_)

    def _unknown_field(self, ref: ast.Ref, name: str, side: Side) -> Diagnostic:
        record, other = self.record(side), self.record(_OTHER[side])
        names = [f.name for f in record.fields]
        meant = closest(name, names)
        if other.system != record.system and other.field(name) is not None and len(ref.parts) == 1:
            help_ = f"{other.system_title} has one: write `{other.system}.{name}`."
        elif meant:
            help_ = f"Did you mean `{'.'.join((*ref.parts[:-1], meant))}`?"
        else:
            help_ = (
                f"If it is a field of your own, declare it: `extend {record.system}.{record.name} {{ {name} text }}`."
            )
        return codes.UNKNOWN_FIELD.at(ref.span, f"`{record.system}.{record.name}` has no field `{name}`.", help=help_)


def condition_of(
    node: ast.Condition, scope: NameScope, constants: Constants, *, inherited: bool = False
) -> tuple[Condition | None, tuple[Diagnostic, ...]]:
    """A condition with every name resolved, and all that is wrong with it; None where any part is wrong.

    An `inherited` condition was written before a company replaced values that it names: of several values those that
    are still there are kept.
    """
    reading = _Reading(scope, constants, inherited)
    condition = reading.condition(node)
    return condition, tuple(reading.found)


@dataclass(slots=True)
class _Reading:
    """One condition being read."""

    scope: NameScope
    constants: Constants
    inherited: bool
    found: list[Diagnostic] = field(default_factory=list)

    def condition(self, node: ast.Condition) -> Condition | None:
        match node:
            case ast.Comparison():
                return self.compare(node)
            case ast.Lasting():
                return self.lasting(node)
            case ast.Event(kind=kind, label=label):
                return Event(kind, label.value if label else None)
            case ast.Not(condition=inner):
                read = self.condition(inner)
                return None if read is None else Not(read)
            case ast.And(conditions=parts):
                whole = self._every(parts)
                return None if whole is None else All(whole)
            case ast.Or(conditions=parts):
                whole = self._every(parts)
                return None if whole is None else AnyOf(whole)

    def _every(self, parts: Sequence[ast.Condition]) -> tuple[Condition, ...] | None:
        read = [self.condition(part) for part in parts]
        sound = tuple(part for part in read if part is not None)
        return sound if len(sound) == len(read) else None

    def lasting(self, node: ast.Lasting) -> Lasting | None:
        compare = self.compare(node.comparison)
        if node.comparison.operator in ("becomes", "becomes empty", "changes"):
            self._wrong_operator(
                node.duration,
                f"`{node.comparison.operator}` is a moment and cannot last.",
                f"Write `{node.comparison.field.text} is …` before `for {node.duration.span.text}`.",
            )
            return None
        if node.duration.seconds <= 0:
            self.found.append(
                codes.SENSELESS_LIMIT.at(node.duration.span, "This lasts no time at all.", help="Write e.g. `for 2d`.")
            )
            return None
        return Lasting(compare, node.duration.seconds) if compare else None

    def compare(self, node: ast.Comparison) -> Compare | None:
        found = self.scope.find(node.field)
        if isinstance(found, Diagnostic):
            self.found.append(found)
        if not isinstance(found, tuple):
            return None
        ref, at = found
        if not self._operator_fits(node, at):
            return None
        values = self._values(node, node.value, ref, at)
        was = self._values(node, node.before, ref, at)
        if values is None or was is None:
            return None
        return Compare(ref, node.operator, values, was)

    def _wrong_operator(self, node: ast.Node, message: str, help_: str) -> None:
        self.found.append(codes.WRONG_OPERATOR.at(node.span, message, help=help_))

    def _operator_fits(self, node: ast.Comparison, at: Field) -> bool:
        """Whether the operator asks something that the field's type can answer."""
        name, operator = f"`{node.field.text}`", node.operator
        value = node.value.span.text if node.value else "…"
        bare = node.value is None and node.before is None
        if operator in ("is empty", "is filled", "becomes empty") or (operator == "changes" and bare):
            return True
        fitting = _fitting(at.type)
        if operator in fitting:
            return True
        if operator in _ORDERED and "is" in fitting:
            self._no_order(node, at)
        elif "has" in fitting:
            instead = "has no" if operator == "is not" else "has"
            help_ = f"Write `{node.field.text} {instead} {value}`."
            self._wrong_operator(node, f"{name} holds several values, so `{operator}` does not fit it.", help_)
        elif "is" not in fitting:
            help_ = f"Write `{node.field.text} is empty`, `{node.field.text} is filled` or `{node.field.text} changes`."
            self._wrong_operator(node, f"{name} has parts and cannot be compared whole.", help_)
        elif operator in ("has", "has no"):
            instead = "contains" if "contains" in fitting else "is" if operator == "has" else "is not"
            help_ = f"Write `{node.field.text} {instead} {value}`."
            self._wrong_operator(node, f"{name} holds one value, so `{operator}` does not fit it.", help_)
        else:
            help_ = f"Write `{node.field.text} is` and {describe(at.type)}."
            self._wrong_operator(node, f"{name} holds no text, so `{operator}` does not fit it.", help_)
        return False

    def _no_order(self, node: ast.Comparison, at: Field) -> None:
        names = [written(option.name) for option in at.type.options[:2]] if isinstance(at.type, ChoiceType) else []
        self._wrong_operator(
            node,
            f"`{node.field.text}` has no order, so `{node.operator}` does not fit it.",
            f"List the values that are meant: `{node.field.text} is [{', '.join(names) or '…'}]`.",
        )

    def _values(
        self, node: ast.Comparison, value: ast.Value | None, ref: FieldRef, at: Field
    ) -> tuple[Scalar, ...] | None:
        """The values compared with; empty where none is written, None where one is a stand-in."""
        if value is None:
            return ()
        several = isinstance(value, ast.ListValue)
        if several and node.operator not in ("is", "is not", "becomes", "changes"):
            self._wrong_operator(
                value, f"`{node.operator}` takes one value.", "Write one comparison for each value, joined by `or`."
            )
            return None
        items = value.items if isinstance(value, ast.ListValue) else (value,)
        if not items:
            self._wrong_operator(value, "A list without values is never met.", "Name a value, or write `is empty`.")
            return None
        read = [self._value(item, ref, at) for item in items]
        sound = tuple(item for item in read if item is not None)
        return sound if len(sound) == len(read) or (self.inherited and sound) else None

    def _value(self, node: ast.Value, ref: FieldRef, at: Field) -> Scalar | None:
        record = self.scope.record(ref.side)
        is_status = record.lifecycle is not None and record.lifecycle.field == at.name
        made, found = value_of(
            node,
            _compared(at.type),
            self.constants,
            of=f"{record.system}.{at.name}",
            noun="status" if is_status else "value",
        )
        self.found.extend(found)
        return made if isinstance(made, bool | int | float | str) else None


_EQUAL = ("is", "is not", "becomes", "changes")
_ORDERED = ("<", "<=", ">", ">=")


def _fitting(type_: Type) -> tuple[str, ...]:
    """The operators with a value that a type knows."""
    match type_:
        case ListType():
            return ("has", "has no")
        case TextType() | ChoiceType(options=()):
            return (*_EQUAL, "contains", "starts with")
        case NumberType() | MomentType() | DurationType():
            return (*_EQUAL, *_ORDERED)
        case RecordType() | StructureType():
            return ()
        case _:
            return _EQUAL


def _compared(type_: Type) -> Type:
    """The type of one value that a field of this type is compared with."""
    return type_.item if isinstance(type_, ListType) else type_
