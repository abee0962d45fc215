"""`handoff import`: what an administrator can download of a system, as `extend` blocks."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

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
from handoffspec.importers.json_schema import is_schema, pointed, read_schema, system_text
from handoffspec.importers.onto import known_names, lay
from handoffspec.importers.own import Bound
from handoffspec.importers.recognise import Part
from handoffspec.importers.systems import KINDS, read_parts, recognised
from handoffspec.importers.write import extension
from handoffspec.report.printable import safe

_LONGEST_NAME: Final = 60


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
@click.option(
    "--at", "pointer", metavar="POINTER", help="Where in the file: a JSON pointer, as /components/schemas/Ticket."
)
@click.option("--record", metavar="NAME", help="What the record of a schema is called; ticket unless said.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="For people, or programs.")
def command(  # noqa: PLR0913, PLR0917 - one for each option
    system: str,
    files: tuple[str, ...],
    output: str | None,
    onto: str | None,
    environment: str | None,
    pointer: str | None,
    record: str | None,
    form: str,
) -> int:
    """Write what the metadata of a system says as blocks that extend it. A file is known by what stands in it.

    Of a system that is not in the catalogue it reads a JSON Schema or an OpenAPI description, and writes the system.
    What cannot be represented is listed on standard error, with the reason. With - standard input is read.
    """
    if output and onto:
        raise CannotRunError("-o and --onto exclude each other.", "Write --onto for a spec that is there.")
    documents = [(path, read_metadata(path)) for path in files]
    if system not in KINDS and any(is_schema(document) for _, document in documents):
        if onto or environment or len(documents) > 1:
            raise CannotRunError("a schema is one file, and writes a system of its own.", "Leave --onto and --env out.")
        result = _described(documents[0], _name(system), _name(record or "ticket"), pointer)
    else:
        if record:
            raise CannotRunError("--record is for schemas.", f"Leave it out: {system} has its record.")
        result = _imported(_known(system), documents, pointer, onto, environment)
    if not result.imported.seen:
        raise CannotRunError("this holds nothing.", "An empty list often means a missing permission.")
    _write(result, output, onto)
    _show(result, form, elsewhere=bool(output or onto))
    return Status.FOUND_NOTHING


def _imported(
    system: str, documents: Sequence[tuple[str, object]], pointer: str | None, onto: str | None, environment: str | None
) -> _Result:
    catalogue = catalogue_of(system)
    parts = _parts(documents, system, pointer)
    if onto:
        return _onto(onto, parts, catalogue, environment)
    imported = read_parts(parts, catalogue, {}, portable=environment is not None)
    text = extension(imported, catalogue, with_paths=environment is None)
    return _Result(imported, text, _binding(environment, imported, catalogue))


def _described(named: tuple[str, object], system: str, record: str, pointer: str | None) -> _Result:
    path, document = named
    try:
        imported, catalogue = read_schema(document, system, record, pointer)
    except ImportRefusedError as error:
        raise CannotRunError(f"{path}: {error}", error.help) from None
    return _Result(imported, system_text(imported, catalogue))


def _name(name: str) -> str:
    if not name.isidentifier() or len(name) > _LONGEST_NAME:
        raise CannotRunError(f"{name!r} cannot be a name in a spec.", "One word of letters, digits and _.")
    return name


def _known(system: str) -> str:
    if system in KINDS:
        return system
    near = closest(system, KINDS)
    advice = (
        f"Did you mean {near}?" if near else f"There are {', '.join(KINDS)}; any other takes a JSON Schema or OpenAPI."
    )
    raise CannotRunError(f"there is no import for a system {system!r}.", advice)


def _parts(documents: Sequence[tuple[str, object]], system: str, pointer: str | None) -> list[Part]:
    parts: list[Part] = []
    for path, document in documents:
        try:
            parts += recognised(pointed(document, pointer), system)
        except ImportRefusedError as error:
            raise CannotRunError(f"{path}: {error}", error.help) from None
    return parts


def _binding(environment: str | None, imported: Imported, catalogue: Catalogue) -> str | None:
    return binding(environment, imported, catalogue) if environment else None


def _onto(spec: str, parts: Sequence[Part], catalogue: Catalogue, environment: str | None) -> _Result:
    """Read twice: the second time with the names that the spec has for what was found the first time."""
    file = own_spec(spec)
    bound = bound_fields(spec, environment, catalogue.record) if environment else Bound()
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
