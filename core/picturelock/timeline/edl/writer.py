"""A cut as a CMX 3600 edit decision list.

An edit decision list holds one picture track, whole frames at one rate, and dissolves that start at the cut. What a cut has
beyond that is left out or written as the nearest thing, and counted as lost.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from picturelock.cut import Cut, Effect, Marker, Shot, Source
from picturelock.errors import UsageError
from picturelock.timeline.base import Losses
from picturelock.timeline.edl.channels import merged, pictures
from picturelock.timeline.edl.lines import BLACK, COLORS
from picturelock.timeline.edl.speed import m2_text, speed_of
from picturelock.times import Flicks, FrameRate, Span, Timecode, nearest

_MOST = 999
"""Events that the format was made for."""
_BLACK = "BL"
_AUXILIARY = "AX"


@dataclass(frozen=True, slots=True)
class _Event:
    """A shot on its channels, with its edges where a list has them: a transition starts at its record in."""

    shot: Shot
    channel: str
    record: Span
    """In frames since 00:00:00:00."""
    source_in: int
    length: int = 0
    """Of the transition that brings it in."""
    code: str = "C"
    before: Shot | None = None
    """The outgoing side of that transition; None = black."""
    name: str = ""
    """Of a transition that the list has no code for."""


def write_edl(cut: Cut, losses: Losses) -> str:
    """The list's text. `cut` is opened. Raises UsageError where it has no shot that a list could hold."""
    shots = pictures(cut, losses)
    if not shots:
        raise UsageError(f"{cut.name} has no clip that is on, so there is no event to write in an EDL.")
    writer = _Writer(cut, losses)
    events = list(writer.events(shots))
    if len(events) > _MOST:
        losses.add("events")
    counting = "DROP FRAME" if cut.drop else "NON-DROP FRAME"
    said = (f"* COMMENT: {_plain(comment)}" for comment in cut.comments)
    lines = [f"TITLE: {_plain(cut.name) or 'UNTITLED'}", f"FCM: {counting}", *said, ""]
    markers = deque(writer.markers())
    for number, event in enumerate(events, start=1):
        lines += writer.lines(number, event)
        # A marker stands with the last event that starts before it.
        while markers and (number == len(events) or writer.frame(markers[0].span.start) < events[number].record.start):
            lines.append(writer.locator(markers.popleft()))
        lines.append("")
    return "\r\n".join(lines)


