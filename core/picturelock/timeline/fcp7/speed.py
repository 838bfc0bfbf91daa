"""What media a clip shows: its in point, and its Time Remap effect where it has one.

`in` and `out` count frames of the clip, which is as long as the media is after its speed; with a Time Remap, the graph (or the
speed) says what media frame that is. Both are in the frame rate of the sequence, whatever the media's is ("In points are stored
in the frame rate of a sequence", Apple, on `mixedratesoffset`), except in some files of Premiere, where the lengths tell.
Premiere's ticks are the media time itself, exact where `in` was rounded.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from fractions import Fraction

from picturelock.timeline.fcp7.clock import count, number, percent, ticks
from picturelock.timeline.fcp7.files import Reading
from picturelock.timeline.fcp7.xml import Node
from picturelock.times import FrameRate

Point = tuple[Fraction, Fraction]
"""Record time from the clip's own first frame (with what it shows under transitions), and media time; flicks."""


MAX_KEYS = 20_000
"""Keyframes of one clip: one for every frame of a quarter of an hour."""


@dataclass(frozen=True, slots=True)
class Shown:
    """The media time of a clip over record time; both in flicks, media time from the media's first frame."""

    first: Fraction
    """At its first frame: where it starts, or, in reverse, the end of what it shows."""
    speed: Fraction = Fraction(1)
    reverse: bool = False
    points: tuple[Point, ...] = ()
    """Of a speed that changes: straight between them."""

    def at(self, time: Fraction | int) -> Fraction:
        """The media time at a record time of the clip."""
        if not self.points:
            if self.speed == 1 and not self.reverse:
                return self.first + time
            return self.first - self.speed * time if self.reverse else self.first + self.speed * time
        index = min(max(bisect_right(self.points, time, key=lambda point: point[0]), 1), len(self.points) - 1)
        (t0, v0), (t1, v1) = self.points[index - 1], self.points[index]
        return v0 + (v1 - v0) * (time - t0) / (t1 - t0)


@dataclass(frozen=True, slots=True)
class Key:
    """A keyframe of the speed graph: what media frame the clip shows at which of its own."""

    when: Fraction
    value: Fraction
    flag: str
    """"start", "in", "out", "end" or ""."""
    virtual: bool
    smooth: bool


@dataclass(frozen=True, slots=True)
class Remap:
    """A Time Remap effect."""

    speed: Fraction
    reverse: bool
    variable: bool
    keys: tuple[Key, ...]
    premiere: bool

    def key(self, flag: str) -> Key | None:
        """The keyframe at the clip's in or out point."""
        return next((key for key in self.keys if key.flag == flag), None)


def remap_of(clip: Node, reading: Reading) -> Remap | None:
    """The Time Remap of a clip, if it has one that is switched on and does something."""
    effect = next(
        (
            effect
            for holder in clip.all("filter")
            if holder.get("enabled").upper() != "FALSE"
            for effect in holder.all("effect")
            if effect.get("effectid") == "timeremap"
        ),
        None,
    )
    if effect is None:
        return None
    found = {node.get("parameterid"): node for node in effect.all("parameter")}
    given = found["speed"].get("value") if "speed" in found else ""
    speed = percent(given) if given else Fraction(1)
    if speed is None:
        raise reading.wrong(clip, f"has a speed that is no number: {given[:40]!r}.")
    graph = found.get("graphdict")
    keys = _keys(graph) if graph is not None else ()
    if len(keys) > MAX_KEYS:
        raise reading.wrong(clip, f"has more than {MAX_KEYS:,} keyframes of speed; no editing system writes that.")
    if not keys and 0 < abs(speed) < Fraction(1, 100):
        premiere_least = Fraction(1, 1000)
        if abs(speed) != premiere_least:  # Hiero writes 0.25 for 25 %; Premiere's slowest is 0.1 %
            speed *= 100
            reading.note("timeline.fcp7-speed-factor", clip)
    reverse = _true(found.get("reverse")) != (speed < 0)
    variable = "variablespeed" in found and found["variablespeed"].get("value") == "1" and len(keys) > 1
    premiere = any(node.attributes.get("authoringApp") == "PremierePro" for node in found.values())
    if not variable and speed == 1 and not reverse:
        return None
    return Remap(abs(speed), reverse, variable, keys, premiere)


def _true(node: Node | None) -> bool:
    return node is not None and node.get("value").upper() == "TRUE"


