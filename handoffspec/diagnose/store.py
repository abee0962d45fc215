"""Events in DuckDB, which keeps on disk what does not fit into memory. It reads only files that it was handed."""

import csv
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import duckdb

from handoffspec.diagnose.columns import mapping_of
from handoffspec.diagnose.event import COLUMNS, Event, UnreadableHistoryError

_EMPTY: Final = "('', '?', 'null', 'none', 'n/a', 'nan', '(null)', '-')"
"""What exports write where there is nothing, in small letters."""
_FORMS: Final = "['%Y-%m-%dT%H:%M:%S.%g%z', '%Y-%m-%dT%H:%M:%S%z', '%d.%m.%Y %H:%M:%S', '%d.%m.%Y %H:%M']"
_READERS: Final = {
    "csv": "read_csv('{}', all_varchar = true, header = true, ignore_errors = true, store_rejects = true, "
    "rejects_limit = 1000)",
    "ndjson": "read_ndjson('{}', ignore_errors = true, maximum_object_size = 16777216)",
    "parquet": "read_parquet('{}')",
}
TABLES: Final = tuple(_READERS)
_SHOWN: Final = 5


@dataclass(slots=True)
class Store:
    """The events of all files in one table, `events`; texts cleaned, times in UTC."""

    folder: Path
    """An empty folder of its own."""
    connection: duckdb.DuckDBPyConnection = field(init=False)
    notes: list[str] = field(default_factory=list)
    """What was guessed and what was left out, for people."""
    _files: int = 0

    def __post_init__(self) -> None:
        self.connection = duckdb.connect(
            str(self.folder / "events.db"),
            config={
                "memory_limit": "1GB",
                "temp_directory": str(self.folder / "spill"),
                "autoinstall_known_extensions": "false",
                "autoload_known_extensions": "false",
            },
        )
        self.connection.execute("SET TimeZone = 'UTC'")
        self.connection.execute(
            "CREATE TABLE raw (n BIGINT, ticket VARCHAR, time VARCHAR, kind VARCHAR, from_ VARCHAR, to_ VARCHAR, "
            "who VARCHAR, team VARCHAR, text VARCHAR, system VARCHAR, link VARCHAR, priority VARCHAR)"
        )

    def add_events(self, events: Iterable[Event], shown: str, system: str | None) -> None:
        """Events that were read one by one."""
        path = self._next("csv")
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(COLUMNS)
            writer.writerows(event._replace(system=event.system or system) for event in events)
        source = f"read_csv('{path}', all_varchar = true, header = true, delim = ',', quote = '\"', escape = '\"', max_line_size = 67108864)"  # noqa: E501
        columns = ("ticket", "time", "kind", "from_", '"to"', "who", "team", "text", "system", "link", "priority")
        self._insert(source, columns, shown)

    def add_table(self, file: Path, form: str, shown: str, chosen: Mapping[str, str], system: str | None) -> None:
        """A file that DuckDB reads by itself. Its columns are guessed unless chosen.

        Raises:
            UnreadableHistoryError: it is no such file, or lacks tickets or times.
        """
        link = self._next(form)
        link.symlink_to(file.resolve())  # so that no sign in a stranger's name means anything to DuckDB
        source = _READERS[form].format(link)
        try:
            described = self.connection.execute(f"DESCRIBE SELECT * FROM {source}").fetchall()  # noqa: S608 - our own path
            columns = [str(row[0]) for row in described]
            mapping = mapping_of(columns, chosen)
            self.notes.append(f"{shown}: " + ", ".join(f"{part} = {column}" for part, column in mapping.items()))
            self._twice(file, form, shown, columns)
            self._insert(source, _selected(mapping, system), shown)
        except duckdb.Error as error:
            reason = str(error).splitlines()[0][:200].replace(str(link), shown)
            raise UnreadableHistoryError(f"it cannot be read as {form}: {reason}") from None
        self._rejected(form, shown)

    def finish(self, until: str | None) -> None:
        """Make `events` of what was read, up to a moment if one is given.

        Raises:
            UnreadableHistoryError: nothing is left, or `until` is no time.
        """
        run = self.connection.execute
        run(f"""
            CREATE TABLE events AS SELECT n, ticket, {_moment("time")} AS moment,
              coalesce(lower(kind), 'status') AS kind,
              from_, to_, who, CASE WHEN lower(kind) = 'team' THEN coalesce(to_, team) ELSE team END AS team,
              text, lower(system) AS system, link,
              CASE WHEN lower(kind) = 'priority' THEN coalesce(to_, priority) ELSE priority END AS priority FROM raw""")  # noqa: S608
        self._left_out("ticket IS NULL", "without a ticket")
        self._left_out("moment IS NULL", "without a time that can be read; write times as 2026-03-01 09:00:00+01:00")
        run("DELETE FROM events WHERE ticket IS NULL OR moment IS NULL")
        if until is not None:
            moment = self.one(f"SELECT {_moment('$1')}", [until])
            if moment is None:
                raise UnreadableHistoryError(f"--at {until!r} is no time.", "Write it as 2026-03-01T09:00.")
            run("DELETE FROM events WHERE moment > $1", [moment])
        if not self.one("SELECT count(*) FROM events"):
            raise UnreadableHistoryError(
                "there is no event in what was given.", "An empty export often means a filter."
            )
        self._tied()

    def rows(self, query: str, given: Sequence[object] = ()) -> list[tuple[object, ...]]:
        """The rows that a query gives."""
        return self.connection.execute(query, list(given)).fetchall()

    def one(self, query: str, given: Sequence[object] = ()) -> object:
        """The first value of the first row."""
        found = self.connection.execute(query, list(given)).fetchone()
        return found[0] if found else None

    def _insert(self, source: str, columns: Sequence[str], shown: str) -> None:
        before = int(str(self.one("SELECT count(*) FROM raw")))
        cleaned = ", ".join(_cleaned(column) for column in columns)
        self.connection.execute(
            f"INSERT INTO raw SELECT {before} + row_number() OVER (), {cleaned} FROM {source}"  # noqa: S608
        )
        if int(str(self.one("SELECT count(*) FROM raw"))) == before:
            self.notes.append(f"{shown}: holds no event")

    def _next(self, form: str) -> Path:
        self._files += 1
        return self.folder / f"{self._files}.{form}"

    def _twice(self, file: Path, form: str, shown: str, columns: Sequence[str]) -> None:
        """DuckDB gives the second of two columns of one name another name."""
        if form != "csv":
            return
        with file.open(encoding="utf-8", errors="replace", newline="") as opened:
            head = opened.readline(1 << 16).casefold()
        bases = [name for name in columns if name.rpartition("_")[2].isdigit() and name.casefold() not in head]
        for name in bases:
            self.notes.append(f"{shown}: the column {name.rpartition('_')[0]} stands there twice; the first is read")

    def _rejected(self, form: str, shown: str) -> None:
        if form != "csv":
            return
        lines = [str(row[0]) for row in self.rows("SELECT DISTINCT line FROM reject_errors ORDER BY line")]
        if lines:
            more = " and more" if len(lines) > _SHOWN else ""
            self.notes.append(
                f"{shown}: {len(lines)} broken rows were left out: lines {', '.join(lines[:_SHOWN])}{more}"
            )
            self.connection.execute("DELETE FROM reject_errors")

    def _left_out(self, condition: str, why: str) -> None:
        query = f"SELECT count(*), string_agg(n::VARCHAR, ', ' ORDER BY n) FILTER (WHERE n < 1000000) FROM events WHERE {condition}"  # noqa: E501, S608
        count, numbers = self.rows(query)[0]
        if count:
            first = str(numbers).split(", ")[:_SHOWN]
            more = " and more" if int(str(count)) > _SHOWN else ""
            self.notes.append(f"{count} events were left out, {why} (the {', '.join(first)}{more} of those read)")

    def _tied(self) -> None:
        tied = self.one(
            "SELECT count(DISTINCT ticket) FROM (SELECT ticket FROM events WHERE team IS NOT NULL "
            "GROUP BY ticket, moment HAVING count(DISTINCT team) > 1)"
        )
        if tied:
            self.notes.append(
                f"{tied} tickets have several teams at one moment; the order of these is taken from their names"
            )


