"""The handoffs of a spec, resolved and not analysed, for what is compared with it."""

from handoffspec.cli.failure import CannotRunError
from handoffspec.diagnostics import Severity
from handoffspec.loader import load
from handoffspec.model.workspace import resolve
from handoffspec.schema.handoffs import Handoff


def handoffs_of(path: str) -> tuple[Handoff, ...]:
    """Those of the specs at a path, in the order of the text.

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
    handoffs = tuple(handoff.value for workspace in workspaces for handoff in workspace.handoffs)
    if not handoffs:
        raise CannotRunError(f"{path} has no handoff.", "Name a spec with one.")
    return handoffs
