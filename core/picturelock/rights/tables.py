"""Tables that leave the house as CSV and JSON, safe to open in a spreadsheet."""

from __future__ import annotations

import csv
import io
import json
import unicodedata
from collections.abc import Iterable, Sequence

from picturelock.findings import Fact

_FORMULA = frozenset("=+-@")


def to_csv(header: Sequence[str], rows: Iterable[Sequence[Fact | None]]) -> bytes:
    """UTF-8 with a mark (spreadsheets need it for accents). Text that a spreadsheet would run gets a `'` before it."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(header)
    writer.writerows([_cell(value) for value in row] for row in rows)
    return text.getvalue().encode("utf-8-sig")


def to_json(schema: str, header: Sequence[str], rows: Iterable[Sequence[Fact | None]]) -> bytes:
    """One object with its schema's name, and an object for each row."""
    entries = [dict(zip(header, row, strict=True)) for row in rows]
    return (json.dumps({"schema": schema, "entries": entries}, ensure_ascii=False, indent=1) + "\n").encode()


def _cell(value: Fact | None) -> Fact:
    if value is None:
        return ""
    if isinstance(value, str):
        text = value.replace("\0", "")
        return f"'{text}" if _runs(text) else text
    return value


def _runs(text: str) -> bool:
    """True for what some spreadsheet may take for a formula: they skip blanks and control signs, and know wide signs."""
    for sign in text:
        if sign in "\t\r\n":
            return True
        if not sign.isspace() and not unicodedata.category(sign).startswith("C"):
            return not _FORMULA.isdisjoint(unicodedata.normalize("NFKC", sign)[:1])
    return False
