"""`handoff diagnose`: ticket histories to timelines, patterns and failure blocks."""

import json
import tempfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Final, get_args

import click

from handoffspec.cli.failure import CannotRunError, Status
from handoffspec.cli.files import make_folder, write_whole
from handoffspec.cli.voice import say
from handoffspec.diagnose.columns import PARTS
from handoffspec.diagnose.states import MEANINGS, Meaning
from handoffspec.report.printable import safe

if TYPE_CHECKING:
    from handoffspec.diagnose.against import Against, Spec
    from handoffspec.diagnose.diagnosis import Diagnosis
    from handoffspec.diagnose.paths import Paths
    from handoffspec.diagnose.store import Store

_FILES: Final = {
    "text": "report.txt",
    "json": "diagnosis.json",
    "handoff": "failures.handoff-part",
    "html": "report.html",
}
"""By format, the file that -o writes."""
_OF_PATHS: Final = frozenset({"json", "html"})
"""The formats that tell where the time of all tickets went. It is asked only for these."""


@click.command()
@click.argument("files", metavar="[EVENTS]...", nargs=-1)
@click.option(
    "--format", "form", type=click.Choice(list(_FILES)), default="text", help="A report, data, failure blocks, a page."
)
@click.option("-o", "--output", metavar="DIR", help="Write all of these, and a sheet for interviews.")
@click.option(
    "--column", "columns", metavar="PART=NAME", multiple=True, help="Which column holds what: ticket, time, …"
)
@click.option("--warehouse", metavar="VARIABLE", help="The environment variable that holds a connection for Ibis.")
@click.option("--table", metavar="NAME", help="With --warehouse: the table of events there.")
@click.option("--status", "statuses", metavar="NAME=MEANING", multiple=True, help="What time in a status means.")
@click.option("--system", metavar="NAME", help="The system that the events are from, where they do not say.")
@click.option("--at", "until", metavar="TIME", help="Judge by what was known then: later events are left out.")
@click.option("--spec", metavar="FILE", help="Say what this spec prevents of it, and which of its rules did not hold.")
@click.option(
    "--integration", metavar="NAME", multiple=True, help="With --spec: whose name the synchronisation writes under."
)
def command(  # noqa: PLR0913, PLR0917 - one for each option
    files: tuple[str, ...],
    form: str,
    output: str | None,
    columns: tuple[str, ...],
    warehouse: str | None,
    table: str | None,
    statuses: tuple[str, ...],
    system: str | None,
    until: str | None,
    spec: str | None,
    integration: tuple[str, ...],
) -> int:
    """Find in ticket histories where handoffs fail: XES, CSV, NDJSON, Parquet, or what a system's API gives.

    Which column of a table holds what is guessed, and said on standard error. With - standard input is read. A table
    in a warehouse is read through Ibis and worked on here.
    """
    if find_spec("duckdb") is None:
        extra = "warehouse" if warehouse else "diagnose"
        raise CannotRunError("diagnose needs DuckDB.", f"Install it with `pip install 'handoffspec[{extra}]'`.")
    from handoffspec.diagnose.blocks import failure_blocks  # noqa: PLC0415 - DuckDB is an extra
    from handoffspec.diagnose.telling import as_json, lines  # noqa: PLC0415

    if bool(warehouse) != bool(table):
        raise CannotRunError("--warehouse and --table go together.", "One says where, the other what.")
    if integration and not spec:
        raise CannotRunError("--integration goes with --spec.", "Add --spec FILE, or leave --integration away.")
    if not files and not table:
        raise CannotRunError("no events are named.", "Name files, or - for standard input, or a --table.")
    given = _Given(
        files, (warehouse, table) if warehouse and table else None, _pairs(columns, "--column", PARTS), system, until
    )
    beside = _Beside(_specs(spec) if spec else (), integration)
    found, paths, against = _diagnosed(given, _meanings(statuses), beside, with_paths=bool(output) or form in _OF_PATHS)
    blocks = failure_blocks(found, against.preventions if against else ())
    told, compared = _told(against, found) if against else ([], {})
    report = _printable([*lines(found), *told])
    texts: dict[str, Callable[[], str]] = {"text": lambda: report, "handoff": lambda: blocks}
    if paths is not None:
        texts |= {
            "json": lambda: json.dumps(as_json(found, paths, blocks) | compared, indent=1) + "\n",
            "html": lambda: _page(found, paths, blocks, against),
        }
    if output:
        made = {file: texts[name]() for name, file in _FILES.items()}
        _write(Path(output), made | {"interviews.md": _sheet(found)})
    else:
        click.echo(texts[form](), nl=False)
    contradicted = against is not None and bool(against.contradictions)
    return Status.FOUND if found.findings or found.removals or contradicted else Status.FOUND_NOTHING


@dataclass(frozen=True, slots=True)
class _Given:
    """The histories, and how they are to be read."""

    files: Sequence[str]
    warehouse: tuple[str, str] | None
    """The variable that says where it is, and the table."""
    columns: Mapping[str, str]
    system: str | None
    until: str | None


@dataclass(frozen=True, slots=True)
class _Beside:
    """What the histories are held against, if anything, and whose name its synchronisation writes under."""

    specs: "tuple[Spec, ...]"
    integration: Sequence[str]


