"""A spec that somebody has worked on, and what an environment beside it says of a record."""

import sys
from pathlib import Path
from typing import Final

from handoffspec.cli.failure import CannotRunError
from handoffspec.cli.voice import show
from handoffspec.diagnostics import Diagnostic
from handoffspec.importers.own import Bound
from handoffspec.loader import ENVIRONMENTS, load_environment
from handoffspec.reading import MAX_BYTES, read_bytes, text_from
from handoffspec.schema.systems import Record
from handoffspec.syntax import ast
from handoffspec.syntax.parser import parse_source

_FOLDERS: Final = 4
"""The spec's own folder and those above it that may hold the environments."""


def own_spec(path: str) -> ast.File:
    """A spec that can be changed: a file without syntax errors.

    Raises:
        CannotRunError: it cannot be read, or has errors, which go to standard error.
    """
    data = read_bytes(Path(path), path, MAX_BYTES)
    source = data if isinstance(data, Diagnostic) else text_from(data, path)
    if isinstance(source, Diagnostic):
        show([source], sys.stderr)
        raise CannotRunError("nothing was changed.", "Name the spec that the import is laid over.")
    result = parse_source(source)
    if result.diagnostics:
        show(result.diagnostics, sys.stderr)
        raise CannotRunError("nothing was changed, because the spec has errors.")
    return result.file


def bound_fields(spec: str, environment: str, record: Record) -> Bound:
    """What an environment says of the fields of a record.

    The file of environments stands beside the spec or, for a shared one, in a folder above it. Nothing where there is
    no such environment yet: an import is how one begins.
    """
    above = [Path(spec).resolve().parent, *Path(spec).resolve().parents][:_FOLDERS]
    folder = next((folder for folder in above if (folder / ENVIRONMENTS).exists()), above[0])
    found, _ = load_environment(str(folder), environment)
    ours = [one for one in found.bindings if (one.system, one.record) == (record.system, record.name)] if found else []
    return Bound(
        {one.name: str(one.identifier.value) for one in ours if one.identifier is not None},
        {one.name: {option: str(known.value) for option, known in one.values.items()} for one in ours if one.values},
    )
