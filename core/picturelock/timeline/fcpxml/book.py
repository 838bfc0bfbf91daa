"""What the walks through one file share: its resources, the nests that were read already, and how deep it is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Literal

from picturelock.cut import Cut
from picturelock.errors import InputError
from picturelock.timeline.fcpxml.clock import Exact, whole
from picturelock.timeline.fcpxml.items import placed
from picturelock.timeline.fcpxml.resources import Reading, Resources
from picturelock.timeline.fcpxml.timing import Layer
from picturelock.timeline.fcpxml.xml import Node
from picturelock.timeline.flatten import MAX_OPENED
from picturelock.timeline.references import clean, clean_note
from picturelock.times import Flicks, FrameRate

Wanted = Literal["all", "video", "audio"]
MAX_DEPTH = 100
"""Clips in clips and compound clips in compound clips, together."""


def both(wanted: Wanted, enabled: str) -> Wanted | None:
    """What is left where one thing is wanted and a clip has some streams enabled; None = nothing."""
    if enabled not in ("video", "audio") or enabled == wanted:
        return wanted if enabled not in ("video", "audio") else ("video" if enabled == "video" else "audio")
    return ("video" if enabled == "video" else "audio") if wanted == "all" else None


class Book:
    """Everything about a file that its storylines refer to."""

    def __init__(self, reading: Reading, resources: Resources) -> None:
        self.reading = reading
        self.resources = resources
        self._nests: dict[tuple[str, ...], tuple[Cut, Exact]] = {}
        self._open: set[tuple[str, ...]] = set()
        self._depth = 0
        self._weights: dict[int, int] = {}
        """Of each nest, by its identity: how many shots, nests and markers it opens into. All live as long as the book."""
        self._kept: list[Cut] = []

    @contextmanager
    def deeper(self, node: Node) -> Iterator[None]:
        """One level further down. Raises InputError where that is too deep."""
        if self._depth >= MAX_DEPTH:
            raise self.reading.wrong(
                node, f"is more than {MAX_DEPTH} clips deep in others; no editing system writes that."
            )
        self._depth += 1
        try:
            yield
        finally:
            self._depth -= 1

    def nest(self, node: Node, wanted: Wanted) -> tuple[Cut, Exact] | None:
        """The cut that a compound or multicam clip shows, and the local time of its first frame; None where it has none.

        Raises InputError for one that contains itself.
        """
        media = self.resources.node(node.get("ref"), "media")
        sequence = media.find("sequence") or media.find("multicam") if media is not None else None
        if media is None or sequence is None:
            return None
        angles = [(source.get("angleID"), source.get("srcEnable") or "all") for source in node.all("mc-source")]
        key = (media.get("id"), wanted, *(part for angle in angles for part in angle))
        if key in self._open:
            raise self.reading.wrong(node, "shows a compound clip that contains itself.")
        if key not in self._nests:
            self._open.add(key)
            name = clean(media.get("name")) or clean(node.get("name"))
            with self.deeper(node):
                if sequence.tag == "sequence":
                    found = self.sequence(sequence, name, None, wanted)
                else:
                    found = self._multicam(sequence, name, angles, wanted)
            self._open.discard(key)
            self._nests[key] = found
            self.weigh(found[0])
        return self._nests[key]

    def sequence(
        self, node: Node, name: str, rate: FrameRate | None, wanted: Wanted = "all", fallback: FrameRate | None = None
    ) -> tuple[Cut, Exact]:
        """The cut of a sequence, and the local time of its first frame. Raises InputError where no rate is known."""
        from picturelock.timeline.fcpxml.story import Story  # a storyline may show a sequence

        found = rate or self.resources.rate(node.get("format")) or fallback
        if found is None:
            raise self.reading.wrong(node, "has a format that says no frame rate.")
        spine = node.find("spine")
        children: Sequence[Node] = spine.children if spine is not None else ()
        start = self.reading.time(node, "tcStart")
        first = self.reading.time(children[0], "offset", start) if children else start
        # Some programs count from 0 whatever the timecode is.
        layer = Story(self, found, wanted).line(children, min(start, first), 0)
        drop = node.get("tcFormat") == "DF" and bool(found.drop_labels)
        if node.get("tcFormat") == "DF" and not drop:
            self.reading.note("timeline.fcpxml-no-drop-rate", node)
        comments = [line for note in node.all("note") for line in clean_note(note.text).splitlines() if line]
        return cut_of(name, layer, found, whole(start), drop, tuple(comments)), start

    def _multicam(self, node: Node, name: str, sources: Sequence[tuple[str, str]], wanted: Wanted) -> tuple[Cut, Exact]:
        """The angles that a multicam clip uses: one for the picture, any for the sound."""
        from picturelock.timeline.fcpxml.story import Story

        rate = self.resources.rate(node.get("format"))
        if rate is None:
            raise self.reading.wrong(node, "has a format that says no frame rate.")
        angles = {angle.get("angleID"): angle for angle in node.all("mc-angle")}
        used = [(angle, streams) for angle, streams in sources if angle in angles]
        if not used and angles and not sources:
            used = [(next(iter(angles)), "all")]
        start = self.reading.time(node, "tcStart")
        layer = Layer()
        kinds: tuple[Wanted, ...] = ("video", "audio")
        for kind in kinds:
            chosen = [angle for angle, streams in used if streams in ("all", kind)]
            for angle in (chosen[:1] if kind == "video" else chosen) if both(wanted, kind) else ():
                found = Story(self, rate, kind).line(angles[angle].children, start, 0)
                layer.items += found.items
                layer.end = max(layer.end, found.end)
                if kind == "video" or not any(item.kind == "video" for item in layer.items):
                    layer.markers += found.markers
        return cut_of(name, layer, rate, whole(start), node.get("tcFormat") == "DF" and bool(rate.drop_labels)), start

    def weigh(self, cut: Cut) -> int:
        """How many shots, nests and markers a cut has once it is opened. Raises InputError for more than a machine can hold."""
        if id(cut) not in self._weights:
            total = sum(1 + self.weigh(shot.nest) for shot in cut.shots if shot.nest is not None)
            self._kept.append(cut)
            self._weights[id(cut)] = total + len(cut.shots) + len(cut.markers)
            if total > MAX_OPENED:
                message = (
                    f"{cut.name!r} holds compound clips that open into {total:,} clips; no editing system writes that."
                )
                raise InputError(message, file=self.reading.path, hint="Export the project again.")
        return self._weights[id(cut)]


def cut_of(
    name: str, layer: Layer, rate: FrameRate, start: Flicks, drop: bool = False, comments: tuple[str, ...] = ()
) -> Cut:
    """A layer that starts at record time 0, as a cut."""
    shots, tracks, markers = placed(layer.items)
    markers = sorted([*markers, *layer.markers], key=lambda marker: marker.span)
    duration = max([whole(layer.end), *(shot.record_span.end for shot in shots)])
    return Cut(
        name,
        rate,
        tuple(shots),
        start,
        drop,
        tuple(markers),
        duration=duration,
        tracks=tuple(tracks),
        comments=comments,
    )
