"""Tables for a spreadsheet: separated as its language expects, marked as UTF-8, with nothing in them that it would run."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet takes for the start of a formula."""
_SEPARATORS = {"fr": ";"}
"""Where a comma is the decimal sign, spreadsheets expect another one between cells."""
_MARK = "\N{ZERO WIDTH NO-BREAK SPACE}"  # without it a spreadsheet takes the accents for something else


def sheet(columns: Sequence[str], rows: Iterable[Sequence[str | int]], language: str) -> str:
    """The text of a table, to be written as UTF-8."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=_SEPARATORS.get(language, ","))
    writer.writerow(columns)
    writer.writerows([disarmed(cell) for cell in row] for row in rows)
    return _MARK + out.getvalue()


def disarmed(cell: str | int) -> str | int:
    """A cell that a spreadsheet shows and does not run."""
    return "'" + cell if isinstance(cell, str) and cell.startswith(_FORMULA) else cell


def as_meant(cell: str) -> str:
    """A cell that was read back, without the sign that `disarmed` put before it."""
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(_FORMULA) else cell
