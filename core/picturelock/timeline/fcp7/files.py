"""What the elements of one xmeml file refer to by id: media files, sequences and master clips."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from picturelock.cut import Source
from picturelock.errors import InputError
from picturelock.timeline.fcp7.clock import is_drop, number, picture_rate, rate_of, timecode_of
from picturelock.timeline.fcp7.xml import Node
from picturelock.timeline.references import clean, media_name
from picturelock.timeline.search import STILL_SUFFIXES
from picturelock.times import FrameRate, Span, nearest

ASSUMED = "PL.Assumed"
"""Attribute of a file that we wrote: what the format asks for and the cut did not know, "start length rate"."""
SLUG = "slug"


class Reading:
    """What is common to reading one file: where errors are, and what there is to tell at the end."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.left_out: Counter[str] = Counter()
        """What was passed over, by kind."""
        self.counts: Counter[str] = Counter()
        """Other things to tell, by rule."""
        self.first: dict[str, tuple[int, str]] = {}
        """Line and name of the first of each."""

    def wrong(self, node: Node, message: str) -> InputError:
        """The error to raise about an element."""
        name = clean(node.get("name"))
        subject = f"<{node.tag[:40]}> {name!r}" if name else f"<{node.tag[:40]}>"
        hint = "Open the sequence where it was made and export it again."
        return InputError(f"{subject} {message}", file=self.path, place=f"line {node.line}", hint=hint)

    def note(self, rule: str, node: Node) -> None:
        """Count something to tell at the end."""
        self.counts[rule] += 1
        self.first.setdefault(rule, (node.line, clean(node.get("name"))))


@dataclass(frozen=True, slots=True)
class Media:
    """A media file as the clips see it."""

    source: Source
    rate: FrameRate | None = None
    """Of its pictures."""

    @property
    def moves(self) -> bool:
        """False for a picture that stands still, and for what the editing system makes."""
        name = media_name(self.source.url) or self.source.name
        return not self.source.generated and PurePosixPath(name).suffix.lower() not in STILL_SUFFIXES


class Files:
    """Everything with an id, wherever in the file it is described in full; the first of one id counts."""

    def __init__(self, root: Node, reading: Reading) -> None:
        self._reading = reading
        self._files: dict[str, Node] = {}
        self._clips: dict[str, Node] = {}
        self._sequences: dict[str, Node] = {}
        self._media: dict[int, Media] = {}
        """By the identity of the element, which the tree keeps alive."""
        self.nested: set[int] = set()
        """The sequences that clips show, by identity."""
        shown: list[Node] = []
        waiting = [root]
        while waiting:
            node = waiting.pop()
            waiting.extend(reversed(node.children))
            if node.tag == "clipitem" and (sequence := node.find("sequence")) is not None:
                shown.append(sequence)
            table = {"file": self._files, "clip": self._clips, "sequence": self._sequences}.get(node.tag)
            if table is not None and not node.empty:
                table.setdefault(node.id, node)
        for found in (self.sequence(node) for node in shown):
            if found is not None:
                self.nested.add(id(found))

    def sequence(self, node: Node) -> Node | None:
        """A sequence, where it is described in full."""
        return node if not node.empty else self._sequences.get(node.id)

    def of_clip(self, clip: Node, rate: FrameRate) -> Media:
        """The media of a clip, by its own file or its master clip's. rate: what it inherits."""
        found = self._file(clip)
        if found is None:
            master = self._clips.get(clip.get("masterclipid")) if clip.get("masterclipid") else None
            found = self._file(master) if master is not None else None
        if found is None:
            self._reading.note("timeline.fcp7-missing-media", clip)
            return Media(Source(clean(clip.get("name")) or "clip", start=0))
        if id(found) not in self._media:
            self._media[id(found)] = _media(found, rate, clean(clip.get("name")))
        return self._media[id(found)]

    def _file(self, clip: Node) -> Node | None:
        node = clip.find("file")
        if node is None:
            # A master clip has its file within its tracks.
            inner = clip.find("media", "video", "track", "clipitem") or clip.find("media", "audio", "track", "clipitem")
            node = inner.find("file") if inner is not None else None
        if node is None:
            return None
        return node if not node.empty else self._files.get(node.id)


def _drop(timecode: Node | None, rate: FrameRate) -> bool | None:
    """How a file's own timecode counts; None where it does not say, or where there is no drop frame."""
    said = timecode is not None and bool(timecode.get("displayformat") or timecode.get("string"))
    return is_drop(timecode) if timecode is not None and said and rate.drop_labels else None


def _media(node: Node, around: FrameRate, clip_name: str) -> Media:
    url = node.get("pathurl")
    named = clean(node.get("name"))
    ours = ASSUMED in node.attributes
    assumed = node.attributes.get(ASSUMED, "").split()
    own, counted = picture_rate(node, around), rate_of(node, around) or around
    timecode = node.find("timecode")
    reel = timecode.find("reel") if timecode is not None else None
    generated = not url and (bool(node.get("mediaSource")) or named.lower() == SLUG)
    # Media without timecode start at 00:00:00:00 (Apple's "Timing Values"); a file found later says otherwise.
    start = timecode_of(node, counted) or 0
    length = number(node.get("duration"))
    still = PurePosixPath(media_name(url) or named).suffix.lower() in STILL_SUFFIXES
    known = "length" not in assumed if ours else not generated and not still
    end = start + nearest(length * counted.frame) if known and length is not None and length > 0 else start
    return Media(
        Source(
            name=named or media_name(url) or clip_name,
            reel=clean(reel.get("name")) if reel is not None else "",
            url=url,
            start=None if "start" in assumed else start,
            available=Span(start, end) if end > start else None,
            rate=None if "rate" in assumed or (generated and not ours) else own,
            generated=generated,
            drop=None if generated else _drop(timecode, counted),
        ),
        own,
    )
