"""Ledgers that are tables: CSV and XLSX, their headings ours, known ones in English and French, or as the production says."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from picturelock.errors import InputError
from picturelock.findings import Fact
from picturelock.rights.faults import Fault, LedgerFaults, Row
from picturelock.rights.headings import Head, known_headings, read_head, width_of
from picturelock.rights.model import REQUIRED
from picturelock.rights.words import folded
from picturelock.spreadsheet import Cell, as_meant, column_name
from picturelock.spreadsheet.workbook_reader import Broken, Formula, Sheet, read_xlsx
from picturelock.textfile import read_bytes

MAX_BYTES = 20_000_000
MOST_ROWS = 20_000
_FIRST_ROWS = 20
"""The headings stand in one of them; what is above is a title."""
_SEPARATORS = ";,\t"
_WHAT = "a table of clearances"
_SHOWN = 40
"""Letters of a cell that are quoted."""


@dataclass(frozen=True, slots=True)
class Table:
    """A table that was read, and how it is laid out."""

    names: Mapping[int, str]
    """Our column, by the place of its own: 0 = the first."""
    rows: tuple[Row, ...]
    faults: tuple[Fault, ...]
    """What is wrong with its headings and with cells that hold no value."""
    sheet: str = ""
    separator: str = ","
    width: int = 0


def read_csv(path: Path, columns: Mapping[str, str]) -> Table:
    """A CSV file. Raises InputError naming the line for what is none; what is wrong with cells is among the faults."""
    text = _read_text(path)
    separator = _separator(text, columns)
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    head: Head | None = None
    found: list[Row] = []
    faults: list[Fault] = []
    try:
        for raw in rows:
            cells = [as_meant(cell.strip()) for cell in raw]
            if not any(cells) or (head is None and cells[0].lower().startswith("sep=")):
                continue
            if head is None:
                head = read_head(cells, columns, f"line {rows.line_num}", rows.line_num)
                continue
            row, wrong = _of_line(raw, cells, head, rows.line_num)
            found.append(row)
            faults += wrong
            _limit(found, path)
    except csv.Error as error:
        raise InputError(f"is not valid CSV: {error}.", file=path, place=f"line {rows.line_num}") from error
    if head is None:
        raise _no_table(path, "line 1")
    return Table(head.names, tuple(found), (*head.faults, *faults), "", separator, head.width)


def _of_line(raw: Sequence[str], cells: Sequence[str], head: Head, line: int) -> tuple[Row, list[Fault]]:
    told = {
        name: raw[index].strip()
        for index, name in head.names.items()
        if index < len(raw) and raw[index].lstrip().startswith("=")
    }
    values = {name: cells[index] for index, name in head.names.items() if index < len(cells) and cells[index]}
    row = Row(f"line {line}", line, values, {}, head.columns, head.absent | told.keys())
    faults = [row.fault("ledger-formula", name, found=text[:_SHOWN]) for name, text in told.items()]
    stray = next((cell for cell in cells[head.width :] if cell), "")
    if stray:
        faults.append(Fault("ledger-stray", row.place, line, "", {"found": stray[:_SHOWN]}))
    return row, faults


def _separator(text: str, columns: Mapping[str, str]) -> str:
    """The sign between cells: the one by which the first line has most headings that are known."""
    lines = [line for line in text[:20_000].split("\n")[:_FIRST_ROWS] if line.strip()]
    if lines and lines[0].lower().startswith("sep="):
        lines = lines[1:]
    known = known_headings(columns)
    first = lines[0] if lines else ""
    return max(_SEPARATORS, key=lambda sign: sum(folded(cell.strip('" \t')) in known for cell in first.split(sign)))


def _read_text(path: Path) -> str:
    """The text of a CSV. One in another encoding is not guessed at: the names of owners would come out as other names."""
    data = read_bytes(path, MAX_BYTES, _WHAT)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        start = data.rfind(b"\n", 0, error.start) + 1
        near = data[max(start, error.start - 20) : error.start + 20].splitlines()[0]
        shown = "".join(sign for sign in near.decode("cp1252", errors="replace") if sign.isprintable())
        raise LedgerFaults(path, [Fault("ledger-encoding", f"line {line}", line, "", {"found": shown})]) from error
    if "\0" in text:
        line = text.partition("\0")[0].count("\n") + 1
        raise InputError("holds a NUL byte; expected text.", file=path, place=f"line {line}")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def read_workbook(path: Path, columns: Mapping[str, str]) -> Table:
    """An XLSX workbook: its one visible sheet that has our headings. Raises InputError; cells as in `read_csv`."""
    sheets = read_xlsx(read_bytes(path, MAX_BYTES, _WHAT), path)
    found = [(sheet, number) for sheet in sheets if (number := _header_row(sheet, columns)) is not None]
    if not found:
        raise _no_table(path, f"{sheets[0].title}!1" if sheets else path.name)
    if len(found) > 1:
        names = ", ".join(sheet.title for sheet, _ in found)
        raise LedgerFaults(path, [Fault("ledger-sheets", path.name, facts={"sheets": names[:200]})])
    return _of_sheet(*found[0], columns, path)


def _no_table(path: Path, where: str) -> LedgerFaults:
    return LedgerFaults(path, [Fault("ledger-no-table", where, facts={"known": ", ".join(REQUIRED)})])


def _header_row(sheet: Sheet, columns: Mapping[str, str]) -> int | None:
    known = known_headings(columns)
    for number, row in enumerate(sheet.rows[:_FIRST_ROWS]):
        names = [known.get(folded(cell)) for cell in row if isinstance(cell, str)]
        if "asset" in names and len([name for name in names if name]) > 1:
            return number
    return None


def _of_sheet(sheet: Sheet, number: int, columns: Mapping[str, str], path: Path) -> Table:
    texts = [str(cell).strip() if cell is not None else "" for cell in sheet.rows[number]]
    head = read_head(texts, columns, f"{sheet.title}!{number + 1}", number + 1)
    faults = [
        Fault("ledger-merged", f"{sheet.title}!{span}")
        for span in sheet.merged
        if int("".join(sign for sign in span.partition(":")[2] if sign.isdigit()) or 0) > number
    ]
    found: list[Row] = []
    for line, cells in enumerate(sheet.rows[number + 1 :], start=number + 2):
        if not any(map(_is_filled, cells)):
            continue
        row, wrong = _of_cells(sheet, cells, head, line)
        found.append(row)
        faults += wrong
        _limit(found, path)
    return Table(head.names, tuple(found), (*head.faults, *faults), sheet.title, "", width_of(texts))


def _of_cells(sheet: Sheet, cells: Sequence[Cell | Formula | Broken], head: Head, line: int) -> tuple[Row, list[Fault]]:
    places = {name: f"{sheet.title}!{column_name(index)}{line}" for index, name in head.names.items()}
    read = {name: cells[index] for index, name in head.names.items() if index < len(cells)}
    told = {name: fault for name, cell in read.items() if (fault := _no_value(cell)) is not None}
    values = {name: _as_meant(cell) for name, cell in read.items() if name not in told and _is_filled(cell)}
    place = f"{sheet.title}!A{line}"
    row = Row(place, line, values, places, head.columns, head.absent | told.keys())
    faults = [row.fault(what, name, **facts) for name, (what, facts) in told.items()]
    faults += [row.fault("ledger-struck", name) for index, name in head.names.items() if (line, index) in sheet.struck]
    if line in sheet.hidden:
        faults.append(Fault("ledger-hidden", place, line))
    faults += _strays(sheet, cells, head.width, line)
    return row, faults


def _strays(sheet: Sheet, cells: Sequence[Cell | Formula | Broken], width: int, line: int) -> Iterator[Fault]:
    for index, cell in enumerate(cells):
        if index >= width and _is_filled(cell):
            shown = cell.text if isinstance(cell, Formula | Broken) else str(cell)
            yield Fault(
                "ledger-stray", f"{sheet.title}!{column_name(index)}{line}", line, "", {"found": shown[:_SHOWN]}
            )
            return


def _no_value(cell: Cell | Formula | Broken) -> tuple[str, dict[str, Fact]] | None:
    if isinstance(cell, Formula):
        return "ledger-formula", {"found": cell.text[:_SHOWN]}
    if isinstance(cell, Broken):
        return "ledger-broken", {"found": cell.text}
    if isinstance(cell, dt.datetime | dt.time | dt.timedelta):
        return "ledger-time", {"found": str(cell)[:_SHOWN]}
    return None


def _as_meant(cell: Any) -> Any:
    if isinstance(cell, str):
        return as_meant(cell.strip())
    return int(cell) if isinstance(cell, float) and cell.is_integer() else cell


def _is_filled(cell: object) -> bool:
    return cell is not None and not (isinstance(cell, str) and not cell.strip())


def _limit(found: Sequence[Row], path: Path) -> None:
    if len(found) > MOST_ROWS:
        raise InputError(f"has more than {MOST_ROWS} rows; expected a table of clearances.", file=path)
