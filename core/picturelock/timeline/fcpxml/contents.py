"""What a clip contains, as its own items, or as a nest where it is more than one picture."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from picturelock.cut import Source
from picturelock.timeline.fcpxml.book import Book, cut_of
from picturelock.timeline.fcpxml.clock import Exact, Point, simple, straightened, whole
from picturelock.timeline.fcpxml.items import Item, Lanes
from picturelock.timeline.fcpxml.timing import Layer, Window
from picturelock.timeline.fcpxml.xml import Node
from picturelock.times import FrameRate, Span


def muted(node: Node, items: Sequence[Item]) -> None:
    """Switch off the sound that a synchronised clip does not use: that of its picture, or what was synchronised with it."""
    for source in node.all("sync-source"):
        roles = list(source.all("audio-role-source"))
        if not roles or any("0" not in (role.get("active"), role.get("enabled")) for role in roles):
            continue
        for item in items:
            if item.kind == "audio" and (source.get("sourceID") == "connected") == bool(item.lanes):
                item.enabled = False


def simple_items(layer: Layer, points: Sequence[Point], window: Window, lanes: Lanes) -> list[Item] | None:
    """The contents as the clip shows them, if they are one picture at most, and sound; None where they are more."""
    pictures = [item for item in layer.items if item.kind == "video"]
    if not layer.items:
        return []
    if len(pictures) > 1 or layer.markers or any(not _plain(item) for item in layer.items):
        return None
    found: dict[tuple[object, ...], Item] = {}
    for item in layer.items:
        shown = _shown(item, points, window, lanes, bool(pictures))
        if shown is None:
            return None
        if shown.end <= shown.start:
            continue
        # The channels of a recording are elements of their own, and one clip to everybody.
        found.setdefault((shown.kind, shown.source.key, shown.start, shown.end, tuple(shown.points)), shown)
    return list(found.values())


def _plain(item: Item) -> bool:
    transitions = any(effect.kind != "other" for effect in item.effects)
    return item.nest is None and len(item.points) == 2 and not transitions


def _shown(item: Item, points: Sequence[Point], window: Window, lanes: Lanes, pictures: bool) -> Item | None:
    """The part of one item that a clip shows, in record time; None where it does not fit and the clip must stay a nest."""
    embedded = item.kind == "audio" and pictures
    own = replace(item, lanes=lanes, embedded=embedded, effects=list(item.effects), markers=[])
    (_, source), slope = item.points[0], item.slope

    def value(content: Exact) -> Exact:
        return simple(Fraction(source + (content - item.start) * slope))

    low, high = min(value for _, value in points), max(value for _, value in points)
    if len(points) > 2 or low == high:
        if not (item.start <= low and high <= item.end):
            return None
        own.start, own.end = window.start, window.end
        own.points = straightened([(time, value(content)) for time, content in points])
        return own
    (_, first), (length, last) = points
    pace = Fraction(last - first) / Fraction(length)
    start, end = max(low, item.start), min(high, item.end)
    if start >= end:
        own.end = own.start
        return own
    if pace < 0:
        start, end = end, start
    own.start = window.start + simple((start - first) / pace)
    own.end = window.start + simple((end - first) / pace)
    own.points = [(0, value(start)), (own.end - own.start, value(end))]
    for span, marker in item.markers:
        at = whole(simple(window.start + (span.start - first) / pace))
        if own.start <= at < own.end:
            own.markers.append((Span(at, at), marker))
    return own


def nested(
    book: Book, name: str, layer: Layer, points: Sequence[Point], window: Window, lanes: Lanes, rate: FrameRate
) -> Item:
    """The clip as a shot that holds a cut; record time 0 of that is where the first of its contents starts."""
    origin = min([item.start for item in layer.items] + [value for _, value in points])
    for item in layer.items:
        item.start, item.end = item.start - origin, item.end - origin
        item.markers = [(span.shift(-whole(origin)), marker) for span, marker in item.markers]
    layer.markers = [replace(marker, span=marker.span.shift(-whole(origin))) for marker in layer.markers]
    cut = cut_of(name, layer, rate, whole(origin))
    book.weigh(cut)
    shifted = [(time, value - origin) for time, value in points]
    kind = "video" if any(shot.kind == "video" for shot in cut.shots) else "audio"
    return Item(
        "video" if kind == "video" else "audio", lanes, "", window.start, window.end, shifted, Source(name), cut
    )
