"""Findings as data: one JSON array, the shape of which is part of the program's promise."""

import json
from collections.abc import Sequence

from handoffspec.diagnostics import Diagnostic, Json, Span, in_order
from handoffspec.report.look import Look


def render(diagnostics: Sequence[Diagnostic], look: Look) -> str:  # noqa: ARG001 - every format is called alike
    """The findings in order, an object each, lines and columns from 1.

    Pure ASCII: nothing in a stranger's spec can reach a terminal or break an encoding by way of it.
    """
    return json.dumps([_finding(found) for found in in_order(diagnostics)], indent=2) + "\n"


def _finding(found: Diagnostic) -> dict[str, Json]:
    return {
        "code": found.code.code,
        "name": found.code.name,
        "severity": found.severity.value,
        "message": found.message,
        **_place(found.span),
        "help": found.help,
        "labels": [{"message": label.message, **_place(label.span)} for label in found.labels],
        "witness": found.witness,
    }


def _place(span: Span) -> dict[str, Json]:
    return {
        "path": span.source.path,
        "line": span.line,
        "column": span.column,
        "end_line": span.end_line,
        "end_column": span.end_column,
    }
