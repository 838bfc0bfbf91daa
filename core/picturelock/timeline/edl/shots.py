"""Shots and what they are made of, from the lines of an edit decision list."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from picturelock.cut import Cdl, Shot, Source
from picturelock.timeline.edl.lines import BLACK, NO_REEL, Line
from picturelock.timeline.references import media_name
from picturelock.times import Flicks, FrameRate, Span, nearest


def from_black(event: list[Line], line: Line) -> bool:
    """True for a transition whose outgoing side is said to be black, whatever ends there."""
    return line is not event[0] and line.length > 0 and event[0].reel.upper() in BLACK


def slack_of(record: int, rate: FrameRate) -> Fraction:
    """Frames by which a retimed source may differ: one at an edge, and half a tenth of a frame per second in M2."""
    return 2 + Fraction(record, 20 * rate.nominal)


def continues(before: Shot, shot: Shot) -> bool:
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


def joined(before: Shot, longer: Flicks) -> Shot:
    """The shot, running on for a record time."""
    record = Span(before.record_span.start, before.record_span.end + longer)
    frames = nearest(record.duration * before.speed)
    start = before.source_span.end - frames if before.reverse else before.source_span.start
    return replace(before, record_span=record, source_span=Span(start, start + frames))


def held(before: Shot, longer: Flicks) -> Shot:
    """The shot, frozen for a record time more."""
    return replace(before, record_span=Span(before.record_span.start, before.record_span.end + longer))


def placed_on(line: Line) -> tuple[str, ...]:
    """The tracks of a line; the foreground of a key lies above its background."""
    if line.transition in ("K", "KO"):
        return tuple("V2" if track == "V1" else track for track in line.tracks)
    return line.tracks


def effect_name(line: Line) -> str:
    """What people call the transition: "dissolve", "wipe 001", else as the list names it."""
    if line.transition[0] == "W":
        return f"wipe {int(line.transition[1:]):03}"
    return line.effect or {"C": "", "D": "dissolve", "K": "key"}[line.transition[0]]


def grade_of(line: Line) -> Cdl | None:
    """The colour decisions of a line; None where it has none."""
    if not line.sop and line.saturation is None:
        return None
    r = line.sop if len(line.sop) == 9 else (1.0, 1.0, 1.0, 0.0, 0.0, 0.0, 1.0, 1.0, 1.0)
    saturation = 1.0 if line.saturation is None else line.saturation
    return Cdl((r[0], r[1], r[2]), (r[3], r[4], r[5]), (r[6], r[7], r[8]), saturation)


def source_of(line: Line) -> Source:
    """What a line shows some of."""
    reel = "" if line.reel.upper() in NO_REEL else line.reel
    if line.reel.upper() in BLACK:
        return Source(line.reel, generated=True)
    name = media_name(line.file) or line.clip or line.reel
    return Source(name, reel, url=line.file, rate=line.rate, drop=line.drop)
