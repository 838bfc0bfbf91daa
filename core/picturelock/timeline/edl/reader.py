"""A CMX 3600 edit decision list as a `Cut`.

Record times rule: a shot starts and ends where the list says, at the timecode of the first record time. What it shows starts
at the source's in-point; its speed is that of the M2 line, in frames of source per second of record. In reverse, a list that
names the whole stretch is taken at its word; one that names a single frame plays backwards from it, as Avid means it.
Shots of the outgoing side of a dissolve or wipe stay on screen for its length beyond their edge.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from fractions import Fraction
from math import ceil
from pathlib import Path

from picturelock.cut import Cut, Effect, Marker, Shot, ShotKind
from picturelock.cutmap import trim
from picturelock.errors import InputError, UsageError
from picturelock.findings import Fact, Finding, Place
from picturelock.timeline.edl.evidence import improbable, which_rate
from picturelock.timeline.edl.lines import BLACK, EditList, Line
from picturelock.timeline.edl.parsing import read_lines
from picturelock.timeline.edl.placing import complete_keys, from_side
from picturelock.timeline.edl.shots import (
    continues,
    effect_name,
    from_black,
    grade_of,
    held,
    joined,
    placed_on,
    slack_of,
    source_of,
)
from picturelock.timeline.edl.speed import speed_of
from picturelock.timeline.labels import frames_of_day
from picturelock.timeline.references import media_name
from picturelock.times import FrameRate, Span, nearest

LENGTH_MISMATCH = "timeline.length-mismatch"


def read(path: Path, rate: FrameRate | None = None) -> tuple[Cut, tuple[Finding, ...]]:
    """The cut in an .edl file. Raises UsageError without a rate: a list never says its own."""
    if rate is None:
        raise UsageError(f"{path.name} does not say its frame rate; no edit decision list does.", hint=which_rate(path))
    found = read_lines(path, rate)
    if not found.events:
        raise InputError("holds no events; expected an edit decision list (CMX 3600).", file=path)
    cut, findings = _Builder(path, rate, found).cut()
    doubt = improbable(path, rate)
    # At the wrong rate a third of the events seem to differ in length: that is said once, and not of each.
    return cut, findings if doubt is None else (doubt, *(one for one in findings if one.rule != LENGTH_MISMATCH))


@dataclass(frozen=True, slots=True)
class _Shown:
    """What of a source a line shows, in its own frames."""

    start: int
    frames: Fraction
    speed: Fraction
    reverse: bool
    below: Fraction = Fraction(0)
    """How far within its first frame it starts."""


@dataclass(slots=True)
class _Row:
    """A track, as far as it is laid."""

    track: str
    shots: list[Shot] = field(default_factory=list)
    line: Line | None = None
    """Of the last shot."""

    def add(self, shot: Shot, line: Line) -> None:
        self.shots.append(shot)
        self.line = line


class _Builder:
    """Makes shots from events."""

    def __init__(self, path: Path, rate: FrameRate, found: EditList) -> None:
        self.path = path
        self.rate = rate
        self.found = found
        self.day = frames_of_day(rate, found.drop)
        self.findings = list(found.findings)

    def cut(self) -> tuple[Cut, tuple[Finding, ...]]:
        lines = [line for event in self.found.events for line in event]
        for line in lines:
            self._unwrap(line, lines[0].record_in)
        self._complete(lines)
        start = min(line.record_in for line in lines)
        end = max(line.record_out for line in lines)
        shots = self._shots(start)
        markers = tuple(self._markers(start, end))
        time = self.rate.time_of
        name = self.found.title or self.path.stem
        cut = Cut(name, self.rate, shots, time(start), self.found.drop, markers, self.path, time(end - start))
        return replace(cut, comments=tuple(self.found.comments)), tuple(self.findings)

    def _unwrap(self, line: Line, first: int) -> None:
        """Times that run past midnight count on; anything else that ends before it starts is no event."""
        if line.record_in < first - self.day // 2:
            line.record_in += self.day
            line.record_out += self.day
        if line.record_out < line.record_in - self.day // 2:
            line.record_out += self.day
        own = line.rate or self.rate
        day = frames_of_day(own, (self.found.drop if line.drop is None else line.drop) and own.drop_labels > 0)
        if line.source_out < line.source_in - day // 2:
            line.source_out += day
        if line.record_out < line.record_in:
            message = "ends in record before it starts; expected the later timecode last."
            raise InputError(message, file=self.path, place=f"line {line.number}")

    def _complete(self, lines: list[Line]) -> None:
        """What the list leaves out, where that can be told; the rest is left out here too, and said."""
        keys, lost = complete_keys(self.found)
        lost += [line for line in lines if not line.tracks]
        for rule, some in (("timeline.edl-key-length", keys), ("timeline.edl-left-out", lost)):
            if some:
                self._note(rule, sorted(some, key=lambda line: line.number))
        turned, previous = [], lines[0]
        for line in lines:
            if line.mode != previous.mode and line.colons and line.record_in != previous.record_out:
                turned.append(line)
            previous = line
        if turned and self.rate.drop_labels:
            self._note("timeline.edl-fcm-changes", turned, drop=int(self.found.drop))

    def _shots(self, start: int) -> tuple[Shot, ...]:
        rows: dict[str, _Row] = {}
        beside: list[Line] = []
        for event in sorted(self.found.events, key=lambda event: event[-1].record_in):
            for line in event:
                shown = self._shown(line) if line.record_out > line.record_in else None
                for track in placed_on(line):
                    if not self._place(rows.setdefault(track, _Row(track)), event, line, shown, start):
                        beside.append(line)
        if beside:
            self._note("timeline.edl-outgoing", list({line.number: line for line in beside}.values()))
        made = [shot for row in rows.values() for shot in row.shots]
        return tuple(
            sorted(made, key=lambda shot: (shot.record_span.start, shot.kind != "video", len(shot.track), shot.track))
        )

    def _place(self, row: _Row, event: list[Line], line: Line, shown: _Shown | None, start: int) -> bool:
        """Put what a line shows on a track. False where a clip that it comes from has no room."""
        last = row.shots[-1] if row.shots and not from_black(event, line) else None
        met = last if last is not None and self._meets(last, line, start) else None
        side = from_side(event, line, met, row.line)
        room = side is None or line.record_out - line.record_in > line.length
        if side is not None and room and shown is not None:
            self._beside(row, side, line, shown, start)
            return True
        # The outgoing side of a transition is the shot before, whose media runs on below this one.
        if met is not None and line.length and side is None:
            row.shots[-1], fades = self._outgoing(met, line)
            if fades:
                return True
        if shown is not None:
            shot = self._shot(line, shown, row, start, met if side is None else None)
            if row.shots and continues(row.shots[-1], shot):
                row.shots[-1] = joined(row.shots[-1], shot.record_span.duration)
            else:
                row.add(shot, line)
        return room

    def _beside(self, row: _Row, side: Line, line: Line, shown: _Shown, start: int) -> None:
        """A transition from a clip that no event shows: that is on screen until it ends, and this one from before its edge."""
        outgoing = replace(side, record_in=line.record_in, record_out=line.record_in + line.length, length=0)
        forward = max(Fraction(0), speed_of(side.m2, self.rate)) if side.m2 is not None else Fraction(1)
        outgoing.source_out = side.source_in + nearest(line.length * forward)
        name, length = effect_name(line), self.rate.time_of(line.length)
        to_black = line.reel.upper() in BLACK
        before = self._shot(outgoing, self._shown(outgoing), row, start, None)
        fade = Effect("transition-out", name, inside=length if to_black else 0)
        row.add(replace(before, effects=(fade,)), outgoing)
        whole = self._shot(line, shown, row, start, None)
        own = trim(whole, Span(whole.record_span.start + length, whole.record_span.end))
        row.add(replace(own, effects=() if to_black else (Effect("transition-in", name, length),)), line)

    def _meets(self, shot: Shot, line: Line, start: int) -> bool:
        return shot.record_span.end == self.rate.time_of(line.record_in - start) and not shot.source.generated

    def _outgoing(self, shot: Shot, line: Line) -> tuple[Shot, bool]:
        """The shot on the outgoing side of a line, and whether the line is only its fade to black."""
        length = self.rate.time_of(line.length)
        if line.reel.upper() in BLACK and line.record_out - line.record_in == line.length:
            longer = joined(shot, length) if shot.speed else held(shot, length)
            fade = Effect("transition-out", effect_name(line), inside=length)
            return replace(longer, effects=(*shot.effects, fade)), True
        return replace(shot, effects=(*shot.effects, Effect("transition-out", effect_name(line), length))), False

    def _shot(self, line: Line, shown: _Shown, row: _Row, start: int, before: Shot | None) -> Shot:
        kind: ShotKind = "video" if row.track.startswith("V") else "audio"
        time, own = self.rate.time_of, line.rate or self.rate
        source_start = own.time_of(shown.start) + nearest(shown.below * own.frame)
        return Shot(
            id=f"{row.track}:{len(row.shots) + 1}",
            track=row.track,
            kind=kind,
            name=line.clip or media_name(line.file) or line.reel,
            source=source_of(line),
            source_span=Span(source_start, source_start + nearest(shown.frames * own.frame)),
            record_span=Span(time(line.record_in - start), time(line.record_out - start)),
            speed=shown.speed,
            reverse=shown.reverse,
            # The incoming side of a list's transition is on screen from its own edge on.
            effects=(self._incoming(line, before),) if line.length or line.transition != "C" else (),
            comments=tuple(line.comments),
            cdl=grade_of(line),
        )

    def _incoming(self, line: Line, before: Shot | None) -> Effect:
        from_nothing = before is None or before.source.generated
        return Effect("transition-in", effect_name(line), inside=self.rate.time_of(line.length) if from_nothing else 0)

    def _shown(self, line: Line) -> _Shown:
        record, source = line.record_out - line.record_in, line.source_out - line.source_in
        own = line.rate or self.rate
        whole = Fraction(record * self.rate.frame, own.frame)
        """Frames of the source in as much time."""
        if line.freeze and line.m2 is None:
            line.m2 = Fraction(0)
        if line.m2 is None:
            frame_for_frame = abs(source) == record and abs(source - whole) > 1
            slack = 1 if own == self.rate else 2
            if abs(abs(source) - whole) >= slack and not frame_for_frame and line.reel.upper() not in BLACK:
                self._differs(LENGTH_MISMATCH, line, record, abs(source), round(whole))
            first = line.source_in if source >= 0 else line.source_out
            frames = Fraction(record) if frame_for_frame else whole
            return _Shown(first, frames, frames / whole if record else Fraction(1), source < 0)
        speed = speed_of(line.m2, self.rate)
        frames = whole * abs(speed)
        if speed == 0:
            return _Shown(line.source_in, Fraction(0), Fraction(0), False)
        fits = abs(abs(source) - frames) <= slack_of(record, self.rate)
        if not fits and (speed > 0 or abs(source) > 1):
            self._differs("timeline.retime-disagrees", line, record, source, round(frames))
        if speed > 0:
            return _Shown(line.source_in, frames, speed, False)
        if fits:
            return _Shown(min(line.source_in, line.source_out), frames, -speed, True)
        # The list names the frame that the reverse starts from; the stretch ends with that frame.
        entry = line.source_in if line.m2_entry is None else line.m2_entry
        whole_frames = ceil(frames)
        return _Shown(entry + 1 - whole_frames, frames, -speed, True, whole_frames - frames)

    def _note(self, rule: str, lines: list[Line], **more: Fact) -> None:
        """Say something of several lines, at the first of them."""
        some = ", ".join(str(line.number) for line in lines[:10]) + (" …" if len(lines) > 10 else "")
        first = lines[0]
        facts: dict[str, Fact] = {"count": len(lines), "lines": some, "clip": first.clip or first.reel, **more}
        self.findings.append(Finding(rule, "warning", Place(str(self.path), first.number), facts))

    def _differs(self, rule: str, line: Line, record: int, source: int, used: int) -> None:
        evidence: dict[str, Fact] = {
            "event": line.event, "line": line.number, "clip": line.clip or line.reel,
            "record_frames": record, "source_frames": source, "used_frames": used,
        }  # fmt: skip
        self.findings.append(Finding(rule, "warning", Place(str(self.path), line.number, source=line.reel), evidence))

    def _markers(self, start: int, end: int) -> Iterator[Marker]:
        outside = 0
        for locator in sorted(self.found.locators, key=lambda locator: locator.frame):
            frame = locator.frame + (self.day if locator.frame + self.day < end else 0)
            if not start <= frame <= end:
                outside += 1
                continue
            time = self.rate.time_of(frame - start)
            yield Marker(Span(time, time), locator.text, "", locator.color)
        if outside:
            self.findings.append(Finding("timeline.markers-outside", "info", Place(str(self.path)), {"count": outside}))
