"""Reading a spreadsheet that somebody filled in: CSV as the usual programs write it, and XLSX."""

import csv
import io
import sys
import warnings
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final

from handoffspec.cli.failure import CannotRunError

if TYPE_CHECKING:
    from openpyxl import Workbook

_MOST_BYTES: Final = 16 * 1024 * 1024
_MOST_UNPACKED: Final = 128 * 1024 * 1024
_MOST_ROWS: Final = 20_000
_MOST_COLUMNS: Final = 100


def read_sheet(named: str) -> list[list[str]]:
    """The rows of a sheet (`-`: standard input), every cell as the text that it shows. Of a workbook the first sheet.

    Raises:
        CannotRunError: the file cannot be read, or is larger than any sheet of decisions.
    """
    content = _read(named)
    if len(content) > _MOST_BYTES:
        raise CannotRunError(f"{named} has more than 16 MB, which no sheet of decisions has.")
    rows = _workbook(named, content) if content[:4] == b"PK\x03\x04" else _csv(named, content)
    if len(rows) > _MOST_ROWS:
        raise CannotRunError(f"{named} has more than {_MOST_ROWS:,} rows, which no sheet of decisions has.")
    return rows


def _read(named: str) -> bytes:
    if named == "-":
        return sys.stdin.buffer.read(_MOST_BYTES + 1)
    try:
        with Path(named).open("rb") as file:
            return file.read(_MOST_BYTES + 1)
    except (OSError, ValueError) as error:
        raise CannotRunError(f"{named} cannot be read: {getattr(error, 'strerror', None) or error}") from None


# ── CSV ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def _csv(path: str, content: bytes) -> list[list[str]]:
    text = _decoded(content)
    first, _, rest = text.partition("\n")
    if first.strip().lower().startswith("sep="):
        # A line that Excel writes and reads to say what stands between two cells. It counts as a row there, too.
        return [[], *_parsed(path, rest, first.strip()[4:5] or ",")]
    return _parsed(path, text, _separator(text))


def _decoded(content: bytes) -> str:
    """UTF-8 with or without a byte order mark, UTF-16 with one, or else what Windows programs of the west write."""
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return content.decode("utf-16", errors="replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def _separator(text: str) -> str:
    """What stands most often between the quoted parts of the first rows."""
    outside = "".join(text[:20_000].split('"')[::2])
    return max(",;\t", key=outside.count)


def _parsed(path: str, text: str, separator: str) -> list[list[str]]:
    try:
        return [row[:_MOST_COLUMNS] for row in csv.reader(io.StringIO(text.replace("\0", "")), delimiter=separator)]
    except csv.Error as error:
        raise CannotRunError(f"{path} is no CSV: {error}.", "Save it as CSV in UTF-8, or as XLSX.") from None


# ── XLSX ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def _workbook(path: str, content: bytes) -> list[list[str]]:
    try:
        from openpyxl import load_workbook  # noqa: PLC0415 - an extra, and slow to import
    except ImportError:
        raise without_openpyxl() from None
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            too_much = sum(entry.file_size for entry in packed.infolist()) > _MOST_UNPACKED
        # Not unpacked at all where it would fill the memory.
        with warnings.catch_warnings(action="ignore"):  # about parts that are not read, such as lists to choose from
            book = None if too_much else load_workbook(io.BytesIO(content), read_only=True, data_only=True)
            rows = [] if book is None else [[_shown(cell) for cell in row] for row in _cells(book)]
    except Exception as error:  # noqa: BLE001 - a broken workbook raises whatever its broken part raises
        kind = type(error).__name__
        raise CannotRunError(f"{path} is no workbook that can be read ({kind}).", "Save it again.") from None
    if book is None:
        raise CannotRunError(f"{path} holds more than 128 MB, which no sheet of decisions does.")
    return rows


def _cells(book: "Workbook") -> Iterator[tuple[object, ...]]:
    return book.worksheets[0].iter_rows(max_row=_MOST_ROWS + 1, max_col=_MOST_COLUMNS, values_only=True)


def _shown(cell: object) -> str:
    """A value as its cell shows it."""
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)


def without_openpyxl() -> CannotRunError:
    """What to do where the extra is not there."""
    return CannotRunError("XLSX needs openpyxl.", "Install it with `pip install 'handoffspec[xlsx]'`, or use CSV.")
