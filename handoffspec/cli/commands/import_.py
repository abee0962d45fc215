"""`handoff import`: what an administrator can download of a system, as `extend` blocks."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import click

from handoffspec.cli.catalogue import catalogue_of
from handoffspec.cli.failure import CannotRunError, Status
from handoffspec.cli.files import write_new, write_whole
from handoffspec.cli.metadata import read_metadata
from handoffspec.cli.own_spec import bound_fields, own_spec
from handoffspec.cli.voice import say
from handoffspec.diagnostics import closest
from handoffspec.importers.bindings import binding
from handoffspec.importers.found import Catalogue, Imported, ImportRefusedError
from handoffspec.importers.onto import known_names, lay
from handoffspec.importers.recognise import Part
from handoffspec.importers.systems import KINDS, read_parts, recognised
from handoffspec.importers.write import extension
from handoffspec.report.printable import safe


@dataclass(frozen=True, slots=True)
class _Result:
    """What an import gives."""

    imported: Imported
    text: str
    binding: str | None = None
    """Lines for `environments.yaml`; None where none were asked for."""
    changes: tuple[str, ...] | None = None
    """None where there was no spec to lay it over."""


@click.command()
@click.argument("system", metavar="SYSTEM")
@click.argument("files", metavar="FILE...", nargs=-1, required=True)
@click.option("-o", "--output", metavar="FILE", help="Where to, a new file; standard output unless said.")
@click.option("--onto", metavar="SPEC", help="Bring the blocks of this spec up to date; what people wrote in it stays.")
@click.option(
    "--env", "environment", metavar="NAME", help="Leave identifiers out, and give them for environments.yaml."
)
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="For people, or programs.")
def command(
    system: str, files: tuple[str, ...], output: str | None, onto: str | None, environment: str | None, form: str
) -> int:
    """Write what the metadata of a system says as blocks that extend it. A file is known by what stands in it.

    What cannot be represented is listed on standard error, with the reason. With - standard input is read.
    """
    if output and onto:
        raise CannotRunError("-o and --onto exclude each other.", "Write --onto for a spec that is there.")
    catalogue = catalogue_of(_known(system))
    parts = _parts(files, system)
    if onto:
        result = _onto(onto, parts, catalogue, environment)
    else:
        imported = read_parts(parts, catalogue, {}, portable=environment is not None)
        text = extension(imported, catalogue, with_paths=environment is None)
        result = _Result(imported, text, _binding(environment, imported, catalogue))
    if not result.imported.seen:
        raise CannotRunError("this holds nothing.", "An empty list often means a missing permission.")
    _write(result, output, onto)
    _show(result, form, elsewhere=bool(output or onto))
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


def _binding(environment: str | None, imported: Imported, catalogue: Catalogue) -> str | None:
    return binding(environment, imported, catalogue) if environment else None


def _onto(spec: str, parts: Sequence[Part], catalogue: Catalogue, environment: str | None) -> _Result:
    """Read twice: the second time with the names that the spec has for what was found the first time."""
    file = own_spec(spec)
    bound: Mapping[str, str] = bound_fields(spec, environment, catalogue.record) if environment else {}
    portable = environment is not None
    first = read_parts(parts, catalogue, {}, portable=portable)
    imported = read_parts(parts, catalogue, known_names(file, first, catalogue, bound), portable=portable)
    laid = lay(file, imported, catalogue, bound, with_paths=not portable)
    return _Result(imported, laid.text, _binding(environment, imported, catalogue), laid.changes)


# ── What is said ───────────────────────────────────────────────────────────────────────────────────────────────────


def _write(result: _Result, output: str | None, onto: str | None) -> None:
    if onto:
        write_whole(Path(onto), result.text)
    elif output:
        write_new(Path(output), result.text)
        say(f"wrote {output}. Next: `handoff check {output}`")


def _show(result: _Result, form: str, *, elsewhere: bool) -> None:
    """The text, unless it went elsewhere, and what people have to know of it."""
    if form == "json":
        click.echo(json.dumps(_as_json(result), indent=1))
        return
    if elsewhere:
        click.echo(result.binding or "", nl=False)
    else:
        click.echo(result.text, nl=False)
        click.echo(_commented(result.binding), nl=False)
    _tell(result)


def _commented(binding_: str | None) -> str:
    """Lines for another file that stand behind a spec without being part of it."""
    if not binding_:
        return ""
    return "\n# For environments.yaml:\n#\n" + "".join(f"# {line}\n" for line in binding_.splitlines())


def _as_json(result: _Result) -> dict[str, object]:
    imported = result.imported
    said: dict[str, object] = {
        "fields": imported.seen,
        "represented": imported.represented,
        "omitted": [{"field": one.field, "why": one.why} for one in imported.omitted],
        "text": result.text,
    }
    if result.binding is not None:
        said["environment"] = result.binding
    if result.changes is not None:
        said["changes"] = list(result.changes)
    return said


def _tell(result: _Result) -> None:
    """What was read, and line by line what of it is not in the text, or different in a spec."""
    imported = result.imported
    for one in imported.omitted:
        say(f"omitted {safe(one.field)}: {safe(one.why)}")
    if result.changes is not None:
        for change in result.changes or ("nothing is different",):
            say(safe(change))
    left = f", {len(imported.omitted)} omitted" if imported.omitted else ""
    say(f"{imported.seen} read: {imported.represented} represented{left}.")
