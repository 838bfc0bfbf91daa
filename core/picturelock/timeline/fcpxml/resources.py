"""The resources of an FCPXML file: formats, media files, compound and multicam media, effects."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path

from picturelock.cut import Source
from picturelock.errors import InputError
from picturelock.timeline.fcpxml.clock import Exact, parse_time, rate_of_frame, rate_of_name, whole
from picturelock.timeline.fcpxml.xml import Node
from picturelock.timeline.references import clean, media_name
from picturelock.times import FrameRate, Span

REEL = "com.apple.proapps.studio.reel"
NAME = "com.picturelock.name"
"""In an asset that we wrote: the source's own name, where it is not that of the file."""
ASSUMED = "com.picturelock.assumed"
"""In an asset that we wrote: what FCPXML asks for and the cut did not know: "src range start length rate"."""


@dataclass(frozen=True, slots=True)
class Asset:
    """A media file, or a generator or title of the editing system."""

    source: Source
    start: Exact = 0
    """The first moment of its local time."""
    duration: Exact = 0
    video: bool = True
    audio: bool = False
    rate: FrameRate | None = None
    """Of its pictures."""


class Reading:
    """What is common to reading one file: where errors are, what was left out, and the times of elements."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.left_out: Counter[str] = Counter()
        """Elements that were passed over, by kind."""
        self.counts: Counter[str] = Counter()
        """Other things to tell, by rule."""
        self.first: dict[str, tuple[int, str]] = {}
        """Line and name of the first of each."""

    def time(self, node: Node, name: str, default: Exact = 0) -> Exact:
        """A time attribute. Raises InputError."""
        text = node.get(name)
        if not text:
            return default
        try:
            return parse_time(text)
        except ValueError as error:
            raise self.wrong(node, f"has an unreadable {name}: {error}.") from None

    def length(self, node: Node, name: str = "duration", default: Exact = 0) -> Exact:
        """A duration: not negative. Raises InputError."""
        found = self.time(node, name, default)
        if found < 0:
            raise self.wrong(node, f"has a negative {name}.")
        return found

    def wrong(self, node: Node, message: str) -> InputError:
        """The error to raise about an element."""
        name = clean(node.get("name"))
        subject = f"<{node.tag[:40]}> {name!r}" if name else f"<{node.tag[:40]}>"
        hint = "Open the project where it was made and export it again."
        return InputError(f"{subject} {message}", file=self.path, place=f"line {node.line}", hint=hint)

    def note(self, rule: str, node: Node) -> None:
        """Count something to tell at the end."""
        self.counts[rule] += 1
        self.first.setdefault(rule, (node.line, clean(node.get("name"))))


class Resources:
    """Everything in `<resources>`, by id. The first of one id counts."""

    def __init__(self, root: Node, reading: Reading) -> None:
        self._reading = reading
        self._nodes: dict[str, Node] = {}
        self._assets: dict[str, Asset] = {}
        self._named: dict[tuple[int, str], tuple[Asset, Source]] = {}
        """By the identity of the asset, which is kept alive here."""
        for holder in (root, *root.all("project")):  # the oldest files keep them in the project
            for resources in holder.all("resources"):
                for node in resources.children:
                    self._nodes.setdefault(node.get("id"), node)
        self._drops = _drops(root)

    def node(self, ref: str, *tags: str) -> Node | None:
        """The resource of that id if it is of one of those kinds."""
        found = self._nodes.get(ref) if ref else None
        return found if found is not None and found.tag in tags else None

    def rate(self, ref: str) -> FrameRate | None:
        """The frame rate of a format; None where it says none. Raises InputError."""
        node = self.node(ref, "format")
        if node is None:
            return None
        if not node.get("frameDuration"):
            return rate_of_name(node.get("name"))
        try:
            return rate_of_frame(node.get("frameDuration"))
        except ValueError as error:
            raise self._reading.wrong(node, f"has an unreadable frameDuration: {error}.") from None

    def asset(self, ref: str) -> Asset | None:
        """The media file or generator of that id; None where the file has none. Raises InputError."""
        if ref not in self._assets:
            node = self.node(ref, "asset", "effect")
            if node is None:
                return None
            self._assets[ref] = self._effect(node) if node.tag == "effect" else self._asset(node)
        return self._assets[ref]

    def source(self, asset: Asset, reel: str) -> Source:
        """The source of an asset as a clip names its reel; one and the same for all clips that agree."""
        if not reel or reel == asset.source.reel:
            return asset.source
        key = (id(asset), reel)
        if key not in self._named:
            self._named[key] = (asset, replace(asset.source, reel=reel))
        return self._named[key][1]

    def _effect(self, node: Node) -> Asset:
        name = clean(node.get("name")) or media_name(node.get("uid")) or "generator"
        extras = {"fcpxml": {"uid": node.get("uid")[:500]}} if node.get("uid") else {}
        return Asset(Source(name, generated=True, extras=extras))

    def _asset(self, node: Node) -> Asset:
        known = metadata(node)
        assumed = known.get(ASSUMED, "").split()
        start = self._reading.time(node, "start")
        duration = self._reading.length(node)
        reps = [rep for rep in node.all("media-rep") if rep.get("src")]
        original = next((rep for rep in reps if rep.get("kind") != "proxy-media"), reps[0] if reps else None)
        url = (original.get("src") if original is not None else node.get("src"))[:4000]
        rate = self.rate(node.get("format"))
        named = clean(known.get(NAME, "")) or media_name(url) or clean(node.get("name"))
        span = Span(whole(start), whole(start + duration)) if duration else None
        source = Source(
            name=clean(node.get("name")) if "src" in assumed else named,
            reel=clean(known.get(REEL, "")),
            url="" if "src" in assumed else url,
            start=None if {"range", "start"} & set(assumed) else whole(start),
            available=None if "range" in assumed or "length" in assumed else span,
            rate=None if "rate" in assumed else rate,
            drop=self._drops.get(node.get("id")) if rate is None or rate.drop_labels else None,
        )
        audio = node.get("hasAudio") == "1"
        video = node.get("hasVideo") == "1" or not audio
        return Asset(source, start, duration, video, audio, rate if video else None)


def _drops(root: Node) -> dict[str, bool]:
    """Whether the timecode of each asset is drop-frame, as the first clip of it says."""
    found: dict[str, bool] = {}
    waiting = [root]
    while waiting:
        node = waiting.pop()
        waiting.extend(reversed(node.children))
        form = node.get("tcFormat")
        if form in ("DF", "NDF") and node.tag in ("asset-clip", "clip"):
            media = node if node.tag == "asset-clip" else node.find("video") or node.find("audio")
            if media is not None and media.get("ref"):
                found.setdefault(media.get("ref"), form == "DF")
    return found


def metadata(node: Node) -> dict[str, str]:
    """The metadata of an element, by key."""
    found = node.find("metadata")
    return {md.get("key"): md.get("value") for md in found.all("md")} if found is not None else {}
