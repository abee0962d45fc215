"""Specs for commands that cannot do anything with errors in them."""

import sys
from collections.abc import Sequence

from handoffspec.cli.failure import CannotRunError
from handoffspec.cli.voice import show
from handoffspec.pipeline import Checked, check


def sound(paths: Sequence[str], environment: str | None = None) -> Checked:
    """Specs without errors; their errors go to standard error.

    Raises:
        CannotRunError: there are errors, or two handoffs have the same name.
    """
    checked = check(paths, sys.stdin, environment)
    if checked.errors:
        show(checked.errors, sys.stderr)
        raise CannotRunError("nothing was done, because the spec has errors.")
    _refuse_same_names(checked)
    return checked


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