class _Writer:
    """Makes events of shots, and lines of events."""

    def __init__(self, cut: Cut, losses: Losses) -> None:
        self._cut, self._losses = cut, losses
        self._rate: FrameRate = cut.rate
        self._by_start = {(shot.track, shot.record_span.start): shot for shot in cut.shots}

    def frame(self, record: Flicks) -> int:
        """The frame of a record time since 00:00:00:00."""
        return self._rate.nearest(self._cut.start + record)

    def events(self, shots: Sequence[Shot]) -> Iterator[_Event]:
        """Every event, in order of record time; black where the cut starts or ends with nothing."""
        found: list[_Event] = []
        ends: dict[tuple[str, Flicks], Shot] = {(shot.track, shot.record_span.end): shot for shot in shots}
        starts = {(shot.track, shot.record_span.start) for shot in shots}
        for shot, channel in merged(shots):
            found.append(self._event(shot, channel, ends.get((shot.track, shot.record_span.start))))
            if (shot.track, shot.record_span.end) not in starts and (fade := _edge(shot, "transition-out")):
                if fade.inside:
                    found[-1] = self._faded(found[-1], fade)
                    found.append(self._to_black(found[-1], fade))
                else:
                    self._losses.add("transitions", shot.id, shot.record_span)
        first, last = self.frame(0), self.frame(self._cut.duration)
        start, end = min(one.record.start for one in found), max(one.record.end for one in found)
        for empty in (Span(first, max(first, start)), Span(min(end, last), last)):
            if empty.duration:
                self._losses.add("gaps")
                found.append(self._black(empty))
        return iter(sorted(found, key=lambda one: (one.record.start, one.record.end, not one.channel.endswith("V"))))

    def _event(self, shot: Shot, channel: str, before: Shot | None) -> _Event:
        record = Span(self.frame(shot.record_span.start), self.frame(shot.record_span.end))
        exact = self._cut.start % self._rate.frame == 0
        if exact and (shot.record_span.start % self._rate.frame or shot.record_span.end % self._rate.frame):
            self._losses.add("fraction", shot.id, shot.record_span)
        if shot.source.rate is not None and shot.source.rate != self._rate:
            self._losses.add("rates", shot.id, shot.record_span)
        if shot.source.generated and shot.source.name.upper() not in BLACK:
            self._losses.add("generators", shot.id, shot.record_span)
        if len(shot.source.reel.split()) > 1 and not shot.source.generated:
            self._losses.add("reels", shot.id, shot.record_span)
        event = _Event(shot, channel, record, self._rate.nearest(shot.source_span.start))
        incoming = _edge(shot, "transition-in")
        outgoing = _edge(before, "transition-out") if before else None
        if before is not None and incoming is None and outgoing is not None:
            incoming = Effect("transition-in", outgoing.name)
        event = self._brought_in(event, before, incoming, outgoing) if incoming else event
        return self._trimmed(event)

    def _brought_in(self, event: _Event, before: Shot | None, into: Effect, out: Effect | None) -> _Event:
        """The event with its transition, which starts where the first frame of this shot is seen."""
        head = self._frames(into.handle)
        length = head + self._frames(out.handle) if out else self._frames(into.inside) + head
        shot = event.shot
        if head:
            self._losses.add("transition-cuts", shot.id, shot.record_span)
        if length == 0:
            self._losses.add("transitions", shot.id, shot.record_span)
            return event
        code, name = _code(into.name)
        shown = 0 if shot.reverse else nearest(head * shot.speed)
        return replace(
            event, record=Span(event.record.start - head, event.record.end), source_in=event.source_in - shown,
            length=length, code=code, before=before, name=name,
        )  # fmt: skip

    def _trimmed(self, event: _Event) -> _Event:
        """The event without the tail over which the next shot is brought in before its own edge."""
        after = _edge(event.shot, "transition-out")
        following = self._by_start.get((event.shot.track, event.shot.record_span.end)) if after else None
        into = _edge(following, "transition-in") if following else None
        tail = self._frames(into.handle) if into else 0
        return _shorter(event, min(tail, event.record.duration))

    def _faded(self, event: _Event, fade: Effect) -> _Event:
        return _shorter(event, self._frames(fade.inside))

    def _to_black(self, event: _Event, fade: Effect) -> _Event:
        length = self._frames(fade.inside)
        code, name = _code(fade.name)
        black = self._black(Span(event.record.end, event.record.end + length))
        return replace(black, channel=event.channel, length=length, code=code, before=event.shot, name=name)

    def _black(self, record: Span) -> _Event:
        time = self._rate.time_of
        span = Span(time(record.start) - self._cut.start, time(record.end) - self._cut.start)
        shot = Shot("", "V1", "video", "", Source(_BLACK, generated=True), Span(0, span.duration), span)
        return _Event(shot, "V", record, 0)

    def _frames(self, time: Flicks) -> int:
        return self._rate.nearest(time)

    def lines(self, number: int, event: _Event) -> Iterator[str]:
        """An event, and the lines that say more about it."""
        shot = event.shot
        if event.code != "C":
            yield self._from_line(number, event)
        yield self._line(number, event)
        if shot.speed != 1 or shot.reverse:
            yield self._m2(event)
        if event.code != "C":
            yield from self._sides(event)
        else:
            yield from _named("FROM", shot)
        yield from _notes(shot)

    def _sides(self, event: _Event) -> Iterator[str]:
        """What a transition goes from and to; an outgoing side without a file says so, or the incoming one's would be its."""
        if event.before is not None:
            names = list(_named("FROM", event.before))
            yield from names
            if len(names) < 2 and len(list(_named("TO", event.shot))) == 2:
                yield "* SOURCE FILE: (NULL)"
        yield from _named("TO", event.shot)
        if event.name:
            yield f"* EFFECT NAME: {_plain(event.name)}"

    def _from_line(self, number: int, event: _Event) -> str:
        """The outgoing side: no length of its own, at the frame after its last."""
        at, before = event.record.start, event.before
        reel, source = _BLACK, 0
        if before is not None:
            reel = _reel(before)
            gone = at - self.frame(before.record_span.start)
            passed = nearest(gone * before.speed)
            first = self._rate.nearest(before.source_span.start)
            source = self._rate.nearest(before.source_span.end) - passed if before.reverse else first + passed
        times = " ".join(self._label(frame) for frame in (source, source, at, at))
        return f"{number:03}  {reel:<8} {event.channel:<5} C        {times}"

    def _line(self, number: int, event: _Event) -> str:
        length, shot = event.record.duration, event.shot
        shown = 1 if shot.speed == 0 else length if shot.speed == 1 else max(1, nearest(length * shot.speed))
        times = (event.source_in, event.source_in + shown, event.record.start, event.record.end)
        how = f"{event.code:<4} {event.length:03}" if event.code != "C" else "C       "
        reel = _reel(shot)
        return f"{number:03}  {reel:<8} {event.channel:<5} {how} {' '.join(self._label(frame) for frame in times)}"

    def _m2(self, event: _Event) -> str:
        shot = event.shot
        signed = -shot.speed if shot.reverse else shot.speed
        text = m2_text(signed, self._rate)
        if speed_of(Fraction(text), self._rate) != signed:
            self._losses.add("speeds", shot.id, shot.record_span)
        if shot.ramp:
            self._losses.add("ramps", shot.id, shot.record_span)
        return f"M2   {_reel(shot):<8}       {text:>6}                {self._label(event.source_in)}"

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
        for key, lost in (
            ("marker-texts", marker.name and marker.note), ("marker-clips", marker.shot), ("marker-ids", marker.id),
        ):  # fmt: skip
            if lost:
                self._losses.add(key, record=marker.span)
        color = marker.color if marker.color in COLORS else "RED"
        text = " - ".join(part for part in (_plain(marker.name), _plain(marker.note)) if part)
        return f"* LOC: {self._label(self.frame(marker.span.start))} {color:<7} {text}".rstrip()

    def _label(self, frame: int) -> str:
        return str(Timecode(max(0, frame), self._rate, self._cut.drop))


