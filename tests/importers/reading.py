"""Imports in the tests' own process, and what holds for each of them."""

import io
import json
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from handoffspec.cli.catalogue import catalogue_of
from handoffspec.diagnostics import Source
from handoffspec.importers.found import Catalogue, Imported
from handoffspec.importers.systems import read_parts, recognised
from handoffspec.importers.write import extension
from handoffspec.loader import load
from handoffspec.model.workspace import resolve
from handoffspec.syntax import ast
from handoffspec.syntax.format import format_text
from handoffspec.syntax.parser import parse_source

catalogue = cache(catalogue_of)


def documents_in(file: Path) -> list[object]:
    """The documents of a file; a case may hold several in a list of lists or objects."""
    content = json.loads(file.read_text(encoding="utf-8"))
    return content if file.parent.name == "import" else [content]


def imported(system: str, documents: Sequence[object], *, portable: bool = False) -> tuple[Imported, str]:
    """What some documents say, and the text for it."""
    known: Catalogue = catalogue(system)
    parts = [part for document in documents for part in recognised(document, system)]
    found = read_parts(parts, known, {}, portable=portable)
    return found, extension(found, known, with_paths=not portable)


def assert_sound(found: Imported, text: str, system: str | None) -> None:
    """Everything is accounted for, the text is in the one layout, and nothing in it is wrong.

    `system` is the one that it extends; None where it describes one. What else `check` finds, it finds in handoffs.
    """
    assert found.seen == found.represented + len(found.omitted)
    assert all(one.field and one.why for one in found.omitted)
    assert format_text(text) == text
    result = parse_source(Source("own.handoff", text))
    workspace = resolve([*(_files_of(system) if system else ()), result.file])
    assert [(one.code.name, one.message) for one in (*result.diagnostics, *workspace.diagnostics)] == []


@cache
def _files_of(system: str) -> tuple[ast.File, ...]:
    return load(["-"], io.StringIO(f"use {system}\n")).specs[0].files
