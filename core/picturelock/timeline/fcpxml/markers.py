"""Markers between FCPXML and `Marker`: Final Cut Pro has four kinds, and shows each in its own colour.

standard: blue; to do: red; done: green; chapter: orange.
"""

from __future__ import annotations

from xml.etree.ElementTree import Element

from picturelock.cut import Marker
from picturelock.timeline.fcpxml.clock import write_time
from picturelock.timeline.fcpxml.xml import Node
from picturelock.timeline.references import clean, clean_note
from picturelock.times import Flicks, Span

TAGS = ("marker", "chapter-marker")
KEPT_COLORS = frozenset(("BLUE", "RED", "GREEN", "ORANGE"))


def color_of(node: Node) -> str:
    """The colour in which Final Cut Pro shows a marker."""
    if node.tag == "chapter-marker":
        return "ORANGE"
    return {"0": "RED", "1": "GREEN"}.get(node.get("completed"), "BLUE")


def marker_of(node: Node, span: Span, shot: str) -> Marker:
    """A marker at a record time."""
    return Marker(span, clean(node.get("value")), clean_note(node.get("note")), color_of(node), shot)


def element_of(marker: Marker, start: Flicks, frame: Flicks) -> Element:
    """A marker at a local time of the clip that it hangs on; a point lasts a frame, as Final Cut Pro writes it."""
    chapter = marker.color == "ORANGE"
    attributes = {
        "start": write_time(start),
        "duration": write_time(max(frame, marker.span.duration)),
        "value": clean(marker.name),
    }
    if marker.color in ("RED", "GREEN"):
        attributes["completed"] = "1" if marker.color == "GREEN" else "0"
    if marker.note:
        attributes["note"] = clean_note(marker.note)
    if chapter:
        attributes["posterOffset"] = "0s"
    return Element("chapter-marker" if chapter else "marker", attributes)
