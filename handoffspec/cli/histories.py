"""Files of ticket histories: opened, told apart by their first bytes, and put into the store."""

import gzip
import shutil
import sys
import zlib
from collections.abc import Mapping
from pathlib import Path
from typing import BinaryIO, Final

from handoffspec.cli.failure import CannotRunError
from handoffspec.diagnose.event import UnreadableHistoryError
from handoffspec.diagnose.exports import read_export
from handoffspec.diagnose.store import Store
from handoffspec.diagnose.xes import read_xes

_GZIP: Final = b"\x1f\x8b"
_HEAD: Final = 1 << 16
_MOST_JSON: Final = 256 * 1024 * 1024
"""Bytes of an answer of an API, which is read at once. Tables and XES are read piece by piece."""


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
    if start[:1] == b"<":
        if b"<log" not in head:
            raise UnreadableHistoryError(
                "it is XML or a page for a browser, and no XES log.", "Export it as XES or CSV."
            )
        store.add_events(read_xes(file), shown, system)
    elif start[:4] == b"PAR1":
        store.add_table(plain, "parquet", shown, chosen, system)
    elif start[:1] in b"{[":
        _json(store, plain, file, shown, chosen, system)
    else:
        store.add_table(plain, "csv", shown, chosen, system)


def _json(store: Store, plain: Path, file: BinaryIO, shown: str, chosen: Mapping[str, str], system: str | None) -> None:
    """An answer of an API that this knows, or else rows."""
    events = read_export(file.read(_MOST_JSON + 1)) if plain.stat().st_size <= _MOST_JSON else None
    if events is None:
        store.add_table(plain, "ndjson", shown, chosen, system)
    else:
        store.add_events(events, shown, system)


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
