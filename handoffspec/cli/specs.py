"""Specs for commands that cannot do anything with errors in them."""

import sys
from collections.abc import Sequence

from handoffspec.cli.failure import CannotRunError
from handoffspec.cli.voice import show
from handoffspec.diagnostics import Diagnostic
from handoffspec.pipeline import Checked, check


def sound(paths: Sequence[str], environment: str | None = None) -> Checked:
    """Specs without errors; their errors go to standard error.

    Raises:
        CannotRunError: there are errors, or two handoffs have the same name.
    """
    checked = check(paths, sys.stdin, environment)
    _refuse(checked.errors)
    _refuse_same_names(checked)
    return checked


def resolved(paths: Sequence[str]) -> Checked:
    """Specs of which every line and every name is known. What else is wrong with them can be shown.

    Raises:
        CannotRunError: there are errors that leave open what a spec says, or two handoffs have the same name.
    """
    checked = check(paths, sys.stdin)
    _refuse(checked.unresolved)
    _refuse_same_names(checked)
    return checked


def _refuse(errors: Sequence[Diagnostic]) -> None:
    if errors:
        show(errors, sys.stderr)
        raise CannotRunError("nothing was done, because the spec has errors.")


def _refuse_same_names(checked: Checked) -> None:
    """Within one spec this is an error already; files that do not see each other may have used the same name."""
    places: dict[str, str] = {}
    for handoff, _ in checked.handoffs:
        path = handoff.places.name.source.path
        other = places.setdefault(handoff.value.name, path)
        if other != path:
            raise CannotRunError(
                f"two handoffs are called {handoff.value.name!r}, in {other} and in {path}.", "Give one another name."
            )
