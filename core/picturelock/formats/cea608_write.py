"""Captions as bursts of CEA-608 words: what stands between a caption track and the files that carry line 21."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from itertools import groupby
from operator import attrgetter
from pathlib import Path
from typing import NamedTuple

from picturelock.cues import Captions, Cue
from picturelock.formats.base import Findings, Notes, lost
from picturelock.formats.cea608 import COLUMNS, RATE, ROWS
from picturelock.formats.cea608_encode import Row, load, rows_of, spots_of
from picturelock.formats.cea608_place import Spot
from picturelock.formats.cea608_schedule import Burst, Schedule, Timed
from picturelock.formats.cea608_text import Replacements
from picturelock.times import DAY, Timecode, divide_nearest

SOURCE = "ANSI/CTA-608-E and 47 CFR 79.101, read 2026-11-22"
_SHOWN_ROWS = 4
"""Rows that a receiver must be able to show at once: 47 CFR 79.101(d)."""


class _Ready(NamedTuple):
    """A caption whose rows are made and placed."""

    start: int
    end: int
    rows: list[Row]
    at: tuple[Spot, ...]
    name: str


def bursts_of(captions: Captions, format_name: str) -> tuple[list[Burst], Findings]:
    """The words of a caption track on channel CC1, by frame of its timecode at 29.97, and what could not be held."""
    notes, losses, replacements = Notes(Path()), Counter[str](), Replacements()
    first = first_frame(captions)
    losses["header"] += len(captions.extras)
    ready = sorted(_ready(captions, first, notes, losses, replacements), key=attrgetter("start"))
    bursts = Schedule(first, notes).bursts(_timed(ready, losses))
    replacements.tell(notes, format_name)
    last = first + RATE.floor(DAY)
    if bursts and bursts[-1][0] > last:
        losses["times"] += sum(1 for frame, _ in bursts if frame > last)
    told = (replace(found, source=SOURCE) for found in notes.findings)
    return bursts, (*told, *lost(format_name, +losses))


def frames_to_send(cue: Cue) -> int:
    """How many frames a caption takes to be sent, before the code that shows it; 0 for one without text."""
    losses = Counter[str]()
    rows = rows_of(cue, cue.id, Replacements(), losses)[0][:ROWS]
    return len(load(rows, spots_of(cue, rows), losses)) // 2 if rows else 0


def first_frame(captions: Captions) -> int:
    """The frame of record time 0: at 29.97 the programme starts at the timecode that it has at its own rate."""
    rate = captions.rate
    if rate is None or rate == RATE or captions.start < 0:
        return RATE.nearest(max(0, captions.start))
    label = str(Timecode.at(captions.start, rate, captions.drop and bool(rate.drop_labels)))
    frames = min(divide_nearest(int(label[9:]) * RATE.nominal, rate.nominal), RATE.nominal - 1)
    drop = captions.drop
    if drop and label[6:8] == "00" and label[4] != "0":
        frames = max(frames, RATE.drop_labels)  # the labels before are left out
    return Timecode.parse(f"{label[:8]}:{frames:02}", RATE, drop).frames


def _ready(
    captions: Captions, first: int, notes: Notes, losses: Counter[str], replacements: Replacements
) -> Iterator[_Ready]:
    frame = RATE.frame
    for number, cue in enumerate(captions.cues, start=1):
        name, begin, end = cue.id or str(number), cue.span.start, cue.span.end
        if begin == end:
            losses["zero-length"] += 1
            continue
        rows, widest = rows_of(cue, name, replacements, losses)
        if not rows:
            losses["empty-captions"] += 1
            continue
        if widest > COLUMNS:
            notes.add("wrapped", "warning", None, name, cue=name, characters=widest, limit=COLUMNS)
        if len(rows) > _SHOWN_ROWS:
            notes.add("rows", "warning", None, name, cue=name, rows=len(rows), limit=_SHOWN_ROWS)
        if len(rows) > ROWS:
            losses["line-breaks"] += len(rows) - ROWS
            del rows[ROWS:]
        if cue.speaker or cue.region or cue.extras or not name.isdecimal():
            _count(cue, losses)
        start = first + divide_nearest(begin, frame)
        yield _Ready(start, max(first + divide_nearest(end, frame), start + 1), rows, spots_of(cue, rows), name)


def _count(cue: Cue, losses: Counter[str]) -> None:
    """What no caption of CEA-608 has."""
    losses["speakers"] += bool(cue.speaker)
    losses["regions"] += bool(cue.region and cue.placement is None)
    losses["notes"] += sum(1 for name, _ in cue.extras if name == "note")
    losses["caption-names"] += bool(cue.id and not cue.id.isdecimal())


def _timed(ready: list[_Ready], losses: Counter[str]) -> Iterator[Timed]:
    """Captions that appear together are one for a receiver; one that is still there when the next appears is replaced."""
    until = 0
    for start, together in groupby(ready, key=attrgetter("start")):
        captions = list(together)
        _, end, rows, at, name = captions[0]
        if len(captions) > 1:
            end = max(caption.end for caption in captions)
            losses["overlaps"] += sum(1 for caption in captions if caption.end < end)
            rows, at = _joined(captions, losses)
        if start < until:
            losses["overlaps"] += 1
        until = end
        yield Timed(start, end, load(rows, at, losses), name)


def _joined(captions: list[_Ready], losses: Counter[str]) -> tuple[list[Row], tuple[Spot, ...]]:
    """The rows of several captions on one screen; where they would cover each other, the later ones move."""
    taken: dict[int, tuple[Row, int]] = {}
    for caption in captions:
        top, height = caption.at[0][0], caption.at[-1][0] - caption.at[0][0] + 1
        tops = sorted(range(1, ROWS + 2 - height), key=lambda row: (abs(row - top), -row))
        rows = [row - top for row, _ in caption.at]
        place = next((row for row in tops if not any(row + offset in taken for offset in rows)), None)
        if place is None:
            losses["overlaps"] += 1
            continue
        for row, (offset, (_, column)) in zip(caption.rows, zip(rows, caption.at, strict=True), strict=True):
            taken[place + offset] = (row, column)
    ordered = sorted(taken.items())
    return [row for _, (row, _) in ordered], tuple((number, column) for number, (_, column) in ordered)
