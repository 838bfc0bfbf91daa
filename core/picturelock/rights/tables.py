"""Tables that leave the house as CSV and JSON, safe to open in a spreadsheet."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Sequence

from picturelock.findings import Fact
from picturelock.spreadsheet import is_run


def to_csv(header: Sequence[str], rows: Iterable[Sequence[Fact | None]], separator: str = ",") -> bytes:
    """UTF-8 with a mark (spreadsheets need it for accents). Text that a spreadsheet would run gets a `'` before it."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=separator)
    writer.writerow(header)
    writer.writerows([_cell(value) for value in row] for row in rows)
    return text.getvalue().encode("utf-8-sig", errors="replace")


def for_people(header: Sequence[str], rows: Iterable[Sequence[Fact | None]], language: str) -> bytes:
    """A CSV as the spreadsheets of a language expect it: in French, semicolons between cells and commas in numbers."""
    french = language == "fr"
    told = (
        [str(cell).replace(".", ",") if french and isinstance(cell, float) else cell for cell in row] for row in rows
    )
    return to_csv(header, told, ";" if french else ",")


def to_json(schema: str, header: Sequence[str], rows: Iterable[Sequence[Fact | None]]) -> bytes:
    """One object with its schema's name, and an object for each row."""
    entries = [dict(zip(header, row, strict=True)) for row in rows]
    return (json.dumps({"schema": schema, "entries": entries}, ensure_ascii=False, indent=1) + "\n").encode()


def _cell(value: Fact | None) -> Fact:
    if value is None:
        return ""
    if isinstance(value, str):
        text = value.replace("\0", "")
        return f"'{text}" if is_run(text) else text
    return value
