"""An .ale file as a `Cut`: a log has no timeline, so its clips stand one after another, each as long as it was logged.

A clip with a picture stands on V1, one of sound alone on A1. The times of a row count at its own FPS where it says one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from fractions import Fraction
from pathlib import Path
from typing import Any

from picturelock.cut import Cut, Shot, ShotKind, Source, Track
from picturelock.errors import InputError, UsageError
from picturelock.findings import Fact, Finding, Place
from picturelock.timeline.ale.table import Row, Table, read_table
from picturelock.timeline.base import Findings
from picturelock.timeline.flatten import in_order
from picturelock.timeline.grade import SAT, SOP, cdl_of
from picturelock.timeline.labels import frames_of_day
from picturelock.timeline.references import media_name
from picturelock.times import Flicks, FrameRate, Span, Timecode

REELS = ("Tape", "TapeID", "Tape ID", "Reel", "Reel Name", "Reel #", "Source Tape")
"""Columns that hold the reel; the first that is filled in counts."""
FILES = ("Source File Path", "UNC Path", "UNC", "Source Path")
"""Columns that hold a reference to the media; beside them, "Source File" has its name."""
COMMENTS = ("Comments", "COMMENTS", "Comment")
JOIN = " | "
"""What stands between comments in one column."""
GENERATED = "Generated"
_READ = frozenset(
    {"Name", "Start", "End", "Duration", "Tracks", "FPS", "Project", "Comments", "Tape", SOP, SAT, GENERATED}
    | {"Source File", "Source File Path"}
)
"""Columns whose contents a clip's own fields hold."""
_VIDEO_RATES = range(1, 241)


@dataclass(slots=True)
class _Doubts:
    """What had to be left out or guessed: lines, by rule."""

    lines: dict[str, list[int]] = field(default_factory=dict)

    def add(self, rule: str, line: int) -> None:
        self.lines.setdefault(rule, []).append(line)


def read(path: Path, rate: FrameRate | None) -> tuple[Cut, Findings]:
    """The clips of an .ale file. `rate`: where it says none. Raises InputError, or UsageError where no rate is known."""
    table = read_table(path)
    chosen = _rate(table.heading("FPS")) or rate
    if chosen is None:
        raise UsageError(
            f"{path.name} does not say its frame rate.", hint="Give it: --rate 25, or rate = 25 in picturelock.toml."
        )
    doubts = _Doubts()
    shots: list[Shot] = []
    counts: dict[ShotKind, int] = {"video": 0, "audio": 0}
    at = 0
    drop = counts_drop(_label(row, chosen) for row in table.rows)
    for row in table.rows:
        if row.spare:
            doubts.add("timeline.ale-spare", row.line)
        shot = _shot(row, chosen, drop, at, counts, doubts)
        if shot is not None:
            shots.append(shot)
            at = shot.record_span.end
    if not shots:
        message = "holds no clip with a Start and an End (or Duration); expected at least one."
        raise InputError(message, file=path, hint="Export the log again with its timecode columns.")
    tracks = tuple(Track(f"{kind[0].upper()}1", kind) for kind in counts if counts[kind])
    cut = Cut(
        _name(table, path), chosen, in_order(shots), drop=drop and chosen.drop_labels > 0, path=path, duration=at,
        tracks=tracks, extras={"ALE": {"header": dict(table.header), "columns": list(table.columns)}},
    )  # fmt: skip
    return cut, tuple(_findings(doubts, path))


def counts_drop(labels: Iterable[Timecode]) -> bool:
    """Whether a log counts in drop frame: as most of the clips whose rate has it."""
    able = [label.drop for label in labels if label.rate.drop_labels]
    return 2 * sum(able) > len(able)


def _label(row: Row, rate: FrameRate) -> Timecode:
    """How a row counts. rate: of the log."""
    own = _rate(row.cells.get("FPS", "")) or rate
    return Timecode(0, own, _is_drop(row) and own.drop_labels > 0)


