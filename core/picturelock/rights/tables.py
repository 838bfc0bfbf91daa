"""Tables that leave the house as JSON; `picturelock.spreadsheet` has them for spreadsheets."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence

from picturelock.findings import Fact


def to_json(schema: str, header: Sequence[str], rows: Iterable[Sequence[Fact | None]]) -> bytes:
    """One object with its schema's name, and an object for each row."""
    entries = [dict(zip(header, row, strict=True)) for row in rows]
    return (json.dumps({"schema": schema, "entries": entries}, ensure_ascii=False, indent=1) + "\n").encode()
