"""Files of ticket histories: opened, told apart by their first bytes, and put into the store."""

import gzip
import shutil
import sys
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, Final

import duckdb

from handoffspec.cli.failure import CannotRunError
from handoffspec.cli.progress import watched_work
from handoffspec.diagnose.columns import told
from handoffspec.diagnose.event import UnreadableHistoryError
from handoffspec.diagnose.store import Store
from handoffspec.diagnose.tables import Form

_GZIP: Final = b"\x1f\x8b"
_HEAD: Final = 1 << 16


@contextmanager
def worked_on(store: Store) -> Iterator[None]:
    """Around all work on a store: a bar for who waits, and plain words for what stops it.

    Raises:
        CannotRunError: the disk is full, or the memory does not suffice.
        KeyboardInterrupt: it was interrupted while DuckDB was at it.
    """
    try:
        with watched_work(store.how_far):
            yield
    except (duckdb.OutOfMemoryException, duckdb.IOException) as error:
        reason = str(error).splitlines()[0][:200].rstrip(".")
        raise CannotRunError(
            f"the work does not fit: {reason}.", "It needs several times the size of the files in TMPDIR."
        ) from None
    except RuntimeError as error:
        if str(error) != "Query interrupted":
            raise
        raise KeyboardInterrupt from None


def add_file(store: Store, named: str, chosen: Mapping[str, str], system: str | None) -> None:
    """Put the events of a file (`-`: standard input) into the store.

    Raises:
        CannotRunError: it cannot be read, or is no history.
    """
    shown = "standard input" if named == "-" else named
    try:
        plain = _plain(store.folder, named)
        with plain.open("rb") as file:
            _add(store, plain, file, shown, chosen, system)
    except UnreadableHistoryError as error:
        raise CannotRunError(f"{shown}: {error}", error.help) from None
    except (EOFError, zlib.error, gzip.BadGzipFile):
        raise CannotRunError(f"{shown} is a broken gzip file.", "Get it again, all of it.") from None
    except (OSError, ValueError) as error:  # ValueError: a null character in the path
        reason = error.strerror if isinstance(error, OSError) and error.strerror else "it is no path"
        raise CannotRunError(f"{shown} cannot be read: {reason}.", "Name a file.") from None


def _add(store: Store, plain: Path, file: BinaryIO, shown: str, chosen: Mapping[str, str], system: str | None) -> None:
    head = file.read(_HEAD)
    file.seek(0)
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if not start:
        raise UnreadableHistoryError("it is empty.", "Export it again.")
    if start[:1] == b"<" and b"<log" not in head:
        raise UnreadableHistoryError("it is XML or a page for a browser, and no XES log.", "Export it as XES or CSV.")
    if start.rstrip() in {b"[]", b"{}"}:
        store.notes.append(f"{shown}: holds no event")
        return
    events, notes = None, list[str]()
    if start[:1] == b"<":
        from handoffspec.diagnose.xes import read_xes, xes_mapping  # noqa: PLC0415 - a table needs none of it

        mapping = xes_mapping(file, chosen)
        file.seek(0)
        store.notes += [f"{shown}: {told(mapping)}"] if mapping else []
        events = read_xes(file, mapping)
    elif start[:1] in b"{[":
        from handoffspec.diagnose.exports import read_export  # noqa: PLC0415

        file.seek(head.find(start[:1]))
        events = read_export(file, notes)
    if events is not None:
        store.add_events(events, shown, system, _position(file, plain.stat().st_size))
        store.notes += [f"{shown}: {note}" for note in notes]
    else:
        store.add_table(plain, _form(start), shown, chosen, system)


def _form(start: bytes) -> Form:
    if start[:4] == b"PAR1":
        return "parquet"
    return "ndjson" if start[:1] in b"{[" else "csv"


def _position(file: BinaryIO, size: int) -> Callable[[], float]:
    def read() -> float:
        try:
            return file.tell() / size
        except ValueError:  # it has been closed meanwhile
            return 1

    return read


def _plain(folder: Path, named: str) -> Path:
    """The file itself, or an unpacked copy of it; of standard input a copy too."""
    copy = folder / "given"
    if named == "-":
        if sys.stdin.isatty():
            raise CannotRunError("nothing comes from standard input.", "Name a file, or pipe one in.")
        with copy.open("wb") as into:
            shutil.copyfileobj(sys.stdin.buffer, into)
        path = copy
    else:
        path = Path(named)
    with path.open("rb") as file:
        if file.read(2) != _GZIP:
            return path
    unpacked = folder / "unpacked"
    with gzip.open(path, "rb") as packed, unpacked.open("wb") as into:
        shutil.copyfileobj(packed, into)
    return unpacked
