"""Where the clips of FCPXML are, and what they show, in exact times.

A clip has a local time, which starts at its `start`. What it contains and what hangs on it says in that local time when it
comes (`offset`). The local time of a clip with a `timeMap` is the retimed one, and the map says what inner time it shows; that of
a clip that is conformed to the timeline's rate is the media's, and runs faster or slower than record time.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction

from picturelock.cut import Marker
from picturelock.timeline.fcpxml.clock import Exact, Point, Warp, conformed, simple, whole
from picturelock.timeline.fcpxml.items import Item
from picturelock.timeline.fcpxml.markers import TAGS as MARKERS
from picturelock.timeline.fcpxml.markers import marker_of
from picturelock.timeline.fcpxml.resources import Reading
from picturelock.timeline.fcpxml.xml import Node
from picturelock.times import FrameRate, Span


@dataclass(frozen=True, slots=True)
class Window:
    """Where a clip is: on the timeline, and in its own local time."""

    start: Exact
    """In record time."""
    end: Exact
    local: Exact
    """The local time at `start`."""
    pace: Exact = 1
    """Local time over record time."""

    def record(self, local: Exact) -> Exact:
        """Record time of a local time."""
        passed = local - self.local
        return self.start + (passed if self.pace == 1 else simple(Fraction(passed) / self.pace))

    @property
    def local_end(self) -> Exact:
        return self.local + (self.end - self.start) * self.pace


@dataclass(slots=True)
class Layer:
    """What a storyline shows, with all that hangs on it."""

    items: list[Item] = field(default_factory=list)
    markers: list[Marker] = field(default_factory=list)
    """Those that hang on gaps and transitions."""
    end: Exact = 0
    """Of the storyline itself, in record time."""


class Timing:
    """Reads where clips are and what they show."""

    def __init__(self, reading: Reading, rate: FrameRate) -> None:
        self.reading = reading
        self.rate = rate
        """Of the timeline: a marker of one frame is a point."""

    def window(
        self, node: Node, at: Exact, default: tuple[Exact, Exact], media: FrameRate | None, rate: FrameRate
    ) -> Window:
        """Where a clip is that starts at a record time. default: its start and duration where it says none."""
        start = self.reading.time(node, "start", default[0])
        pace: Exact = 1
        conform = node.find("conform-rate")
        if conform is not None and conform.get("scaleEnabled") != "0":
            source = self._conform_rate(conform) or media
            pace = simple(conformed(source, rate)) if source is not None else 1
        length = default[1] if pace == 1 else simple(Fraction(default[1]) / pace)
        duration = self.reading.length(node, "duration", length)
        return Window(at, at + duration, start, pace)

    def _conform_rate(self, node: Node) -> FrameRate | None:
        text = node.get("srcFrameRate")
        try:
            return FrameRate.parse(text) if text else None
        except ValueError:
            raise self.reading.wrong(node, f"has a srcFrameRate that is no rate: {text[:40]!r}.") from None

    def points(self, node: Node, window: Window) -> list[Point]:
        """What inner time a clip shows, by record time from its first frame."""
        lines = self.inner(node, window.local, window.local_end)
        if window.pace == 1:
            return [(time - window.local, value) for time, value in lines]
        return [(simple(Fraction(time - window.local) / window.pace), value) for time, value in lines]

    def inner(self, node: Node, start: Exact, end: Exact) -> list[Point]:
        """The clip's inner time between two moments of its local time."""
        time_map = node.find("timeMap")
        found = [] if time_map is None else list(time_map.all("timept"))
        if not found or start == end:
            return [(start, start), (end, end)]
        self._curves(node, found)
        warp = Warp((self.reading.time(point, "time"), self.reading.time(point, "value")) for point in found)
        return warp.over(start, end)

    def _curves(self, node: Node, points: list[Node]) -> None:
        """A change of speed that is eased in and out is read as a sudden one."""
        if any(self.reading.time(point, side) for point in points[1:-1] for side in ("inTime", "outTime")):
            self.reading.note("timeline.fcpxml-smooth-speed", node)

    def markers(self, node: Node, window: Window, item: Item | None, layer: Layer) -> None:
        """The markers of a clip go to its item; those of a gap to the layer."""
        for child in node.children:
            if child.tag not in MARKERS:
                continue
            at = whole(window.record(self.reading.time(child, "start")))
            if not window.start <= at <= window.end or (at == window.end and at > window.start):
                self.reading.note("timeline.fcpxml-hidden-markers", child)
                continue
            length = whole(self.reading.length(child))
            span = Span(at, at + (length if length > self.rate.frame else 0))
            marker = marker_of(child, span, "")
            if item is None:
                layer.markers.append(marker)
            else:
                item.markers.append((span, marker))
