"""The handoffs of a spec, resolved and not analysed, for what is compared with it."""

from collections.abc import Mapping, Sequence

from handoffspec.cli.failure import CannotRunError
from handoffspec.diagnose.against.book import Spec
from handoffspec.diagnostics import Severity
from handoffspec.loader import load
from handoffspec.model.workspace import resolve
from handoffspec.syntax import ast


def specs_of(path: str) -> tuple[Spec, ...]:
    """The specs at a path that have a handoff, each with its handoffs in the order of the text.

    Raises:
        CannotRunError: the spec has errors, or no handoff.
    """
    if path == "-":
        raise CannotRunError("--spec is a file.", "Standard input is for histories.")
    loaded = load([path])
    workspaces = [resolve(spec.files, None, loaded.catalogue) for spec in loaded.specs]
    found = [*loaded.diagnostics, *(one for workspace in workspaces for one in workspace.diagnostics)]
    if any(one.severity is Severity.ERROR for one in found):
        raise CannotRunError(f"{path} has errors.", f"See `handoff check {path}`.")
    specs = tuple(
        Spec(workspace.handoffs, workspace.systems, _omits(spec.files))
        for spec, workspace in zip(loaded.specs, workspaces, strict=True)
        if workspace.handoffs
    )
    if not specs:
        raise CannotRunError(f"{path} has no handoff.", "Name a spec with one.")
    return specs


def _omits(files: Sequence[ast.File]) -> Mapping[str, frozenset[str]]:
    systems = (item for file in files for item in file.items if isinstance(item, ast.System))
    return {
        system.name.text: frozenset(
            path.value for record in system.records for omitted in record.omits for path in omitted.paths
        )
        for system in systems
    }
