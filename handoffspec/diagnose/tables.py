"""Files that DuckDB reads by itself: CSV, lines of JSON, Parquet."""

import codecs
import contextlib
import csv
import io
import shutil
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal, TypeAlias

import duckdb

from handoffspec.diagnose.event import UnreadableHistoryError
from handoffspec.diagnose.words import amount

Form: TypeAlias = Literal["csv", "ndjson", "parquet"]

_LONGEST_ROW: Final = 1 << 24
"""Bytes: a comment can hold a log."""
_HEAD: Final = 1 << 16
"""Bytes in which a table names its columns."""
_PIECE: Final = 1 << 20
_DELIMITERS: Final = ",;\t|"
_MOST_BROKEN: Final = 1000
_SHOWN: Final = 5


@dataclass(frozen=True, slots=True)
class Table:
    """A file as DuckDB reads it: what stands behind FROM, and each column by its name there and as an expression."""

    source: str
    columns: Mapping[str, str]
    notes: tuple[str, ...] = ()
    """What people should know of it."""


def open_table(connection: duckdb.DuckDBPyConnection, file: Path, form: Form) -> Table:
    """The table in a file. `file` is a link of our own to it, without signs that mean anything to DuckDB.

    Raises:
        duckdb.Error: it is no such file.
        UnreadableHistoryError: it has no header.
    """
    if form == "csv":
        return _open_csv(file)
    source = {
        "ndjson": f"read_json('{file}', ignore_errors = true, maximum_object_size = {_LONGEST_ROW})",
        "parquet": f"read_parquet('{file}')",
    }[form]
    described = connection.execute(f"DESCRIBE SELECT * FROM {source}").fetchall()  # noqa: S608 - our own path
    return Table(source, {str(name): _cell(str(name), str(kind)) for name, kind, *_ in described})


def _open_csv(file: Path) -> Table:
    """Its header says how cells are divided. Columns go by their place, so that two of one name are no matter: the
    first is read."""
    text, notes = _text_of(file)
    skipped = int(text.casefold().startswith("sep="))  # as Excel writes it
    lines = io.StringIO(text, newline=None).readlines()[skipped:]
    delimiter = max(_DELIMITERS, key="".join(lines[:1]).count)
    names = [name.strip() for name in next(csv.reader(lines, delimiter=delimiter), [])]
    if not any(names):
        raise UnreadableHistoryError("it has no header.", "Name the columns in the first row.")
    places = {name: f"c{place}" for place, name in reversed([*enumerate(names)]) if name}
    twice = [name for name in places if names.count(name) > 1]
    notes += [f"the column {name} stands there twice; the first is read" for name in sorted(twice)]
    typed = ", ".join(f"c{place}: 'VARCHAR'" for place in range(len(names)))
    strict = not _differ(_pieces(file))  # where DuckDB is strict it loses rows then
    if not strict:
        between_rows = _differ(_outside_quotes(_pieces(file)))
        why = "its lines end in several ways" if between_rows else "lines in its cells end otherwise than its rows"
        notes.append(f"{why}, so a row with too many cells is not noticed")
    source = (
        f"read_csv('{file}', auto_detect = false, header = true, skip = {skipped}, delim = '{delimiter}', "
        f"quote = '\"', escape = '\"', columns = {{{typed}}}, strict_mode = {strict}, "
        f"max_line_size = {_LONGEST_ROW}, ignore_errors = true, store_rejects = true, rejects_limit = {_MOST_BROKEN})"
    )
    return Table(source, {name: places[name] for name in names if name}, tuple(notes))


def _differ(pieces: Iterable[bytes]) -> bool:
    """Whether there are several kinds of line breaks: CR LF, LF alone, CR alone."""
    both = feeds = returns = 0
    for piece in pieces:
        feeds += piece.count(b"\n")
        if b"\r" in piece:
            returns += piece.count(b"\r")
            both += piece.count(b"\r\n")
    return [both > 0, feeds > both, returns > both].count(True) > 1


def _pieces(file: Path) -> Iterator[bytes]:
    """The file piece by piece; none ends between CR and LF."""
    with file.open("rb") as opened:
        while piece := opened.read(_PIECE):
            yield piece + opened.read(1) if piece.endswith(b"\r") else piece


def _outside_quotes(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """What of them stands between quoted cells. A quote within a cell is doubled, so it opens and closes nothing."""
    inside = 0
    for piece in pieces:
        parts = piece.split(b'"')
        yield b'"'.join(parts[inside::2])
        inside = (inside + len(parts) - 1) % 2


def _text_of(file: Path) -> tuple[str, list[str]]:
    """The beginning of a file, and what to know of it. Where it is not UTF-8, a copy in UTF-8 takes its place."""
    with file.open("rb") as opened:
        head = opened.read(_HEAD)
    with contextlib.suppress(UnicodeDecodeError):  # the last character may be cut, so it need not be the end
        return codecs.getincrementaldecoder("utf-8-sig")().decode(head), []
    is_utf_16 = head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    encoding, name = ("utf-16", "UTF-16") if is_utf_16 else ("cp1252", "Windows-1252")
    whole = file.resolve()
    file.unlink()
    with (
        whole.open(encoding=encoding, errors="replace", newline="") as given,
        file.open("w", encoding="utf-8", newline="") as copy,
    ):
        shutil.copyfileobj(given, copy)
    with file.open(encoding="utf-8", newline="") as opened:
        return opened.read(_HEAD), [f"it is not UTF-8, so it is read as {name}"]


def broken_rows(connection: duckdb.DuckDBPyConnection) -> str:
    """What was left out of the CSV that was read last, for people; empty: nothing."""
    numbers = [
        int(row[0]) for row in connection.execute("SELECT DISTINCT line FROM reject_errors ORDER BY 1").fetchall()
    ]
    if not numbers:
        return ""
    connection.execute("DELETE FROM reject_errors")
    connection.execute("DELETE FROM reject_scans")
    shown = ", ".join(map(str, numbers[:_SHOWN])) + (" and more" if len(numbers) > _SHOWN else "")
    count = (
        amount(len(numbers), "broken row") if len(numbers) < _MOST_BROKEN else f"{_MOST_BROKEN:,} broken rows or more"
    )
    return f"left out {count}: {shown}, if the header is row 1"


def _cell(name: str, kind: str) -> str:
    """A column as an expression. What DuckDB calls JSON would show its texts in quotes."""
    quoted = '"' + name.replace('"', '""') + '"'
    return f"({quoted} ->> '$')" if kind == "JSON" else quoted
