"""A change list, and pull and discard lists, as tables for a spreadsheet: UTF-8 with a byte order mark, formulas disarmed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from picturelock.conform.changes.rows import Row
from picturelock.conform.pull import Pull
from picturelock.cut import source_timecode
from picturelock.spreadsheet import sheet
from picturelock.times import FrameRate
from picturelock.wording import say, table

CHANGE_COLUMNS = (
    "number", "kinds", "track", "clip", "reel", "because", "old_event", "new_event", "old_in", "old_out", "new_in", "new_out",
    "old_source_in", "old_source_out", "new_source_in", "new_source_out", "old_speed", "new_speed", "head", "tail", "slip",
    "shift", "group", "pull", "why", "old_text", "new_text", "short_head", "short_tail", "transitions", "pull_frames",
)  # fmt: skip
"""In order; `[csv_columns]` in the wording says how they are headed. Programs read `--json`, whose names are fixed."""
PULL_COLUMNS = (
    "number", "source", "reel", "in", "out", "frames", "short_head", "short_tail", "shots", "file", "kind", "clips", "rate",
)  # fmt: skip


def changes_csv(rows: Iterable[Row], language: str) -> str:
    """A row for each event and caption."""
    return sheet(headings(CHANGE_COLUMNS, language), (_cells(row, language) for row in rows), language)


def pulls_csv(found: Iterable[Pull], rate: FrameRate, drop: bool, language: str) -> str:
    """A row for each stretch. rate, drop: of the cut, for sources that do not say their own."""
    words = table(language, "ui")["csv_kinds"]
    listed = (_pull(number, one, rate, drop, words) for number, one in enumerate(found, 1))
    return sheet(headings(PULL_COLUMNS, language), listed, language)


def headings(columns: Iterable[str], language: str) -> list[str]:
    """What stands above columns, with units, in the language of the command."""
    words = table(language, "ui")["csv_columns"]
    return [str(words[name]) for name in columns]


def _cells(row: Row, language: str) -> list[str | int]:
    old, new = row.old, row.new
    kinds = [say(f"change_{kind}", language) for kind in row.kinds] if language != "en" else row.kinds
    because = say(f"because_{row.because}", language) if row.because and language != "en" else row.because
    return [
        row.number, (" " if language == "en" else ", ").join(kinds), row.side.track, row.side.name or row.side.source,
        row.side.reel, because, old.event if old else "", new.event if new else "",
        old.record_in if old else "", old.record_out if old else "",
        new.record_in if new else "", new.record_out if new else "",
        old.source_in if old else "", old.source_out if old else "",
        new.source_in if new else "", new.source_out if new else "",
        old.speed if old else "", new.speed if new else "",
        row.head, row.tail, row.slip, row.shift, row.group or "",
        " ".join(f"{first}-{last}" for first, last in row.pull), row.why,
        old.text if old else "", new.text if new else "", *row.short, "; ".join(edge.text for edge in row.edges),
        row.pull_frames or "",
    ]  # fmt: skip


def _pull(number: int, pull: Pull, rate: FrameRate, drop: bool, words: Mapping[str, str]) -> list[str | int]:
    own = pull.source.rate or rate
    first, last = (str(source_timecode(pull.source, at, rate, drop)) for at in (pull.span.start, pull.span.end))
    return [
        number, pull.source.name, pull.source.reel, first, last, own.nearest(pull.span.duration),
        own.nearest(pull.short_head), own.nearest(pull.short_tail), " ".join(pull.shots),
        str(pull.source.path or pull.source.url), words[pull.kind], " + ".join(pull.clips), own.label,
    ]  # fmt: skip
