"""Markers between xmeml and `Marker`.

Final Cut Pro colours them by red, green and blue; Premiere by one number, 0xAABBGGRR, and green where there is none.
"""

from __future__ import annotations

from fractions import Fraction

from picturelock.cut import Marker
from picturelock.timeline.fcp7.clock import number
from picturelock.timeline.fcp7.xml import Node
from picturelock.timeline.references import clean, clean_note
from picturelock.times import Span

ID = "PL.Id"
COLORS = {
    "BLACK": (0, 0, 0), "BLUE": (0, 0, 255), "CYAN": (0, 255, 255), "GREEN": (0, 255, 0), "MAGENTA": (255, 0, 255),
    "ORANGE": (255, 128, 0), "PINK": (255, 170, 190), "PURPLE": (128, 0, 255), "RED": (255, 0, 0), "WHITE": (255, 255, 255),
    "YELLOW": (255, 255, 0),
}  # fmt: skip
PREMIERE = {
    "BLUE": 4294741314, "CYAN": 4292277273, "ORANGE": 4280578025, "PURPLE": 4289825711, "RED": 4281740498, "WHITE": 4294967295,
    "YELLOW": 4281049552,
}  # fmt: skip
"""Its own colours; it turns any other into the nearest of these."""
_OF_PREMIERE = {value: name for name, value in PREMIERE.items()}


def color_of(node: Node) -> str:
    """The nearest of OTIO's colours."""
    color = node.find("color")
    if color is not None:
        parts = [number(color.get(part)) for part in ("red", "green", "blue")]
        return _nearest(tuple(int(min(max(part or 0, 0), 255)) for part in parts))
    premiere = number(node.get("pproColor"))
    if premiere is None or premiere < 0:
        return "GREEN"
    value = int(premiere) & 0xFFFFFFFF
    return _OF_PREMIERE.get(value) or _nearest((value & 255, value >> 8 & 255, value >> 16 & 255))


def _nearest(color: tuple[int, ...]) -> str:
    def distance(name: str) -> int:
        return sum((a - b) ** 2 for a, b in zip(COLORS[name], color, strict=True))

    return min(COLORS, key=distance)


def frames_of(node: Node) -> tuple[Fraction, Fraction] | None:
    """From which frame to which a marker is, the end excluded; None where it says no place."""
    start, end = number(node.get("in")), number(node.get("out"))
    if start is None:
        return None
    return start, max(start, end if end is not None else start)


def marker_of(node: Node, span: Span, shot: str) -> Marker:
    """A marker at a record time."""
    return Marker(
        span, clean(node.get("name")), clean_note(node.get("comment")), color_of(node), shot,
        clean(node.attributes.get(ID, "")),
    )  # fmt: skip
