"""A spec that somebody has worked on, and what an environment beside it says of a record."""

import sys
from pathlib import Path

from handoffspec.cli.failure import CannotRunError
from handoffspec.cli.voice import show
from handoffspec.diagnostics import Diagnostic
from handoffspec.loader import MAX_BYTES, load_environment, read_bytes, text_from
from handoffspec.schema.systems import Record
from handoffspec.syntax import ast
from handoffspec.syntax.parser import parse_source


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


def bound_fields(spec: str, environment: str, record: Record) -> dict[str, str]:
    """The identifiers that an environment beside a spec gives the fields of a record, by name.

    Nothing where there is no such environment yet: an import is how one begins.
    """
    found, _ = load_environment(spec, environment)
    if found is None:
        return {}
    return {
        binding.name: str(binding.identifier.value)
        for binding in found.bindings
        if (binding.system, binding.record) == (record.system, record.name) and binding.identifier is not None
    }
