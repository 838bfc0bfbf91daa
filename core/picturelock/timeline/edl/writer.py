"""A cut as a CMX 3600 edit decision list.

An edit decision list holds one picture track, whole frames at one rate, and dissolves that start at the cut. What a cut has
beyond that is left out or written as the nearest thing, and counted as lost.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from fractions import Fraction

from picturelock.cut import Cut, Marker, Shot, source_timecode
from picturelock.errors import UsageError
from picturelock.timeline.base import Losses
from picturelock.timeline.edl.channels import pictures
from picturelock.timeline.edl.events import NOTHING, Event, Events, reel_of
from picturelock.timeline.edl.lines import COLORS
from picturelock.timeline.edl.speed import m2_text, speed_of
from picturelock.timeline.grade import number as plain_number
from picturelock.timeline.labels import day_before
from picturelock.timeline.references import found_reference
from picturelock.times import FrameRate, Timecode, nearest

_MOST = 999
"""Events that the format was made for."""


def write_edl(cut: Cut, losses: Losses) -> str:
    """The list's text. `cut` is opened. Raises UsageError where it has no shot that a list could hold."""
    shots = pictures(cut, losses)
    if not shots:
        raise UsageError(f"{cut.name} has no clip that is on, so there is no event to write in an EDL.")
    made = Events(cut, losses)
    events, writer = made.of(shots), _Writer(cut, losses, made)
    if len(events) > _MOST:
        losses.add("events")
    counting = "DROP FRAME" if cut.drop else "NON-DROP FRAME"
    said = (f"* COMMENT: {_plain(comment)}" for comment in cut.comments)
    lines = [f"TITLE: {_plain(cut.name) or 'UNTITLED'}", f"FCM: {counting}", *said, ""]
    markers = deque(writer.markers())
    for number, event in enumerate(events, start=1):
        lines += writer.lines(number, event)
        # A marker stands with the last event that starts before it.
        while markers and (number == len(events) or made.frame(markers[0].span.start) < events[number].record.start):
            lines.append(writer.locator(markers.popleft()))
        lines.append("")
    return "\r\n".join(lines)


