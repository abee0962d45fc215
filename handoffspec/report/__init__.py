"""Findings for readers: people at a terminal, and programs."""

from collections.abc import Sequence
from typing import Final, Protocol

from handoffspec.diagnostics import Diagnostic, Silenced
from handoffspec.report import github, gitlab, json, junit, sarif, text
from handoffspec.report.look import Look

__all__ = ["FORMATS", "Look", "Render"]


class Render(Protocol):
    """Findings in, the whole output out, ended by a newline. What is silenced is shown where a format has a place."""

    def __call__(self, diagnostics: Sequence[Diagnostic], look: Look, silenced: Sequence[Silenced] = ()) -> str: ...


FORMATS: Final[dict[str, Render]] = {
    "text": text.render,
    "json": json.render,
    "github": github.render,
    "gitlab": gitlab.render,
    "sarif": sarif.render,
    "junit": junit.render,
}
"""Every value of `--format`."""
