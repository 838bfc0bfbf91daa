"""An Avid Log Exchange file as a table: a heading, the names of its columns, and a row for each clip.

Heading                    fields are separated by tabs; blank lines mean nothing; a heading may put all its pairs on one
FIELD_DELIM<tab>TABS       line
FPS<tab>25

Column
Name<tab>Tape<tab>Start<tab>End

Data
A001C003<tab>A001<tab>10:00:00:00<tab>10:00:04:00
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from picturelock.errors import InputError
from picturelock.textfile import read_bytes
from picturelock.timeline.references import clean

MAX_BYTES = 50_000_000
"""100,000 clips in forty columns have some 30 MB."""
MAX_COLUMNS = 1000
_MAX_CELL = 2000
_SECTIONS = ("heading", "column", "data")
_AGAIN = "Export it again as ALE from the editing system."


@dataclass(frozen=True, slots=True)
class Row:
    """A clip."""

    line: int
    """In the file, from 1."""
    cells: dict[str, str]
    """By column, without those that are empty."""
    spare: int = 0
    """Cells that no column is for."""


@dataclass(slots=True)
class Table:
    """What a file says."""

    header: dict[str, str] = field(default_factory=dict)
    columns: list[str] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)

    def heading(self, name: str) -> str:
        """An entry of the heading, whatever its capitals; "" for none."""
        return next((value for key, value in self.header.items() if key.upper() == name), "")


def read_table(path: Path) -> Table:
    """The table in a file. Raises InputError, naming the line."""
    text = _text(path)
    table, section = Table(), ""
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip():
            continue
        word = line.strip().lower()
        if word in _SECTIONS and _begins(word, section):
            section = word
        elif section == "heading":
            _add_heading(table, line)
        elif section == "column" and not table.columns:
            table.columns = _columns(line, path, number)
        elif section == "data" and table.columns:
            table.rows.append(_row(line, table.columns, number))
        else:
            expected = "the word Heading" if not section else "the word Data" if table.columns else "names of columns"
            raise InputError(f"expected {expected}.", file=path, place=f"line {number}", hint=_AGAIN)
    if not table.columns:
        raise InputError("names no columns; expected an Avid Log Exchange file.", file=path, hint=_AGAIN)
    delimiter = table.heading("FIELD_DELIM").upper()
    if delimiter not in ("", "TABS", "TAB"):
        message = f"separates its fields by {delimiter[:40]!r}; expected TABS."
        raise InputError(message, file=path, hint="Export it again, separated by tabs.")
    return table


def _begins(word: str, section: str) -> bool:
    """True where a section may begin: a clip may be called "data"."""
    return not section or _SECTIONS.index(word) > _SECTIONS.index(section)


def _text(path: Path) -> str:
    data = read_bytes(path, MAX_BYTES, "an Avid Log Exchange file")
    encoding = "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        text = data.decode("cp1252", errors="replace")
    if "\0" in text:
        raise InputError("is not text; expected an Avid Log Exchange file.", file=path)
    # Only these end a line: a note may hold others that Python takes for one.
    return text.replace("\r\n", "\n").replace("\r", "\n").translate(_SEPARATORS)


_SEPARATORS = dict.fromkeys(map(ord, "\v\f\x1c\x1d\x1e\x85\u2028\u2029"), " ")


def _add_heading(table: Table, line: str) -> None:
    parts = [clean(part) for part in line.split("\t")[:200]]
    for key, value in zip(parts[::2], parts[1::2], strict=False):
        if key:
            table.header.setdefault(key, value)


def _columns(line: str, path: Path, number: int) -> list[str]:
    names = [clean(name) for name in line.split("\t")]
    if len(names) > MAX_COLUMNS:
        message = f"names {len(names)} columns; more than {MAX_COLUMNS} are not read."
        raise InputError(message, file=path, place=f"line {number}")
    return names


def _row(line: str, columns: list[str], number: int) -> Row:
    parts = line.split("\t", len(columns))
    spare = [part for part in parts[len(columns) :] if part.strip()]
    cells: dict[str, str] = {}
    for name, part in zip(columns, parts, strict=False):
        if name and (value := cell(part)):
            cells.setdefault(name, value)
    return Row(number, cells, len(spare))


def cell(text: str) -> str:
    """A cell as it can be shown: no control characters, no endless ones."""
    text = text[:_MAX_CELL]
    return (text if text.isprintable() else "".join(char if char.isprintable() else " " for char in text)).strip()
