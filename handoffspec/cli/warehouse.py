"""Histories in the warehouse of a large company: a table is read through Ibis, piece by piece, and worked on here."""

import csv
import os
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import parse_qsl, unquote, urlsplit

from handoffspec.cli.failure import CannotRunError
from handoffspec.diagnose.columns import mapping_of, told
from handoffspec.diagnose.event import UnreadableHistoryError
from handoffspec.diagnose.store import Store

if TYPE_CHECKING:
    from ibis import BaseBackend, Table

_AT_ONCE: Final = 10_000
"""Rows."""
_BY_CURSOR: Final = frozenset({"duckdb", "sqlite"})
"""Backends whose cursors give rows as they are asked for; their batches come from all rows at once, or not at all."""


def add_warehouse(
    store: Store, variable: str, table: str, chosen: Mapping[str, str], system: str | None, until: str | None
) -> None:
    """Put the rows of a table into the store. Only the columns that hold something are read, and of times that the
    warehouse knows as such only those up to `until`. Nothing is written.

    Args:
        store: where they go.
        variable: the name of the environment variable that holds the connection, as Ibis takes it.
        table: its name; before it, with dots, its schema and its catalogue.
        chosen: which column holds which part of an event.
        system: where the events are from, if no column says so.
        until: a moment as `--at` takes it.

    Raises:
        CannotRunError: there is no such connection or table, or it holds no events. What the connection holds is said
            nowhere.
    """
    address = _address(variable)
    shown = f"{table} of {variable}"
    if find_spec("ibis") is None:
        raise CannotRunError("a warehouse needs Ibis.", "Install it with `pip install 'handoffspec[warehouse]'`.")
    try:
        connection = _connected(address)
        *place, name = _names(table)
        rows = connection.table(name, database=tuple(place) if len(place) > 1 else "".join(place) or None)
        mapping = mapping_of(rows.columns, chosen)
        store.notes.append(f"{shown}: {told(mapping)}")
        picked = _picked(rows, mapping, _moment(store, until))
        store.add_rows(tuple(mapping), _texts(connection, picked), shown, system)
    except UnreadableHistoryError as error:
        raise CannotRunError(f"{shown}: {error}", error.help) from None
    except CannotRunError:
        raise
    except ImportError:
        kind = urlsplit(address).scheme
        raise CannotRunError(
            f"the driver for {kind} is missing.", f"Install it with `pip install 'ibis-framework[{kind}]'`."
        ) from None
    except Exception as error:  # noqa: BLE001 - every backend has errors of its own
        said = (str(error).strip().splitlines() or [""])[0][:300]
        raise CannotRunError(
            f"{shown} cannot be read: {type(error).__name__}: {_without_secrets(said, address)}",
            "Look at the connection, the table's name and what may be read there.",
        ) from None


def _address(variable: str) -> str:
    if not variable.isidentifier():  # it may well be the connection itself, so it is not shown
        raise CannotRunError(
            "--warehouse takes the name of an environment variable.", "Put the connection there: it may hold a secret."
        )
    address = os.environ.get(variable, "")
    if "://" not in address:
        raise CannotRunError(
            f"{variable} holds no connection.", "Write it as Ibis takes it: snowflake://…, bigquery://…, duckdb://file"
        )
    return address


def _names(table: str) -> list[str]:
    """A name with dots, parts of which can be in quotes."""
    names = next(csv.reader([table], delimiter="."), [])
    if not all(names) or not 1 <= len(names) <= 3:
        raise CannotRunError(f"{table!r} is no name of a table.", "Write it as table, schema.table or a.schema.table.")
    return names


def _connected(address: str) -> "BaseBackend":
    import ibis  # noqa: PLC0415 - an extra, and slow to import

    if address.startswith("duckdb://"):
        connection = ibis.connect(address, read_only=True)
        connection.raw_sql("SET enable_progress_bar = false")  # which would be drawn where the report goes
        return connection
    path = address.removeprefix("sqlite://")
    if address.startswith("sqlite://") and not os.path.exists(path):  # noqa: PTH110 - it would be made
        raise CannotRunError("there is no such SQLite file.", "Look at the connection.")
    return ibis.connect(address)


def _moment(store: Store, until: str | None) -> datetime | None:
    """What `finish` refuses as no time is none here."""
    moment = store.moment(until) if until is not None else None
    return moment.replace(tzinfo=UTC) if moment is not None else None


def _picked(rows: "Table", mapping: Mapping[str, str], until: datetime | None) -> "Table":
    time = rows[mapping["time"]]
    if until is not None and time.type().is_timestamp():
        zoned = getattr(time.type(), "timezone", None) is not None
        rows = rows.filter(time <= (until if zoned else until.replace(tzinfo=None)))
    return rows.select(**{part: rows[column] for part, column in mapping.items()})


def _texts(connection: "BaseBackend", rows: "Table") -> Iterator[list[str | None]]:
    for row in _rows(connection, rows):
        yield [_text(value) for value in row]


def _rows(connection: "BaseBackend", rows: "Table") -> Iterator[Sequence[object]]:
    if connection.name in _BY_CURSOR:
        backend: Any = connection
        cursor = backend.raw_sql(backend.compile(rows))
        while found := cursor.fetchmany(_AT_ONCE):
            yield from found
    else:
        for batch in rows.to_pyarrow_batches(chunk_size=_AT_ONCE):
            yield from zip(*(column.to_pylist() for column in batch.columns), strict=True)


def _text(value: object) -> str | None:
    if value is None:
        return None
    return value.isoformat() if isinstance(value, date) else str(value)  # a datetime is a date


def _without_secrets(said: str, address: str) -> str:
    """Some drivers repeat the connection when it does not work."""
    parts = urlsplit(address)
    secrets = [address, parts.netloc, parts.password or "", *(value for _, value in parse_qsl(parts.query))]
    for secret in sorted({one for whole in secrets for one in (whole, unquote(whole))}, key=len, reverse=True):
        if secret:
            said = said.replace(secret, "…")
    return said
