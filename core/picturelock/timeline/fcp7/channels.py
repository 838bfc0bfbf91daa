"""The clips that are one to everybody: the channels of a recording, and the sound of a nest with its picture.

Each has a track of its own in the file. Premiere writes a stereo track as two ("exploded"), with the same clips on both; Final
Cut Pro links the clips.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass

from picturelock.timeline.fcp7.clock import number
from picturelock.timeline.fcp7.items import Item
from picturelock.timeline.fcp7.xml import Node

Key = tuple[object, ...]
MediaOf = Callable[[Item], object]
"""What tells one medium from another."""


_MOST = 64
"""Channels that a recording may have."""


@dataclass(slots=True)
class Row:
    """A track."""

    node: Node
    items: list[Item]

    @property
    def exploded(self) -> bool:
        """True for the second and later channels of one track."""
        index = number(self.node.attributes.get("currentExplodedTrackIndex", "0"))
        return index is not None and index > 0


def merged(rows: list[Row], media_of: MediaOf, frame: int) -> list[Row]:
    """The audio tracks with the channels of one recording as one clip, on the track of the first."""
    kept: list[Row] = []
    seen: dict[Key, list[tuple[int, Item]]] = defaultdict(list)
    group = -1
    for row in rows:
        group += not row.exploded
        left = []
        for item in row.items:
            same = seen[_key(item, media_of, frame)]
            first = next((other for number, other in same[:_MOST] if _is_channel(item, other, number == group)), None)
            if first is not None:
                first.channels += 1
                continue
            same.append((group, item))
            left.append(item)
        if left or not row.exploded:
            kept.append(Row(row.node, left))
    return kept


def paired(video: list[Row], audio: list[Row], media_of: MediaOf, frame: int) -> None:
    """Let the picture of a nest bring its sound, where both are played together; the sound's own clip goes."""
    heard: dict[Key, list[tuple[Row, Item]]] = defaultdict(list)
    for row in audio:
        for item in row.items:
            if item.node.find("sequence") is not None:
                heard[_key(item, media_of, frame)].append((row, item))
    gone: set[int] = set()
    for row in video if heard else ():
        for item in row.items:
            same = heard.get(_key(item, media_of, frame)) if item.node.find("sequence") is not None else None
            if same:
                gone.add(id(same.pop()[1]))
                item.with_sound = True
    for row in audio if gone else ():
        row.items = [item for item in row.items if id(item) not in gone]


def _key(item: Item, media_of: MediaOf, frame: int) -> Key:
    shown = item.shown
    at = shown.at((item.start - item.raw_start) * frame)
    bends = tuple((time + item.raw_start * frame, value) for time, value in shown.points)
    enabled = item.node.get("enabled").upper() != "FALSE"
    return media_of(item), item.start, item.end, at, shown.speed, shown.reverse, bends, enabled


def _is_channel(item: Item, other: Item, same_track: bool) -> bool:
    if same_track:
        return True
    if _source_track(item.node) == _source_track(other.node):
        return False
    return other.node.id in _links(item.node) or item.node.id in _links(other.node)


def _source_track(node: Node) -> str:
    found = node.find("sourcetrack")
    return found.get("trackindex") if found is not None else ""


def _links(node: Node) -> set[str]:
    return {link.get("linkclipref") for link in node.all("link")} - {""}
