"""The resources of an FCPXML file as we write it: formats, assets, effects, compound clips."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import quote
from xml.etree.ElementTree import Element, SubElement

from picturelock.cut import Cut, Shot, Source
from picturelock.timeline.fcpxml.clock import write_time
from picturelock.timeline.fcpxml.resources import ASSUMED, NAME
from picturelock.timeline.references import clean, found_reference, local_form, media_name
from picturelock.times import Flicks, FrameRate

DISSOLVE = ("Cross Dissolve", "FxPlug:4731E73A-8DAC-4113-9A30-AE85B1761265")
CROSSFADE = ("Audio Crossfade", "FFAudioTransition")
GENERATOR = ".../Generators.localized/Solids.localized/Custom.localized/Custom.motn"
"""Final Cut Pro's own generator of one colour, black unless told otherwise."""
_NAMES = {
    (24000, 1001): "2398", (24, 1): "24", (25, 1): "25", (30000, 1001): "2997", (30, 1): "30", (50, 1): "50",
    (60000, 1001): "5994", (60, 1): "60",
}  # fmt: skip
_SIZE = ("1920", "1080")
"""A cut does not say how large its pictures are; Final Cut Pro wants to know."""


@dataclass(slots=True)
class Use:
    """What of one source a cut shows."""

    source: Source
    video: bool = False
    audio: bool = False
    start: Flicks = 0
    end: Flicks = 0


class Assets:
    """Hands out ids, each resource once, in the order in which they are asked for."""

    def __init__(self, version: str, size: tuple[str, str] | None) -> None:
        self.element = Element("resources")
        self._version = version
        self._size = size or _SIZE
        self._ids: dict[tuple[object, ...], str] = {}
        self._uses: dict[Source, Use] = {}

    def id_of(self, *key: object) -> tuple[str, bool]:
        """The id of a resource, and whether it is new."""
        known = self._ids.get(key)
        if known is None:
            known = self._ids[key] = f"r{len(self._ids) + 1}"
            return known, True
        return known, False

    def format(self, rate: FrameRate) -> str:
        """A format of that frame rate, in the size of the cut's pictures."""
        found, new = self.id_of("format", rate)
        if new:
            width, height = self._size
            attributes = {"id": found}
            label = _NAMES.get((rate.num, rate.den))
            if label and (width, height) == _SIZE:
                attributes["name"] = f"FFVideoFormat1080p{label}"
            attributes |= {"frameDuration": write_time(rate.frame), "width": width, "height": height}
            SubElement(self.element, "format", attributes)
        return found

    def effect(self, name: str, uid: str) -> str:
        """A transition, generator or title."""
        found, new = self.id_of("effect", name, uid)
        if new:
            SubElement(self.element, "effect", {"id": found, "name": name, "uid": uid})
        return found

    def look_at(self, cut: Cut) -> None:
        """Note what the cut and its nests show of their sources: an asset must span all of it."""
        for shot in every_shot(cut):
            if shot.nest is not None or shot.source.generated:
                continue
            span = shot.source_span
            use = self._uses.get(shot.source)
            if use is None:
                use = self._uses[shot.source] = Use(shot.source, start=span.start, end=span.end)
            use.video |= shot.kind == "video"
            use.audio |= shot.kind == "audio"
            use.start, use.end = min(use.start, span.start), max(use.end, span.end)

    def asset(self, source: Source, rate: FrameRate) -> str:
        """A media file. rate: of the cut, for a source that does not know its own."""
        found, new = self.id_of("asset", source)
        if new:
            self._write_asset(found, self._uses[source], rate)
        return found

    def _write_asset(self, id_: str, use: Use, rate: FrameRate) -> None:
        source, assumed = use.source, []
        format_id = self.format(source.rate or rate) if use.video or source.rate else ""
        if use.video and source.rate is None:
            assumed.append("rate")
        start, end = use.start, max(use.end, use.start + rate.frame)
        if source.available is not None and source.available.duration:
            start, end = source.available.start, source.available.end
        elif source.start is not None:
            start = min(source.start, start)
            assumed.append("length")
        if source.start is None:
            assumed.append("range" if source.available is None else "start")
        url = _url(found_reference(source))
        if not url:
            url = f"file:///{quote(clean(source.name) or 'offline')}"
            assumed.append("src")
        attributes = {
            "id": id_,
            "name": clean(source.name),
            "start": write_time(start),
            "duration": write_time(end - start),
        }
        if use.video:
            attributes["hasVideo"] = "1"
        if format_id:
            attributes["format"] = format_id
        if use.audio:
            attributes |= {"hasAudio": "1", "audioSources": "1", "audioChannels": "2", "audioRate": "48000"}
        url = "".join(char if char.isprintable() else quote(char, errors="replace") for char in url)
        if self._version == "1.8":
            attributes["src"] = url
        element = SubElement(self.element, "asset", attributes)
        if self._version != "1.8":
            SubElement(element, "media-rep", {"kind": "original-media", "src": url})
        notes = {ASSUMED: " ".join(assumed)} if assumed else {}
        if "src" not in assumed and clean(source.name) != media_name(url):
            notes[NAME] = clean(source.name)
        if notes:
            held = SubElement(element, "metadata")
            for key, value in notes.items():
                SubElement(held, "md", {"key": key, "value": value})


def _url(reference: str) -> str:
    """A reference as a URL, which is what `src` holds; one that is neither a URL nor an absolute path stays as it is."""
    absolute = reference.startswith("/") and local_form(reference) == reference
    return f"file://{quote(reference, errors='replace')}" if absolute else reference


def every_shot(cut: Cut) -> Iterator[Shot]:
    """The shots of a cut and of its nests, each nest once."""
    seen: set[int] = set()
    waiting = [cut]
    while waiting:
        found = waiting.pop()
        if id(found) in seen:
            continue
        seen.add(id(found))
        for shot in found.shots:
            yield shot
            if shot.nest is not None:
                waiting.append(shot.nest)


def multiple(time: Flicks, unit: int) -> int:
    """How many units are needed to cover a time."""
    return -(-time // unit)
