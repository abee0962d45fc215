"""Findings as workflow commands of GitHub Actions, which shows them at the lines of a pull request."""

from collections.abc import Sequence
from typing import Final

from handoffspec.diagnostics import Diagnostic, Severity, Silenced, in_order
from handoffspec.report.look import Look
from handoffspec.report.paths import relative
from handoffspec.report.printable import safe

_COMMANDS: Final = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.ADVICE: "notice"}


def render(diagnostics: Sequence[Diagnostic], look: Look, silenced: Sequence[Silenced] = ()) -> str:  # noqa: ARG001
    """One command a line. There is no place for findings that are silenced."""
    return "".join(f"{_command(found, look.root)}\n" for found in in_order(diagnostics))


def _command(found: Diagnostic, root: str) -> str:
    text = found.message if found.help is None else f"{found.message}\n\nhelp: {found.help}"
    where = ",".join(f"{name}={_property(value)}" for name, value in _properties(found, root).items())
    return f"::{_COMMANDS[found.severity]} {where}::{_data(text)}"


def _properties(found: Diagnostic, root: str) -> dict[str, str]:
    span = found.span
    title = f"{found.code.code} {found.code.name}"
    place = {"file": relative(span.source.path, root), "line": str(span.line), "endLine": str(span.end_line)}
    if span.line == span.end_line:
        # Columns are refused for several lines. The last one is included here, and an empty span still shows one.
        place |= {"col": str(span.column), "endColumn": str(max(span.column, span.end_column - 1))}
    return {**place, "title": title}


def _data(text: str) -> str:
    """A text as the runner reads it: what would end the command is spelt out, and so is what a terminal would obey."""
    lines = (safe(line) for line in text.split("\n"))
    return "%0A".join(line.replace("%", "%25") for line in lines)


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
