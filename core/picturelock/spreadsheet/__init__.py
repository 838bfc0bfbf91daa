"""Tables for a spreadsheet and from one: nothing that it would run goes out, and nothing that is not plain comes in.

Here is the text of a CSV; `workbook_reader` and `workbook_writer` are for XLSX.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import unicodedata
from collections.abc import Iterable, Sequence

Cell = str | int | float | bool | dt.date | dt.datetime | dt.time | dt.timedelta | None

_FORMULA = frozenset("=+-@")
"""What a spreadsheet takes for the start of a formula."""
_COMMA = frozenset({"fr"})
"""Languages whose decimal sign is a comma: their spreadsheets expect semicolons between cells."""
_MARK = "\N{ZERO WIDTH NO-BREAK SPACE}"  # without it a spreadsheet takes the accents for something else


def sheet(columns: Sequence[str], rows: Iterable[Sequence[Cell]], language: str) -> str:
    """A table as the spreadsheets of a language open it, marked, to be written as UTF-8. "" = for programs, as in English.

    None is an empty cell; numbers that are no text get the language's decimal sign.
    """
    comma = language in _COMMA
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";" if comma else ",")
    writer.writerow(columns)
    writer.writerows([_written(cell, comma) for cell in row] for row in rows)
    return _MARK + out.getvalue()


def _written(cell: Cell, comma: bool) -> str:
    if cell is None:
        return ""
    if isinstance(cell, str):
        return disarmed(cell.replace("\0", "").encode(errors="replace").decode())
    return str(cell).replace(".", ",") if comma and isinstance(cell, float) else str(cell)


def disarmed(cell: str) -> str:
    """A cell that a spreadsheet shows and does not run."""
    return f"'{cell}" if is_run(cell) else cell


def as_meant(cell: str) -> str:
    """A cell that was read back, without the sign that `disarmed` put before it."""
    return cell[1:] if cell.startswith("'") and is_run(cell[1:]) else cell


def is_run(text: str) -> bool:
    """True for what some spreadsheet may take for a formula: they skip blanks and control signs, and know wide signs."""
    for sign in text:
        if sign in "\t\r\n":
            return True
        if not sign.isspace() and not unicodedata.category(sign).startswith("C"):
            return not _FORMULA.isdisjoint(unicodedata.normalize("NFKC", sign)[:1])
    return False


def column_name(index: int) -> str:
    """The letters of a column; 0 = A."""
    name = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        name = chr(65 + rest) + name
    return name