def _shot(
    row: Row, rate: FrameRate, drop: bool, at: Flicks, counts: dict[ShotKind, int], doubts: _Doubts
) -> Shot | None:
    """rate, drop: of the log."""
    cells = row.cells
    own = _rate(cells.get("FPS", "")) or rate
    shown = _shown(row, own, doubts)
    if shown is None:
        return None
    kind: ShotKind = "audio" if cells.get("Tracks", "V").upper().startswith("A") else "video"
    counts[kind] += 1
    track = f"{kind[0].upper()}1"
    length = shot_length(shown, own, rate)
    own_drop = _label(row, rate).drop
    source = replace(_source(cells, own), drop=None if own_drop == (drop and own.drop_labels > 0) else own_drop)
    left = {name: value for name, value in cells.items() if name not in _READ}
    extras: dict[str, Any] = {"ALE": left} if left else {}
    return Shot(
        f"{track}:{counts[kind]}", track, kind, cells.get("Name", "") or source.name, source, shown,
        Span(at, at + length), Fraction(shown.duration, length), comments=_comments(cells), cdl=cdl_of(cells),
        extras=extras,
    )  # fmt: skip


def shot_length(shown: Span, own: FrameRate, rate: FrameRate) -> Flicks:
    """How long a stretch of a source lasts in a row of them: as many frames of the cut as it has of its own."""
    return rate.time_of(max(1, own.nearest(shown.duration)))


def _shown(row: Row, rate: FrameRate, doubts: _Doubts) -> Span | None:
    """The stretch that a row logs; None, noted, where it says none."""
    start, end, duration = (_frames(row.cells.get(name, ""), rate) for name in ("Start", "End", "Duration"))
    if start is None or (end is None and duration is None):
        doubts.add("timeline.ale-no-times", row.line)
        return None
    if end is None:
        end = start + (duration or 0)
    elif end < start:
        end += frames_of_day(rate, _is_drop(row) and rate.drop_labels > 0)
    if duration is not None and duration != end - start:
        doubts.add("timeline.ale-duration", row.line)
    if end <= start:
        doubts.add("timeline.ale-no-times", row.line)
        return None
    return Span(rate.time_of(start), rate.time_of(end))


def _is_drop(row: Row) -> bool:
    return ";" in row.cells.get("Start", "")


def _frames(label: str, rate: FrameRate) -> int | None:
    """The frame of a timecode; None for what is none."""
    if not label:
        return None
    try:
        return Timecode.parse(label, rate, ";" in label and rate.drop_labels > 0).frames
    except ValueError:
        return None


def _source(cells: dict[str, str], rate: FrameRate) -> Source:
    told = cells.get("Source File", "")
    url = next((cells[name] for name in FILES if cells.get(name)), "")
    if not url and media_name(told) not in ("", told):  # a whole path where others have a name
        url, told = told, ""
    name = told or media_name(url) or cells.get("Name", "")
    reel = next((cells[name] for name in REELS if cells.get(name)), "")
    return Source(name, reel, url=url, rate=rate, generated=cells.get(GENERATED, "").lower() == "yes")


def _comments(cells: dict[str, str]) -> tuple[str, ...]:
    found = next((cells[name] for name in COMMENTS if cells.get(name)), "")
    return tuple(part.strip() for part in found.split(JOIN) if part.strip())


def _rate(text: str) -> FrameRate | None:
    """A rate as a log has it, or None."""
    try:
        rate = FrameRate.parse(text) if text else None
    except ValueError:
        return None
    return rate if rate is not None and rate.nominal in _VIDEO_RATES else None


def _name(table: Table, path: Path) -> str:
    """The project that all clips are of, else the file's name."""
    names = {row.cells.get("Project", "") for row in table.rows}
    return next(iter(names)) if len(names) == 1 and "" not in names else path.stem


def _findings(doubts: _Doubts, path: Path) -> Iterator[Finding]:
    for rule, lines in sorted(doubts.lines.items()):
        some = ", ".join(map(str, lines[:10])) + (" …" if len(lines) > 10 else "")
        evidence: dict[str, Fact] = {"count": len(lines), "lines": some}
        yield Finding(rule, "warning", Place(str(path), line=lines[0]), evidence)
