"""A change list as markers on the new cut: one on each event that changed, coloured by what happened."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from picturelock.conform.changes.model import CaptionKind, Kind
from picturelock.conform.changes.rows import Row
from picturelock.cut import Marker
from picturelock.times import Span

COLORS: Mapping[Kind | CaptionKind, str] = MappingProxyType(
    {
        "new": "GREEN", "removed": "RED", "replaced": "ORANGE", "version": "CYAN", "split": "PURPLE", "joined": "PURPLE",
        "moved": "BLUE", "retracked": "BLUE", "reversed": "PINK", "retimed": "PINK", "slipped": "YELLOW",
        "head": "YELLOW", "tail": "YELLOW", "transition": "MAGENTA", "switched": "MAGENTA",
        "caption-new": "GREEN", "caption-removed": "RED", "caption-split": "PURPLE", "caption-joined": "PURPLE",
        "caption-changed": "CYAN",
        "caption-retimed": "YELLOW",
    }
)  # fmt: skip
"""Of each kind, one of OTIO's marker colours; what only shifted or stayed has none, nor has a caption that went with its
picture, which has one itself."""


def change_markers(rows: Iterable[Row]) -> tuple[Marker, ...]:
    """A marker over each new event or caption, and a point where a removed one was, in order."""
    found = []
    for row in rows:
        color = COLORS.get(row.kinds[0])
        if color is None:
            continue
        span = row.new.record if row.new else Span(row.at, row.at)
        shot = row.new.id if row.new and row.new.kind != "caption" else ""
        found.append(
            Marker(
                span, f"{row.what}: {row.side.name or row.side.source}", row.why, color, shot, f"change-{row.number}"
            )
        )
    return tuple(sorted(found, key=lambda marker: marker.span))
