"""`handoff import`: what an administrator can download of a system, as `extend` blocks."""

import json
from collections.abc import Sequence
from pathlib import Path

import click

from handoffspec.cli.catalogue import catalogue_of
from handoffspec.cli.failure import CannotRunError, Status
from handoffspec.cli.files import write_new
from handoffspec.cli.metadata import read_metadata
from handoffspec.cli.voice import say
from handoffspec.diagnostics import closest
from handoffspec.importers.found import Imported, ImportRefusedError
from handoffspec.importers.recognise import Part
from handoffspec.importers.systems import KINDS, read_parts, recognised
from handoffspec.importers.write import extension
from handoffspec.report.printable import safe


@click.command()
@click.argument("system", metavar="SYSTEM")
@click.argument("files", metavar="FILE...", nargs=-1, required=True)
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="For people, or programs.")
@click.option("-o", "--output", metavar="FILE", help="Where to; standard output unless said.")
def command(system: str, files: tuple[str, ...], form: str, output: str | None) -> int:
    """Write what the metadata of a system says as blocks that extend it. A file is known by what stands in it.

    What cannot be represented is listed on standard error, with the reason. With - standard input is read.
    """
    catalogue = catalogue_of(_known(system))
    imported = read_parts(_parts(files, system), catalogue, {})
    if not imported.seen:
        raise CannotRunError("this holds nothing.", "An empty list often means a missing permission.")
    text = extension(imported, catalogue, with_paths=True)
    if form == "json":
        click.echo(json.dumps(_as_json(imported, text), indent=1))
        return Status.FOUND_NOTHING
    if output:
        write_new(Path(output), text)
        say(f"wrote {output}. Next: `handoff check {output}`")
    else:
        click.echo(text, nl=False)
    _tell(imported)
    return Status.FOUND_NOTHING


def _known(system: str) -> str:
    if system in KINDS:
        return system
    near = closest(system, KINDS)
    advice = f"Did you mean {near}?" if near else f"There are {', '.join(KINDS)}."
    raise CannotRunError(f"there is no import for a system {system!r}.", advice)


def _parts(files: Sequence[str], system: str) -> list[Part]:
    parts: list[Part] = []
    for path in files:
        document = read_metadata(path)
        try:
            parts += recognised(document, system)
        except ImportRefusedError as error:
            raise CannotRunError(f"{path}: {error}", error.help) from None
    return parts


def _as_json(imported: Imported, text: str) -> dict[str, object]:
    return {
        "fields": imported.seen,
        "represented": imported.represented,
        "omitted": [{"field": one.field, "why": one.why} for one in imported.omitted],
        "text": text,
    }


def _tell(imported: Imported) -> None:
    """What was read, and line by line what of it is not in the text."""
    for one in imported.omitted:
        say(f"omitted {safe(one.field)}: {safe(one.why)}")
    left = f", {len(imported.omitted)} omitted" if imported.omitted else ""
    say(f"{imported.seen} read: {imported.represented} represented{left}.")
