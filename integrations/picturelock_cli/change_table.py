"""A change list on the terminal and in the JSON document."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from picturelock.cut import Marker
from picturelock.times import Span, frame_label

from picturelock_cli.console import timecode

if TYPE_CHECKING:
    from picturelock.conform.changes.model import CaptionList, ChangeList
    from picturelock.conform.changes.rows import Row, Side
    from picturelock.cut import Cut

    from picturelock_cli.console import Console

NO_MARKER = Marker(Span(0, 0), "")
_LONG = 48
"""Signs of a caption that are shown beside what became of it."""


def show(console: Console, found: ChangeList, listed: Sequence[Row], every: bool) -> None:
    """A row for each event and caption that changed."""
    from picturelock.conform.changes.model import QUIET

    told = [row for row in listed if every or not QUIET.issuperset(row.kinds)]
    columns = ("count", "what", "track", "clip", "old", "new", "length", "why")
    if told:
        console.rows([console.text(f"changes_column_{name}") for name in columns], [_cells(row) for row in told])
    for row in markers_told(found):
        if row["kinds"] != ["unchanged"]:
            kinds = ", ".join(console.text(f"marker_kind_{kind}") for kind in row["kinds"])
            console.line(f"{kinds:<10}  {row['old']:<11}  {row['new']:<11}  {row['name']}  {row['note']}".rstrip())
    markers = Counter(change.kinds[0] for change in found.markers if change.kinds[0] != "unchanged")
    if markers:
        parts = [console.text(f"changes_marker_{kind}", count=count) for kind, count in markers.items()]
        console.say("changes_markers", told=", ".join(parts))
    for one in found.captions:
        _show_captions(console, one)


def _show_captions(console: Console, one: CaptionList) -> None:
    from picturelock.conform.changes.model import CAPTION_KINDS

    counts = Counter(change.kinds[0] for change in one.changes)
    parts = [console.text(f"changes_{kind}", count=counts[kind]) for kind in CAPTION_KINDS if counts[kind]]
    told = ", ".join(parts) or console.text("changes_captions_none")
    console.say("changes_captions", code=one.language, told=told)


def _cells(row: Row) -> list[str]:
    old, new = row.old, row.new
    frames = [str(side.frames) for side in (old, new) if side]
    return [
        str(row.number),
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
