"""A system of the catalogue as an import needs it: its first record, and what its description leaves out."""

import io
from collections.abc import Iterator

from handoffspec.importers.found import Catalogue
from handoffspec.loader import load
from handoffspec.model.systems import resolve_systems
from handoffspec.syntax import ast


def catalogue_of(system: str) -> Catalogue:
    """A system that is shipped, by its name."""
    files = load(["-"], io.StringIO(f"use {system}\n")).specs[0].files
    systems = resolve_systems(files)
    name = systems.systems[system].records[0]
    omits = {path.value: node.reason.value for file in files for node in _omits(file, name) for path in node.paths}
    return Catalogue(systems.records[system, name], omits)


def _omits(file: ast.File, name: str) -> Iterator[ast.Omits]:
    for item in file.items:
        if isinstance(item, ast.System):
            yield from (omits for record in item.records if record.name.text == name for omits in record.omits)
