"""The clips of a timeline, for people: a table, or plain lines where there are very many, and what is on each track."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import chain
from typing import TYPE_CHECKING

from picturelock.cut import source_timecode
from picturelock.times import Flicks, FrameRate, Timecode

if TYPE_CHECKING:
    from picturelock.cut import Cut, Effect, Shot
    from picturelock.media.probe import MediaInfo

    from picturelock_cli.console import Console

COLUMNS = (
    "track", "clip", "source", "rate", "record_in", "record_out", "source_in", "source_out", "speed", "transition",
)  # fmt: skip
MANY = 300
"""More clips than this are plain lines: a table that fits itself to a terminal takes most of a second for a thousand rows."""
_WIDE, _TIME, _NAME = 11, 12, 48
"""Columns of a timecode, of one with three digits of frames, and at most of a name in plain lines."""
_TIMES = frozenset({"record_in", "record_out", "source_in", "source_out"})


class Labels:
    """The timecodes of shots as their list and their media write them."""

    def __init__(self, cut: Cut, media: Mapping[str, MediaInfo]) -> None:
        self.cut, self.media = cut, media

    def online(self, shot: Shot) -> bool:
        return shot.source.key in self.media

    def rate(self, shot: Shot) -> FrameRate:
        return shot.source.rate or self.cut.rate

    def record(self, time: Flicks) -> str:
        return str(Timecode.at(self.cut.start + time, self.cut.rate, self.cut.drop))

    def source(self, shot: Shot) -> tuple[str, str]:
        """First and last source time. A list in drop frame names its sources so too; the file itself knows better."""
        source, cut = shot.source, self.cut
        info = self.media.get(source.key)
        if info and info.start_timecode:
            source = replace(source, drop=info.start_timecode.drop)
        first, last = (
            source_timecode(source, at, cut.rate, cut.drop) for at in (shot.source_span.start, shot.source_span.end)
        )
        return str(first), str(last)


def show(console: Console, cut: Cut, labels: Labels, searched: bool) -> None:
    """Every clip. searched: somebody looked for the media, so that what was not found is missing."""
    columns = tuple(_used(cut))
    headings = [console.text(f"column_{column}") for column in columns]
    rows = (_row(shot, labels, columns, searched, console) for shot in cut.shots)
    if len(cut.shots) <= MANY:
        console.rows(headings, list(rows))
        return
    widths = [_width(column, heading, cut) for column, heading in zip(columns, headings, strict=True)]
    console.plain(_padded(row, widths) for row in chain([headings], rows))


def track_totals(console: Console, cut: Cut) -> str:
    """How many clips are on each track: "V1 96 clips · A1 12 clips"."""
    counts = Counter(shot.track for shot in cut.shots)
    order = sorted(counts, key=lambda track: (track.rpartition(".")[2][:1] != "V", len(track), track))
    return " · ".join(console.text("info_track", track=track, count=counts[track]) for track in order)


def transition(effect: Effect, rate: FrameRate, console: Console) -> str:
    """A transition in words: "dissolve of 24 frames"."""
    frames = rate.nearest(effect.handle + effect.inside)
    kind, _, number = effect.name.partition(" ")
    if effect.name == "dissolve":
        called = console.text("transition_dissolve" if effect.handle else "transition_fade")
    elif kind == "wipe":
        called = console.text("transition_wipe", number=number).strip()
    else:
        called = effect.name
    return console.text("transition_of", kind=called, frames=frames)


def _used(cut: Cut) -> Iterator[str]:
    """Columns that say something: no rate where all are the cut's, no speed where none is changed."""
    has = {
        "rate": any(shot.source.rate not in (None, cut.rate) for shot in cut.shots),
        "speed": any(shot.speed != 1 or shot.reverse for shot in cut.shots),
        "transition": any(_lasting(shot) for shot in cut.shots),
    }
    return (column for column in COLUMNS if has.get(column, True))


def _lasting(shot: Shot) -> list[Effect]:
    return [effect for effect in shot.effects if effect.handle or effect.inside]


def _row(shot: Shot, labels: Labels, columns: tuple[str, ...], searched: bool, console: Console) -> list[str]:
    known = labels.online(shot) or shot.source.path or shot.source.generated
    source = labels.source(shot)
    cells = {
        "track": shot.track + ("" if shot.enabled else f" ({console.text('info_off')})"),
        "clip": shot.name,
        "source": shot.source.name + (" ✗" if searched and not known else ""),
        "record_in": labels.record(shot.record_span.start),
        "record_out": labels.record(shot.record_span.end),
        "source_in": source[0],
        "source_out": source[1],
    }
    if "rate" in columns:
        cells["rate"] = labels.rate(shot).label if shot.source.rate else ""
    if "speed" in columns and (shot.speed != 1 or shot.reverse):
        cells["speed"] = f"{'-' if shot.reverse else ''}{float(shot.speed) * 100:.4g} %"
    if "transition" in columns:
        told = (transition(effect, labels.cut.rate, console) for effect in _lasting(shot))
        cells["transition"] = ", ".join(told)
    return [cells.get(column, "") for column in columns]


def _width(column: str, heading: str, cut: Cut) -> int:
    """Of a column of plain lines, from names alone: timecodes are as wide as they are."""
    if column in _TIMES:
        longest = _TIME if cut.rate.nominal > 100 else _WIDE
    elif column == "track":
        longest = max(len(shot.track) + (0 if shot.enabled else 6) for shot in cut.shots)
    elif column == "clip":
        longest = max(len(shot.name) for shot in cut.shots)
    elif column == "source":
        longest = max(len(shot.source.name) for shot in cut.shots) + 2
    else:
        longest = 8
    return max(len(heading), min(longest, _NAME))


def _padded(row: list[str], widths: list[int]) -> str:
    return "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
