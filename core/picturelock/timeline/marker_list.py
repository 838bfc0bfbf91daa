"""Lists of markers beside a timeline: Resolve's marker EDL, a table (CSV), and Avid's marker list (tab-separated text)."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from picturelock.cut import Cut, Marker
from picturelock.errors import InputError, OutputError
from picturelock.findings import Fact, Finding, Place
from picturelock.spreadsheet import as_meant, sheet
from picturelock.timeline.marker_edl import COLORS, marker_edl
from picturelock.timeline.markers import write_text
from picturelock.timeline.references import clean, clean_note
from picturelock.times import Flicks, Span, Timecode

SUFFIXES = (".csv", ".edl", ".txt")
MAX_BYTES = 20_000_000
_TIMECODE = re.compile(r"\d{2}[:;.]\d{2}[:;.]\d{2}[:;.,]\d{2,3}", re.ASCII)
_RESOLVE = re.compile(r"(.*?)\s*\|C:ResolveColor(\w+)\s*\|M:(.*?)\s*\|D:(\d+)\s*", re.ASCII | re.DOTALL)
_HEADINGS = {
    "in": ("in", "record in", "timecode", "start", "start tc", "position", "tc", "time", "entrée", "début"),
    "out": ("out", "record out", "end", "end tc", "fin", "sortie"),
    "name": ("name", "marker name", "marker", "nom", "marqueur", "title"),
    "note": ("note", "notes", "comment", "comments", "description", "commentaire", "commentaires"),
    "color": ("color", "colour", "couleur", "marker color"),
    "author": ("author", "user", "username", "auteur", "utilisateur"),
}
"""What systems call the columns, in lower case."""
_COLORS = {theirs.lower(): ours for ours, theirs in COLORS.items()} | {ours.lower(): ours for ours in COLORS}


def read_markers(path: Path, cut: Cut) -> tuple[Marker, ...]:
    """The markers of a list, in record time of the cut that they were set on, in order.

    Timecodes are record timecodes of that cut. Raises InputError for what is no list, or holds none within the cut.
    """
    text = _text(path)
    if path.suffix.lower() == ".edl":
        found = list(_of_edl(text, cut))
    elif path.suffix.lower() == ".txt":
        found = list(_of_avid(text, cut))
    else:
        found = list(_of_table(text, cut, path))
    inside = [marker for marker in found if 0 <= marker.span.start <= cut.duration]
    if not inside:
        what = "holds no marker" if not found else "holds no marker that lies within the cut it is said to belong to"
        raise InputError(f"{what}.", file=path, hint="Export the markers again, with record timecode.")
    return tuple(sorted(inside, key=lambda marker: marker.span))


def write_markers_of(cut: Cut, markers: Sequence[Marker], path: Path, overwrite: bool) -> tuple[Finding, ...]:
    """Write a marker list of a cut in the form that the ending names, and say what it cannot hold. Raises OutputError."""
    if path.exists() and not overwrite:
        raise OutputError(f"{path} exists already.", hint="Choose another name, or ask for it to be replaced.")
    if path.suffix.lower() == ".edl":
        write_text(path, marker_edl(cut, markers))
        return authors_lost(markers, path)
    if path.suffix.lower() == ".txt":
        write_text(path, "".join(_avid_lines(cut, markers)))
    else:
        write_text(path, _table(cut, markers))
    return ()


def authors_lost(markers: Iterable[Marker], path: Path) -> tuple[Finding, ...]:
    """That a file, which has no place for it, does not say who set its markers; for timelines and Resolve's marker EDL."""
    names = [marker.author for marker in markers if marker.author]
    if not names:
        return ()
    facts: dict[str, Fact] = {"count": len(names), "authors": ", ".join(sorted(set(names))), "file": path.name}
    return (Finding("timeline.marker-authors", "warning", Place(file=str(path)), facts, "Picturelock"),)


def _text(path: Path) -> str:
    try:
        data = path.read_bytes() if path.is_file() and path.stat().st_size <= MAX_BYTES else None
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror or error}.", file=path) from error
    if data is None:
        reason = f"is larger than {MAX_BYTES // 1_000_000} MB." if path.is_file() else "does not exist, or is no file."
        raise InputError(reason, file=path)
    encoding = "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        text = data.decode("cp1252", errors="replace")
    if "\0" in text:
        raise InputError("is not text; expected a list of markers.", file=path)
    return text


