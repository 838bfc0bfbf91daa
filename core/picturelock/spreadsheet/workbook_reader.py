"""Reading XLSX: what people see of a workbook, as plain cells; whatever is none is named, and a bomb does not go off."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from picturelock.errors import InputError
from picturelock.spreadsheet import Cell

_MOST_UNPACKED = 24_000_000
"""Bytes of a workbook's parts, unpacked: some 300,000 cells."""
_MOST_PARTS = 2_000
_MOST_ROWS, _MOST_COLUMNS = 60_000, 100
"""Rows that a sheet writes down, empty ones with a format among them; columns that are looked at."""
_MERGES = re.compile(rb"<(?:\w+:)?mergeCell\b")
_MERGED = re.compile(
    rb"<(?:\w+:)?mergeCell\b[^>]{0,200}?\bref\s*=\s*[\"']([A-Z]{1,3}\d{1,7}(?::[A-Z]{1,3}\d{1,7})?)[\"']"
)
_ROW = re.compile(rb"<(?:\w+:)?row\b[^>]{0,1000}>")
_HIDDEN = re.compile(rb"\bhidden\s*=\s*[\"'](?:1|true)[\"']")
_NUMBER = re.compile(rb"\br\s*=\s*[\"'](\d{1,7})[\"']")


@dataclass(frozen=True, slots=True)
class Formula:
    """A cell that computes: what it shows depends on who opens it."""

    text: str


@dataclass(frozen=True, slots=True)
class Broken:
    """A cell that shows an error, such as #REF!."""

    text: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet of a workbook that was read."""

    title: str
    rows: tuple[tuple[Cell | Formula | Broken, ...], ...]
    """From row 1, column A; rows may differ in length."""
    merged: tuple[str, ...] = ()
    """Merged ranges, "A2:A4"."""
    hidden: frozenset[int] = frozenset()
    """Rows that nobody sees, from 1."""
    struck: frozenset[tuple[int, int]] = frozenset()
    """Filled cells that are struck through: row from 1, column from 0."""


def read_xlsx(data: bytes, file: Path) -> tuple[Sheet, ...]:
    """The sheets of a workbook that people see, hidden ones left out. Raises InputError for what is none, or is a bomb.

    Dates come as dates whichever epoch (1900, 1904) the workbook counts from; formulas come as `Formula`.
    """
    book = open_workbook(data, file, read_only=True)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return tuple(
            _sheet(sheet, archive.read(sheet._worksheet_path), file)
            for sheet in book.worksheets
            if sheet.sheet_state == "visible"
        )


def _sheet(sheet: Any, xml: bytes, file: Path) -> Sheet:
    struck: set[tuple[int, int]] = set()
    rows = _rows(sheet, file, struck)
    hidden = frozenset(
        int(match[1]) for tag in _ROW.findall(xml) if _HIDDEN.search(tag) and (match := _NUMBER.search(tag))
    )
    return Sheet(sheet.title, rows, _merged(xml, sheet.title, file), hidden, frozenset(struck))


def _rows(sheet: Any, file: Path, struck: set[tuple[int, int]]) -> tuple[tuple[Cell | Formula | Broken, ...], ...]:
    """The rows down to the last one that holds anything; a sheet is read as it is, whatever size it claims to have."""
    sheet.reset_dimensions()
    rows: list[tuple[Cell | Formula | Broken, ...]] = []
    written = last = 0
    blank: object = None
    try:
        for cells in sheet.iter_rows(max_col=_MOST_COLUMNS):
            if cells is blank:  # what is missing comes as one and the same row, a million times where a sheet says so
                rows.append(())
                continue
            row = tuple(_cell(cell) for cell in cells)
            row = row[: _length(row)]
            struck.update(
                (len(rows) + 1, at) for at, value in enumerate(row) if value is not None and _is_struck(cells[at])
            )
            blank = blank if row else cells
            rows.append(row)
            written += 1
            last = len(rows) if row else last
            if written > _MOST_ROWS:
                reason = f"has more than {_MOST_ROWS} rows; delete the empty ones below the table."
                raise InputError(reason, file=file, place=sheet.title)
    except InputError:
        raise
    except Exception as error:  # a damaged sheet shows only while it is read
        raise InputError(f"cannot be read: {str(error)[:120]}.", file=file, place=sheet.title) from error
    return tuple(rows[:last])


def _is_struck(cell: Any) -> bool:
    font = getattr(cell, "font", None)
    return bool(font is not None and font.strike)


def _length(row: Sequence[object]) -> int:
    return max((index for index, cell in enumerate(row, start=1) if cell is not None), default=0)


def _merged(xml: bytes, title: str, file: Path) -> tuple[str, ...]:
    """The merged ranges as they are written: to lay them out, a range of a whole sheet would be 17 thousand million cells."""
    if b"\0" in xml:
        raise InputError("is not in UTF-8; expected a workbook as spreadsheets write it.", file=file, place=title)
    spans = [span.decode() for span in _MERGED.findall(xml)]
    if len(spans) != len(_MERGES.findall(xml)):
        raise InputError("has merged cells that cannot be read; unmerge them.", file=file, place=title)
    return tuple(spans)


def open_workbook(data: bytes, file: Path, *, read_only: bool = False) -> Any:
    """The workbook, as its reader has it. Raises InputError."""
    from openpyxl import load_workbook

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
        unpacked = sum(part.file_size for part in parts)
        encrypted = any(part.flag_bits & 1 for part in parts)
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        hint = (
            "Save it again as an Excel workbook (.xlsx), without a password." if data[:4] == b"\xd0\xcf\x11\xe0" else ""
        )
        raise InputError("is not an XLSX workbook.", file=file, hint=hint) from None
    if encrypted:
        raise InputError("is protected with a password; expected a workbook that opens without.", file=file)
    if unpacked > _MOST_UNPACKED or len(parts) > _MOST_PARTS:
        raise InputError(
            f"unpacks to {unpacked // 1_000_000} MB in {len(parts)} parts; expected a table written by people.",
            file=file,
        )
    import warnings

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of drawings and the like, which no table needs
            return load_workbook(io.BytesIO(data), keep_links=False, read_only=read_only)
    except RecursionError:
        raise InputError("is nested too deeply to be a workbook.", file=file) from None
    except Exception as error:  # whatever a damaged or hostile workbook makes its reader raise
        raise InputError(f"is not a workbook that can be read: {str(error)[:120]}.", file=file) from error


def _cell(cell: Any) -> Cell | Formula | Broken:
    value = cell.value
    if cell.data_type == "f":
        return Formula(str(getattr(value, "text", value))[:80])
    if cell.data_type == "e":
        return Broken(str(value)[:20])
    if isinstance(value, dt.datetime) and value.time() == dt.time():
        return value.date()
    return value if isinstance(value, Cell) else str(value)
