"""Findings for readers: people at a terminal, and programs."""

from collections.abc import Callable, Sequence
from typing import Final, TypeAlias

from handoffspec.diagnostics import Diagnostic
from handoffspec.report import json, text
from handoffspec.report.look import Look

__all__ = ["FORMATS", "Look", "Render"]

Render: TypeAlias = Callable[[Sequence[Diagnostic], Look], str]

FORMATS: Final[dict[str, Render]] = {"text": text.render, "json": json.render}
"""Every value of `--format`: findings in, the whole output out, ended by a newline."""
