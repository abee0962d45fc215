"""Marks that provisioning left: a field gets the name and the type back that its spec gave it.

Anybody may have written one, so it counts only where it says more exactly what the system says itself.
"""

from dataclasses import replace

from handoffspec.diagnostics import Source
from handoffspec.importers.found import Found
from handoffspec.importers.spelling import spellable
from handoffspec.model.systems_types import type_in
from handoffspec.schema.marks import marked
from handoffspec.schema.spelling import word
from handoffspec.schema.types import ChoiceType, ListType, MomentType, RecordType, TextType, Type, choice_in
from handoffspec.syntax import ast
from handoffspec.syntax.parser import parse_source


def as_marked(found: Found, description: str) -> Found:
    """The field, with what the mark in its description says of it."""
    mark = marked(description) if found.native is None else None
    if mark is None or word(mark[0]) != mark[0] or not spellable(description):
        return found
    named = replace(found, name=mark[0])
    said = _type(mark[0], mark[1]) if mark[1] else None
    match found.type, said:
        case TextType(), ListType() | RecordType():
            return replace(named, type=said, codec="json")
        case TextType() as text, TextType(rich=True):
            return replace(named, type=replace(text, rich=True))
        case TextType() | MomentType(), MomentType():
            return replace(named, type=said)
        case _:
            return replace(named, type=_renamed(found.type, said))


def _type(name: str, words: str) -> Type | None:
    """The type that some words say; None where they say none."""
    result = parse_source(Source("mark", f"extend system.record {{\n  {name} {words}\n}}\n"))
    blocks = [item for item in result.file.items if isinstance(item, ast.Extend)]
    nodes = [node for block in blocks for node in block.fields]
    if result.diagnostics or len(result.file.items) != 1 or len(nodes) != 1 or len(nodes[0].types) != 1:
        return None
    wrong: list[object] = []
    made = type_in(nodes[0].types[0], wrong)  # type: ignore[arg-type]
    return None if wrong or nodes[0].parts else made


def _renamed(found: Type | None, said: Type | None) -> Type | None:
    """A choice between the same things, by their labels, has them by the names of the spec."""
    here, there = (choice_in(found), choice_in(said)) if found and said else (None, None)
    if here is None or there is None or [o.label for o in here.options] != [o.label for o in there.options]:
        return found
    named = ChoiceType(tuple(replace(o, name=own.name) for o, own in zip(here.options, there.options, strict=True)))
    return replace(found, item=named) if isinstance(found, ListType) else named
