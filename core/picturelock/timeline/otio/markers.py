"""Markers between OpenTimelineIO and `Marker`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from math import ceil
from typing import Any

import opentimelineio as otio

from picturelock.cut import Marker, Shot
from picturelock.cutmap import Piece
from picturelock.timeline.flatten import place_span
from picturelock.timeline.otio.notes import OURS, Note, ours
from picturelock.timeline.otio.time import range_json, span
from picturelock.timeline.references import clean, clean_note
from picturelock.times import Flicks, FrameRate, Span

COLORS = ("BLACK", "BLUE", "CYAN", "GREEN", "MAGENTA", "ORANGE", "PINK", "PURPLE", "RED", "WHITE", "YELLOW")
_MAX_ID = 100  # characters
_NEAR = 1000  # a marker nearer than this part of a frame to a frame's start was moved there by floats


def marker_of(marker: otio.schema.Marker, note: Note) -> Marker:
    """A marker in the time of the item that it hangs on; `note`: its metadata. Raises BadTime for an impossible range."""
    color = str(marker.color or "").upper()
    resolve = note.get("Resolve_OTIO")
    text = marker.comment or (resolve.get("Note") if isinstance(resolve, dict) else "") or ""
    noted = ours(note)
    return Marker(
        span(marker.marked_range),
        clean(marker.name or ""),
        clean_note(str(text)),
        color if color in COLORS else "RED",
        clean(str(noted.get("shot") or ""))[:_MAX_ID],
        clean(str(noted.get("id") or ""))[:_MAX_ID],
    )


def hanging(markers: Sequence[Marker], shots: Sequence[Shot], rate: FrameRate) -> tuple[Marker, ...]:
    """Markers in order, on whole frames where they are as good as there, and on no shot that there is not."""
    if not markers:
        return ()
    ids = {shot.id for shot in shots}
    found = (_settled(one if one.shot in ids else replace(one, shot=""), rate) for one in markers)
    return tuple(sorted(found, key=lambda marker: (marker.span, marker.name, marker.note)))


def _settled(marker: Marker, rate: FrameRate) -> Marker:
    start = _near(marker.span.start, rate)
    return replace(marker, span=Span(start, max(start, _near(marker.span.end, rate))))


def _near(time: Flicks, rate: FrameRate) -> Flicks:
    snapped = rate.snap(time)
    return snapped if abs(snapped - time) * _NEAR <= rate.frame else time


def is_ours(marker: Any) -> bool:
    """True for a marker, as JSON, that Picturelock put there."""
    metadata = marker.get("metadata") if isinstance(marker, dict) else None
    noted = metadata.get(OURS) if isinstance(metadata, dict) else None
    return isinstance(noted, dict) and (noted.get("marker") is True or bool(noted.get("id")))


def to_json(marker: Marker, rate: FrameRate) -> dict[str, Any]:
    """A marker of ours in record time as OpenTimelineIO writes it, in whole frames of a rate."""
    start = rate.time_of(rate.floor(marker.span.start))
    end = max(start, rate.time_of(rate.ceil(marker.span.end)))
    known = {"id": marker.id, "shot": marker.shot}
    return marker_json(marker, Span(start, end), rate, {"marker": True, **{k: v for k, v in known.items() if v}})


def marker_json(marker: Marker, marked: Span, rate: FrameRate, noted: dict[str, Any]) -> dict[str, Any]:
    """A marker as OpenTimelineIO writes it; marked: where, in the time of the item that it hangs on."""
    return {
        "OTIO_SCHEMA": "Marker.2",
        # Resolve takes a note from its own metadata and shows no comment.
        "metadata": {**({OURS: noted} if noted else {}), "Resolve_OTIO": {"Note": marker.note}},
        "name": marker.name,
        "color": marker.color,
        "marked_range": range_json(marked, rate, rate),
        "comment": marker.note,
    }


def hung(marker: Marker, shot: Shot) -> Span | None:
    """A marker's place in the time of the clip that it hangs on; None where it would not come back from there."""
    if shot.ramp or shot.speed == 0:
        return None  # no one moment of the media is meant, or several
    piece = Piece("", shot.source_span, shot.record_span, shot.speed, shot.reverse)
    a, b = piece.to_source(marker.span.start), piece.to_source(marker.span.end)
    placed = Span(min(a, b), max(a, b))
    back = place_span(placed, piece)
    slack = max(2, ceil(1 / shot.speed))  # flicks
    if back is None or abs(back.start - marker.span.start) > slack or abs(back.end - marker.span.end) > slack:
        return None
    return placed
