"""Drafting a ledger from a cut: one entry for each source that no entry speaks of, to be filled in by people."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from picturelock.cut import Cut
from picturelock.errors import InputError, UsageError
from picturelock.production import Dossier
from picturelock.rights.data import load
from picturelock.rights.ledger import read_ledger
from picturelock.rights.model import PENDING
from picturelock.rights.sources import Use, match, used_sources
from picturelock.rights.table_reader import Table, read_csv, read_workbook
from picturelock.rights.words import folded
from picturelock.spreadsheet import disarmed, sheet
from picturelock.spreadsheet.workbook_writer import Page, to_xlsx, with_rows
from picturelock.textfile import read_bytes
from picturelock.times import Timecode, to_seconds
from picturelock.wording import NBSP, decimal, table, term

COLUMNS = (
    "asset", "kind", "title", "owner", "territories", "media", "languages", "start", "end", "evidence", "credit", "person",
    "status", "note",
)  # fmt: skip
"""Of a table that is drafted; the other columns may be added."""
ENDINGS = (".toml", ".csv", ".xlsx")
_MOST = 40_000_000


@dataclass(frozen=True, slots=True)
class Draft:
    """A ledger to be written."""

    data: bytes
    added: tuple[str, ...]
    """For each entry that is new, the name of its source; music has two, for the composition and for the recording."""
    kept: int
    """Entries that were there before; not a byte of them changes in TOML and CSV."""


def draft(dossier: Dossier, file: Path, columns: Mapping[str, str], language: str) -> Draft:
    """A new ledger, or the one that is there with entries for what it lacks. Raises InputError where that cannot be read.

    columns: as for `read_ledger`. The format is that of the file's ending. Raises UsageError for another.
    """
    if file.suffix.lower() not in ENDINGS:
        raise UsageError(f"{file} is no ledger by its ending; expected {', '.join(ENDINGS)}.")
    uses = used_sources(dossier)
    clearances = read_ledger(file, columns).clearances if file.exists() else ()
    cleared = match(uses, clearances)
    missing = [use for use in uses if not cleared[use.source.key]]
    drafted = [(use.label, _entry(use, kind, dossier.cut, language)) for use in missing for kind in _kinds(use)]
    names, entries = tuple(name for name, _ in drafted), [entry for _, entry in drafted]
    data = _appended(file, entries, columns, language) if file.exists() else _new(file, entries, language)
    return Draft(data, names, len(clearances))


def _kinds(use: Use) -> tuple[str, ...]:
    """The permissions that a source needs, where its name says that it is music: a composition is no recording of it."""
    words = set(folded(f"{use.label} {use.source.reel}").split())
    named = {word.strip("0123456789") for word in words} & set(load("kinds")["drafts"]["music"])
    return ("music", "recording") if named and use.heard and not use.seen else ("",)


def _entry(use: Use, kind: str, cut: Cut, language: str) -> dict[str, str]:
    first = Timecode.at(cut.start + use.first.record_span.start, cut.rate, cut.drop)
    name = use.source.name or use.source.reel or use.label
    seconds = decimal(f"{to_seconds(use.duration):.3f}".rstrip("0").rstrip("."), language)
    return {
        "asset": name.replace("[", "[[]").replace("*", "[*]").replace("?", "[?]"),
        "kind": term("kinds", kind, language) if kind else "",
        "status": str(table(language, "ui")["statuses"][PENDING]),
        "note": f"{seconds} s; {first}" if language != "fr" else f"{seconds}{NBSP}s{NBSP}; {first}",
    }


def _new(file: Path, entries: Sequence[Mapping[str, str]], language: str) -> bytes:
    words = table(language, "ui")["rights_draft"]
    if file.suffix.lower() == ".toml":
        return (f"# {words['head']}\n" + "".join(_toml(entry, words) for entry in entries)).encode()
    names = table(language, "ui")["rights_draft_columns"]
    heads = [str(names[column]) for column in COLUMNS]
    rows = [tuple(entry.get(column, "") for column in COLUMNS) for entry in entries]
    if file.suffix.lower() == ".csv":
        return sheet(heads, rows, language).encode()
    return to_xlsx([Page(words["sheet"], tuple(heads), tuple(rows))])


def _toml(entry: Mapping[str, str], words: Mapping[str, str]) -> str:
    return (
        "\n[[clearance]]\n"
        f"asset = {_quoted(entry['asset'])}\n"
        f"kind = {_quoted(entry['kind']):<12}  # {words['kind']}\n"
        'owner = ""\n'
        f"territories = []    # {words['territories']}\n"
        f"media = []          # {words['media']}\n"
        f'end = ""            # {words["end"]}\n'
        f'evidence = ""       # {words["evidence"]}\n'
        f"status = {_quoted(entry['status'])}  # {words['status']}\n"
        f"note = {_quoted(entry['note'])}\n"
    )


def _quoted(text: str) -> str:
    """A TOML string: JSON's escapes are TOML's, but for DEL."""
    return json.dumps("".join(sign for sign in text if sign != "\x7f"), ensure_ascii=False)


def _appended(file: Path, entries: Sequence[Mapping[str, str]], columns: Mapping[str, str], language: str) -> bytes:
    data = read_bytes(file, _MOST)
    if not entries:
        return data
    words = table(language, "ui")["rights_draft"]
    suffix = file.suffix.lower()
    if suffix == ".toml":
        return (
            data
            + (b"" if data.endswith(b"\n") else b"\n")
            + ("".join(_toml(entry, words) for entry in entries)).encode()
        )
    laid_out = read_csv(file, columns) if suffix == ".csv" else read_workbook(file, columns)
    if "status" not in laid_out.names.values():
        hint = "Entries to be filled in are marked as pending there."
        raise InputError("has no column for the status; add one.", file=file, hint=hint)
    if suffix == ".csv":
        return data + _lines(data, laid_out, entries)
    return with_rows(data, laid_out.sheet, [_cells(laid_out, entry) for entry in entries], file)


def _cells(laid_out: Table, entry: Mapping[str, str]) -> list[str]:
    cells = [""] * laid_out.width
    for index, name in laid_out.names.items():
        cells[index] = entry.get(name, "")
    return cells


def _lines(data: bytes, laid_out: Table, entries: Sequence[Mapping[str, str]]) -> bytes:
    """Rows as the file has them: its separator, its line ends."""
    end = "\r\n" if b"\r\n" in data else "\n"
    text = io.StringIO()
    writer = csv.writer(text, delimiter=laid_out.separator, lineterminator=end)
    writer.writerows([disarmed(cell) for cell in _cells(laid_out, entry)] for entry in entries)
    return ("" if data.endswith(b"\n") else end).encode() + text.getvalue().encode()
