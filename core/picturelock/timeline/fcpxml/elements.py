"""One shot as an element of FCPXML, and the order in which its parts must stand (the document type definitions are strict)."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import chain
from xml.etree.ElementTree import Element, SubElement

from picturelock.cut import Shot, source_timecode
from picturelock.timeline.base import Losses
from picturelock.timeline.fcpxml.arrange import Part
from picturelock.timeline.fcpxml.assets import CROSSFADE, DISSOLVE, GENERATOR, Assets, multiple
from picturelock.timeline.fcpxml.clock import CONFORM_RATES, write_time
from picturelock.timeline.fcpxml.resources import REEL
from picturelock.timeline.references import clean, clean_note
from picturelock.times import Flicks, FrameRate, Span

_RATES = {FrameRate.parse(label): label for label in CONFORM_RATES}


@dataclass(slots=True)
class Piece:
    """An element of a storyline, with what will hang on it."""

    tag: str
    attributes: dict[str, str]
    record: Span
    local: Flicks = 0
    """Its local time at the start of `record`."""
    head: list[Element] = field(default_factory=list)
    """Note and timing."""
    connected: list[Piece | Element] = field(default_factory=list)
    """What hangs on it, or what a storyline holds."""
    markers: list[Element] = field(default_factory=list)
    tail: list[Element] = field(default_factory=list)
    """Metadata."""

    def local_time(self, record: Flicks) -> Flicks:
        """Where in its local time a record time is."""
        return self.local + record - self.record.start

    def element(self) -> Element:
        """The element with all its parts in order."""
        made = Element(self.tag, self.attributes)
        connected = (one.element() if isinstance(one, Piece) else one for one in self.connected)
        made.extend(chain(self.head, connected, self.markers, self.tail))
        return made


def gap(record: Span, offset: Flicks) -> Piece:
    """Nothing, for a while; something may hang on it."""
    attributes = {"name": "Gap", "offset": write_time(offset), "start": "0s", "duration": write_time(record.duration)}
    return Piece("gap", attributes, record)


def transition(part: Part, offset: Flicks, assets: Assets) -> Element:
    """A transition of pictures, or of sound."""
    video = part.shot is None or part.shot.kind == "video"
    name, uid = DISSOLVE if video else CROSSFADE
    if part.uid:
        name, uid = clean(part.name), clean(part.uid)
    made = Element(
        "transition", {"name": name, "offset": write_time(offset), "duration": write_time(part.record.duration)}
    )
    SubElement(made, "filter-video" if video else "filter-audio", {"ref": assets.effect(name, uid), "name": name})
    return made


class Shots:
    """Makes elements of shots."""

    def __init__(self, assets: Assets, rate: FrameRate, drop: bool, losses: Losses) -> None:
        """rate, drop: of the cut."""
        self._assets = assets
        self._rate, self._drop = rate, drop
        self._losses = losses

    def piece(self, shot: Shot, record: Span, offset: Flicks, role: str, media: str = "", origin: Flicks = 0) -> Piece:
        """A shot that is on screen for `record`. media: the id of its nest's resource, which starts at `origin`."""
        generated = shot.source.generated and not media
        tag = "ref-clip" if media else ("video" if generated and shot.kind == "video" else "asset-clip")
        if generated and shot.kind == "audio":
            tag = "audio"
        local, timing = self._timing(shot, record, origin)
        attributes = {"ref": media or self._ref(shot), "offset": write_time(offset), "name": clean(shot.name)}
        attributes |= {"start": write_time(local), "duration": write_time(record.duration)}
        if not shot.enabled:
            attributes["enabled"] = "0"
        if tag in ("asset-clip", "ref-clip") and (shot.kind == "audio" or not media):
            attributes["srcEnable"] = shot.kind
        counted = source_timecode(shot.source, 0, self._rate, self._drop)
        if tag == "asset-clip" and counted.rate.drop_labels and (counted.drop or shot.source.drop is not None):
            attributes["tcFormat"] = "DF" if counted.drop else "NDF"
        if role and tag != "ref-clip":
            attributes[f"{shot.kind}Role" if tag == "asset-clip" else "role"] = role
        piece = Piece(tag, attributes, record, local)
        if shot.comments:
            note = Element("note")
            note.text = "\n".join(clean_note(comment) for comment in shot.comments)
            piece.head.append(note)
        piece.head += timing
        if shot.source.reel and tag == "asset-clip":
            held = Element("metadata")
            SubElement(held, "md", {"key": REEL, "value": clean(shot.source.reel)})
            piece.tail.append(held)
        elif shot.source.reel:
            self._losses.add("reels", shot.id, shot.record_span)
        return piece

    def _ref(self, shot: Shot) -> str:
        source = shot.source
        if not source.generated:
            return self._assets.asset(source, self._rate)
        noted = source.extras.get("fcpxml")
        uid = noted.get("uid") if isinstance(noted, dict) else None
        return self._assets.effect(clean(source.name), clean(uid) if isinstance(uid, str) and uid else GENERATOR)

    def _timing(self, shot: Shot, record: Span, origin: Flicks) -> tuple[Flicks, list[Element]]:
        """The local time at which the shot starts, and how that becomes source time."""
        found: list[Element] = []
        rate = shot.nest.rate if shot.nest is not None else shot.source.rate
        if shot.kind == "video" and rate is not None and rate != self._rate and rate in _RATES:
            # Without this, Final Cut Pro would play 24 frames as 25 and the like, where the cut does not.
            found.append(Element("conform-rate", {"scaleEnabled": "0", "srcFrameRate": _RATES[rate]}))
        if shot.speed == 1 and not shot.reverse and not shot.ramp:
            return origin + shot.source_span.start, found
        local, points = self._ramp(shot) if shot.ramp else _straight(shot, record)
        made = Element("timeMap")
        for time, value in points:
            attributes = {"time": write_time(time), "value": write_time(origin + value), "interp": "linear"}
            SubElement(made, "timept", attributes)
        return local, [*found, made]

    @staticmethod
    def _ramp(shot: Shot) -> tuple[Flicks, list[tuple[Flicks, Flicks]]]:
        return 0, [(knot.record, knot.source) for knot in shot.ramp]


def _straight(shot: Shot, record: Span) -> tuple[Flicks, list[tuple[Flicks, Flicks]]]:
    """The local start and the map of a speed: whole flicks on both sides, and the speed exact.

    The map goes on for the handles of transitions.
    """
    first = shot.source_span.end if shot.reverse else shot.source_span.start
    if shot.speed == 0:
        return 0, [(0, first), (record.duration, first)]
    handles = {effect.kind: effect.handle for effect in shot.effects if effect.kind != "other"}
    shown, unit = shot.speed.numerator, shot.speed.denominator
    before = multiple(handles.get("transition-in", 0), unit)
    after = multiple(record.duration + handles.get("transition-out", 0), unit)
    step = -shown if shot.reverse else shown
    return before * unit, [(0, first - before * step), ((before + after) * unit, first + after * step)]
