"""`handoff diagnose`: ticket histories to timelines, patterns and failure blocks."""

import json
import tempfile
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Final, get_args

import click

from handoffspec.cli.failure import CannotRunError, Status
from handoffspec.cli.files import make_folder, write_whole
from handoffspec.cli.voice import say
from handoffspec.diagnose.columns import PARTS
from handoffspec.diagnose.states import MEANINGS, Meaning
from handoffspec.diagnostics import closest
from handoffspec.report.printable import safe

_FORMATS: Final = ("text", "json", "handoff")


@click.command()
@click.argument("files", metavar="EVENTS...", nargs=-1, required=True)
@click.option(
    "--format", "form", type=click.Choice(_FORMATS), default="text", help="A report, data, or failure blocks."
)
@click.option(
    "-o", "--output", metavar="DIR", help="Write the report, its data, failure blocks and interview questions."
)
@click.option(
    "--column", "columns", metavar="PART=NAME", multiple=True, help="Which column holds what: ticket, time, …"
)
@click.option("--status", "statuses", metavar="NAME=MEANING", multiple=True, help="What time in a status means.")
@click.option("--system", metavar="NAME", help="The system that the events are from, where they do not say.")
@click.option("--at", "until", metavar="TIME", help="Judge by what was known then: later events are left out.")
def command(
    files: tuple[str, ...],
    form: str,
    output: str | None,
    columns: tuple[str, ...],
    statuses: tuple[str, ...],
    system: str | None,
    until: str | None,
) -> int:
    """Find in ticket histories where handoffs fail: XES, CSV, NDJSON, Parquet, or what a system's API gives.

    Which column of a table holds what is guessed, and said on standard error. With - standard input is read.
    """
    if find_spec("duckdb") is None:
        raise CannotRunError("diagnose needs DuckDB.", "Install it with `pip install 'handoffspec[diagnose]'`.")
    from handoffspec.cli.histories import add_file  # noqa: PLC0415 - DuckDB is an extra
    from handoffspec.diagnose.blocks import failure_blocks  # noqa: PLC0415
    from handoffspec.diagnose.diagnosis import diagnose  # noqa: PLC0415
    from handoffspec.diagnose.event import UnreadableHistoryError  # noqa: PLC0415
    from handoffspec.diagnose.store import Store  # noqa: PLC0415
    from handoffspec.diagnose.telling import as_json, interview, lines  # noqa: PLC0415

    chosen = _pairs(columns, "--column", PARTS)
    means = _meanings(statuses)
    with tempfile.TemporaryDirectory(prefix="handoff-", ignore_cleanup_errors=True) as folder:
        store = Store(Path(folder))
        for file in files:
            add_file(store, file, chosen, system)
        try:
            store.finish(until)
        except UnreadableHistoryError as error:
            raise CannotRunError(str(error), error.help) from None
        found = diagnose(store, means)
        for note in store.notes:
            say(safe(note))
        store.connection.close()
    blocks = failure_blocks(found)
    report = "".join(f"{safe(line)}\n" for whole in lines(found) for line in whole.split("\n"))
    data = json.dumps(as_json(found, blocks), indent=1) + "\n"
    if output:
        questions = "".join(f"{safe(line)}\n" for line in interview(found))
        _write(Path(output), {"report.txt": report, "diagnosis.json": data, "failures.handoff-part": blocks,
                              "interviews.md": questions})  # fmt: skip
    else:
        click.echo({"text": report, "json": data, "handoff": blocks}[form], nl=False)
    return Status.FOUND if found.findings or found.removals else Status.FOUND_NOTHING


def _write(folder: Path, files: dict[str, str]) -> None:
    make_folder(folder)
    for name, text in files.items():
        write_whole(folder / name, text)
        say(f"wrote {folder / name}")


def _pairs(given: Sequence[str], option: str, known: Sequence[str] | None) -> dict[str, str]:
    pairs: dict[str, str] = {}
    for one in given:
        name, sign, value = one.rpartition("=") if known is None else one.partition("=")
        if not sign:
            raise CannotRunError(f"{option} {one!r} has no =.", f"Write {option} NAME=….")
        if known is not None and name not in known:
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
