"""Transitions of a storyline: each lies over the edges of the clips before and after it.

    video 0s-5s, transition 4s-6s, video 5s-10s

Both clips keep their edges, and each is on screen beyond its own for a part of the transition. One that has a clip on one side
only is a fade.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from picturelock.cut import Effect, Marker
from picturelock.timeline.fcpxml.clock import Exact, parse_time, whole
from picturelock.timeline.fcpxml.effects import DISSOLVE, transition_name
from picturelock.timeline.fcpxml.items import Item
from picturelock.timeline.fcpxml.markers import TAGS, marker_of
from picturelock.timeline.fcpxml.resources import Reading, Resources
from picturelock.timeline.fcpxml.xml import Node
from picturelock.times import Span

_LOCAL_START = parse_time("3600s")
"""Where the local time of a transition starts, in which its markers are."""


@dataclass(slots=True)
class Seam:
    """What stands before the next transition of a storyline, and the transition itself once it came."""

    before: Sequence[Item] = ()
    start: Exact = 0
    """Of the transition, in record time."""
    end: Exact = 0
    names: dict[str, str | None] = field(default_factory=dict)
    """What it is called for "video" and for "audio"; empty = there is none."""
    uids: dict[str, str] = field(default_factory=dict)
    """By which Final Cut Pro knows it."""

    def come(self, node: Node, start: Exact, end: Exact, resources: Resources) -> None:
        """A transition comes."""
        self.start, self.end = start, end
        self.names = {kind: transition_name(node, kind, resources) for kind in ("video", "audio")}
        self.uids = {
            child.tag.removeprefix("filter-"): effect.get("uid")[:500]
            for child in node.children
            if (effect := resources.node(child.get("ref"), "effect")) is not None
        }

    def after(self, items: Sequence[Item]) -> Seam:
        """The next clip comes, or (no items) a gap or the end: what stands before the transition after it."""
        if self.names:
            going, coming = {item.kind for item in self.before}, {item.kind for item in items}
            for item in self.before:
                alone = item.end - self.start if item.kind not in coming else 0
                self._side(item, "transition-out", item.end, self.end - item.end, alone)
            for item in items:
                alone = self.end - item.start if item.kind not in going else 0
                self._side(item, "transition-in", item.start, item.start - self.start, alone)
        return Seam(items)

    def _side(
        self, item: Item, kind: Literal["transition-in", "transition-out"], edge: Exact, handle: Exact, inside: Exact
    ) -> None:
        name = self.names[item.kind]
        if name is None or not self.start <= edge <= self.end:
            return
        item.effects.append(Effect(kind, name, whole(handle), whole(inside)))
        if name != DISSOLVE and self.uids.get(item.kind):
            item.noted[f"transition {name}"] = self.uids[item.kind]


def markers_of(node: Node, at: Exact, reading: Reading) -> list[Marker]:
    """The markers of a transition that starts at a record time."""
    found = []
    for child in node.children:
        if child.tag in TAGS:
            time = whole(at + reading.time(child, "start") - _LOCAL_START)
            if time < at or time > at + reading.length(node):
                reading.note("timeline.fcpxml-hidden-markers", child)
                continue
            found.append(marker_of(child, Span(time, time), ""))
    return found
