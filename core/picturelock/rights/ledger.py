"""The ledger of clearances: who owns what is on screen and heard, and where, how and until when it may be shown.

    [[clearance]]
    asset = "A001*"                        # pattern on the source's file name, reel or path; capitals do not matter
    kind = "footage"                       # one of KINDS
    owner = "National Film Board of Canada"
    territories = ["CA", "EU", "-FR"]      # ISO 3166 alpha-2; EU, EEA, NORDICS; "WORLD", "-US" = everywhere but there
    media = ["broadcast", "vod"]           # the words of the contract, or "all"
    languages = ["en", "fr"]               # language versions; left out = all
    start = 2026-01-01                     # left out = begun
    end = 2030-12-31                       # or "perpetual", which a contract must say
    evidence = "rights/contracts/nfb.pdf"  # the paper, inside the production

The other keys are those of `model.COLUMNS`; docs/rights.md says what each means. A CSV or a workbook has these names, or the
headings that `[rights] columns` gives them, in one row; commas, semicolons or tabs between cells, and semicolons in lists.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

from picturelock.errors import InputError
from picturelock.rights.entry import clearance
from picturelock.rights.faults import Fault, LedgerFaults, Row
from picturelock.rights.model import ALL as ALL
from picturelock.rights.model import KINDS as KINDS
from picturelock.rights.model import Clearance, Ledger
from picturelock.rights.table_reader import read_csv, read_workbook
from picturelock.textfile import read_text, read_toml

FILM = ("title", "isan", "eidr", "producer", "country", "year")
MOST_ENTRIES = 20_000
_NO_COLUMNS: Mapping[str, str] = MappingProxyType({})
_READERS = {".csv": read_csv, ".tsv": read_csv, ".xlsx": read_workbook}


def read_ledger(path: Path, columns: Mapping[str, str] = _NO_COLUMNS) -> Ledger:
    """Read a ledger, TOML, CSV or XLSX by suffix. Raises LedgerFaults for what stands in it, all of it; InputError where
    it cannot be read at all.

    columns: of a table, the heading of its column by the name of ours.
    """
    suffix = path.suffix.lower()
    if suffix == ".toml":
        return _from_toml(path)
    if suffix not in _READERS:
        raise InputError(
            f"is not a rights ledger that we know ({suffix or 'no suffix'}); expected .toml, .csv or .xlsx.", file=path
        )
    table = _READERS[suffix](path, columns)
    return Ledger(path, _clearances(path, table.rows, table.faults))


def _clearances(path: Path, rows: Iterable[Row], faults: Iterable[Fault] = ()) -> tuple[Clearance, ...]:
    """Those of a ledger in which nothing is wrong: one that was left out would pass for one that is not needed."""
    found, made = list(faults), []
    for row in rows:
        one, wrong = clearance(row)
        made.append(one)
        found += wrong
    if found:
        raise LedgerFaults(path, sorted(found, key=lambda fault: fault.line or 0))
    return tuple(made)


def _from_toml(path: Path) -> Ledger:
    data = read_toml(path)
    for key in data:
        if key not in ("clearance", "film"):
            raise InputError(
                f"{key!r:.60} is not a key that we know; expected [[clearance]] tables.", file=path, place=key[:60]
            )
    entries = data.get("clearance", [])
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        raise InputError("is not a list of tables; expected [[clearance]], one for each.", file=path, place="clearance")
    if len(entries) > MOST_ENTRIES:
        raise InputError(f"has {len(entries)} entries; expected at most {MOST_ENTRIES}.", file=path)
    film = MappingProxyType(_film(path, data.get("film", {})))
    return Ledger(path, _clearances(path, _entries(path, entries)), film)


def _entries(path: Path, entries: list[dict[str, Any]]) -> Iterator[Row]:
    lines = _lines_of_tables(path)
    for number, entry in enumerate(entries, start=1):
        line = lines[number - 1] if len(lines) == len(entries) else None
        yield Row(f"entry {number}", line, entry)


def _film(path: Path, table: Any) -> dict[str, str]:
    if not isinstance(table, dict) or not set(table) <= set(FILM):
        raise InputError(f"is not what we expected: [film] with {', '.join(FILM)}.", file=path, place="film")
    for key, value in table.items():
        if not isinstance(value, str | int) or isinstance(value, bool):
            raise InputError(f"is {value!r:.60}; expected text.", file=path, place=f"film, {key}")
    return {key: str(value) for key, value in table.items()}


def _lines_of_tables(path: Path) -> list[int]:
    text = read_text(path)
    return [n for n, line in enumerate(text.splitlines(), start=1) if re.match(r"\s*\[\[\s*clearance\s*\]\]", line)]
