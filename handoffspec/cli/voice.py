"""How commands speak: findings as a report, prose to standard error."""

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import IO, TYPE_CHECKING

import click

from handoffspec.report.look import Look

if TYPE_CHECKING:
    from handoffspec.diagnostics import Diagnostic, Silenced
    from handoffspec.report.table import Cell


def show(
    found: "Sequence[Diagnostic]", stream: IO[str], form: str = "text", silenced: "Sequence[Silenced]" = ()
) -> None:
    """The report of findings."""
    from handoffspec.report import renderer  # noqa: PLC0415 - not every command has findings

    look = look_of(stream)
    # click would take colours out again where it sees no terminal; `look` has decided that already.
    click.echo(renderer(form)(found, look, silenced), file=stream, nl=False, color=look.color)


def look_of(stream: IO[str]) -> Look:
    """How what is printed to a stream should look."""
    is_terminal = stream.isatty()
    columns = _columns() if is_terminal else 0
    return Look.of_terminal(is_terminal=is_terminal, columns=columns, environ=os.environ, root=str(Path.cwd()))


def _columns() -> int:
    import shutil  # noqa: PLC0415 - only at a terminal

    return shutil.get_terminal_size().columns


def show_rows(table: "Sequence[Sequence[Cell]]", plain: Sequence[str]) -> None:
    """Rows as people read them at a terminal; for everything else the plain lines."""
    from handoffspec.report.table import rows  # noqa: PLC0415 - few commands have a table

    look = look_of(sys.stdout)
    lines = list(rows(table, look)) if look.fits else plain
    click.echo("".join(f"{line}\n" for line in lines), nl=False, color=look.color)


def say(text: str) -> None:
    """Prose about what is being done. Standard output is for what was asked for."""
    click.echo(text, err=True)
