"""A `Cut` as a Final Cut Pro 7 XML file, version 5."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from pathlib import Path
from typing import Any

from picturelock.cut import Cut, Shot, Source, Track
from picturelock.errors import UsageError
from picturelock.timeline.base import Findings, Losses
from picturelock.timeline.fcp7.book import TRACK_NAME
from picturelock.timeline.fcp7.builder import Builder
from picturelock.timeline.fcp7.clips import Clips, Link, Place, write_comments, write_marker
from picturelock.timeline.fcp7.media import Files, timecode, zero
from picturelock.timeline.fcp7.rows import Placed, Seam, row
from picturelock.timeline.lanes import laid_out
from picturelock.timeline.references import clean
from picturelock.timeline.untold import tell_comments, tell_start, tell_strays

_SIZE = ("1920", "1080")
"""A cut does not say how large its pictures are; Premiere wants to know."""
Row = tuple[Track, list[Placed | Seam]]


def write(cut: Cut, path: Path, losses: Losses) -> Findings:
    """Write one sequence, with those that it shows inside. Raises UsageError for a frame rate that xmeml has no words for."""
    _refuse_rates(cut)
    path.write_bytes(_Writer(cut, losses).document().encode("utf-8", "replace"))
    return losses.findings


def _refuse_rates(cut: Cut) -> None:
    waiting, seen = [cut], set()
    while waiting:
        one = waiting.pop()
        if id(one) in seen:
            continue
        seen.add(id(one))
        if one.rate.den not in (1, 1001):
            raise UsageError(
                f"Final Cut Pro 7 XML has no way to say {one.rate.label} frames a second.",
                hint="Write .otio or .fcpxml instead.",
            )
        waiting += [shot.nest for shot in one.shots if shot.nest is not None]


class _Writer:
    def __init__(self, cut: Cut, losses: Losses) -> None:
        self._out = Builder()
        self._losses = losses
        self._cut = cut
        self._size = _size(cut)
        self._files = Files(cut, self._size)
        self._ids: dict[int, str] = {}
        """Of each sequence that was written, by the identity of its cut."""
        self._clips = 0
        self._masters: dict[int, int] = {}

    def document(self) -> str:
        """The whole file."""
        with self._out.element("xmeml", {"version": "5"}):
            self._sequence(self._cut)
        return self._out.text

    def _sequence(self, cut: Cut) -> None:
        """A sequence where it is first shown, and its id where it is shown again."""
        out = self._out
        if id(cut) in self._ids:
            out.empty("sequence", {"id": self._ids[id(cut)]})
            return
        self._ids[id(cut)] = f"sequence-{len(self._ids) + 1}"
        attributes = {"id": self._ids[id(cut)]}
        flat = _with_sound(laid_out(cut))
        self._also_lost(flat)
        clips = Clips(out, self._files, flat, self._losses, self._sequence, self._masters)
        rows = {kind: self._rows(flat, letter) for kind, letter in (("video", "V"), ("audio", "A"))}
        stereo = {
            track.id
            for track, one in rows["audio"]
            if any(isinstance(part, Placed) and _channels(part) > 1 for part in one)
        }
        if stereo:
            attributes["explodedTracks"] = "true"
        with out.element("sequence", attributes):
            out.leaf("name", clean(cut.name))
            out.leaf("duration", flat.rate.ceil(max([flat.duration, *(one.record_span.end for one in flat.shots)])))
            out.rate(flat.rate)
            with out.element("timecode"):
                timecode(out, flat.start, flat.rate, flat.drop)
            with out.element("media"):
                places = self._places(rows, stereo)
                self._video(flat, rows["video"], clips, places)
                self._audio(rows["audio"], clips, places, stereo)
            for marker in flat.markers:
                if id(marker) not in clips.hanging:
                    write_marker(out, marker, flat.rate, 0, self._losses)
            write_comments(out, flat.comments)

    def _rows(self, cut: Cut, letter: str) -> list[Row]:
        held: dict[str, list[Shot]] = defaultdict(list)
        for shot in cut.shots:
            held[shot.track].append(shot)
        tracks = [track for track in cut.tracks if track.id[0] == letter]
        return [(track, row(held[track.id], cut.rate, self._losses)) for track in tracks]

    def _places(self, rows: dict[str, list[Row]], stereo: set[str]) -> dict[tuple[int, int], Place]:
        """The places of all clips, by identity of the placed shot and channel; linked are those of one source and time."""
        found: dict[tuple[int, int], Place] = {}
        linked: dict[tuple[object, ...], list[Link]] = defaultdict(list)
        keys: dict[tuple[int, int], tuple[object, ...]] = {}
        for kind, own in rows.items():
            index = 0
            for track, parts in own:
                for channel in (1, 2) if track.id in stereo else (1,):
                    index += 1
                    count = 0
                    for part in parts:
                        if isinstance(part, Seam) or (channel == 2 and _channels(part) < 2):
                            continue
                        count += 1
                        self._clips += 1
                        place = id(part), channel
                        found[place] = Place(f"clipitem-{self._clips}", kind, channel, (), track.id in stereo)
                        keys[place] = _link_key(part)
                        group = 1 if track.id in stereo else 0
                        linked[keys[place]].append(Link(found[place].id, kind, index, count, group))
        for place, key in keys.items():
            if len(linked[key]) > 1 and len(linked[key]) < 100:
                found[place] = replace(found[place], links=tuple(linked[key]))
        return found

    def _video(self, cut: Cut, rows: list[Row], clips: Clips, places: dict[tuple[int, int], Place]) -> None:
        out = self._out
        with out.element("video"):
            with out.element("format"), out.element("samplecharacteristics"):
                out.rate(cut.rate)
                out.leaf("width", self._size[0])
                out.leaf("height", self._size[1])
                out.flag("anamorphic", False)
                out.leaf("pixelaspectratio", "square")
                out.leaf("fielddominance", "none")
            for track, parts in rows:
                self._track(track, parts, clips, places)

    def _audio(self, rows: list[Row], clips: Clips, places: dict[tuple[int, int], Place], stereo: set[str]) -> None:
        out = self._out
        with out.element("audio"):
            out.leaf("numOutputChannels", 2)
            with out.element("format"), out.element("samplecharacteristics"):
                out.leaf("depth", 16)
                out.leaf("samplerate", 48000)
            for track, parts in rows:
                for channel in (1, 2) if track.id in stereo else (1,):
                    self._track(track, parts, clips, places, channel, track.id in stereo)

    def _track(
        self, track: Track, parts: list[Placed | Seam], clips: Clips, places: dict[tuple[int, int], Place],
        channel: int = 1, stereo: bool = False,
    ) -> None:  # fmt: skip
        attributes = {TRACK_NAME: clean(track.name)} if track.name else {}
        if stereo:
            attributes |= {
                "currentExplodedTrackIndex": str(channel - 1),
                "totalExplodedTrackCount": "2",
                "premiereTrackType": "Stereo",
            }
        out = self._out
        with out.element("track", attributes):
            for index, part in enumerate(parts):
                if isinstance(part, Seam):
                    beside = (id(one) for one in parts[max(0, index - 1) : index + 2])
                    if any((one, channel) in places for one in beside):
                        clips.transition(part, track.kind)
                elif (id(part), channel) in places:
                    clips.clip(part, places[id(part), channel])
            out.flag("enabled", track.enabled)
            out.flag("locked", track.locked)
            if track.kind == "audio":
                out.leaf("outputchannelindex", channel)

    def _also_lost(self, cut: Cut) -> None:
        if any(key != "fcp7" for key in cut.extras):
            self._losses.add("extras")
        tell_start(cut, self._losses)
        tell_strays(cut, self._losses)
        tell_comments(cut, self._losses, once=True)
        for shot in cut.shots:
            if any(key != "fcp7" for key in (*shot.extras, *shot.source.extras)):
                self._losses.add("extras", shot.id, shot.record_span)
            whole, frame = shot.source.available, (shot.source.rate or cut.rate).frame
            if zero(shot.source) % frame or (whole is not None and whole.duration % frame):
                self._losses.add("fraction", shot.id, shot.record_span)
            for effect in shot.effects:
                if effect.kind == "other":
                    self._losses.add(f"effects: {effect.name}", shot.id, shot.record_span)


def _with_sound(cut: Cut) -> Cut:
    """The cut with a clip of its own for the sound of every nest in the picture, as xmeml has it, on tracks above the others."""
    top = f"A{1 + sum(1 for track in cut.tracks if track.kind == 'audio')}"
    added = [
        replace(
            shot, id=f"{shot.id} sound", track=top, kind="audio", comments=(), cdl=None, extras={},
            effects=tuple(effect for effect in shot.effects if effect.kind != "other"),
        )
        for shot in cut.shots
        if shot.kind == "video" and shot.nest is not None and _sounds(shot.nest)
    ]  # fmt: skip
    return laid_out(replace(cut, shots=(*cut.shots, *added))) if added else cut


def _sounds(cut: Cut) -> bool:
    """True for a cut in which something is to be heard."""
    waiting, seen = [cut], set()
    while waiting:
        one = waiting.pop()
        if id(one) in seen:
            continue
        seen.add(id(one))
        if any(shot.kind == "audio" for shot in one.shots):
            return True
        waiting += [shot.nest for shot in one.shots if shot.nest is not None]
    return False


def _channels(part: Placed) -> int:
    noted: Any = part.shot.extras.get("fcp7")
    found = noted.get("channels") if isinstance(noted, dict) else 1
    return found if isinstance(found, int) else 1


def _link_key(part: Placed) -> tuple[object, ...]:
    shot = part.shot
    media: Source | int = shot.source if shot.nest is None else id(shot.nest)
    return media, part.start, part.end, shot.source_span


def _size(cut: Cut) -> tuple[str, str]:
    noted: Any = cut.extras.get("fcp7")
    if not isinstance(noted, dict):
        return _SIZE
    width, height = str(noted.get("width", "")), str(noted.get("height", ""))
    return (width, height) if (width + height).isascii() and width.isdigit() and height.isdigit() else _SIZE
