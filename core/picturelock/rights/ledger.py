"""The ledger of clearances: who owns what is on screen and heard, and where, how and until when it may be shown.

    [[clearance]]
    asset = "A001*"                        # pattern on the source's file name, reel or path; capitals do not matter
    kind = "footage"                       # one of KINDS
    owner = "National Film Board of Canada"
    territories = ["CA", "FR"]             # ISO 3166 alpha-2; "WORLD"; "WORLD", "-US" = everywhere but there
    media = ["broadcast", "vod"]           # the words of the contract, or "all"
    languages = ["en", "fr"]               # language versions; left out = all
    start = 2026-01-01                     # left out = begun
    end = 2030-12-31                       # or "perpetual", which a contract must say
    evidence = "rights/contracts/nfb.pdf"  # the paper, inside the production
    note = ""

A CSV has these names in its first line, commas or semicolons between cells, and semicolons within a list.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from picturelock.errors import InputError
from picturelock.rights.territories import expand
from picturelock.textfile import read_text, read_toml

KINDS = ("footage", "archive", "music", "still", "artwork", "performer", "location", "brand", "text", "other")
ALL = "all"
PERPETUAL = "perpetual"
MAX_BYTES = 20_000_000
MAX_PATTERN = 500

_EXPECTED_DATE = "expected a date such as 2026-12-01"
_EXPECTED_END = 'expected a date such as 2026-12-01, or "perpetual"'
_REQUIRED = ("asset", "kind", "owner", "territories", "media", "end")
_COLUMNS = (*_REQUIRED, "languages", "start", "evidence", "note")


@dataclass(frozen=True, slots=True)
class Clearance:
    """One permission. What it does not say, it does not give: only languages and start may be left open."""

    asset: str
    kind: str
    owner: str
    territories: frozenset[str]
    media: frozenset[str]
    """Lower case; {"all"} = every medium."""
    languages: frozenset[str] = frozenset()
    """BCP 47, lower case; empty = every language."""
    start: dt.date | None = None
    """First day; None = begun."""
    end: dt.date | None = None
    """Last day, included; None = perpetual."""
    evidence: str = ""
    """The paper that proves it, relative to the production."""
    note: str = ""
    place: str = ""
    """Where in the ledger: "entry 3", "line 7"."""
    line: int | None = None


@dataclass(frozen=True, slots=True)
class Ledger:
    """All clearances of a production, in the order of the file."""

    file: Path
    clearances: tuple[Clearance, ...]


def read_ledger(path: Path) -> Ledger:
    """Read a ledger, TOML or CSV by suffix. Raises InputError naming the entry or line, the key and what was expected."""
    suffix = path.suffix.lower()
    if suffix == ".toml":
        return Ledger(path, tuple(_from_toml(path)))
    if suffix == ".csv":
        return Ledger(path, tuple(_from_csv(path)))
    raise InputError(
        f"is not a rights ledger that we know ({suffix or 'no suffix'}); expected .toml or .csv.", file=path
    )


def _from_toml(path: Path) -> Iterator[Clearance]:
    data = read_toml(path)
    for key in data:
        if key != "clearance":
            raise InputError(f"{key!r} is not a key that we know; expected [[clearance]] tables.", file=path, place=key)
    entries = data.get("clearance", [])
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        raise InputError("is not a list of tables; expected [[clearance]], one for each.", file=path, place="clearance")
    lines = _lines_of_tables(path)
    for number, entry in enumerate(entries, start=1):
        line = lines[number - 1] if len(lines) == len(entries) else None
        yield _Entry(path, f"entry {number}", line, entry).clearance()


def _lines_of_tables(path: Path) -> list[int]:
    text = read_text(path)
    return [n for n, line in enumerate(text.splitlines(), start=1) if re.match(r"\s*\[\[\s*clearance\s*\]\]", line)]


def _from_csv(path: Path) -> Iterator[Clearance]:
    text = _read_text(path)
    first = text.partition("\n")[0]
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=";" if ";" in first else ",", strict=True)
    header: list[str] | None = None
    try:
        for cells in rows:
            cells = [cell.strip() for cell in cells]
            if not any(cells):
                continue
            if header is None:
                header = _header(path, cells, rows.line_num)
                continue
            place = f"line {rows.line_num}"
            if len(cells) > len(header) and any(cells[len(header) :]):
                raise InputError(f"has {len(cells)} cells; expected {len(header)}.", file=path, place=place)
            entry = {name: cell for name, cell in zip(header, cells, strict=False) if cell}
            yield _Entry(path, place, rows.line_num, entry).clearance()
    except csv.Error as error:
        raise InputError(f"is not valid CSV: {error}.", file=path, place=f"line {rows.line_num}") from error
    if header is None:
        raise InputError(f"is empty; expected a first line with {', '.join(_COLUMNS)}.", file=path)


def _read_text(path: Path) -> str:
    text = read_text(path, MAX_BYTES, "a table of clearances", utf8_hint='Save it as "CSV UTF-8".')
    if "\0" in text:
        line = text.partition("\0")[0].count("\n") + 1
        raise InputError("holds a NUL byte; expected text.", file=path, place=f"line {line}")
    return text


def _header(path: Path, cells: list[str], line: int) -> list[str]:
    names = [cell.lower() for cell in cells]
    while names and not names[-1]:
        names.pop()
    place = f"line {line}"
    for name in names:
        if name not in _COLUMNS:
            raise InputError(
                f"column {name!r} is not one that we know; expected {', '.join(_COLUMNS)}.", file=path, place=place
            )
        if names.count(name) > 1:
            raise InputError(f"column {name!r} is there twice; expected it once.", file=path, place=place)
    for name in _REQUIRED:
        if name not in names:
            raise InputError(f"has no column {name!r}; expected {', '.join(_COLUMNS)}.", file=path, place=place)
    return names


class _Entry:
    """Reads one entry with errors that name its place and key."""

    def __init__(self, file: Path, place: str, line: int | None, entry: Mapping[str, Any]) -> None:
        self.file, self.place, self.line, self.entry = file, place, line, entry

    def clearance(self) -> Clearance:
        for key in self.entry:
            if key not in _COLUMNS:
                raise self._wrong(key, "is not a key that we know", f"expected one of {', '.join(_COLUMNS)}")
        for key in _REQUIRED:
            if key not in self.entry:
                raise self._wrong(key, "is missing", _EXPECTED_END if key == "end" else "expected it to be said")
        kind = self._text("kind").lower()
        if kind not in KINDS:
            raise self._wrong("kind", f"is {kind!r}", f"expected one of {', '.join(KINDS)}")
        if len(self._text("asset")) > MAX_PATTERN:
            raise self._wrong("asset", "is very long", f"expected a pattern of at most {MAX_PATTERN} characters")
        start, end = self._date("start"), self._end()
        if start and end and end < start:
            raise self._wrong("end", f"is {end}, before start", "expected the last day of the permission")
        return Clearance(
            asset=self._text("asset"),
            kind=kind,
            owner=self._text("owner"),
            territories=self._territories(),
            media=frozenset(text.lower() for text in self._texts("media")),
            languages=self._languages(),
            start=start,
            end=end,
            evidence=self._text("evidence"),
            note=self._text("note"),
            place=self.place,
            line=self.line,
        )

    def _text(self, key: str) -> str:
        value = self.entry.get(key, "")
        if not isinstance(value, str) or (key in _REQUIRED and not value.strip()):
            raise self._wrong(key, f"is {value!r}", "expected text")
        return value.strip()

    def _texts(self, key: str) -> list[str]:
        value = self.entry.get(key, [])
        listed = value.split(";") if isinstance(value, str) else value
        if not isinstance(listed, list) or not all(isinstance(item, str) for item in listed):
            raise self._wrong(key, f"is {value!r}", "expected a list of texts")
        texts = [item.strip() for item in listed if item.strip()]
        if key in _REQUIRED and not texts:
            raise self._wrong(key, "is empty", "expected at least one")
        return texts

    def _territories(self) -> frozenset[str]:
        try:
            codes = expand(self._texts("territories"))
        except ValueError as error:
            found = f"{str(error)!r} is not a territory"
            raise self._wrong("territories", found, 'expected ISO 3166 codes such as CA, GB, or "WORLD"') from None
        if not codes:
            raise self._wrong("territories", "leaves nothing", 'expected what "-XX" is taken from, such as "WORLD"')
        return codes

    def _languages(self) -> frozenset[str]:
        languages = frozenset(text.lower() for text in self._texts("languages"))
        return frozenset() if ALL in languages else languages

    def _end(self) -> dt.date | None:
        value = self.entry["end"]
        return None if isinstance(value, str) and value.strip().lower() == PERPETUAL else self._date("end")

    def _date(self, key: str) -> dt.date | None:
        value = self.entry.get(key)
        if value is None or (isinstance(value, dt.date) and not isinstance(value, dt.datetime)):
            return value
        # Without dashes Python would read other ISO forms too (20260101, 2026-W01-1), which people misread.
        if isinstance(value, str) and re.fullmatch(r"\d{4}-\d{2}-\d{2}", value.strip(), re.ASCII):
            try:
                return dt.date.fromisoformat(value.strip())
            except ValueError:
                pass
        raise self._wrong(key, f"is {str(value)!r}", _EXPECTED_END if key == "end" else _EXPECTED_DATE)

    def _wrong(self, key: str, found: str, expected: str) -> InputError:
        return InputError(f"{found}; {expected}.", file=self.file, place=f"{self.place}, {key}")
