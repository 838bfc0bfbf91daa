"""Open questions as a table for a spreadsheet, and the table back with what a person chose in its column "use".

A row for each file that a source may be. In "use" an x takes that row's file; a path takes another one. UTF-8 with a byte
order mark; formulas are disarmed; headings are in the language of the command, and any of them is read back.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from picturelock import wording
from picturelock.conform.relink.choose import facts_of
from picturelock.conform.relink.model import Candidate, Link
from picturelock.cut import source_timecode
from picturelock.errors import InputError
from picturelock.spreadsheet import as_meant, sheet
from picturelock.times import FrameRate

COLUMNS = (
    "source", "reel", "reference", "part", "state", "used_in", "used_out", "candidate", "start", "duration", "rate", "raster",
    "channels", "file_reel", "frames", "bytes", "likeness", "use",
)  # fmt: skip
NEEDED = ("source", "reel", "reference", "part", "candidate", "use")
YES = frozenset({"x", "yes", "y", "oui", "o", "1", "true", "vrai", "✓", "✔"})
NO = frozenset({"", "no", "n", "non", "0", "false", "faux", "-"})
MAX_BYTES = 50_000_000

Key = tuple[str, str, str, str]


def decisions_csv(links: Iterable[Link], rate: FrameRate, language: str) -> str:
    """What is to be decided, and what was: a source without any candidate has one row, for a path to be filled in."""
    asked = (link for link in links if link.state in ("missing", "ambiguous") or "choice" in link.reasons)
    words = wording.table(language, "ui")["csv_columns"]
    return sheet(
        [words[name] for name in COLUMNS], (row for link in asked for row in _rows(link, rate, language)), language
    )


def read_decisions(file: Path) -> dict[Key, Path]:
    """The paths chosen, by `Need.key`; a relative one starts at the table. Raises InputError, naming the line at fault."""
    chosen: dict[Key, Path] = {}
    for number, row in _table(file):
        use = row["use"].strip()
        if use.casefold() in NO:
            continue
        key = (row["source"], row["reel"], row["reference"], row["part"])
        said = row["candidate"] if use.casefold() in YES else use
        if not said.strip() or "\0" in said:
            raise InputError(
                "says to use this row's file, and names none.", file=file, place=f"line {number}",
                hint="Write the path of the file into the column “use”.",
            )  # fmt: skip
        path = file.absolute().parent / said.strip()
        if chosen.setdefault(key, path) != path:
            raise InputError(
                f"chooses a second file for {row['source']}.", file=file, place=f"line {number}",
                hint="Leave one file for each source.",
            )  # fmt: skip
    return chosen


def _rows(link: Link, rate: FrameRate, language: str) -> Iterator[list[str | int]]:
    need = link.need
    first, last = (str(source_timecode(need.source, time, rate, False)) for time in (need.used.start, need.used.end))
    lead: list[str | int] = [*need.key, _state(link, language), first, last]
    candidates: Sequence[Candidate] = link.candidates or ((link.file,) if link.file else ())
    for one in candidates:
        told = facts_of(one)
        facts = [told[name] for name in ("start", "duration", "rate", "raster", "channels", "reel", "frames", "size")]
        yield [*lead, str(one.path), *facts, one.likeness or "", "x" if one is link.file else ""]
    if not candidates:
        yield [*lead, *[""] * (len(COLUMNS) - len(lead))]


def _state(link: Link, language: str) -> str:
    return wording.say(f"relink_state_{link.state}", language)


def _named(heading: str) -> str:
    """The column that a heading names, in any language."""
    said = heading.strip().casefold()
    for language in wording.LANGUAGES:
        words = wording.table(language, "ui")["csv_columns"]
        for name in COLUMNS:
            if said in (name, str(words[name]).casefold()):
                return name
    return said


def _table(file: Path) -> Iterator[tuple[int, Mapping[str, str]]]:
    """Rows with their line numbers; cells as they were before they were disarmed."""
    text = _text(file)
    first = text.partition("\n")[0]
    delimiter = max(",;\t", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        headings = [_named(heading) for heading in next(reader, [])]
        missing = [name for name in NEEDED if name not in headings]
        if missing:
            raise InputError(
                f"is no table of decisions: it has no column {missing[0]}.", file=file,
                hint="Fill in a table that --decisions wrote.",
            )  # fmt: skip
        for row in reader:
            cells = dict(zip(headings, row, strict=False))
            if any(row):
                yield reader.line_num, {name: as_meant(cells.get(name, "")) for name in NEEDED}
    except csv.Error as error:
        raise InputError(f"is no table: {error}.", file=file, place=f"line {reader.line_num}") from error


def _text(file: Path) -> str:
    try:
        if file.stat().st_size > MAX_BYTES:
            raise InputError("is too large for a table of decisions.", file=file)
        data = file.read_bytes()
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror or error}.", file=file) from error
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", errors="replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")  # as spreadsheets save where they are not asked
