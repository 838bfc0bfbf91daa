"""A change list on the terminal and in the JSON document."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from picturelock.cut import Marker
from picturelock.times import Span, frame_label

from picturelock_cli.console import timecode

if TYPE_CHECKING:
    from picturelock.conform.changes.model import CaptionList, ChangeList
    from picturelock.conform.changes.rows import Row, Side
    from picturelock.cut import Cut, ShotKind
    from picturelock.timeline.edl.numbers import EventNumbers

    from picturelock_cli.console import Console

NO_MARKER = Marker(Span(0, 0), "")
_MARKER = ("name", "old", "new", "note")
_LONG = 48
"""Signs of a caption that are shown beside what became of it."""


def show(console: Console, found: ChangeList, listed: Sequence[Row], every: bool) -> None:
    """A row for each event and caption that changed."""
    from picturelock.conform.changes.model import QUIET

    told = [row for row in listed if every or not QUIET.issuperset(row.kinds)]
    numbered = any(side.event for row in told for side in (row.old, row.new) if side)
    columns = ("count", *(["event"] if numbered else []), "what", "track", "clip", "old", "new", "length", "why")
    if told:
        headings = [console.text(f"changes_column_{name}") for name in columns]
        console.rows(headings, [_cells(row, numbered) for row in told])
        if numbered:
            console.say("changes_numbers", "dim")
    _show_markers(console, found)
    for one in found.captions:
        _show_captions(console, one)


def _show_markers(console: Console, found: ChangeList) -> None:
    """How many markers changed, and a row for each that did."""
    markers = Counter(change.kinds[0] for change in found.markers if change.kinds[0] != "unchanged")
    if not markers:
        return
    parts = [console.text(f"changes_marker_{kind}", count=count) for kind, count in markers.items()]
    console.say("changes_markers", "bold", told=", ".join(parts))
    rows = [
        [", ".join(console.text(f"marker_kind_{kind}") for kind in row["kinds"]), *(row[name] for name in _MARKER)]
        for row in markers_told(found)
        if row["kinds"] != ["unchanged"]
    ]
    headings = [console.text("changes_column_what"), *(console.text(f"marker_column_{name}") for name in _MARKER)]
    console.rows(headings, rows)


def _show_captions(console: Console, one: CaptionList) -> None:
    from picturelock.conform.changes.model import CAPTION_KINDS

    counts = Counter(change.kinds[0] for change in one.changes)
    parts = [console.text(f"changes_{kind}", count=counts[kind]) for kind in CAPTION_KINDS if counts[kind]]
    told = ", ".join(parts) or console.text("changes_captions_none")
    console.say("changes_captions", code=one.language, told=told)


def numbered_rows(listed: Sequence[Row], old: Path | None, new: Path | None) -> tuple[Row, ...]:
    """The rows with the event numbers of the lists that the cuts were read from, where they are edit decision lists."""
    from picturelock.timeline.edl.numbers import event_numbers

    numbers = tuple(event_numbers(path) if path else {} for path in (old, new))
    if not any(numbers):
        return tuple(listed)
    return tuple(replace(row, old=_numbered(row.old, numbers[0]), new=_numbered(row.new, numbers[1])) for row in listed)


def _numbered(side: Side | None, numbers: EventNumbers) -> Side | None:
    from picturelock.timeline.edl.numbers import plain_time

    if side is None or side.kind not in ("video", "audio"):
        return side
    kind: ShotKind = "video" if side.kind == "video" else "audio"
    return replace(side, event=numbers.get((kind, plain_time(side.record_in)), ""))


def event_of(row: Row) -> str:
    """The numbers of an event in the old list and the new one: "008 → 006", "→ 002" of a new one, "003 →" of a removed one."""
    old, new = (side.event if side else "" for side in (row.old, row.new))
    return old if old == new else f"{old} → {new}".strip()


def _cells(row: Row, numbered: bool) -> list[str]:
    old, new = row.old, row.new
    frames = [str(side.frames) for side in (old, new) if side]
    return [
        str(row.number),
        *([event_of(row)] if numbered else []),
        row.what,
        row.side.track,
        _called(row.side),
        old.record_in if old else "",
        new.record_in if new else "",
        frames[0] if len(set(frames)) == 1 else " → ".join(frames),
        row.why,
    ]


def _called(side: Side) -> str:
    name = side.name or side.source
    return name if side.kind != "caption" or len(name) <= _LONG else f"{name[: _LONG - 1]}…"


def changes_told(found: ChangeList, listed: Sequence[Row]) -> list[dict[str, Any]]:
    """The same for programs: every event and caption, unchanged ones included."""
    return [_entry(row, found) for row in listed]


def markers_told(found: ChangeList) -> list[dict[str, Any]]:
    """Every marker of either cut, with what became of it."""
    return [
        {
            "kinds": list(change.kinds),
            "name": (change.new or change.old or NO_MARKER).name,
            "note": (change.new or change.old or NO_MARKER).note,
            "old": _at(change.old, found.old),
            "new": _at(change.new, found.new),
        }
        for change in found.markers
    ]


def _at(marker: Marker | None, cut: Cut) -> str:
    return timecode(marker.span.start, cut.rate, cut.start, cut.drop) if marker else ""


def _entry(row: Row, found: ChangeList) -> dict[str, Any]:
    return {
        "number": row.number,
        "kinds": list(row.kinds),
        "because": row.because,
        "old": _side(row.old, found.old),
        "new": _side(row.new, found.new),
        "head_frames": row.head,
        "tail_frames": row.tail,
        "slip_frames": row.slip,
        "shift_frames": row.shift,
        "group": row.group,
        "pull": [{"in": first, "out": last} for first, last in row.pull],
        "short_head_frames": row.short[0],
        "short_tail_frames": row.short[1],
        "why": row.why,
    }


def _side(side: Side | None, cut: Cut) -> dict[str, Any] | None:
    if side is None:
        return None
    told: dict[str, Any] = {
        "id": side.id,
        "track": side.track,
        "event": side.event,
        "clip": side.name,
        "source": side.source,
        "reel": side.reel,
        "record": {
            "start": frame_label(side.record.start, cut.rate), "end": frame_label(side.record.end, cut.rate),
            "in": side.record_in, "out": side.record_out,
        },
        "source_time": {"in": side.source_in, "out": side.source_out},
        "speed": side.speed or "100 %",
    }  # fmt: skip
    if side.kind == "caption":
        told["text"] = side.text
    return told
