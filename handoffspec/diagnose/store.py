"""Events in DuckDB, which spills to disk what does not fit into its memory. It reads only files that it was handed."""

import csv
import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Final

import duckdb

from handoffspec.diagnose import cells
from handoffspec.diagnose.columns import PARTS, mapping_of, told
from handoffspec.diagnose.event import KINDS, Event, UnreadableHistoryError
from handoffspec.diagnose.tables import Form, broken_rows, open_table
from handoffspec.diagnose.words import amount

_MEMORY: Final = "1GB"
_MOST_THREADS: Final = 4
"""Each needs its share of the memory."""
_BYTES_A_THREAD: Final = 1 << 25
"""Below, waiting for each other costs threads more than they gain."""
_LONGEST_EVENT: Final = 1 << 26
_SHOWN: Final = 5
_AT_ONCE: Final = 5_000


@dataclass(frozen=True, slots=True)
class Stage:
    """A part of the work. `start` and `end`: which part of the whole is behind then, 0 to 1, about."""

    name: str
    start: float
    end: float


@dataclass(slots=True)
class Store:
    """The events of all files in one table, `events`; texts cleaned, times in UTC."""

    folder: Path
    """An empty folder of its own."""
    connection: duckdb.DuckDBPyConnection = field(init=False)
    notes: list[str] = field(default_factory=list)
    """What was guessed and what was left out, for people."""
    stage: Stage = Stage("reading", 0, 0.2)
    _files: int = 0
    _bytes: int = 0
    _read: Callable[[], float] | None = None

    def __post_init__(self) -> None:
        self.connection = duckdb.connect(
            ":memory:",
            config={
                "memory_limit": _MEMORY,
                "threads": 1,
                "temp_directory": str(self.folder / "spill"),
                "autoinstall_known_extensions": "false",
                "autoload_known_extensions": "false",
            },
        )
        self.connection.execute(
            "SET TimeZone = 'UTC'; SET enable_progress_bar = true; "  # for `how_far`
            "SET enable_progress_bar_print = false"
        )
        self.connection.execute(
            "CREATE TABLE events (ticket VARCHAR, moment TIMESTAMP, kind VARCHAR, from_ VARCHAR, "
            "to_ VARCHAR, who VARCHAR, team VARCHAR, text VARCHAR, system VARCHAR, link VARCHAR, priority VARCHAR, "
            "record VARCHAR)"
        )

    def add_events(
        self, events: Iterable[Event], shown: str, system: str | None, read: Callable[[], float] = lambda: 0
    ) -> None:
        """Events that are read one by one. `read`: which part of them has been, 0 to 1."""
        self._read = read
        self.add_rows(tuple(name.rstrip("_") for name in Event._fields), events, shown, system)

    def add_rows(
        self, parts: Sequence[str], rows: Iterable[Sequence[str | None]], shown: str, system: str | None
    ) -> None:
        """Rows that hold these parts of events."""
        path = self._next("csv")
        try:
            with path.open("w", encoding="utf-8", errors="replace", newline="") as file:  # JSON can hold half a sign
                csv.writer(file, quoting=csv.QUOTE_ALL, lineterminator="\n").writerows(rows)
        finally:
            self._read = None
        columns = ", ".join(f"\"{part}\": 'VARCHAR'" for part in parts)
        source = (
            f"read_csv('{path}', auto_detect = false, header = false, delim = ',', quote = '\"', escape = '\"', "
            f"new_line = '\\n', strict_mode = false, max_line_size = {_LONGEST_EVENT}, columns = {{{columns}}})"
        )
        self._use_threads_for(path)
        self._insert(source, {part: f'"{part}"' for part in parts}, shown, system)
        path.unlink()

    def add_table(self, file: Path, form: Form, shown: str, chosen: Mapping[str, str], system: str | None) -> None:
        """A file that DuckDB reads by itself. Its columns are guessed unless chosen.

        Raises:
            UnreadableHistoryError: it is no such file, or lacks tickets or times.
        """
        link = self._next(form)
        link.symlink_to(file.resolve())  # so that no sign in a stranger's name means anything to DuckDB
        self._use_threads_for(file)
        try:
            table = open_table(self.connection, link, form)
            mapping = mapping_of(tuple(table.columns), chosen)
            self.notes.append(f"{shown}: {told(mapping)}")
            self.notes += [f"{shown}: {note}" for note in table.notes]
            parts = {part: table.columns[name] for part, name in mapping.items()}
            self._insert(table.source, parts, shown, system)
        except duckdb.Error as error:
            reason = str(error).splitlines()[0][:200].replace(str(link), shown)
            raise UnreadableHistoryError(f"it cannot be read as {form}: {reason}") from None
        if form == "csv" and (broken := broken_rows(self.connection)):
            self.notes.append(f"{shown}: {broken}")

    def finish(self, until: str | None) -> None:
        """Leave out what is no event, and with `until` what happened after it.

        Raises:
            UnreadableHistoryError: nothing is left, or `until` is no time.
        """
        if not self.one("SELECT count(*) FROM events"):
            raise UnreadableHistoryError(
                "there is no event in what was given.", "An empty export often means a filter."
            )
        if self.one("SELECT count(*) FROM events WHERE ticket IS NULL OR moment IS NULL"):
            self._note_left_out("ticket IS NULL", "without a ticket")
            self._note_left_out(
                "ticket IS NOT NULL AND moment IS NULL",
                "without a time that can be read",
                "; write it as 2026-03-01 09:00:00+01:00",
            )
            self.connection.execute("DELETE FROM events WHERE ticket IS NULL OR moment IS NULL")
        first = self.one("SELECT min(moment) FROM events")
        if first is None:
            raise UnreadableHistoryError(
                "no event has a ticket and a time that can be read.",
                "Write times as 2026-03-01 09:00:00+01:00, or choose another column with --column time=NAME.",
            )
        if until is not None:
            moment = self.moment(until)
            if moment is None:
                raise UnreadableHistoryError(f"--at {until!r} is no time.", "Write it as 2026-03-01T09:00.")
            self.connection.execute("DELETE FROM events WHERE moment > $1", [moment])
            if not self.one("SELECT count(*) FROM events"):
                raise UnreadableHistoryError(
                    f"every event is later than --at {until!r}.", f"The first is of {first:%Y-%m-%d %H:%M} UTC."
                )
        self._tied()

    def rows(self, query: str, given: Sequence[object] = ()) -> list[tuple[object, ...]]:
        """The rows that a query gives."""
        return self.connection.execute(query, list(given)).fetchall()

    def stream(self, query: str, given: Sequence[object] = ()) -> Iterator[tuple[object, ...]]:
        """The same, a few thousand rows at a time, so that they need not fit into memory."""
        cursor = self.connection.cursor()
        cursor.execute(query, list(given))
        while found := cursor.fetchmany(_AT_ONCE):
            yield from found

    def one(self, query: str, given: Sequence[object] = ()) -> object:
        """The first value of the first row."""
        found = self.connection.execute(query, list(given)).fetchone()
        return found[0] if found else None

    def moment(self, text: str) -> datetime | None:
        """A time as histories have it, in UTC; None where it is none."""
        found = self.one(f"SELECT {cells.moment('$1')}", [text])
        return found if isinstance(found, datetime) else None

    def how_far(self) -> tuple[str, float]:
        """What is being done, and which part of the whole is behind, 0 to 1. Another thread may ask."""
        stage = self.stage
        read = self._read
        part = read() if read else max(self.connection.query_progress(), 0.0) / 100
        return stage.name, stage.start + (stage.end - stage.start) * part

    def _insert(self, source: str, parts: Mapping[str, str], shown: str, system: str | None) -> None:
        """Events out of `source`. `parts`: the expression for each part that it has."""
        expressions = {part: cells.text(parts[part]) if part in parts else "NULL::VARCHAR" for part in PARTS}
        cleaned = ", ".join(f"{expression} AS {part}_" for part, expression in expressions.items())
        known = " ".join(f"WHEN '{name}' THEN '{kind}'" for name, kind in KINDS.items())
        named = f"CASE lower(kind_) {known} ELSE lower(kind_) END"
        words = "CASE WHEN to_ IS NULL AND text_ IS NOT NULL THEN 'comment' ELSE 'status' END"
        moved, ranked = (
            f"CASE WHEN kind_ = '{part}' THEN coalesce(to_, {part}_) ELSE {part}_ END" for part in ("team", "priority")
        )
        given = _literal(system) if system is not None else "NULL"
        [count] = self.connection.execute(f"""
            INSERT INTO events SELECT ticket_, {cells.moment("time_")}, kind_, from_,
              CASE WHEN kind_ <> 'comment' THEN to_ END, who_, {moved},
              CASE WHEN kind_ = 'comment' THEN coalesce(text_, to_) ELSE text_ END,
              lower(coalesce(system_, {given})), link_, {ranked}, NULL
            FROM (SELECT * REPLACE (coalesce({named}, {words}) AS kind_) FROM (SELECT {cleaned} FROM {source}))
            """).fetchone() or (0,)  # noqa: S608 - quoted by us
        if not count:
            self.notes.append(f"{shown}: holds no event")

    def _use_threads_for(self, file: Path) -> None:
        self._bytes += file.stat().st_size
        threads = min(_MOST_THREADS, os.cpu_count() or 1, 1 + self._bytes // _BYTES_A_THREAD)
        if threads > 1:
            self.connection.execute(f"SET threads = {threads}")

    def _next(self, form: str) -> Path:
        self._files += 1
        return self.folder / f"{self._files}.{form}"

    def _note_left_out(self, condition: str, why: str, advice: str = "") -> None:
        count = int(str(self.one(f"SELECT count(*) FROM events WHERE {condition}")))  # noqa: S608 - our own words
        if count:
            first = self.rows(f"SELECT rowid + 1 FROM events WHERE {condition} ORDER BY 1 LIMIT {_SHOWN}")  # noqa: S608
            shown = ", ".join(str(row[0]) for row in first) + (" and more" if count > _SHOWN else "")
            word = "number" if count == 1 else "numbers"
            self.notes.append(f"left out {amount(count, 'event')} {why}: {word} {shown} of those read{advice}")

    def _tied(self) -> None:
        tied = self.one(
            "SELECT count(DISTINCT ticket) FROM (SELECT ticket FROM events WHERE team IS NOT NULL "
            "GROUP BY ticket, moment HAVING min(team) <> max(team))"
        )
        if tied:
            self.notes.append(
                f"{tied} tickets have several teams at one moment; the order of these is taken from their names"
            )


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
