"""What a command line names as a system: one of the catalogue, or a file that extends or describes one."""

import io
import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from handoffspec.cli.failure import CannotRunError
from handoffspec.cli.voice import show
from handoffspec.diagnostics import Severity, closest
from handoffspec.loader import catalogue, load
from handoffspec.model.workspace import resolve
from handoffspec.reading import ENDING
from handoffspec.schema.spelling import quoted
from handoffspec.schema.systems import Record
from handoffspec.syntax import ast


@dataclass(frozen=True, slots=True)
class Side:
    """One system with the files that describe it. `path`: the file that was named; None for one of the catalogue."""

    record: Record
    files: tuple[ast.File, ...]
    path: Path | None

    def use(self, folder: Path) -> str:
        """What stands behind `use` in a spec in a folder.

        Raises:
            CannotRunError: a spec there cannot use the file, which is neither beside nor below it.
        """
        if self.path is None:
            return self.record.system
        below, home = self.path.resolve(), folder.resolve()
        if below.is_relative_to(home):
            return quoted(below.relative_to(home).as_posix())
        raise CannotRunError(
            f"a spec in {folder} cannot use {self.path}, which is neither beside nor below it.",
            f"Write the spec into {self.path.parent}.",
        )


def side_of(named: str) -> Side:
    """A system by its name (`zendesk`, `zendesk.ticket`) or by a file's.

    Raises:
        CannotRunError: there is no such system, the file has errors, or it is about several.
    """
    return _of_file(named) if named.endswith(ENDING) else _of_catalogue(named)


def files_of(sides: tuple[Side, ...]) -> tuple[ast.File, ...]:
    """The files of several sides, each once."""
    return tuple({file.span.source.path: file for side in sides for file in side.files}.values())


def _of_catalogue(named: str) -> Side:
    system, _, record = named.partition(".")
    known = catalogue()
    if system not in known:
        near = closest(system, known)
        advice = f"Did you mean {near}?" if near else f"There are {', '.join(known)}, and files that end in {ENDING}."
        raise CannotRunError(f"the catalogue has no system {system!r}.", advice)
    files = load(["-"], io.StringIO(f"use {system}\n")).specs[0].files[:-1]
    return Side(_record(files, system, record or None), files, None)


def _of_file(named: str) -> Side:
    loaded = load([named])
    files = tuple(_systems_only(file) for file in loaded.specs[0].files) if loaded.specs else ()
    found = (*loaded.diagnostics, *resolve(files, None, loaded.catalogue).diagnostics)
    errors = [one for one in found if one.severity is Severity.ERROR]
    if errors:
        show(errors, sys.stderr)
        raise CannotRunError(f"nothing was done, because {named} has errors.")
    about = list(dict.fromkeys(_about(files[-1])))
    if len(about) != 1:
        names = " and ".join(".".join(part for part in one if part) for one in about)
        said = f"is about {names}" if about else "neither describes nor extends a record"
        raise CannotRunError(f"{named} {said}.", "Name a file that extends or describes one record of one system.")
    return Side(_record(files, *about[0]), files, Path(named))


def _systems_only(file: ast.File) -> ast.File:
    """A file without its handoffs: they are not what is audited."""
    kept = tuple(item for item in file.items if isinstance(item, ast.Use | ast.System | ast.Extend | ast.Team))
    return replace(file, items=kept)


def _about(file: ast.File) -> Iterator[tuple[str, str | None]]:
    """The records that a file describes or extends, with their systems."""
    for item in file.items:
        if isinstance(item, ast.System):
            yield from ((item.name.text, record.name.text) for record in item.records)
        elif isinstance(item, ast.Extend) and item.fields:
            yield item.target.parts[0], item.target.parts[1] if len(item.target.parts) > 1 else None


def _record(files: tuple[ast.File, ...], system: str, record: str | None) -> Record:
    systems = resolve(files).systems
    records = systems.systems[system].records
    if record is None or record in records:
        return systems.records[system, record or records[0]]
    near = closest(record, records)
    advice = f"Did you mean {system}.{near}?" if near else f"There are {', '.join(records)}."
    raise CannotRunError(f"{system} has no record {record!r}.", advice)
