"""Rows of a table as a spreadsheet takes them: CSV, or XLSX with the extra `xlsx`. No cell is obeyed.

A program that opens a CSV takes a cell that begins with `=`, `+`, `-`, `@`, a tab or a carriage return for a formula.
Such a cell gets an apostrophe, as OWASP's page on CSV injection advises; in XLSX the cell is marked as a text.
https://owasp.org/www-community/attacks/CSV_Injection
"""

import csv
import io
import re
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from handoffspec.emit.words.visible import visible

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")
_LONGEST: Final = 32_000
"""A cell of a spreadsheet holds 32,767 characters."""
_WIDEST: Final = 60
_EPOCH: Final = datetime(2000, 1, 1, tzinfo=UTC)
_MODIFIED: Final = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*")


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table with a title. `choices`: what a column can hold, for the list that the cell offers."""

    title: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    choices: tuple[tuple[str, tuple[str, ...]], ...] = ()


def csv_text(sheet: Sheet) -> str:
    """RFC 4180, with the byte order mark by which Excel knows UTF-8."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    for row in (sheet.head, *sheet.rows):
        writer.writerow([_guarded(cell) for cell in row])
    return "\ufeff" + out.getvalue()


def _guarded(cell: str) -> str:
    # Seen by the program before blanks are taken away, and by some after.
    return f"'{_flat(cell)}" if cell.startswith(_FORMULA) or cell.lstrip().startswith(_FORMULA) else _flat(cell)


def _flat(cell: str) -> str:
    words = visible(cell)
    return words if len(words) <= _LONGEST else words[: _LONGEST - 1] + "…"


def xlsx_bytes(sheets: Sequence[Sheet]) -> bytes:
    """A workbook, the same bytes for the same sheets.

    Raises:
        ImportError: the extra `xlsx` is not installed.
    """
    from openpyxl import Workbook  # noqa: PLC0415 - an extra, and slow to import

    book = Workbook()
    for page in book.worksheets:
        book.remove(page)
    for sheet in sheets:
        _fill(book.create_sheet(sheet.title), sheet)
    book.properties.created = book.properties.modified = _EPOCH.replace(tzinfo=None)
    made = io.BytesIO()
    book.save(made)
    return _dated(made.getvalue())


def _fill(page: "Worksheet", sheet: Sheet) -> None:
    from openpyxl.styles import Alignment, Font  # noqa: PLC0415

    for at, row in enumerate((sheet.head, *sheet.rows), 1):
        for column, words in enumerate(row, 1):
            cell = page.cell(at, column)
            cell.value, cell.data_type = _flat(words), "s"
            # Kept as a text when somebody edits it, too.
            cell.quotePrefix = words.lstrip().startswith(_FORMULA)
            cell.font = Font(bold=at == 1)
            cell.alignment = Alignment(wrap_text=True, vertical="top")
    page.freeze_panes = "A2"
    for column, heading in enumerate(sheet.head, 1):
        widest = max(len(row[column - 1]) for row in (sheet.head, *sheet.rows))
        page.column_dimensions[_letter(column)].width = min(max(widest, len(heading)) + 2, _WIDEST)
    _offer(page, sheet)


def _letter(column: int) -> str:
    """`A` for the first column; a sheet of ours has no 27th."""
    return chr(ord("A") + column - 1)


def _offer(page: "Worksheet", sheet: Sheet) -> None:
    """A list to choose from in the columns that have one."""
    from openpyxl.worksheet.datavalidation import DataValidation  # noqa: PLC0415

    for heading, choices in sheet.choices:
        column = _letter(sheet.head.index(heading) + 1)
        offered = DataValidation(type="list", formula1=f'"{",".join(choices)}"', allow_blank=True)
        offered.add(f"{column}2:{column}{len(sheet.rows) + 1}")
        page.add_data_validation(offered)


def _dated(book: bytes) -> bytes:
    """The same workbook without the time at which it was made."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(book)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            content = old.read(entry)
            if entry.filename == "docProps/core.xml":
                content = _MODIFIED.sub(rf"\g<1>{_EPOCH:%Y-%m-%dT%H:%M:%SZ}".encode(), content)
            new.writestr(zipfile.ZipInfo(entry.filename, _EPOCH.timetuple()[:6]), content, zipfile.ZIP_DEFLATED)
    return made.getvalue()
