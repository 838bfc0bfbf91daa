"""A CMX 3600 edit decision list as a `Cut`.

Record times rule: a shot starts and ends where the list says, at the timecode of the first record time. What it shows starts
at the source's in-point; its speed is that of the M2 line, in frames of source per second of record. In reverse, a list that
names the whole stretch is taken at its word; one that names a single frame plays backwards from it, as Avid means it.
Shots of the outgoing side of a dissolve or wipe stay on screen for its length beyond their edge.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path

from picturelock.cut import Cdl, Cut, Effect, Marker, Shot, ShotKind, Source
from picturelock.errors import InputError, UsageError
from picturelock.findings import Fact, Finding, Place
from picturelock.timeline.edl.evidence import improbable, which_rate
from picturelock.timeline.edl.lines import BLACK, NO_FILE, EditList, Line
from picturelock.timeline.edl.parsing import read_lines
from picturelock.timeline.edl.speed import speed_of
from picturelock.timeline.references import media_name
from picturelock.times import Flicks, FrameRate, Span, Timecode, nearest

LENGTH_MISMATCH = "timeline.length-mismatch"
NO_REEL = ("AX",)
"""An auxiliary source: the list says only that the picture comes from no reel."""


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
    """What of a source a line shows, in frames."""

    start: int
    frames: Fraction
    speed: Fraction
    reverse: bool


class _Builder:
    """Makes shots from events."""

    def __init__(self, path: Path, rate: FrameRate, found: EditList) -> None:
        self.path = path
        self.rate = rate
        self.found = found
        self.day = Timecode.parse(f"23:59:59:{rate.nominal - 1:02}", rate, found.drop).frames + 1
        self.findings = list(found.findings)

    def cut(self) -> tuple[Cut, tuple[Finding, ...]]:
        lines = [line for event in self.found.events for line in event]
        for line in lines:
            self._unwrap(line, lines[0].record_in)
            line.file = "" if line.file == NO_FILE else line.file
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
        if line.source_out < line.source_in - self.day // 2:
            line.source_out += self.day
        if line.record_out < line.record_in:
            message = "ends in record before it starts; expected the later timecode last."
            raise InputError(message, file=self.path, place=f"line {line.number}")

    def _shots(self, start: int) -> tuple[Shot, ...]:
        numbers: Counter[str] = Counter()
        made: list[Shot] = []
        last: dict[str, int] = {}
        for event in sorted(self.found.events, key=lambda event: event[-1].record_in):
            for line in event:
                shown = self._shown(line) if line.record_out > line.record_in else None
                for track in _placed(line):
                    before = made[last[track]] if track in last and not _from_black(event, line) else None
                    # The outgoing side of a transition is the shot before, whose media runs on below this one.
                    if before is not None and line.length and self._meets(before, line, start):
                        made[last[track]], fades = self._outgoing(before, line)
                        if fades:
                            continue
                    if shown is None:
                        continue
                    before = before if before is not None and self._meets(before, line, start) else None
                    shot = self._shot(line, shown, track, numbers[track] + 1, start, before)
                    if track in last and _continues(made[last[track]], shot):
                        made[last[track]] = _joined(made[last[track]], shot.record_span.duration)
                        continue
                    numbers[track] += 1
                    last[track] = len(made)
                    made.append(shot)
        return tuple(
            sorted(made, key=lambda shot: (shot.record_span.start, shot.kind != "video", len(shot.track), shot.track))
        )

    def _meets(self, shot: Shot, line: Line, start: int) -> bool:
        return shot.record_span.end == self.rate.time_of(line.record_in - start) and not shot.source.generated

    def _outgoing(self, shot: Shot, line: Line) -> tuple[Shot, bool]:
        """The shot on the outgoing side of a line, and whether the line is only its fade to black."""
        length = self.rate.time_of(line.length)
        if line.reel.upper() in BLACK and line.record_out - line.record_in == line.length:
            longer = _joined(shot, length) if shot.speed else _held(shot, length)
            fade = Effect("transition-out", _effect_name(line), inside=length)
            return replace(longer, effects=(*shot.effects, fade)), True
        return replace(shot, effects=(*shot.effects, Effect("transition-out", _effect_name(line), length))), False

    def _shot(self, line: Line, shown: _Shown, track: str, number: int, start: int, before: Shot | None) -> Shot:
        kind: ShotKind = "video" if track.startswith("V") else "audio"
        time = self.rate.time_of
        source_start = time(shown.start)
        return Shot(
            id=f"{track}:{number}",
            track=track,
            kind=kind,
            name=line.clip or media_name(line.file) or line.reel,
            source=_source(line),
            source_span=Span(source_start, source_start + nearest(shown.frames * self.rate.frame)),
            record_span=Span(time(line.record_in - start), time(line.record_out - start)),
            speed=shown.speed,
            reverse=shown.reverse,
            # The incoming side of a list's transition is on screen from its own edge on.
            effects=(self._incoming(line, before),) if line.length or line.transition != "C" else (),
            comments=tuple(line.comments),
            cdl=_cdl(line),
        )

    def _incoming(self, line: Line, before: Shot | None) -> Effect:
        from_nothing = before is None or before.source.generated
        return Effect("transition-in", _effect_name(line), inside=self.rate.time_of(line.length) if from_nothing else 0)

    def _shown(self, line: Line) -> _Shown:
        record, source = line.record_out - line.record_in, line.source_out - line.source_in
        if line.freeze and line.m2 is None:
            line.m2 = Fraction(0)
        if line.m2 is None:
            if abs(source) != record and line.reel.upper() not in BLACK:
                self._differs(LENGTH_MISMATCH, line, record, abs(source), record)
            first = line.source_in if source >= 0 else line.source_out
            return _Shown(first, Fraction(record), Fraction(1), source < 0)
        speed = speed_of(line.m2, self.rate)
        frames = record * abs(speed)
        if speed == 0:
            return _Shown(line.source_in, Fraction(0), Fraction(0), False)
        if speed > 0:
            if abs(source - frames) > _slack(record, self.rate):
                self._differs("timeline.retime-disagrees", line, record, source, round(frames))
            return _Shown(line.source_in, frames, speed, False)
        if abs(abs(source) - frames) <= _slack(record, self.rate):
            return _Shown(min(line.source_in, line.source_out), frames, -speed, True)
        # The list names the frame that the reverse starts from; the stretch ends with that frame.
        entry = line.source_in if line.m2_entry is None else line.m2_entry
        return _Shown(entry + 1 - int(frames), frames, -speed, True)

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


def _from_black(event: list[Line], line: Line) -> bool:
    """True for a transition whose outgoing side is said to be black, whatever ends there."""
    return line is not event[0] and line.length > 0 and event[0].reel.upper() in BLACK


def _slack(record: int, rate: FrameRate) -> Fraction:
    """Frames by which a retimed source may differ: one at an edge, and half a tenth of a frame per second in M2."""
    return 2 + Fraction(record, 20 * rate.nominal)


def _continues(before: Shot, shot: Shot) -> bool:
    """True for the rest of a shot that a list wrote as two events: its transition, and what comes after."""
    return (
        any(effect.kind == "transition-in" for effect in before.effects)
        and not shot.effects
        and before.record_span.end == shot.record_span.start
        and (before.source.reel, before.speed, before.reverse) == (shot.source.reel, shot.speed, shot.reverse)
        and (not before.name or not shot.name or before.name == shot.name)
        and shot.speed > 0
        and _seam(before, shot) == 0
    )


def _seam(before: Shot, shot: Shot) -> int:
    if shot.reverse:
        return before.source_span.start - shot.source_span.end
    return shot.source_span.start - before.source_span.end


def _joined(before: Shot, longer: Flicks) -> Shot:
    """The shot, running on for a record time."""
    record = Span(before.record_span.start, before.record_span.end + longer)
    frames = nearest(record.duration * before.speed)
    start = before.source_span.end - frames if before.reverse else before.source_span.start
    return replace(before, record_span=record, source_span=Span(start, start + frames))


def _held(before: Shot, longer: Flicks) -> Shot:
    return replace(before, record_span=Span(before.record_span.start, before.record_span.end + longer))


def _placed(line: Line) -> tuple[str, ...]:
    """The tracks of a line; the foreground of a key lies above its background."""
    if line.transition in ("K", "KO"):
        return tuple("V2" if track == "V1" else track for track in line.tracks)
    return line.tracks


def _effect_name(line: Line) -> str:
    """What people call the transition: "dissolve", "wipe 001", else as the list names it."""
    if line.transition[0] == "W":
        return f"wipe {int(line.transition[1:]):03}"
    return line.effect or {"C": "", "D": "dissolve", "K": "key"}[line.transition[0]]


def _cdl(line: Line) -> Cdl | None:
    if not line.sop and line.saturation is None:
        return None
    r = line.sop if len(line.sop) == 9 else (1.0, 1.0, 1.0, 0.0, 0.0, 0.0, 1.0, 1.0, 1.0)
    saturation = 1.0 if line.saturation is None else line.saturation
    return Cdl((r[0], r[1], r[2]), (r[3], r[4], r[5]), (r[6], r[7], r[8]), saturation)


def _source(line: Line) -> Source:
    reel = "" if line.reel.upper() in NO_REEL else line.reel
    if line.reel.upper() in BLACK:
        return Source(line.reel, generated=True)
    return Source(media_name(line.file) or line.clip or line.reel, reel, url=line.file)
