"""One shot as a clip of xmeml, with the parts in the order in which Premiere writes them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from picturelock.cut import Cut, Marker, Shot
from picturelock.timeline.base import Losses
from picturelock.timeline.fcp7.builder import Builder
from picturelock.timeline.fcp7.clock import TICKS_PER_FLICK
from picturelock.timeline.fcp7.effects import DISSOLVE, wipe_code
from picturelock.timeline.fcp7.markers import COLORS, ID, PREMIERE
from picturelock.timeline.fcp7.media import Files, zero
from picturelock.timeline.fcp7.rows import Placed, Seam, without_room
from picturelock.timeline.fcp7.timing import Timing, lost, timing, write_points, write_remap
from picturelock.timeline.references import clean, clean_note
from picturelock.times import Flicks, FrameRate

_COMMENTS = ("mastercomment1", "mastercomment2", "mastercomment3", "mastercomment4", "clipcommenta", "clipcommentb")


@dataclass(frozen=True, slots=True)
class Link:
    """A clip that another is linked with."""

    id: str
    kind: str
    track: int
    index: int
    group: int = 0


@dataclass(frozen=True, slots=True)
class Place:
    """Where a clip stands in the file."""

    id: str
    kind: str
    channel: int = 1
    """Of the recording."""
    links: tuple[Link, ...] = ()
    stereo: bool = False


class Clips:
    """Writes the clips of one sequence."""

    def __init__(
        self, out: Builder, files: Files, cut: Cut, losses: Losses, nest: Callable[[Cut], None], masters: dict[int, int]
    ) -> None:
        self._out = out
        self._files = files
        self._cut = cut
        self._losses = losses
        self._nest = nest
        self._masters = masters
        """Numbers of nests as master clips, by the identity of the cut."""
        self._markers: dict[str, list[Marker]] = {}
        spans = {shot.id: shot.record_span for shot in cut.shots}
        for marker in cut.markers:
            span = spans.get(marker.shot)
            if span is not None and span.contains(marker.span.start):
                self._markers.setdefault(marker.shot, []).append(marker)

    @property
    def hanging(self) -> set[int]:
        """The markers that clips carry, by identity."""
        return {id(marker) for held in self._markers.values() for marker in held}

    def clip(self, one: Placed, place: Place) -> None:
        """A clip, with all that hangs on it the first time that it is written."""
        shot, rate, out = one.shot, self._cut.rate, self._out
        origin = 0 if shot.nest is not None else zero(shot.source)
        one = without_room(one, rate, origin)
        found = timing(one.shown(rate, origin), one.raw_end - one.raw_start, self._length(shot), rate)
        first = place.channel == 1
        if first:
            lost(found, shot, self._losses)
        noted = _noted(shot)
        generator = noted.get("generator") if shot.kind == "video" and shot.nest is None else None
        attributes = {"id": place.id} | ({"premiereChannelType": "stereo"} if place.stereo else {})
        with out.element("generatoritem" if isinstance(generator, dict) else "clipitem", attributes):
            self._head(one, found)
            if isinstance(generator, dict):
                self._generator(generator)
            elif shot.nest is not None:
                self._nest(shot.nest)
            else:
                self._files.write(out, shot.source, rate, self._cut.drop)
            if first:
                self._clip_markers(one, found)
            write_remap(out, found, shot.kind)
            self._source_track(place)
            self._links(place)
            self._notes(shot, noted)

    def _length(self, shot: Shot) -> Flicks:
        if shot.nest is None:
            return self._files.length(shot.source)
        return max([shot.nest.duration, shot.source_span.end, *(one.record_span.end for one in shot.nest.shots)])

    def _head(self, one: Placed, found: Timing) -> None:
        out, shot = self._out, one.shot
        if shot.nest is not None:
            number = self._masters.setdefault(id(shot.nest), len(self._masters) + 1)
            out.leaf("masterclipid", f"masterclip-s{number}")
        else:
            out.leaf("masterclipid", f"masterclip-{self._files.number(shot.source)}")
        out.leaf("name", clean(shot.name) or clean(shot.source.name) or "clip")  # OpenShot crashes on an empty one
        out.flag("enabled", shot.enabled)
        out.leaf("duration", found.duration)
        out.rate(self._cut.rate)
        out.leaf("start", -1 if one.head is not None else one.start)
        out.leaf("end", -1 if one.tail is not None else one.end)
        write_points(out, found)
        if shot.kind == "video":
            out.leaf("alphatype", "none")
            out.leaf("pixelaspectratio", "square")
            out.flag("anamorphic", False)

    def _generator(self, generator: dict[str, Any]) -> None:
        out = self._out
        with out.element("effect"):
            for tag in ("name", "effectid", "effectcategory"):
                out.leaf(tag, clean(str(generator.get(tag, ""))))
            out.leaf("effecttype", "generator")
            out.leaf("mediatype", "video")

    def _clip_markers(self, one: Placed, found: Timing) -> None:
        rate = self._cut.rate
        for marker in self._markers.get(one.shot.id, ()):
            write_marker(self._out, marker, rate, found.first - one.raw_start, self._losses)

    def _source_track(self, place: Place) -> None:
        out = self._out
        with out.element("sourcetrack"):
            out.leaf("mediatype", place.kind)
            if place.kind == "audio":
                out.leaf("trackindex", place.channel)

    def _links(self, place: Place) -> None:
        out = self._out
        for link in place.links:
            with out.element("link"):
                out.leaf("linkclipref", link.id)
                out.leaf("mediatype", link.kind)
                out.leaf("trackindex", link.track)
                out.leaf("clipindex", link.index)
                if link.group:
                    out.leaf("groupindex", link.group)

    def _notes(self, shot: Shot, noted: dict[str, Any]) -> None:
        out = self._out
        write_comments(out, shot.comments)
        if shot.cdl is not None:
            triples = (shot.cdl.slope, shot.cdl.offset, shot.cdl.power)
            with out.element("colorinfo"):
                out.leaf("asc_sop", "".join(f"({' '.join(map(repr, triple))})" for triple in triples))
                out.leaf("asc_sat", repr(shot.cdl.saturation))
        if isinstance(noted.get("label"), str):
            with out.element("labels"):
                out.leaf("label2", clean(noted["label"]))

    def transition(self, seam: Seam, kind: str) -> None:
        """A transition of pictures, or of sound."""
        out, rate = self._out, self._cut.rate
        with out.element("transitionitem"):
            out.leaf("start", seam.start)
            out.leaf("end", seam.end)
            out.leaf("alignment", seam.alignment)
            out.leaf("cutPointTicks", (seam.cut - seam.start) * rate.frame * TICKS_PER_FLICK)
            out.rate(rate)
            name, own, category, code = _effect_words(seam.name, kind)
            with out.element("effect"):
                out.leaf("name", name)
                out.leaf("effectid", own)
                if category:
                    out.leaf("effectcategory", category)
                out.leaf("effecttype", "transition")
                out.leaf("mediatype", kind)
                if kind == "video":
                    out.leaf("wipecode", code)
                    out.leaf("wipeaccuracy", 100)
                    out.leaf("startratio", 0)
                    out.leaf("endratio", 1)
                    out.flag("reverse", False)


def _effect_words(name: str, kind: str) -> tuple[str, str, str, int]:
    """Name, id, category and SMPTE wipe number of a transition."""
    if name == DISSOLVE:
        return ("Cross Dissolve", "Cross Dissolve", "Dissolve", 0) if kind == "video" else _CROSS_FADE
    code = wipe_code(name) if kind == "video" else 0
    return ("Edge Wipe", "Edge Wipe", "Wipe", code) if code else (clean(name), clean(name), "", 0)


_CROSS_FADE = ("Cross Fade (+3dB)", "KGAudioTransCrossFade3dB", "", 0)


def write_marker(out: Builder, marker: Marker, rate: FrameRate, moved: int, losses: Losses) -> None:
    """A marker; moved: what its frames are counted from, in frames before the cut's first."""
    span = marker.span
    if span.start % rate.frame or span.end % rate.frame:
        losses.add("fraction", marker.shot, span)
    start, end = rate.nearest(span.start), rate.nearest(span.end)
    with out.element("marker", {ID: clean(marker.id)} if marker.id else None):
        out.leaf("comment", clean_note(marker.note))
        out.leaf("name", clean(marker.name))
        out.leaf("in", start + moved)
        out.leaf("out", end + moved if end > start else -1)
        color = COLORS.get(marker.color, COLORS["RED"])
        with out.element("color"):
            for tag, value in zip(("alpha", "red", "green", "blue"), (0, *color), strict=True):
                out.leaf(tag, value)
        if marker.color in PREMIERE:
            out.leaf("pproColor", PREMIERE[marker.color])


def write_comments(out: Builder, comments: Sequence[str]) -> None:
    """Comments, a field each; what there is no field for goes to the last."""
    lines = [clean_note(comment) for comment in comments]
    if not lines:
        return
    fields = [*lines[: len(_COMMENTS) - 1], "\n".join(lines[len(_COMMENTS) - 1 :])]
    with out.element("comments"):
        for tag, text in zip(_COMMENTS, fields, strict=False):
            if text:
                out.leaf(tag, text)


def _noted(shot: Shot) -> dict[str, Any]:
    """What reading this format noted about a shot."""
    noted = shot.extras.get("fcp7")
    return dict(noted) if isinstance(noted, dict) else {}
