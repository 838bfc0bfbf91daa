"""Markers between OpenTimelineIO and `Marker`."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import opentimelineio as otio

from picturelock.cut import Marker
from picturelock.timeline.otio.time import span
from picturelock.timeline.references import clean, clean_note
from picturelock.times import FrameRate

COLORS = ("BLACK", "BLUE", "CYAN", "GREEN", "MAGENTA", "ORANGE", "PINK", "PURPLE", "RED", "WHITE", "YELLOW")
OURS = "picturelock"
"""The key in a marker's metadata that says we put it there."""


def marker_of(marker: otio.schema.Marker) -> Marker:
    """A marker in the time of the item that it hangs on. Raises BadTime for an impossible range."""
    color = str(marker.color or "").upper()
    resolve = marker.metadata.get("Resolve_OTIO")
    note = marker.comment or (resolve.get("Note") if isinstance(resolve, Mapping) else "") or ""
    return Marker(
        span(marker.marked_range), clean(marker.name or ""), clean_note(str(note)), color if color in COLORS else "RED"
    )


def is_ours(marker: Any) -> bool:
    """True for a marker, as JSON, that Picturelock wrote."""
    metadata = marker.get("metadata") if isinstance(marker, dict) else None
    return isinstance(metadata, dict) and OURS in metadata


def to_json(marker: Marker, rate: FrameRate) -> dict[str, Any]:
    """A marker in record time as OpenTimelineIO writes it, in whole frames of a rate."""
    start = rate.floor(marker.span.start)
    frames = max(0, rate.ceil(marker.span.end) - start)
    made = otio.schema.Marker(
        name=marker.name,
        marked_range=otio.opentime.TimeRange(_frames(start, rate), _frames(frames, rate)),
        color=marker.color,
        # Resolve takes a note from its own metadata and shows no comment.
        metadata={OURS: {"marker": True}, "Resolve_OTIO": {"Note": marker.note}},
        comment=marker.note,
    )
    written: dict[str, Any] = json.loads(otio.adapters.write_to_string(made, "otio_json"))
    return written


def _frames(count: int, rate: FrameRate) -> otio.opentime.RationalTime:
    return otio.opentime.RationalTime(count, float(rate))
