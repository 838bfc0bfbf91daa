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
from picturelock.rights.model import COLUMNS, REQUIRED
from picturelock.rights.words import folded, headings
from picturelock.spreadsheet import Broken, Cell, Formula, Sheet, as_meant, column_name, read_xlsx
from picturelock.textfile import read_bytes, read_text

MAX_BYTES = 20_000_000
MOST_ROWS = 20_000
_FIRST_ROWS = 20
"""The headings stand in one of them; what is above is a title."""
_SEPARATORS = ";,\t"
_WHAT = "a table of clearances"


@dataclass(frozen=True, slots=True)
class Row:
    """One row, by the names of our columns."""

    place: str
    line: int
    entry: Mapping[str, Any]
    places: Mapping[str, str]
    """Where each cell is, by column: "Droits!C7"."""


@dataclass(frozen=True, slots=True)
class Table:
    """A table that was read, and how it is laid out."""

    names: Mapping[int, str]
    """Our column, by the place of its own: 0 = the first."""
    rows: tuple[Row, ...]
    sheet: str = ""
    separator: str = ","
    width: int = 0


def read_csv(path: Path, columns: Mapping[str, str]) -> Table:
    """A CSV file. Raises InputError naming the line."""
    text = _read_text(path)
    separator = _separator(text, columns)
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    names: dict[int, str] | None = None
    found: list[Row] = []
    width = 0
    try:
        for raw in rows:
            cells = [as_meant(cell.strip()) for cell in raw]
            if not any(cells) or (names is None and cells[0].lower().startswith("sep=")):
                continue
            place = f"line {rows.line_num}"
            if names is None:
                names, width = _header(cells, columns, path, place), _width(cells)
                continue
            if any(cells[width:]):
                raise InputError(f"has {len(cells)} cells; expected {width}.", file=path, place=place)
            entry = {name: cells[index] for index, name in names.items() if index < len(cells) and cells[index]}
            for index, name in names.items():
                if index < len(raw) and raw[index].lstrip().startswith("="):
                    raise InputError(_formula(raw[index].strip()), file=path, place=f"{place}, {name}")
            found.append(Row(place, rows.line_num, entry, {}))
            _limit(found, path)
    except csv.Error as error:
        raise InputError(f"is not valid CSV: {error}.", file=path, place=f"line {rows.line_num}") from error
    if names is None:
        raise InputError(f"is empty; expected a first line with {', '.join(REQUIRED)}.", file=path)
    return Table(names, tuple(found), "", separator, width)


def _separator(text: str, columns: Mapping[str, str]) -> str:
    """The sign between cells: the one by which the first line has most headings that are known."""
    lines = [line for line in text[:20_000].split("\n")[:_FIRST_ROWS] if line.strip()]
    if lines and lines[0].lower().startswith("sep="):
        lines = lines[1:]
    known = _known(columns)
    first = lines[0] if lines else ""
    return max(_SEPARATORS, key=lambda sign: sum(folded(cell.strip('" \t')) in known for cell in first.split(sign)))


def _read_text(path: Path) -> str:
    text = read_text(path, MAX_BYTES, _WHAT, utf8_hint='Save it as "CSV UTF-8".')
    if "\0" in text:
        line = text.partition("\0")[0].count("\n") + 1
        raise InputError("holds a NUL byte; expected text.", file=path, place=f"line {line}")
    return text


def read_workbook(path: Path, columns: Mapping[str, str]) -> Table:
    """An XLSX workbook: its one visible sheet that has our headings. Raises InputError naming the cell, "Droits!C7"."""
    sheets = read_xlsx(read_bytes(path, MAX_BYTES, _WHAT), path)
    found = [(sheet, number) for sheet in sheets if (number := _header_row(sheet, columns)) is not None]
    if not found:
        first = f"{sheets[0].title}!1" if sheets else ""
        raise InputError(
            f"has no sheet with a column for asset; expected {', '.join(REQUIRED)}.", file=path, place=first
        )
    if len(found) > 1:
        names = ", ".join(sheet.title for sheet, _ in found)
        raise InputError(f"has several sheets of clearances ({names:.80}); expected one.", file=path)
    return _of_sheet(*found[0], columns, path)


def _header_row(sheet: Sheet, columns: Mapping[str, str]) -> int | None:
    known = _known(columns)
    for number, row in enumerate(sheet.rows[:_FIRST_ROWS]):
        names = [known.get(folded(cell)) for cell in row if isinstance(cell, str)]
        if "asset" in names and len([name for name in names if name]) > 1:
            return number
    return None


