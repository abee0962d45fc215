"""Findings as data: one JSON array, the shape of which is part of the program's promise."""

import json
from collections.abc import Sequence

from handoffspec.diagnostics import Diagnostic, Json, Silenced, Span, in_order
from handoffspec.report.look import Look
from handoffspec.report.paths import relative


def render(diagnostics: Sequence[Diagnostic], look: Look, silenced: Sequence[Silenced] = ()) -> str:  # noqa: ARG001
    """The findings in order, an object each, lines and columns from 1. Silenced ones are no findings and not in it.

    Pure ASCII: nothing in a stranger's spec can reach a terminal or break an encoding by way of it.
    """
    return json.dumps([_finding(found, look.root) for found in in_order(diagnostics)], indent=2) + "\n"


def _finding(found: Diagnostic, root: str) -> dict[str, Json]:
    return {
        "code": found.code.code,
        "name": found.code.name,
        "severity": found.severity.value,
        "message": found.message,
        **_place(found.span, root),
        "help": found.help,
        "labels": [{"message": label.message, **_place(label.span, root)} for label in found.labels],
        "witness": found.witness,
    }


def _place(span: Span, root: str) -> dict[str, Json]:
    return {
        "path": relative(span.source.path, root),
        "line": span.line,
        "column": span.column,
        "end_line": span.end_line,
        "end_column": span.end_column,
    }