class _Writer:
    """Makes lines of events."""

    def __init__(self, cut: Cut, losses: Losses, events: Events) -> None:
        self._cut, self._losses, self._events = cut, losses, events
        self._rate: FrameRate = cut.rate

    def lines(self, number: int, event: Event) -> Iterator[str]:
        """An event, and the lines that say more about it."""
        shot = event.shot
        if event.code != "C":
            yield self._from_line(number, event)
        yield self._line(number, event)
        if self._speed(shot) != 1 or shot.reverse:
            yield self._m2(event)
        if event.code != "C":
            yield from self._sides(event)
        else:
            yield from _named("FROM", shot)
        yield from _notes(shot)

    def _sides(self, event: Event) -> Iterator[str]:
        """What a transition goes from and to: each file after its clip's name."""
        if event.before is not None:
            yield from _named("FROM", event.before)
        yield from _named("TO", event.shot)
        if event.name:
            yield f"* EFFECT NAME: {_plain(event.name)}"

    def _from_line(self, number: int, event: Event) -> str:
        """The outgoing side: no length of its own, at the frame after its last."""
        at, before = event.record.start, event.before
        reel, source = NOTHING, self._label(0)
        if before is not None:
            own, reel = self._events.rate_of(before), reel_of(before)
            gone = at - self._events.frame(before.record_span.start)
            passed = nearest(self._events.frames_shown(gone, before))
            first, end = own.nearest(before.source_span.start), own.nearest(before.source_span.end)
            source = self._source(end - passed if before.reverse else first + passed, before)
        return (
            f"{number:03}  {reel:<8} {event.channel:<5} C        {source} {source} {self._label(at)} {self._label(at)}"
        )

    def _line(self, number: int, event: Event) -> str:
        length, shot = event.record.duration, event.shot
        shown = 1 if shot.speed == 0 else max(1, nearest(self._events.frames_shown(length, shot)))
        source = (self._source(frame, shot) for frame in (event.source_in, event.source_in + shown))
        record = (self._label(frame) for frame in (event.record.start, event.record.end))
        how = f"{event.code:<4} {event.length:03}" if event.code != "C" else "C       "
        return f"{number:03}  {reel_of(shot):<8} {event.channel:<5} {how} {' '.join((*source, *record))}"

    def _speed(self, shot: Shot) -> Fraction:
        """A shot's speed as a list has it: 1 also where each frame of its source lasts one of the list, whatever the rates."""
        frame_for_frame = shot.speed * self._rate.frame == self._events.rate_of(shot).frame
        return Fraction(1) if frame_for_frame else shot.speed

    def _m2(self, event: Event) -> str:
        shot = event.shot
        speed = self._speed(shot)
        signed = -speed if shot.reverse else speed
        text = m2_text(signed, self._rate)
        if speed_of(Fraction(text), self._rate) != signed:
            self._losses.add("speeds", shot.id, shot.record_span)
        return f"M2   {reel_of(shot):<8}       {text:>6}                {self._source(event.source_in, shot)}"

    def markers(self) -> list[Marker]:
        """Those within the cut, in order: a reader drops a locator that stands at none of its frames."""
        inside = [one for one in self._cut.markers if 0 <= one.span.start <= self._cut.duration]
        for _ in range(len(self._cut.markers) - len(inside)):
            self._losses.add("markers")
        return sorted(inside, key=lambda marker: marker.span)

    def locator(self, marker: Marker) -> str:
        """A marker as a LOC comment, in record timecode."""
        if marker.span.duration:
            self._losses.add("marker-lengths", record=marker.span)
        if marker.span.start % self._rate.frame:
            self._losses.add("fraction", record=marker.span)
        for key, lost in (
            ("marker-texts", marker.note), ("marker-clips", marker.shot), ("marker-ids", marker.id),
        ):  # fmt: skip
            if lost:
                self._losses.add(key, record=marker.span)
        color = marker.color if marker.color in COLORS else "RED"
        text = " - ".join(part for part in (_plain(marker.name), _plain(marker.note)) if part)
        return f"* LOC: {self._label(self._events.frame(marker.span.start))} {color:<7} {text}".rstrip()

    def _label(self, frame: int) -> str:
        return str(Timecode(max(0, frame), self._rate, self._cut.drop))

    def _source(self, frame: int, shot: Shot) -> str:
        """A frame of a shot's source as the source calls it; before 00:00:00:00 comes the day before."""
        own = self._events.rate_of(shot)
        drop = source_timecode(shot.source, 0, self._rate, self._cut.drop).drop
        return str(day_before(Timecode(frame, own, drop)))


def _named(side: str, shot: Shot) -> Iterator[str]:
    """The clip's name and its file, where it has them."""
    if shot.name and not (shot.source.generated and shot.name == shot.source.name):
        yield f"* {side} CLIP NAME: {_plain(shot.name)}"
    file = found_reference(shot.source)
    if file and not shot.source.generated:
        yield f"* SOURCE FILE: {_plain(file)}"


def _notes(shot: Shot) -> Iterator[str]:
    """Comments and colour decisions."""
    for comment in shot.comments:
        yield f"* COMMENT: {_plain(comment)}"
    if shot.cdl is not None:
        triples = (shot.cdl.slope, shot.cdl.offset, shot.cdl.power)
        yield "* ASC_SOP: " + "".join(f"({' '.join(_number(value) for value in triple)})" for triple in triples)
        yield f"* ASC_SAT: {_number(shot.cdl.saturation)}"


def _number(value: float) -> str:
    return plain_number(value).removesuffix(".0")


def _plain(text: str) -> str:
    """Text on one line."""
    return " ".join(text.splitlines()).strip()
