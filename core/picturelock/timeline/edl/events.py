"""The shots of a cut as events of an edit decision list: with their edges where a list has them, in whole frames.

cut   |-- A ------|-- B --|     A transition about the edit begins where B is first seen: A ends there, and B
list  |-- A --|---- B ----|     starts with as many frames more.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from picturelock.cut import Cut, Effect, Shot, Source
from picturelock.timeline.base import Losses
from picturelock.timeline.edges import are_apart, edge
from picturelock.timeline.edl.channels import merged
from picturelock.timeline.edl.lines import BLACK
from picturelock.times import Flicks, FrameRate, Span, nearest

NOTHING = "BL"
AUXILIARY = "AX"


@dataclass(frozen=True, slots=True)
class Event:
    """A shot on its channels, with its edges where a list has them: a transition starts at its record in."""

    shot: Shot
    channel: str
    record: Span
    """In frames since 00:00:00:00."""
    source_in: int
    """In frames of the source since its 00:00:00:00; below zero for what no timecode says."""
    length: int = 0
    """Of the transition that brings it in."""
    code: str = "C"
    before: Shot | None = None
    """The outgoing side of that transition; None = black."""
    name: str = ""
    """Of a transition that the list has no code for."""


class Events:
    """Makes the events of a cut that is opened."""

    def __init__(self, cut: Cut, losses: Losses) -> None:
        self._cut, self._losses = cut, losses
        self._rate: FrameRate = cut.rate
        self._before: dict[str, Shot] = {}
        """The shot before another on its track, by its id: it may end there or earlier."""
        self._after: dict[str, Shot] = {}

    def rate_of(self, shot: Shot) -> FrameRate:
        """At which a shot's source counts."""
        return self._rate if shot.source.generated else shot.source.rate or self._rate

    def frames_shown(self, frames: int, shot: Shot) -> Fraction:
        """How many frames of its source a shot shows in some of record."""
        return Fraction(frames * self._rate.frame * shot.speed, self.rate_of(shot).frame)

    def frame(self, record: Flicks) -> int:
        """The frame of a record time since 00:00:00:00."""
        return self._rate.nearest(self._cut.start + record)

    def of(self, shots: Sequence[Shot]) -> list[Event]:
        """Every event, in order of record time; black where the cut starts or ends with nothing."""
        self._chain(shots)
        found: list[Event] = []
        for shot, channel in merged(shots):
            found.append(self._event(shot, channel))
            fade = edge(shot, "transition-out")
            if fade is not None and self._joined(shot, self._after.get(shot.id)) is None:
                found[-1:] = self._faded(found[-1], fade)
        first, last = self.frame(0), self.frame(self._cut.duration)
        start, end = min(one.record.start for one in found), max(one.record.end for one in found)
        for empty in (Span(first, max(first, start)), Span(min(end, last), last)):
            if empty.duration:
                self._losses.add("gaps")
                found.append(self._black(empty))
        found = [one for one in found if one.record.duration]
        return sorted(found, key=lambda one: (one.record.start, one.record.end, not one.channel.endswith("V")))

    def _chain(self, shots: Sequence[Shot]) -> None:
        rows: dict[str, list[Shot]] = defaultdict(list)
        for shot in shots:
            if row := rows[shot.track]:
                self._before[shot.id], self._after[row[-1].id] = row[-1], shot
            row.append(shot)

    @staticmethod
    def _joined(shot: Shot, after: Shot | None) -> Shot | None:
        """The next shot, where the two touch and no black lies between them."""
        touches = after is not None and after.record_span.start == shot.record_span.end
        return after if after is not None and touches and not are_apart(shot, after) else None

    def _event(self, shot: Shot, channel: str) -> Event:
        record = Span(self.frame(shot.record_span.start), self.frame(shot.record_span.end))
        self._tell(shot)
        event = Event(shot, channel, record, self.rate_of(shot).nearest(shot.source_span.start))
        previous = self._before.get(shot.id)
        before = previous if previous is not None and self._joined(previous, shot) is not None else None
        into, out = edge(shot, "transition-in"), edge(before, "transition-out")
        if into is None and out is not None:
            into = Effect("transition-in", out.name)
        if into is not None:
            event = self._brought_in(event, before, into, out)
        return self._trimmed(event)

    def _tell(self, shot: Shot) -> None:
        """What of a shot is between frames, or is not said by its event."""
        own, frame, made = self.rate_of(shot), self._rate.frame, shot.source.generated
        times = [shot.record_span.start, shot.record_span.end] if self._cut.start % frame == 0 else []
        facts = {
            "fraction": any(time % frame for time in times) or shot.source_span.start % own.frame != 0,
            "ramps": bool(shot.ramp),
            "rates": own != self._rate,
            "before-zero": shot.source_span.start < 0 and not made,
            "generators": shot.source.generated and shot.source.name.upper() not in BLACK,
            "reels": bool(shot.source.reel) if shot.source.generated else len(shot.source.reel.split()) > 1,
        }
        for key, lost in facts.items():
            if lost:
                self._losses.add(key, shot.id, shot.record_span)

    def _brought_in(self, event: Event, before: Shot | None, into: Effect, out: Effect | None) -> Event:
        """The event with its transition, which starts where the first frame of this shot is seen."""
        shot = event.shot
        head = self._room(self._frames(into.handle), self._room_before(shot, before), shot)
        length = head + (self._frames(out.handle if out else 0) if before is not None else self._frames(into.inside))
        if length == 0:
            self._losses.add("transitions", shot.id, shot.record_span)
            return event
        if head:
            self._losses.add("transition-cuts", shot.id, shot.record_span)
        code, name = code_of(into.name)
        shown = 0 if shot.reverse else self._shown(head, shot)
        return replace(
            event, record=Span(event.record.start - head, event.record.end), source_in=event.source_in - shown,
            length=length, code=code, before=before, name=name,
        )  # fmt: skip

    def _room_before(self, shot: Shot, before: Shot | None) -> int:
        """For how many frames a shot may be seen earlier: not before the cut or its source, nor so that another has none left,
        unless its reel alone says that it comes from there."""
        previous = self._before.get(shot.id)
        free = self.frame(previous.record_span.end if previous is not None else 0)
        if before is not None:
            free = self.frame(before.record_span.start) + (0 if self._may_vanish(before) else 1)
        room = max(0, self.frame(shot.record_span.start) - free)
        endless = shot.reverse or shot.speed == 0 or shot.source.generated
        if endless:
            return room
        first = self.rate_of(shot).snap(shot.source_span.start)
        return max(0, min(room, int(Fraction(first, self._rate.frame) / shot.speed)))

    def _may_vanish(self, shot: Shot) -> bool:
        """True for a shot that needs no event of its own: the transition out of it names its reel, as nothing else does."""
        previous = self._before.get(shot.id)
        joined = previous is not None and self._joined(previous, shot) is not None
        alike = joined and previous is not None and reel_of(previous) == reel_of(shot)
        plain = edge(shot, "transition-in") is None and (not joined or edge(previous, "transition-out") is None)
        silent = shot.speed == 1 and not (shot.reverse or shot.ramp or shot.comments or shot.cdl)
        return plain and silent and not alike and reel_of(shot) != AUXILIARY and not shot.source.generated

    def _room(self, frames: int, room: int, shot: Shot) -> int:
        """As many frames of a transition as there is room for."""
        if frames > room:
            self._losses.add("transition-handles", shot.id, shot.record_span)
        return max(0, min(frames, room))

    def _trimmed(self, event: Event) -> Event:
        """The event without the tail over which the next shot is brought in before its own edge."""
        following = self._joined(event.shot, self._after.get(event.shot.id))
        into = edge(following, "transition-in")
        if following is None or into is None:
            return event
        return self._shorter(event, min(self._frames(into.handle), self._room_before(following, event.shot)))

    def _faded(self, event: Event, fade: Effect) -> list[Event]:
        """The event without its fade to black, and that: it lasts for as long as anything of the shot is seen."""
        shot, following = event.shot, self._after.get(event.shot.id)
        end = following.record_span.start if following is not None else self._cut.duration
        late = self._room(self._frames(fade.handle), max(0, self.frame(end) - event.record.end), shot)
        # A shot of which nothing is left before its fade would be no event.
        tail = min(self._frames(fade.inside), event.record.duration - 1)
        if tail + late == 0 or tail < self._frames(fade.inside):
            self._losses.add("transitions", shot.id, shot.record_span)
        if tail + late <= 0:
            return [event]
        if late:
            self._losses.add("transition-cuts", shot.id, shot.record_span)
        code, name = code_of(fade.name)
        black = self._black(Span(event.record.end - tail, event.record.end + late))
        black = replace(black, channel=event.channel, length=tail + late, code=code, before=shot, name=name)
        return [self._shorter(event, tail), black]

    def _shorter(self, event: Event, tail: int) -> Event:
        """The event without frames at its tail; in reverse, those are the first of its source."""
        gone = self._shown(tail, event.shot) if event.shot.reverse else 0
        record = Span(event.record.start, event.record.end - tail)
        return replace(event, record=record, source_in=event.source_in + gone)

    def _shown(self, frames: int, shot: Shot) -> int:
        """As `frames_shown`, in whole frames."""
        exact = self.frames_shown(frames, shot)
        if exact.denominator != 1:
            self._losses.add("fraction", shot.id, shot.record_span)
        return nearest(exact)

    def _black(self, record: Span) -> Event:
        time = self._rate.time_of
        span = Span(time(record.start) - self._cut.start, time(record.end) - self._cut.start)
        shot = Shot("", "V1", "video", "", Source(NOTHING, generated=True), Span(0, span.duration), span)
        return Event(shot, "V", record, 0)

    def _frames(self, time: Flicks) -> int:
        if time % self._rate.frame:
            self._losses.add("fraction")
        return self._rate.nearest(time)


def reel_of(shot: Shot) -> str:
    """The reel, as one word: a list separates its fields by spaces."""
    if shot.source.generated:
        return NOTHING
    return "_".join(shot.source.reel.split()) or AUXILIARY


def code_of(name: str) -> tuple[str, str]:
    """The list's code of a transition, and the name of one that it has none for."""
    kind, _, number = name.partition(" ")
    if kind == "wipe" and number.isdecimal() and len(number) <= 3:
        return f"W{int(number):03}", ""
    return "D", "" if name == "dissolve" else name
