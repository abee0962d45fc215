"""Findings for readers: people at a terminal, and programs."""

from collections.abc import Sequence
from importlib import import_module
from typing import TYPE_CHECKING, Final, Protocol

from handoffspec.report.look import Look

if TYPE_CHECKING:
    from handoffspec.diagnostics import Diagnostic, Silenced

__all__ = ["FORMATS", "Look", "Render", "renderer"]


class Render(Protocol):
    """Findings in, the whole output out, ended by a newline. What is silenced is shown where a format has a place."""

    def __call__(self, diagnostics: "Sequence[Diagnostic]", look: Look, silenced: "Sequence[Silenced]" = ()) -> str: ...


FORMATS: Final = ("text", "json", "github", "gitlab", "sarif", "junit")
"""Every value of `--format`: each is a module of this package."""


def renderer(form: str) -> Render:
    """How findings are shown in one of the `FORMATS`. Only that one is imported.

    Raises:
        KeyError: there is no such format.
    """
    if form not in FORMATS:
        raise KeyError(form)
    render: Render = import_module(f"handoffspec.report.{form}").render
    return render
