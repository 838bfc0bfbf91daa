"""What Kdenlive asks for beyond MLT: its bin, its guides, and the properties by which it knows its own tracks."""

from __future__ import annotations

import json
from pathlib import PurePath
from xml.etree.ElementTree import Element

from picturelock.cut import Cut, Marker, Track
from picturelock.timeline.mlt.elements import element, properties
from picturelock.timeline.mlt.producers import Producer

VERSION = "1.04"
"""Of the document; 22.12 writes it, and later versions bring it up to date when they open it."""
CATEGORIES = {
    "PURPLE": 0, "CYAN": 1, "BLUE": 2, "GREEN": 3, "YELLOW": 4, "ORANGE": 5, "RED": 6, "PINK": 7, "MAGENTA": 8,
}  # fmt: skip
"""Kdenlive's marker categories, by the colour that they are shown in."""


def of_producer(made: Element, producer: Producer) -> None:
    """What names a producer in the bin."""
    properties(
        made,
        {"kdenlive:id": producer.number, "kdenlive:clipname": producer.source.name or PurePath(producer.resource).name},
    )


def write_bin(root: Element, cut: Cut, files: list[Producer]) -> None:
    """The bin, which also carries the document's own properties."""
    made = element(root, "playlist", id="main_bin")
    rate = f"{cut.rate.num}/{cut.rate.den}"
    properties(
        made,
        {
            "kdenlive:docproperties.version": VERSION,
            "kdenlive:docproperties.kdenliveversion": "22.12.3",
            "kdenlive:docproperties.documentid": 1,
            "kdenlive:docproperties.title": cut.name,
            "kdenlive:docproperties.rate": rate,
            "kdenlive:docproperties.guides": guides(cut),
            "xml_retain": 1,
        },
    )
    for producer in files:
        element(made, "entry", producer=producer.id, **{"in": 0}, out=producer.length - 1)


def of_playlist(made: Element, track: Track) -> None:
    """What a track's playlists say of it."""
    if track.kind == "audio":
        properties(made, {"kdenlive:audio_track": 1})
    if track.locked:
        properties(made, {"kdenlive:locked_track": 1})


def of_track(made: Element, track: Track) -> None:
    """What a track says of itself."""
    of_playlist(made, track)
    properties(made, {"kdenlive:track_name": track.name, "kdenlive:timeline_active": 1, "kdenlive:trackheight": 67})


def of_mix(made: Element, audio: bool, mixcut: int) -> None:
    """What makes a transition one that Kdenlive shows on its track."""
    properties(made, {"kdenlive_id": "mix" if audio else "luma", "kdenlive:mixcut": mixcut})


def guides(cut: Cut) -> str:
    """The markers, as the JSON that Kdenlive keeps in a property."""
    return json.dumps([_guide(marker, cut) for marker in cut.markers], ensure_ascii=False)


def _guide(marker: Marker, cut: Cut) -> dict[str, str | int]:
    text = " - ".join(part for part in (marker.name, " ".join(marker.note.split())) if part)
    at = cut.rate.nearest(marker.span.start)
    return {"comment": text, "pos": max(0, at), "type": CATEGORIES.get(marker.color, CATEGORIES["RED"])}
