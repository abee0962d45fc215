"""Files that DuckDB reads by itself: CSV, lines of JSON, Parquet."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal, TypeAlias

import duckdb

from handoffspec.diagnose.event import UnreadableHistoryError

Form: TypeAlias = Literal["csv", "ndjson", "parquet"]

_LONGEST_LINE: Final = 1 << 24
"""Bytes of a row: a comment can hold a log."""
_SAMPLE: Final = 500
"""Rows of a CSV that its delimiter is told from."""
_MOST_BROKEN: Final = 1000
_SHOWN: Final = 5
_HEAD: Final = 1 << 16


@dataclass(frozen=True, slots=True)
class Table:
    """A file as DuckDB reads it: what stands behind FROM, and the columns, all of which can be cast to texts."""

    source: str
    columns: tuple[str, ...]


def open_table(connection: duckdb.DuckDBPyConnection, file: Path, form: Form) -> Table:
    """The table in a file. `file` is a path of our own, without signs that mean anything to DuckDB.

    Raises:
        duckdb.Error: it is no such file.
        UnreadableHistoryError: the same, where DuckDB does not say so.
    """
    if form == "csv":
        return _open_csv(connection, file)
    source = {
        "ndjson": f"read_ndjson('{file}', ignore_errors = true, maximum_object_size = {_LONGEST_LINE})",
        "parquet": f"read_parquet('{file}')",
    }[form]
    described = connection.execute(f"DESCRIBE SELECT * FROM {source}").fetchall()  # noqa: S608 - our own path
    return Table(source, tuple(str(row[0]) for row in described))


def _open_csv(connection: duckdb.DuckDBPyConnection, file: Path) -> Table:
    """Its delimiter is looked for once, in the first rows; quotes are those of the standard (RFC 4180) unless others
    are seen, as they may come later."""
    found = connection.execute(
        "SELECT Delimiter, Quote, SkipRows, Columns FROM sniff_csv($1, all_varchar = true, header = true, "
        "ignore_errors = true, sample_size = $2)",
        [str(file), _SAMPLE],
    ).fetchone()
    if found is None:
        raise UnreadableHistoryError("it is no table.", "Export it as CSV with a header.")
    delimiter, quote, skipped, described = found
    columns = tuple(str(column["name"]) for column in described)
    quote = '"' if quote in {"(empty)", "\0", ""} else quote
    named = ", ".join(f"{_literal(column)}: 'VARCHAR'" for column in columns)
    source = (
        f"read_csv('{file}', auto_detect = false, header = true, delim = {_literal(delimiter)}, "
        f"quote = {_literal(quote)}, escape = {_literal(quote)}, skip = {int(skipped)}, columns = {{{named}}}, "
        f"max_line_size = {_LONGEST_LINE}, ignore_errors = true, store_rejects = true, rejects_limit = {_MOST_BROKEN})"
    )
    return Table(source, columns)


def named_twice(file: Path, columns: Sequence[str]) -> Iterator[str]:
    """Columns of a CSV that stand there twice. DuckDB gives the second another name."""
    with file.open(encoding="utf-8", errors="replace", newline="") as opened:
        head = opened.readline(_HEAD).casefold()
    for column in columns:
        name, _, number = column.rpartition("_")
        if number.isdigit() and column.casefold() not in head:
            yield name


def broken_rows(connection: duckdb.DuckDBPyConnection) -> str:
    """What was left out of the CSV that was read last, for people; empty: nothing."""
    lines = [int(row[0]) for row in connection.execute("SELECT DISTINCT line FROM reject_errors ORDER BY 1").fetchall()]
    connection.execute("DELETE FROM reject_errors")
    connection.execute("DELETE FROM reject_scans")
    if not lines:
        return ""
    shown = ", ".join(map(str, lines[:_SHOWN])) + (" and more" if len(lines) > _SHOWN else "")
    count = f"{len(lines):,}" if len(lines) < _MOST_BROKEN else f"{_MOST_BROKEN:,} or more"
    return f"{count} broken rows were left out: lines {shown}"


def _literal(text: object) -> str:
    return "'" + str(text).replace("'", "''") + "'"
