"""Captions as bursts of CEA-608 words: what stands between a caption track and the files that carry line 21."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from itertools import groupby
from operator import attrgetter
from typing import NamedTuple

from picturelock.cues import Captions, Cue
from picturelock.formats.base import Findings, Notes, extra, lost
from picturelock.formats.cea608.codes import COLUMNS, RATE, ROWS
from picturelock.formats.cea608.encode import Row, load, rows_of, spots_of
from picturelock.formats.cea608.place import Spot
from picturelock.formats.cea608.schedule import Burst, Schedule, Timed
from picturelock.formats.replacements import Replacements
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
    notes, losses, replacements = Notes(None), Counter[str](), Replacements()
    first = first_frame(captions)
    losses["header"] += len(captions.extras)
    losses["forced"] += captions.kind == "forced"
    ready = sorted(_ready(captions, first, notes, losses, replacements), key=attrgetter("start"))
    bursts = Schedule(first, notes).bursts(_timed(ready, notes, losses))
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
        if cue.speaker or cue.region or cue.extras or cue.style or not name.isdecimal():
            _count(cue, losses)
        start, stop = first + divide_nearest(begin, frame), first + divide_nearest(end, frame)
        if end <= 0:
            notes.add("over-before-start", "error", None, name, cue=name)
            continue
        if begin < 0:
            losses["times"] += 1
            start = first
        yield _Ready(start, max(stop, start + 1), rows, spots_of(cue, rows), name)


def _count(cue: Cue, losses: Counter[str]) -> None:
    """What no caption of CEA-608 has."""
    losses["speakers"] += bool(cue.speaker)
    losses["regions"] += bool(cue.region and cue.placement is None)
    losses["notes"] += sum(1 for name, _ in cue.extras if name == "note")
    losses["caption-names"] += bool(cue.id and not cue.id.isdecimal())
    losses["forced"] += ("ttml.forced", "true") in cue.extras
    losses["vertical-text"] += "vertical:" in (extra(cue, "vtt.settings") or "")
    losses["styles"] += cue.style is not None


def _timed(ready: list[_Ready], notes: Notes, losses: Counter[str]) -> Iterator[Timed]:
    """Captions that appear together are one for a receiver; one that is still there when the next appears is replaced."""
    until, before = 0, ""
    for start, together in groupby(ready, key=attrgetter("start")):
        captions = list(together)
        _, end, rows, at, name = captions[0]
        if start < until:
            notes.add("replaced", "warning", None, before, cue=before, by=name, frames=until - start)
        if len(captions) > 1:
            captions = list(_together(captions, notes))
            rows, at = _joined(captions)
            end = max(caption.end for caption in captions)
        until, before = end, name
        yield Timed(start, end, load(rows, at, losses), name)


def _together(captions: list[_Ready], notes: Notes) -> Iterator[_Ready]:
    """Those of the captions that start together which one screen has room for, each in rows of its own.

    Where they would cover each other they are stacked in order, away from the edge that they stand at.
    """
    free, kept = ROWS, []
    for caption in captions:
        height = caption.at[-1][0] - caption.at[0][0] + 1
        if height <= free:
            free -= height
            kept.append(caption)
        else:
            notes.add("no-room", "error", None, caption.name, cue=caption.name)
    low = [caption for caption in kept if caption.at[-1][0] > ROWS // 2]
    high = [caption for caption in kept if caption.at[-1][0] <= ROWS // 2]
    last = max(kept, key=attrgetter("end"))
    taken: set[int] = set()
    for caption in (*high, *reversed(low)):
        place = _place(caption, taken)
        if place is None:
            notes.add("no-room", "error", None, caption.name, cue=caption.name)
            continue
        if caption.end < last.end:
            late = last.end - caption.end
            notes.add("stays", "warning", None, caption.name, cue=caption.name, other=last.name, frames=late)
        taken.update(row for row, _ in place)
        yield caption._replace(at=place)


def _place(caption: _Ready, taken: set[int]) -> tuple[Spot, ...] | None:
    """Where a caption stands among rows that are taken: as near as there is room to where it wants to; None = nowhere."""
    top, bottom = caption.at[0][0], caption.at[-1][0]
    for by in sorted(range(1 - top, ROWS + 1 - bottom), key=lambda by: (abs(by), by)):
        if not any(row + by in taken for row, _ in caption.at):
            return tuple((row + by, column) for row, column in caption.at)
    return None


def _joined(captions: list[_Ready]) -> tuple[list[Row], tuple[Spot, ...]]:
    """The rows of several captions on one screen, from the top down."""
    placed = [pair for caption in captions for pair in zip(caption.at, caption.rows, strict=True)]
    placed.sort(key=lambda pair: pair[0])
    return [row for _, row in placed], tuple(spot for spot, _ in placed)