def _keys(graph: Node) -> tuple[Key, ...]:
    found = []
    for node in graph.all("keyframe"):
        when, value = number(node.get("when")), number(node.get("value"))
        if when is None or value is None:
            continue
        flags = ("start", "in", "out", "end")
        flag = next((flag for flag in flags if node.get(f"speedkf{flag}").upper() == "TRUE"), "")
        handles = [node.find("inbez"), node.find("outbez")]
        smooth = any(handle is not None and number(handle.get("horiz")) for handle in handles)
        found.append(Key(when, value, flag, node.get("speedvirtualkf").upper() == "TRUE", smooth))
    return tuple(sorted(found, key=lambda key: key.when))


def shown(clip: Node, length: Fraction, rate: FrameRate, own: FrameRate | None, reading: Reading) -> Shown:
    """What a clip of so many frames shows. rate: of the sequence; own: of the clip itself. Raises InputError."""
    first, last = count(clip, "in"), count(clip, "out")
    first = first or Fraction(0)
    remap = remap_of(clip, reading)
    low, high = ticks(clip, "pproTicksIn"), ticks(clip, "pproTicksOut")
    if remap is None:
        return Shown(_unretimed(clip, first, last, length, rate, own, low, reading))
    if remap.variable:
        return _ramp(clip, first, length, rate, remap, reading)
    frame = rate.frame
    if low is not None and high is not None and abs(high - low - length * frame * remap.speed) < 2 * frame:
        return Shown(low + length * frame * remap.speed if remap.reverse else low, remap.speed, remap.reverse)
    start = _constant(clip, first, length, remap)
    return Shown(start * frame, remap.speed, remap.reverse)


def _unretimed(
    clip: Node, first: Fraction, last: Fraction | None, length: Fraction, rate: FrameRate, own: FrameRate | None,
    low: Fraction | None, reading: Reading,
) -> Fraction:  # fmt: skip
    """The media time at which a clip without a speed starts."""
    frame = rate.frame
    shows = last - first if last is not None else length
    if abs(shows - length) > 1:
        if own is not None and abs(shows * own.frame - length * frame) < 2 * max(own.frame, frame):
            return first * own.frame
        reading.note("timeline.fcp7-length-differs", clip)
    if low is not None and abs(low - first * frame) < frame:
        return low
    return first * frame


def _constant(clip: Node, first: Fraction, length: Fraction, remap: Remap) -> Fraction:
    """The media frame, in frames of the sequence, at which a clip of one speed starts to play."""
    key = remap.key("in")
    beside = key is None or abs(key.when - first) > 1
    if remap.speed == 0:
        held = key or (remap.keys[0] if remap.keys else None)
        return held.value if held is not None else first
    if not remap.reverse:
        if key is None or beside:
            return first * remap.speed
        return key.value + (first - key.when) * remap.speed
    if key is not None and not beside:
        # Of constant reverse keyframes Final Cut increments the value by 1: the frame shown at `when` is value - 1.
        return key.value - 1 + remap.speed + (key.when - first) * remap.speed
    if remap.keys or not count(clip, "duration"):
        # Premiere counts in and out from the media's start, also in reverse.
        return (first + length) * remap.speed
    return ((count(clip, "duration") or Fraction(0)) - first) * remap.speed


def _ramp(clip: Node, first: Fraction, length: Fraction, rate: FrameRate, remap: Remap, reading: Reading) -> Shown:
    """A clip whose speed changes while it runs.

    Of keyframes that nobody made only the first and last count, as in Final Cut Pro; those at the in and out points hold what a
    curve comes to there, but for Premiere's, which are not its own curve's (seen: -1815255671 among values of some hundreds).
    """
    keys = remap.keys
    real = [key for i, key in enumerate(keys) if not key.virtual or i in (0, len(keys) - 1)]
    held = () if remap.premiere else (remap.key("in"), remap.key("out"))
    real += [key for key in held if key is not None and key.virtual and _between(key, real)]
    by_time = {key.when: key for key in real}
    points = [(key.when, key.value) for _, key in sorted(by_time.items())]
    if any(key.smooth and first < key.when < first + length for key in by_time.values()):
        reading.note("timeline.fcp7-smooth-speed", clip)
    frame = rate.frame
    moved = tuple(((when - first) * frame, value * frame) for when, value in points)
    if len(moved) < 2:
        raise reading.wrong(clip, "changes speed without keyframes at two times.")
    return Shown(moved[0][1], points=moved)


def _between(key: Key, real: list[Key]) -> bool:
    """True for a value between those of the keyframes before and after; others are no part of the curve."""
    before = max((other for other in real if other.when < key.when), key=lambda one: one.when, default=None)
    after = min((other for other in real if other.when > key.when), key=lambda one: one.when, default=None)
    if before is None or after is None:
        return False
    return min(before.value, after.value) <= key.value <= max(before.value, after.value)
