"""Writing XLSX: plain cells on sheets that open at their headings, and rows added to a workbook that is there."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from picturelock.errors import InputError
from picturelock.spreadsheet import Cell, column_name
from picturelock.spreadsheet.workbook_reader import open_workbook

_WIDEST = 60
_RANGE = re.compile(rb"\bref\s*=\s*[\"']\$?([A-Z]{1,3})\$?(\d{1,7}):\$?([A-Z]{1,3})\$?(\d{1,7})[\"']")
_LARGEST = 200_000
"""Cells of a range that a workbook may name and be added to: they are all laid out then."""


@dataclass(frozen=True, slots=True)
class Page:
    """A sheet to be written."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    above: tuple[tuple[Cell, ...], ...] = ()
    """Rows before the headings: whose sheet it is, totals."""


def to_xlsx(pages: Sequence[Page]) -> bytes:
    """A workbook of plain cells: text is text, whatever it begins with, and dates are dates."""
    from openpyxl import Workbook
    from openpyxl.styles import Font

    book = Workbook()
    del book[book.sheetnames[0]]
    for page in pages:
        sheet = book.create_sheet(_title(page.title))
        for number, row in enumerate((*page.above, page.columns, *page.rows), start=1):
            _put(sheet, number, row)
        head = len(page.above) + 1
        for cell in sheet[head]:
            cell.font = Font(bold=True)
        sheet.freeze_panes = f"A{head + 1}"
        for index, heading in enumerate(page.columns):
            longest = max((len(str(row[index])) for row in page.rows if row[index] is not None), default=0)
            sheet.column_dimensions[column_name(index)].width = min(max(len(heading), longest) + 2, _WIDEST)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def with_rows(data: bytes, title: str, rows: Sequence[Sequence[Cell]], file: Path) -> bytes:
    """A workbook with rows after the last one of a sheet; everything else of it stays. Raises InputError."""
    _require_small_ranges(data, file)
    sheet = (book := open_workbook(data, file))[title]
    last = max((cell.row for row in sheet.iter_rows() for cell in row if cell.value is not None), default=0)
    for number, row in enumerate(rows, start=last + 1):
        _put(sheet, number, row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _require_small_ranges(data: bytes, file: Path) -> None:
    """Raise InputError for a workbook that names ranges of millions of cells, or hides what it names."""
    open_workbook(data, file, read_only=True)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = [archive.read(name) for name in archive.namelist() if name.endswith(".xml") and "/theme/" not in name]
    for xml in parts:
        found = (_cells(*match.groups()) for match in _RANGE.finditer(xml))
        if (
            b"\0" in xml
            or b"<!DOCTYPE" in xml
            or re.search(rb"\bref\s*=\s*[\"'][^\"']{0,99}&", xml)
            or max(found, default=0) > _LARGEST
        ):
            raise InputError("names ranges of very many cells; copy the table to a new workbook.", file=file)


def _cells(left: bytes, top: bytes, right: bytes, bottom: bytes) -> int:
    columns = [_column_number(letters) for letters in (left, right)]
    return (abs(columns[1] - columns[0]) + 1) * (abs(int(bottom) - int(top)) + 1)


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = 26 * number + letter - 64
    return number


def _put(sheet: Any, number: int, row: Sequence[Cell]) -> None:
    for column, value in enumerate(row, start=1):
        if value is None or value == "":
            continue
        cell = sheet.cell(number, column)
        if isinstance(value, str):
            cell.value = "".join(sign for sign in value if sign in "\t\n\r" or ord(sign) >= 32)[:32_000]
            cell.data_type = "s"  # never a formula
        else:
            cell.value = value


def _title(text: str) -> str:
    plain = "".join(" " if sign in "[]:*?/\\" or ord(sign) < 32 else sign for sign in text).strip(" '")
    return plain[:31] or "1"
