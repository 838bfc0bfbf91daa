"""Markers as an EDL that DaVinci Resolve imports, in every edition: Timelines > Import > Timeline Markers from EDL.

One event of one frame for each marker, and a line that holds the note, colour, name and duration in frames, as Resolve
itself writes it: `NOTE |C:ResolveColorRed |M:NAME |D:24`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from picturelock.cut import Cut, Marker
from picturelock.errors import OutputError
from picturelock.timeline.markers import write_text
from picturelock.times import Timecode

COLORS = {
    "BLACK": "Cocoa", "BLUE": "Blue", "CYAN": "Cyan", "GREEN": "Green", "MAGENTA": "Fuchsia", "ORANGE": "Sand",
    "PINK": "Pink", "PURPLE": "Purple", "RED": "Red", "WHITE": "Cream", "YELLOW": "Yellow",
}  # fmt: skip


@dataclass(slots=True)
class _Event:
    """A marker at a frame; Resolve keeps one marker per frame, so those that share one are joined."""

    frame: int
    duration: int
    color: str
    names: list[str]
    notes: list[str]


def marker_edl(cut: Cut, markers: Sequence[Marker]) -> str:
    """The text of a marker EDL."""
    lines = [f"TITLE: {_plain(cut.name)}", f"FCM: {'DROP FRAME' if cut.drop else 'NON-DROP FRAME'}", ""]
    for number, event in enumerate(_events(cut, markers), start=1):
        lines += [*_lines(cut, number, event), ""]
    return "\n".join(lines)


def write_marker_edl(cut: Cut, markers: Sequence[Marker], path: Path) -> int:
    """Write the markers of a cut; returns how many events there are. Raises OutputError, also if `path` exists."""
    if path.exists():
        raise OutputError(f"{path} exists already.", hint="Name another file, or delete it first.")
    write_text(path, marker_edl(cut, markers))
    return len(_events(cut, markers))


def _events(cut: Cut, markers: Iterable[Marker]) -> list[_Event]:
    by_frame: dict[int, _Event] = {}
    for marker in sorted(markers, key=lambda marker: marker.span):
        frame = cut.rate.floor(marker.span.start)
        duration = max(1, cut.rate.ceil(marker.span.end) - frame)
        event = by_frame.setdefault(frame, _Event(frame, duration, COLORS.get(marker.color, "Red"), [], []))
        event.duration = max(event.duration, duration)
        if (name := _plain(marker.name)) and name not in event.names:
            event.names.append(name)
        if (note := _plain(marker.note)) and note not in event.notes:
            event.notes.append(note)
    return list(by_frame.values())


def _lines(cut: Cut, number: int, event: _Event) -> tuple[str, str]:
    start = cut.rate.nearest(cut.start) + event.frame
    first, second = Timecode(start, cut.rate, cut.drop), Timecode(start + 1, cut.rate, cut.drop)
    times = f"{first} {second} {first} {second}"
    name, note = " + ".join(event.names) or f"Marker {number}", " / ".join(event.notes)
    if note[:1].isdigit():
        note = f"- {note}"  # Resolve takes a line that starts with a digit for the next event
    return (
        f"{number:03}  001      V     C        {times}  ",
        f"{note} |C:ResolveColor{event.color} |M:{name} |D:{event.duration}",
    )


def _plain(text: str) -> str:
    """Text on one line without the bar that ends a field."""
    return " ".join(text.replace("|", "/").split())