def _shorter(event: _Event, tail: int) -> _Event:
    """The event without frames at its tail; in reverse, those are the first of its source."""
    gone = nearest(tail * event.shot.speed) if event.shot.reverse else 0
    record = Span(event.record.start, event.record.end - tail)
    return replace(event, record=record, source_in=event.source_in + gone)


def _named(side: str, shot: Shot) -> Iterator[str]:
    """The clip's name and its file, where it has them."""
    if shot.name and not (shot.source.generated and shot.name == shot.source.name):
        yield f"* {side} CLIP NAME: {_plain(shot.name)}"
    file = str(shot.source.path or shot.source.url)
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
    return f"{value:.6f}".rstrip("0").rstrip(".")


def _edge(shot: Shot | None, kind: str) -> Effect | None:
    return next((one for one in shot.effects if one.kind == kind), None) if shot is not None else None


def _code(name: str) -> tuple[str, str]:
    """The list's code of a transition, and the name of one that it has none for."""
    kind, _, number = name.partition(" ")
    if kind == "wipe" and number.isdecimal() and len(number) <= 3:
        return f"W{int(number):03}", ""
    return "D", "" if name == "dissolve" else name


def _reel(shot: Shot) -> str:
    """The reel, as one word: a list separates its fields by spaces."""
    if shot.source.generated:
        return _BLACK
    return "_".join(shot.source.reel.split()) or _AUXILIARY


def _plain(text: str) -> str:
    """Text on one line."""
    return " ".join(text.splitlines()).strip()