def _diagnosed(
    given: _Given, means: Mapping[str, Meaning], beside: _Beside, *, with_paths: bool
) -> tuple["Diagnosis", "Paths | None", "Against | None"]:
    """The diagnosis, where the time went, and where there is a spec the comparison with it.

    What was guessed is said on standard error.
    """
    from handoffspec.cli.histories import worked_on  # noqa: PLC0415 - DuckDB is an extra
    from handoffspec.diagnose.diagnosis import diagnose  # noqa: PLC0415
    from handoffspec.diagnose.store import Store  # noqa: PLC0415

    with tempfile.TemporaryDirectory(prefix="handoff-", ignore_cleanup_errors=True) as folder:
        store = Store(Path(folder))
        try:
            with worked_on(store):
                _read(store, given)
                if beside.specs:
                    from handoffspec.diagnose.against.links import link_tickets  # noqa: PLC0415 - only with --spec

                    link_tickets(store, beside.specs)
                found = diagnose(store, means)
                paths = _paths(store) if with_paths else None
                against = _held(store, found, beside) if beside.specs else None
        except CannotRunError:
            _say_all(store.notes)  # what was guessed and left out often is why
            raise
        _say_all(store.notes)
        store.connection.close()
    return found, paths, against


def _paths(store: "Store") -> "Paths":
    from handoffspec.diagnose.paths import measure_paths  # noqa: PLC0415 - only where they are told

    return measure_paths(store)


def _read(store: "Store", given: _Given) -> None:
    from handoffspec.cli.histories import add_file  # noqa: PLC0415 - DuckDB is an extra
    from handoffspec.diagnose.event import UnreadableHistoryError  # noqa: PLC0415

    for file in given.files:
        add_file(store, file, given.columns, given.system)
    if given.warehouse:
        _add_warehouse(store, given.warehouse, given)
    try:
        store.finish(given.until)
    except UnreadableHistoryError as error:
        raise CannotRunError(str(error), error.help) from None


def _say_all(notes: Iterable[str]) -> None:
    for note in notes:
        say(safe(note))


def _add_warehouse(store: "Store", place: tuple[str, str], given: _Given) -> None:
    from handoffspec.cli.warehouse import add_warehouse  # noqa: PLC0415 - few have one

    add_warehouse(store, *place, given.columns, given.system, given.until)


def _specs(spec: str) -> "tuple[Spec, ...]":
    from handoffspec.cli.own_handoffs import specs_of  # noqa: PLC0415 - what reads specs takes long to import

    return specs_of(spec)


def _held(store: "Store", found: "Diagnosis", beside: _Beside) -> "Against":
    from handoffspec.diagnose.against import hold_against  # noqa: PLC0415

    return hold_against(store, found.findings, beside.specs, beside.integration)


def _told(against: "Against", found: "Diagnosis") -> tuple[list[str], dict[str, object]]:
    """The comparison for people, and for programs."""
    from handoffspec.diagnose.telling_against import against_json, against_lines  # noqa: PLC0415

    return list(against_lines(against, found.findings)), {"against": against_json(against)}


def _printable(lines: Iterable[str]) -> str:
    return "".join(f"{safe(line)}\n" for whole in lines for line in whole.split("\n"))


def _page(found: "Diagnosis", paths: "Paths", blocks: str, against: "Against | None") -> str:
    from handoffspec.emit.diagnosis import diagnosis_page  # noqa: PLC0415 - templates are slow to import

    return diagnosis_page(found, paths, blocks, against)


def _sheet(found: "Diagnosis") -> str:
    from handoffspec.emit.diagnosis.interviews import interviews  # noqa: PLC0415
    from handoffspec.emit.markdown import render  # noqa: PLC0415

    return render(interviews(found))


def _write(folder: Path, texts: Mapping[str, str]) -> None:
    make_folder(folder)
    for name, text in texts.items():
        write_whole(folder / name, text)
        say(f"wrote {folder / name}")


def _pairs(given: Sequence[str], option: str, known: Sequence[str] | None) -> dict[str, str]:
    pairs: dict[str, str] = {}
    for one in given:
        name, sign, value = one.rpartition("=") if known is None else one.partition("=")
        if not sign:
            raise CannotRunError(f"{option} {one!r} has no =.", f"Write {option} NAME=….")
        if known is not None and name not in known:
            from handoffspec.diagnostics import closest  # noqa: PLC0415 - only for people who slipped

            near = closest(name, known)
            advice = f"Did you mean {near}?" if near else f"There are {', '.join(known)}."
            raise CannotRunError(f"an event has no part {name!r}.", advice)
        pairs[name] = value
    return pairs


def _meanings(given: Sequence[str]) -> dict[str, Meaning]:
    chosen: dict[str, Meaning] = {}
    for status, said in _pairs(given, "--status", None).items():
        known = next((meaning for meaning in get_args(Meaning) if meaning == said), None)
        if known is None:
            raise CannotRunError(f"a status does not mean {said!r}.", f"There are {', '.join(MEANINGS)}.")
        chosen[status] = known
    return chosen
