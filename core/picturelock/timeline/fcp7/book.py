"""Sequences of xmeml as cuts: their tracks, and the nests that they show."""

from __future__ import annotations

from fractions import Fraction
from typing import Literal

from picturelock.cut import Cut, Marker, Shot, ShotKind, Track
from picturelock.errors import InputError
from picturelock.timeline.fcp7.channels import Row, merged, paired
from picturelock.timeline.fcp7.clock import is_drop, number, picture_rate, timecode_of
from picturelock.timeline.fcp7.effects import comments_of
from picturelock.timeline.fcp7.files import Files, Reading
from picturelock.timeline.fcp7.items import Item, read_track
from picturelock.timeline.fcp7.markers import frames_of, marker_of
from picturelock.timeline.fcp7.shots import Shots
from picturelock.timeline.fcp7.xml import Node
from picturelock.timeline.flatten import MAX_OPENED, in_order
from picturelock.timeline.references import clean
from picturelock.times import FrameRate, Span, nearest

Wanted = Literal["all", "video", "audio"]
MAX_DEPTH = 100
TRACK_NAME = "MZ.TrackName"
"""Attribute in which Premiere keeps the name of a track; Hiero writes an element `name`."""


class Book:
    """The sequences of one file; each is read once for each of what is wanted of it."""

    def __init__(self, files: Files, reading: Reading) -> None:
        self.files = files
        self.reading = reading
        self._cuts: dict[tuple[int, Wanted], Cut] = {}
        self._open: set[int] = set()
        self._weights: dict[int, int] = {}
        """Of each cut, by its identity: how many shots, nests and markers it opens into. All live as long as the book."""
        self._kept: list[Cut] = []

    def cut(
        self, node: Node, wanted: Wanted = "all", rate: FrameRate | None = None, around: FrameRate | None = None
    ) -> Cut:
        """A sequence. rate: where it says none; around: what it inherits. Raises InputError."""
        key = (id(node), wanted)
        if key in self._cuts:
            return self._cuts[key]
        if id(node) in self._open:
            raise self.reading.wrong(node, "contains itself.")
        if len(self._open) >= MAX_DEPTH:
            raise self.reading.wrong(node, f"is more than {MAX_DEPTH} sequences deep in others.")
        own = picture_rate(node, around) or rate or around
        if own is None:
            raise self.reading.wrong(node, "does not say its frame rate.")
        self._open.add(id(node))
        made = self._cuts[key] = _Sequence(self, node, own).read(wanted)
        self._open.discard(id(node))
        self.weigh(made)
        return made

    def weigh(self, cut: Cut) -> int:
        """How many shots, nests and markers a cut has once it is opened. Raises InputError for more than a machine can hold."""
        if id(cut) not in self._weights:
            total = sum(1 + self.weigh(shot.nest) for shot in cut.shots if shot.nest is not None)
            self._kept.append(cut)
            self._weights[id(cut)] = total + len(cut.shots) + len(cut.markers)
            if total > MAX_OPENED:
                message = f"{cut.name!r} holds sequences that open into {total:,} clips; no editing system writes that."
                raise InputError(message, file=self.reading.path, hint="Export the sequence again.")
        return self._weights[id(cut)]


class _Sequence:
    def __init__(self, book: Book, node: Node, rate: FrameRate) -> None:
        self._book = book
        self._node = node
        self._rate = rate
        self._shots = Shots(book.files, book.reading, rate)
        self._found: list[Shot] = []
        self._markers: list[Marker] = []
        self._tracks: list[Track] = []

    def read(self, wanted: Wanted) -> Cut:
        """The sequence as a cut."""
        node, rate, frame = self._node, self._rate, self._rate.frame
        video, audio = self._rows("video", wanted != "audio"), self._rows("audio", wanted != "video")
        audio = merged(audio, self._media, frame)
        paired(video, audio, self._media, frame)
        self._lay(video, "video")
        self._lay(audio, "audio")
        self._own_markers()
        timecode = node.find("timecode")
        drop = timecode is not None and is_drop(timecode)
        if drop and not rate.drop_labels:
            self._book.reading.note("timeline.fcp7-no-drop-rate", node)
        length = nearest(max(number(node.get("duration")) or Fraction(0), Fraction(0))) * frame
        return Cut(
            clean(node.get("name")), rate, in_order(self._found), timecode_of(node, rate) or 0,
            drop and bool(rate.drop_labels), tuple(sorted(self._markers, key=lambda marker: marker.span)), None,
            max([length, *(shot.record_span.end for shot in self._found)]), tuple(self._tracks), comments_of(node),
        )  # fmt: skip

    def _rows(self, kind: ShotKind, wanted: bool) -> list[Row]:
        holder = self._node.find("media", kind) if wanted else None
        rows = []
        for track in holder.all("track") if holder is not None else ():
            items = read_track(track, kind, self._rate, self._book.reading)
            for item in items:
                item.shown = self._shots.shown(item)
            rows.append(Row(track, items))
        return rows

    def _media(self, item: Item) -> object:
        """What tells the media of two clips apart."""
        held = item.node.find("sequence")
        if held is not None:
            sequence = self._book.files.sequence(held)
            return id(sequence) if sequence is not None else held.id
        return self._book.files.of_clip(item.node, self._rate).source if item.node.tag == "clipitem" else id(item)

    def _lay(self, rows: list[Row], kind: ShotKind) -> None:
        """The shots of the tracks of a kind, and what hangs on them."""
        for index, row in enumerate(rows, start=1):
            track = f"{'V' if kind == 'video' else 'A'}{index}"
            self._tracks.append(_track(row.node, track, kind))
            count = 0
            for item in row.items:
                shot = self._shots.shot(item, track, count + 1, self._nest(item))
                if shot is not None:
                    count += 1
                    self._found.append(shot)
                    self._markers += self._shots.markers(item, shot)

    def _nest(self, item: Item) -> Cut | None:
        held = item.node.find("sequence")
        if held is None:
            return None
        sequence = self._book.files.sequence(held)
        if sequence is None:
            self._book.reading.note("timeline.fcp7-missing-media", item.node)
            return Cut(clean(item.node.get("name")), self._rate, ())
        return self._book.cut(sequence, "all" if item.with_sound else item.kind, None, self._rate)

    def _own_markers(self) -> None:
        for node in self._node.all("marker"):
            place = frames_of(node)
            if place is not None:
                start, end = (max(0, nearest(at * self._rate.frame)) for at in place)
                self._markers.append(marker_of(node, Span(start, end), ""))


def _track(node: Node, name: str, kind: ShotKind) -> Track:
    own = clean(node.attributes.get(TRACK_NAME, "")) or clean(node.get("name"))
    return Track(name, kind, own, node.get("enabled").upper() != "FALSE", node.get("locked").upper() == "TRUE")
