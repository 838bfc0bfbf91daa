"""A change list, and pull and discard lists, as tables for a spreadsheet: UTF-8 with a byte order mark, formulas disarmed."""

from __future__ import annotations

from collections.abc import Iterable

from picturelock.conform.changes.rows import Row
from picturelock.conform.pull import Pull
from picturelock.spreadsheet import sheet
from picturelock.times import FrameRate, Timecode

CHANGE_COLUMNS = (
    "number", "kinds", "track", "clip", "reel", "because", "old_in", "old_out", "new_in", "new_out", "old_source_in",
    "old_source_out", "new_source_in", "new_source_out", "old_speed", "new_speed", "head", "tail", "slip", "shift", "group",
    "pull", "why", "old_text", "new_text", "short_head", "short_tail",
)  # fmt: skip
"""Headings are these names in every language: the file is read by programs as well."""
PULL_COLUMNS = ("number", "source", "reel", "in", "out", "frames", "short_head", "short_tail", "shots", "file")


def changes_csv(rows: Iterable[Row], language: str) -> str:
    """A row for each event and caption."""
    return sheet(CHANGE_COLUMNS, (_cells(row) for row in rows), language)


def pulls_csv(found: Iterable[Pull], rate: FrameRate, drop: bool, language: str) -> str:
    """A row for each stretch. rate, drop: of the cut, for sources that do not say their own."""
    return sheet(PULL_COLUMNS, (_pull(number, one, rate, drop) for number, one in enumerate(found, 1)), language)


def _cells(row: Row) -> list[str | int]:
    old, new = row.old, row.new
    return [
        row.number, " ".join(row.kinds), row.side.track, row.side.name or row.side.source, row.side.reel, row.because,
        old.record_in if old else "", old.record_out if old else "",
        new.record_in if new else "", new.record_out if new else "",
        old.source_in if old else "", old.source_out if old else "",
        new.source_in if new else "", new.source_out if new else "",
        old.speed if old else "", new.speed if new else "",
        row.head, row.tail, row.slip, row.shift, row.group or "",
        " ".join(f"{first}-{last}" for first, last in row.pull), row.why,
        old.text if old else "", new.text if new else "", *row.short,
    ]  # fmt: skip


def _pull(number: int, pull: Pull, rate: FrameRate, drop: bool) -> list[str | int]:
    own = pull.source.rate or rate
    counted = drop and bool(own.drop_labels)
    first, last = (str(Timecode.at(time, own, counted)) for time in (pull.span.start, pull.span.end))
    return [
        number, pull.source.name, pull.source.reel, first, last, own.nearest(pull.span.duration),
        own.nearest(pull.short_head), own.nearest(pull.short_tail), " ".join(pull.shots),
        str(pull.source.path or pull.source.url),
    ]  # fmt: skip