def _of_sheet(sheet: Sheet, head: int, columns: Mapping[str, str], path: Path) -> Table:
    texts = [str(cell) if cell is not None else "" for cell in sheet.rows[head]]
    names = _header([text.strip() for text in texts], columns, path, f"{sheet.title}!{head + 1}")
    for span in sheet.merged:
        if int("".join(sign for sign in span.partition(":")[2] if sign.isdigit()) or 0) > head:
            reason = "merges cells; expected every row to say its own. Unmerge them and fill each one."
            raise InputError(reason, file=path, place=f"{sheet.title}!{span}")
    width = _width(texts)
    found: list[Row] = []
    for number, row in enumerate(sheet.rows[head + 1 :], start=head + 2):
        places = {name: f"{sheet.title}!{column_name(index)}{number}" for index, name in names.items()}
        entry = dict(_entry(row, names, places, path))
        stray = next((index for index, cell in enumerate(row) if index >= width and _is_filled(cell)), None)
        if stray is not None:
            place = f"{sheet.title}!{column_name(stray)}{number}"
            raise InputError("has a cell without a heading; expected one above it.", file=path, place=place)
        if entry and number in sheet.hidden:
            reason = "is hidden, by hand or by a filter; expected rows that people see. Show it, or delete it."
            raise InputError(reason, file=path, place=f"{sheet.title}!A{number}")
        crossed = next((index for index in names if (number, index) in sheet.struck), None)
        if crossed is not None:
            reason = "is struck through; expected what holds. Delete it, or take the line off."
            raise InputError(reason, file=path, place=f"{sheet.title}!{column_name(crossed)}{number}")
        if entry:
            found.append(Row(f"{sheet.title}!A{number}", number, entry, places))
            _limit(found, path)
    return Table(names, tuple(found), sheet.title, "", width)


def _entry(
    row: Sequence[Cell | Formula | Broken], names: Mapping[int, str], places: Mapping[str, str], path: Path
) -> Iterator[tuple[str, Any]]:
    for index, name in names.items():
        cell = row[index] if index < len(row) else None
        if isinstance(cell, Formula):
            raise InputError(_formula(cell.text), file=path, place=places[name])
        if isinstance(cell, Broken):
            raise InputError(f"shows the error {cell.text}; expected a value.", file=path, place=places[name])
        if isinstance(cell, dt.datetime | dt.time | dt.timedelta):
            reason = f"is a time of day ({cell}); expected a date, or text."
            raise InputError(reason, file=path, place=places[name])
        if _is_filled(cell):
            yield name, _as_meant(cell)


def _as_meant(cell: Any) -> Any:
    if isinstance(cell, str):
        return as_meant(cell.strip())
    return int(cell) if isinstance(cell, float) and cell.is_integer() else cell


def _is_filled(cell: object) -> bool:
    return cell is not None and not (isinstance(cell, str) and not cell.strip())


def _formula(text: str) -> str:
    return f"holds a formula ({text:.40}); expected a value: paste it as values."


def _known(columns: Mapping[str, str]) -> Mapping[str, str]:
    """Our column for each heading: the production's own word counts before what is known."""
    told = {folded(heading): name for name, heading in columns.items()}
    return {**{heading: name for heading, name in headings().items() if name not in columns}, **told}


def _header(cells: Sequence[str], columns: Mapping[str, str], path: Path, place: str) -> dict[int, str]:
    for name in columns:
        if name not in COLUMNS:
            reason = (
                f"has no column {name!r:.60}, which `[rights] columns` names; expected some of {', '.join(COLUMNS)}."
            )
            raise InputError(reason, file=path, place=place)
    known = _known(columns)
    names: dict[int, str] = {}
    for index, cell in enumerate(cells):
        if not cell or cell.startswith(("#", "(")):
            continue  # a column of somebody's own, marked as such
        found = known.get(folded(cell))
        if found is None:
            expected = f"expected {', '.join(COLUMNS)}, or a heading that `[rights] columns` names"
            raise InputError(f"column {cell!r:.60} is not one that we know; {expected}.", file=path, place=place)
        if found in names.values():
            raise InputError(
                f"column {cell!r:.60} is there twice, as {found}; expected it once.", file=path, place=place
            )
        names[index] = found
    for name in REQUIRED:
        if name not in names.values():
            wanted = columns.get(name, name)
            raise InputError(f"has no column {wanted!r:.60}; expected {', '.join(REQUIRED)}.", file=path, place=place)
    return names


def _width(cells: Sequence[str]) -> int:
    return max((index for index, cell in enumerate(cells, start=1) if cell.strip()), default=0)


def _limit(found: Sequence[Row], path: Path) -> None:
    if len(found) > MOST_ROWS:
        raise InputError(f"has more than {MOST_ROWS} rows; expected a table of clearances.", file=path)