def _of_edl(text: str, cut: Cut) -> Iterator[Marker]:
    """Resolve's marker EDL: an event of a frame, then a line with note, colour, name and length."""
    at: Flicks | None = None
    for line in text.splitlines():
        times = _TIMECODE.findall(line[:500])
        if len(times) == 4:
            at = _record(times[2], cut)
        elif at is not None and (match := _RESOLVE.fullmatch(line.strip()[:4000])):
            length = int(match[4][:7])
            span = Span(at, at + cut.rate.time_of(length)) if length > 1 else Span(at, at)
            yield Marker(span, clean(match[3]), clean_note(match[1]), _COLORS.get(match[2].lower(), "RED"))
            at = None


def _of_avid(text: str, cut: Cut) -> Iterator[Marker]:
    """Avid's list: user, timecode, track, colour, comment, and more columns in newer versions; tabs between."""
    for line in text.splitlines():
        cells = line.split("\t")
        if len(cells) >= 5 and _TIMECODE.fullmatch(cells[1].strip()) and (at := _record(cells[1], cut)) is not None:
            color = _COLORS.get(cells[3].strip().lower(), "RED")
            yield Marker(Span(at, at), clean(cells[4]) or clean(cells[0]), "", color, author=clean(cells[0]))


def _of_table(text: str, cut: Cut, path: Path) -> Iterator[Marker]:
    """A table with a heading row; commas, semicolons or tabs between cells."""
    first = text.split("\n", 1)[0]
    separator = max(",;\t", key=first.count)
    rows = csv.reader(io.StringIO(text), delimiter=separator)
    try:
        headings = [cell.strip().lower() for cell in next(rows, [])]
        columns = {
            meaning: next((headings.index(name) for name in names if name in headings), None)
            for meaning, names in _HEADINGS.items()
        }
        if columns["in"] is None:
            raise InputError(
                "has no column of times in its first row; expected one called In or Timecode.",
                file=path,
                place="line 1",
            )
        for row in rows:
            cell = {name: row[at].strip() if at is not None and at < len(row) else "" for name, at in columns.items()}
            start = _record(cell["in"], cut)
            if start is None:
                continue
            end = _record(cell["out"], cut) if cell["out"] else start
            span = Span(start, max(start, end if end is not None else start))
            color = _COLORS.get(cell["color"].lower(), "RED")
            name, note = clean(as_meant(cell["name"])), clean_note(as_meant(cell["note"]))
            yield Marker(span, name, note, color, author=clean(as_meant(cell["author"])))
    except csv.Error as error:
        raise InputError(
            f"is not a table that can be read: {error}.", file=path, place=f"line {rows.line_num}"
        ) from error


def _record(text: str, cut: Cut) -> Flicks | None:
    """Record time of a record timecode; None for what is none."""
    text = text.strip()
    if not _TIMECODE.fullmatch(text):
        return None
    drop = bool(cut.rate.drop_labels) and (cut.drop or text[-3] in ";,")
    try:
        return Timecode.parse(text, cut.rate, drop).time - cut.start
    except ValueError:
        return None


def _table(cut: Cut, markers: Iterable[Marker]) -> str:
    rows = (
        (_label(one.span.start, cut), _label(one.span.end, cut), one.color.lower(), one.name, one.note, one.author)
        for one in markers
    )
    return sheet(("In", "Out", "Color", "Name", "Note", "Author"), rows, "")


def _avid_lines(cut: Cut, markers: Iterable[Marker]) -> Iterator[str]:
    for marker in markers:
        text = " - ".join(part for part in (marker.name, marker.note) if part).replace("\t", " ").replace("\n", " ")
        author = " ".join(marker.author.split()) or "Picturelock"
        yield f"{author}\t{_label(marker.span.start, cut)}\tV1\t{marker.color.capitalize()}\t{text}\t1\r\n"


def _label(time: Flicks, cut: Cut) -> str:
    return str(Timecode.at(cut.start + time, cut.rate, cut.drop))
