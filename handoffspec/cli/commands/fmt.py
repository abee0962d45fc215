"""`handoff fmt`: specs in the one layout."""

import difflib
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import click

from handoffspec.cli.failure import Status
from handoffspec.cli.files import write_whole
from handoffspec.cli.voice import say, show
from handoffspec.diagnostics import Diagnostic, Severity, Source
from handoffspec.loader import Loaded, load
from handoffspec.syntax.format import format_text


@dataclass(frozen=True, slots=True)
class _Formatted:
    source: Source
    text: str

    @property
    def changed(self) -> bool:
        return self.text != self.source.text


@click.command()
@click.argument("paths", metavar="PATH...", nargs=-1, required=True)
@click.option("--check", "only_check", is_flag=True, help="Write nothing; name the files that are not in the layout.")
@click.option("--diff", "only_diff", is_flag=True, help="Write nothing; show what would change.")
def command(paths: tuple[str, ...], only_check: bool, only_diff: bool) -> int:  # noqa: FBT001 - click gives them so
    """Bring specs into the one layout. Comments stay, and the meaning does not change.

    A file with a syntax error is left as it is (status 2). With - the text of standard input goes to standard output.
    """
    loaded = load(paths, sys.stdin)
    unreadable = _unreadable(loaded)
    if unreadable:
        show(unreadable, sys.stderr)
    bad = {found.span.source for found in unreadable}
    formatted = [_Formatted(s.source, format_text(s.source.text)) for s in loaded.specs if s.source not in bad]
    if only_diff:
        click.echo("".join(line for one in formatted for line in _diff(one)), nl=False)
    elif only_check:
        click.echo("".join(f"{one.source.path}\n" for one in formatted if one.changed), nl=False)
    else:
        _write(formatted)
    if unreadable:
        return Status.COULD_NOT_RUN
    would_change = (only_check or only_diff) and any(one.changed for one in formatted)
    return Status.FOUND if would_change else Status.FOUND_NOTHING


def _unreadable(loaded: Loaded) -> list[Diagnostic]:
    """What keeps a file that was asked for from being formatted: not what is wrong with the files it uses."""
    asked, read = {spec.source for spec in loaded.specs}, set(loaded.sources)
    return [
        found
        for found in loaded.diagnostics
        if found.span.source not in read
        or (found.span.source in asked and found.code.code < "HS0100" and found.severity is Severity.ERROR)
    ]


def _write(formatted: Sequence[_Formatted]) -> None:
    for one in formatted:
        if one.source.path == "-":
            click.echo(one.text, nl=False)
        elif one.changed:
            write_whole(Path(one.source.path), one.text)
            say(f"formatted {one.source.path}")


def _diff(one: _Formatted) -> Iterator[str]:
    path = one.source.path
    before, after = one.source.text.splitlines(keepends=True), one.text.splitlines(keepends=True)
    for line in difflib.unified_diff(before, after, path, f"{path} (formatted)"):
        yield line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n"
