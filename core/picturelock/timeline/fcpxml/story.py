"""From the storylines of FCPXML to items: clips, what they contain, and what hangs on them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from picturelock.cut import Source
from picturelock.timeline.fcpxml.book import Book, Wanted, both
from picturelock.timeline.fcpxml.clock import Exact, parse_time
from picturelock.timeline.fcpxml.contents import muted, nested, simple_items
from picturelock.timeline.fcpxml.effects import effects_of
from picturelock.timeline.fcpxml.items import Item, Lanes
from picturelock.timeline.fcpxml.resources import REEL, Asset, metadata
from picturelock.timeline.fcpxml.seams import Seam, markers_of
from picturelock.timeline.fcpxml.timing import Layer, Timing, Window
from picturelock.timeline.fcpxml.xml import Node
from picturelock.timeline.references import clean, clean_note
from picturelock.times import FrameRate

_CONTAINERS = frozenset(("clip", "sync-clip"))
_LEAVES = frozenset(("asset-clip", "video", "audio", "title", "live-drawing"))
_CLIPS = _CONTAINERS | _LEAVES | {"ref-clip", "mc-clip"}
_STORY = _CLIPS | {"gap", "audition"}
_LEFT_OUT = frozenset(("keyword", "rating", "analysis-marker", "caption"))
_LANE = re.compile(r"[-+]?\d{1,6}", re.ASCII)
_HOUR = parse_time("3600s")


class Story:
    """Walks the storylines of one sequence, or of what one clip contains."""

    def __init__(self, book: Book, rate: FrameRate, wanted: Wanted = "all") -> None:
        self._book = book
        self._reading = book.reading
        self._timing = Timing(book.reading, rate)
        self._rate = rate
        self._wanted = wanted

    def line(self, nodes: Sequence[Node], base: Exact, at: Exact, lanes: Lanes = ()) -> Layer:
        """A storyline that starts at a record time; base: the offset that means this time."""
        layer, seam, cursor = Layer(end=at), Seam(), base
        for node in nodes:
            if node.tag == "transition":
                length = self._reading.length(node)
                start = at + self._reading.time(node, "offset", cursor) - base
                seam.come(node, start, start + length, self._book.resources)
                layer.markers += markers_of(node, start, self._reading)
            elif node.tag in _STORY:
                start = at + self._reading.time(node, "offset", cursor) - base
                items, end = self._story(node, start, lanes, layer)
                seam = seam.after(items)
                layer.end = max(layer.end, end)
                cursor = base + end - at
            else:
                self._pass_over(node)
        seam.after(())
        return layer

    def _story(self, node: Node, at: Exact, lanes: Lanes, layer: Layer) -> tuple[list[Item], Exact]:
        """One clip or gap and all that hangs on it go to the layer; gives its own items, and its end."""
        with self._book.deeper(node):
            if node.tag == "audition":  # the first is the pick, the others are alternatives
                picks = [child for child in node.children if child.tag in _CLIPS]
                self._reading.left_out["audition alternatives"] += max(0, len(picks) - 1)
                return self._story(picks[0], at, lanes, layer) if picks else ([], at)
            items, window = self._clip(node, at, lanes) if node.tag != "gap" else ([], self._gap(node, at))
            layer.items += items
            first = next((item for item in items if item.kind == "video"), items[0] if items else None)
            self._timing.markers(node, window, first, layer)
            for child in node.children:
                if child.tag in _LEFT_OUT:
                    self._pass_over(child)
                elif self._hangs(child, node):
                    self._hang(child, window, lanes, layer)
            return items, window.end

    def _gap(self, node: Node, at: Exact) -> Window:
        return self._timing.window(node, at, (0, 0), None, self._rate)

    @staticmethod
    def _hangs(child: Node, node: Node) -> bool:
        """True for what hangs on a clip; what has no lane in a container is what it contains."""
        known = child.tag in _STORY or child.tag == "spine"
        return known and (node.tag not in _CONTAINERS or child.get("lane") not in ("", "0"))

    def _hang(self, child: Node, window: Window, lanes: Lanes, layer: Layer) -> None:
        text = child.get("lane") or "1"
        if not _LANE.fullmatch(text):
            raise self._reading.wrong(child, f"has a lane that is no number: {text[:40]!r}.")
        at = window.record(self._reading.time(child, "offset", window.local))
        own = (*lanes, int(text))
        if child.tag == "spine":
            found = self.line(child.children, self._first_offset(child), at, own)
            layer.items += found.items
            layer.markers += found.markers
        else:
            self._story(child, at, own, layer)

    def _first_offset(self, spine: Node) -> Exact:
        return self._reading.time(spine.children[0], "offset") if spine.children else 0

    def _clip(self, node: Node, at: Exact, lanes: Lanes) -> tuple[list[Item], Window]:
        if node.tag in _LEAVES:
            found = self._leaf(node, at, lanes)
        elif node.tag in _CONTAINERS:
            found = self._container(node, at, lanes)
        else:
            found = self._nest(node, at, lanes)
        items, window = found
        enabled, effects = node.get("enabled") != "0", effects_of(node, self._book.resources)
        comments = tuple(_comments(node))
        for item in items:
            item.name = clean(node.get("name")) or item.name or item.source.name
            item.enabled = item.enabled and enabled
            item.effects = [*effects, *item.effects]
            item.comments = comments or item.comments
        return [item for item in items if item.end > item.start], window

    def _leaf(self, node: Node, at: Exact, lanes: Lanes) -> tuple[list[Item], Window]:
        asset = self._asset(node)
        default = (asset.start, asset.duration)
        window = self._timing.window(node, at, default, asset.rate, self._rate)
        source = self._book.resources.source(asset, clean(metadata(node).get(REEL, "")))
        items = []
        video, audio = self._streams(node, asset)
        if video:
            role = clean(node.get("videoRole") or node.get("role"))
            points = self._timing.points(node, window)
            items.append(Item("video", lanes, "", at, window.end, points, source, role=role))
        if audio:
            items.append(self._sound(node, window, lanes, source, embedded=video))
        return items, window

    def _asset(self, node: Node) -> Asset:
        if node.tag == "live-drawing":
            return Asset(Source("live drawing", generated=True))
        found = self._book.resources.asset(node.get("ref"))
        if found is None:
            self._reading.note("timeline.fcpxml-missing-resource", node)
            return Asset(Source(clean(node.get("name")) or node.tag), audio=node.tag == "audio")
        return found

    def _streams(self, node: Node, asset: Asset) -> tuple[bool, bool]:
        """Whether a clip shows pictures, and whether it is heard."""
        if node.tag != "asset-clip":
            return node.tag != "audio" and self._wanted != "audio", node.tag == "audio" and self._wanted != "video"
        enabled = node.get("srcEnable") or "all"
        video = enabled == "video" or (enabled == "all" and asset.video)
        audio = enabled == "audio" or (enabled == "all" and asset.audio)
        return video and self._wanted != "audio", audio and self._wanted != "video"

    def _sound(self, node: Node, window: Window, lanes: Lanes, source: Source, embedded: bool) -> Item:
        """The sound of a clip, which may start earlier or end later than its picture."""
        local = self._reading.time(node, "audioStart", window.local)
        default = window.local_end - local if not node.get("audioStart") else window.end - window.start
        length = self._reading.length(node, "audioDuration", max(0, default))
        split = bool(node.get("audioStart") or node.get("audioDuration"))
        heard = window
        if split:
            start = window.record(local)
            heard = Window(start, start + length, local, window.pace)
        channels = [child for child in node.children if child.tag == "audio-channel-source"]
        off = [child for child in channels if "0" in (child.get("enabled"), child.get("active"))]
        role = node.get("role") or next((child.get("role") for child in channels if child.get("role")), "")
        return Item(
            "audio", lanes, "", heard.start, heard.end, self._timing.points(node, heard), source,
            embedded=embedded, enabled=not channels or len(off) < len(channels), role=clean(role or node.get("audioRole")),
        )  # fmt: skip

    def _container(self, node: Node, at: Exact, lanes: Lanes) -> tuple[list[Item], Window]:
        """A clip made of others: its one picture and its sounds themselves where that is all, else a nest."""
        resources = self._book.resources
        own = resources.rate(node.get("format"))
        rate = own or self._rate
        window = self._timing.window(node, at, (0, 0), own, self._rate)
        contents = [
            child for child in node.children if child.tag in _STORY | {"spine"} and not self._hangs(child, node)
        ]
        inside = Story(self._book, rate, self._wanted)
        layer = Layer(end=window.local)
        for child in contents:
            story, offset = [child], self._reading.time(child, "offset", window.local)
            base = offset
            if child.tag == "spine":
                story = child.children
                base = inside._first_offset(child)
                # One that says no time of its own counts in that of the clip, as the storyline of a sequence does.
                offset = offset if child.get("offset") else base
            found = inside.line(story, base, offset)
            layer.items += found.items
            layer.markers += found.markers
        muted(node, layer.items)
        points = self._timing.points(node, window)
        items = simple_items(layer, points, window, lanes)
        if items is None:
            items = [nested(self._book, clean(node.get("name")), layer, points, window, lanes, rate)]
        return items, window

    def _nest(self, node: Node, at: Exact, lanes: Lanes) -> tuple[list[Item], Window]:
        """A compound or multicam clip."""
        wanted = both(self._wanted, node.get("srcEnable"))
        found = self._book.nest(node, wanted) if wanted is not None else None
        if found is None:
            self._reading.note("timeline.fcpxml-missing-resource", node)
            return [], self._timing.window(node, at, (0, 0), None, self._rate)
        cut, origin = found
        window = self._timing.window(node, at, (origin, cut.duration), cut.rate, self._rate)
        points = [(time, value - origin) for time, value in self._timing.points(node, window)]
        heard = wanted == "audio" or (bool(cut.shots) and all(shot.kind == "audio" for shot in cut.shots))
        return [Item("audio" if heard else "video", lanes, "", at, window.end, points, Source(cut.name), cut)], window

    def _pass_over(self, node: Node) -> None:
        self._reading.left_out[clean(node.tag)] += 1


def _comments(node: Node) -> Iterator[str]:
    """The note of a clip, and the words of a title."""
    for child in node.children:
        if child.tag == "note":
            yield from filter(None, clean_note(child.text).splitlines())
        elif child.tag == "text" and node.tag == "title":
            text = child.text + "".join(style.text for style in child.all("text-style"))
            yield from filter(None, clean_note(text).splitlines())
