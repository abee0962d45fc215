"""Types as they are written, and the names and API forms of values."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from handoffspec.diagnostics import Span
from handoffspec.model.parties import STAND_IN
from handoffspec.model.systems_api import Found, twice
from handoffspec.model.values import plain_number
from handoffspec.schema.types import (
    ChoiceType,
    DurationType,
    FlagType,
    ListType,
    Member,
    MomentType,
    NumberType,
    Option,
    PersonType,
    RecordType,
    ReferenceType,
    StructureType,
    TextType,
    Type,
    Wire,
)
from handoffspec.syntax import ast

_PLAIN: Final[dict[str, Type]] = {
    "text": TextType(),
    "rich_text": TextType(rich=True),
    "number": NumberType(),
    "integer": NumberType(integer=True),
    "flag": FlagType(),
    "date": MomentType("date"),
    "time": MomentType("time"),
    "duration": DurationType(),
    "person": PersonType(),
    "organisation": ReferenceType("organisation"),
    "group": ReferenceType("group"),
    "service": ReferenceType("service"),
    "configuration_item": ReferenceType("configuration_item"),
    "structure": StructureType(),
}


def label_of(name: str, label: ast.Text | None) -> str:
    """What people see: the label, or the name as words."""
    words = name.replace("_", " ")
    return label.value if label else words[:1].upper() + words[1:]


def type_in(node: ast.Type, found: Found) -> Type:
    """The type that is written."""
    match node:
        case ast.PlainType(name=name):
            return _PLAIN[name]
        case ast.ChoiceType(choices=choices):
            return ChoiceType(tuple(_options(choices, found)))
        case ast.ListType(item=item, unique=unique):
            return ListType(type_in(item, found), unique)
        case ast.RecordType(members=members):
            return RecordType(tuple(_members(members, found)))
        case ast.ReferenceType(to=to):
            return ReferenceType(to.text)


def text_of(node: ast.Name | ast.Text | ast.Number) -> str:
    """The name that a word, a text or a number is."""
    match node:
        case ast.Name(text=text):
            return text
        case ast.Text(value=text):
            return text
        case ast.Number(value=number):
            return str(plain_number(number))


def wire_of(node: ast.Wire | None) -> Wire | None:
    """The form of a value in the API. A word stands for yes (`true`) or no."""
    match node:
        case None:
            return None
        case ast.Name(text=text):
            return text == "true"
        case ast.Text(value=text):
            return text
        case ast.Number(value=number):
            whole = plain_number(number)
            return whole if isinstance(whole, int) else str(whole)


def _options(choices: Iterable[ast.Choice], found: Found) -> Iterable[Option]:
    names: dict[str, Span] = {}
    wires: dict[Wire, Span] = {}
    for choice in choices:
        name = text_of(choice.name)
        number = wire_of(choice.name) if isinstance(choice.name, ast.Number) else None
        wire = wire_of(choice.wire) if choice.wire else name if number is None else number
        if name == STAND_IN or wire is None:
            continue
        if name in names:
            found.append(twice(choice.span, f"The choice has `{name}` already.", names[name]))
        elif wire in wires:
            found.append(twice(choice.span, f"Another value is `{wire}` in the API already.", wires[wire]))
        else:
            names[name] = wires[wire] = choice.span
            yield Option(name, choice.label.value if choice.label else name, wire)


def _members(nodes: Iterable[ast.Member], found: Found) -> Iterable[Member]:
    names: dict[str, Span] = {}
    for node in nodes:
        name = node.name.text
        if name in names:
            found.append(twice(node.span, f"The record has a part `{name}` already.", names[name]))
        elif name != STAND_IN:
            names[name] = node.span
            yield Member(name, label_of(name, node.label), type_in(node.type, found))


def over(old: Type, new: Type) -> Type:
    """A type stated again: the limits that the system set stay, a company's own options replace the system's."""
    match old, new:
        case TextType(rich=before), TextType(rich=after) if before == after:
            return old
        case NumberType(integer=before), NumberType(integer=after) if before == after:
            return old
        case ChoiceType(), ChoiceType(options=()):
            return old
        case ListType(unique=before), ListType(unique=after) if before == after:
            return replace(old, item=over(old.item, new.item))
        case _:
            return new
