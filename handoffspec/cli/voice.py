"""How commands speak: findings as a report, prose to standard error."""

import os
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import IO

import click

from handoffspec.diagnostics import Diagnostic, Silenced
from handoffspec.report import FORMATS, Look


def show(found: Sequence[Diagnostic], stream: IO[str], form: str = "text", silenced: Sequence[Silenced] = ()) -> None:
    """The report of findings."""
    columns = shutil.get_terminal_size().columns
    look = Look.of_terminal(is_terminal=stream.isatty(), columns=columns, environ=os.environ, root=str(Path.cwd()))
    # click would take colours out again where it sees no terminal; `look` has decided that already.
    click.echo(FORMATS[form](found, look, silenced), file=stream, nl=False, color=look.color)


def say(text: str) -> None:
    """Prose about what is being done. Standard output is for what was asked for."""
    click.echo(text, err=True)