def _selected(mapping: Mapping[str, str], system: str | None) -> list[str]:
    """One expression for each column of `raw`."""
    named = {part: '"' + column.replace('"', '""') + '"' for part, column in mapping.items()}
    text = named.get("text")
    if "kind" not in named:
        status = named.get("to")
        only_words = f"CASE WHEN {status or 'NULL'} IS NULL AND {text} IS NOT NULL THEN 'comment' ELSE 'status' END"
        named["kind"] = only_words if text else "'status'"
    if system is not None and "system" not in named:
        named["system"] = "'" + system.replace("'", "''") + "'"
    parts = ("ticket", "time", "kind", "from", "to", "who", "team", "text", "system", "link", "priority")
    return [named.get(part, "NULL") for part in parts]


def _cleaned(column: str) -> str:
    plain = f"trim({column}::VARCHAR)"
    return f"CASE WHEN lower({plain}) IN {_EMPTY} THEN NULL ELSE {plain} END"


def _moment(column: str) -> str:
    """A time in UTC. One without a zone is taken as UTC; seconds and milliseconds since 1970 are understood."""
    number = f"try_cast({column} AS DOUBLE)"
    since = f"to_timestamp(CASE WHEN {number} > 1e11 THEN {number} / 1000 ELSE {number} END)"
    epoch = f"CASE WHEN {number} BETWEEN 1e8 AND 1e14 THEN {since} END"
    parsed = f"coalesce(try_cast({column} AS TIMESTAMPTZ), try_strptime({column}, {_FORMS})::TIMESTAMPTZ, {epoch})"
    return f"({parsed} AT TIME ZONE 'UTC')"
