"""What a spec says already of the record that an import is about: fields by what the instance knows them by."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from handoffspec.importers.found import Found
from handoffspec.schema.systems import Record
from handoffspec.syntax import ast

_TOKENS: Final = re.compile(r"[.\[\]=]")
_PLACE: Final = re.compile(r'\bat "([^"\n]*)"')


@dataclass(frozen=True, slots=True)
class Own:
    """A field as a spec has it."""

    identity: str | None
    """None where the spec does not say: the field has no place and no environment binds it."""
    node: ast.Field


@dataclass(frozen=True, slots=True)
class Bound:
    """What an environment says of the fields of a record."""

    identities: Mapping[str, str] = field(default_factory=dict)
    """By the field's name in the spec."""
    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """The forms of options in the API, by the names of field and option."""


def extensions(file: ast.File, record: Record) -> list[ast.Extend]:
    """The blocks of a file that extend a record."""
    targets = (f"{record.system}.{record.name}", record.system)
    return [item for item in file.items if isinstance(item, ast.Extend) and item.target.text in targets]


def own_fields(
    blocks: Iterable[ast.Extend], record: Record, found: Collection[Found], bound: Mapping[str, str]
) -> list[Own]:
    """The fields of some blocks with their identities.

    A field is known by its place, then by what an environment binds it to (`bound`: identities by name). One that has
    neither, because it was to be created, is the one field of that label that nothing else is.
    """
    identities = {one.identity for one in found}
    nodes = [node for block in blocks for node in block.fields]
    natives = {one.native: one.identity for one in found if one.native}
    by_label = _only_ones(found)
    first = [Own(_identity(node, identities, natives, bound, record), node) for node in nodes]
    taken = {own.identity for own in first}
    return [
        Own(label, own.node)
        if own.identity is None and (label := by_label.get(_label(own.node))) and label not in taken
        else own
        for own in first
    ]


def _identity(
    node: ast.Field, identities: set[str], natives: Mapping[str, str], bound: Mapping[str, str], record: Record
) -> str | None:
    name = node.name.text
    if record.field(name) is not None:
        return natives.get(name, name)
    for part in node.parts:
        if isinstance(part, ast.Path):
            tokens = _TOKENS.split(part.path.value)
            return next((token for token in tokens if token in identities), part.path.value)
    return bound.get(name)


def _only_ones(found: Iterable[Found]) -> dict[str, str]:
    """Identities of fields that no other has the label of."""
    by_label: dict[str, list[str]] = {}
    for one in found:
        if one.native is None:
            by_label.setdefault(one.label, []).append(one.identity)
    return {label: ids[0] for label, ids in by_label.items() if len(ids) == 1}


def _label(node: ast.Field) -> str:
    return node.label.value if node.label else ""


def left_out(text: str, found: Iterable[Found]) -> set[str]:
    """Identities of fields whose line somebody made a comment: they are wanted nowhere."""
    identities = {one.identity for one in found}
    return {token for path in _commented(text) for token in _TOKENS.split(path) if token in identities}


def _commented(text: str) -> Iterator[str]:
    for line in text.splitlines():
        if line.lstrip().startswith("#"):
            yield from _PLACE.findall(line)
