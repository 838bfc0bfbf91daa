"""Time expressions of TTML (https://www.w3.org/TR/ttml2/#timing-time-value-expressions), to flicks and back, exactly."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import lru_cache

from picturelock.cues import Captions
from picturelock.times import (
    FLICKS_PER_MS,
    FLICKS_PER_SECOND,
    Flicks,
    FrameRate,
    divide_floor,
    divide_nearest,
    nearest,
    to_ms,
)

_CLOCK = re.compile(r"(\d{2,6}):(\d{2}):(\d{2})(?:\.(\d{1,20})|:(\d{2,4})(?:\.(\d{1,4}))?)?", re.ASCII)
_LENIENT = re.compile(r"\s*(\d{1,6}):(\d{1,2}):(\d{1,2})(?:[.,](\d{1,20})|[:;](\d{1,4})(?:\.(\d{1,4}))?)?\s*", re.ASCII)
_OFFSET = re.compile(r"(\d{1,15})(?:\.(\d{1,20}))?(h|ms|m|s|f|t)", re.ASCII)
_WHOLE = re.compile(r"\s*(\d{1,9})\s*", re.ASCII)
_RATIO = re.compile(r"\s*(\d{1,9})[\s:]+(\d{1,9})\s*", re.ASCII)
_UNITS = {"h": Fraction(3600), "m": Fraction(60), "ms": Fraction(1, 1000)}
_TWO = [f"{number:02}" for number in range(100)]  # twice as fast as formatting each time
_THREE = [f"{number:03}" for number in range(1000)]
_MILLISECONDS = {f".{digits}": FLICKS_PER_MS * count for count, digits in enumerate(_THREE)}
_NANO = 1_000_000_000
_DEFAULT_RATE = 30  # of TTML, where a file counts frames and does not say how many


@dataclass(frozen=True, slots=True)
class Clock:
    """What the root element says of time."""

    nominal: int = _DEFAULT_RATE
    """Frame labels in a second."""
    rate: Fraction = Fraction(_DEFAULT_RATE)
    """Frames in a second."""
    declared: bool = False
    """Whether the file names a frame rate."""
    sub_frames: int = 1
    tick: Fraction = Fraction(1)
    """Ticks in a second."""
    smpte: bool = False
    """Times are timecode labels; else they are media time, and only what follows the seconds counts frames."""
    drop: str = "nonDrop"
    """dropNTSC or dropPAL leave labels out; only where `smpte`."""
    usual: Mapping[str, Flicks] = field(default_factory=lambda: _MILLISECONDS)
    """What most times have after the seconds, as it is written: milliseconds or frames."""

    @classmethod
    def of(cls, attributes: Mapping[str, str]) -> Clock:
        """From the attributes of tt under their short names; what cannot be understood counts as not said."""
        nominal = _whole(attributes.get("ttp:frameRate"))
        ratio = _RATIO.fullmatch(attributes.get("ttp:frameRateMultiplier", ""))
        multiplier = (
            Fraction(int(ratio[1]), int(ratio[2])) if ratio and int(ratio[1]) and int(ratio[2]) else Fraction(1)
        )
        sub_frames = _whole(attributes.get("ttp:subFrameRate")) or 1
        rate = (nominal or _DEFAULT_RATE) * multiplier
        tick = _whole(attributes.get("ttp:tickRate")) or (rate * sub_frames if nominal else 1)
        smpte = attributes.get("ttp:timeBase") == "smpte"
        drop = attributes.get("ttp:dropMode", "nonDrop") if smpte else "nonDrop"
        clock = cls(nominal or _DEFAULT_RATE, rate, bool(nominal), sub_frames, Fraction(tick), smpte, drop, {})
        if smpte:
            return clock
        frames = {f":{_TWO[frame]}": clock._frames(frame) for frame in range(min(clock.nominal, len(_TWO)))}
        return replace(clock, usual=frames | _MILLISECONDS)

    @property
    def frame_rate(self) -> FrameRate | None:
        """The rate that the file names, if a frame of it is a whole number of flicks."""
        try:
            return FrameRate(self.rate.numerator, self.rate.denominator) if self.declared or self.smpte else None
        except ValueError:
            return None

    def read(self, text: str) -> Flicks | None:
        """The time of an expression, to the nearest flick; None for what is none."""
        part = self.usual.get(text[8:])
        if part is not None and (whole := _seconds(text[:8])) is not None:
            return whole + part
        match = _CLOCK.fullmatch(text)
        return self._clock(match) if match else self._offset(text)

    def read_leniently(self, text: str) -> Flicks | None:
        """As `read`, for times in the manner of SubRip, single digits and semicolons too."""
        match = _LENIENT.fullmatch(text)
        return self._clock(match) if match else self._offset(text.strip().lower())

    def _clock(self, match: re.Match[str]) -> Flicks:
        hours, minutes, seconds, fraction, frames, sub = match.groups()
        whole = (int(hours) * 60 + int(minutes)) * 60 + int(seconds)
        if self.smpte:
            count = whole * self.nominal + int(frames or 0) - self._dropped(int(hours), int(minutes))
            part = Fraction(int(sub or 0), self.sub_frames)
            if fraction:
                part = Fraction(int(fraction), 10 ** len(fraction)) * self.nominal
            return self._frames(count + part)
        if fraction:
            if len(fraction) == 3:
                return whole * FLICKS_PER_SECOND + int(fraction) * FLICKS_PER_MS
            return whole * FLICKS_PER_SECOND + divide_nearest(int(fraction) * FLICKS_PER_SECOND, 10 ** len(fraction))
        if frames:
            counted = int(frames) if sub is None else Fraction(int(sub), self.sub_frames) + int(frames)
            return whole * FLICKS_PER_SECOND + self._frames(counted)
        return whole * FLICKS_PER_SECOND

    def _frames(self, count: int | Fraction) -> Flicks:
        if isinstance(count, int):
            return divide_nearest(count * FLICKS_PER_SECOND * self.rate.denominator, self.rate.numerator)
        return nearest(count * FLICKS_PER_SECOND / self.rate)

    def _dropped(self, hours: int, minutes: int) -> int:
        """Labels left out since 00:00:00:00; the formulas are TTML's."""
        if self.drop == "dropNTSC":
            return (54 * hours + minutes - minutes // 10) * 2
        if self.drop == "dropPAL":
            return (27 * hours + minutes // 2 - minutes // 20) * 4
        return 0

    def _offset(self, text: str) -> Flicks | None:
        match = _OFFSET.fullmatch(text)
        if match is None:
            return None
        if match[3] == "f" and match[2] is None:
            return self._frames(int(match[1]))
        count = Fraction(int(match[1]))
        if match[2]:
            count += Fraction(int(match[2]), 10 ** len(match[2]))
        unit = match[3]
        per_second = self.rate if unit == "f" else self.tick if unit == "t" else 1
        return nearest(count * _UNITS.get(unit, Fraction(1)) * FLICKS_PER_SECOND / per_second)


@lru_cache(8192)
def _seconds(text: str) -> Flicks | None:
    """The time of "00:00:00"."""
    match = _CLOCK.fullmatch(text)
    if match is None or match.end(3) != len(text):
        return None
    return ((int(match[1]) * 60 + int(match[2])) * 60 + int(match[3])) * FLICKS_PER_SECOND


def _whole(text: str | None) -> int:
    match = _WHOLE.fullmatch(text or "")
    return int(match[1]) if match else 0


def parameters(rate: FrameRate | None) -> dict[str, str]:
    """The attributes of tt that make `expression` mean what it says."""
    if rate is None:
        return {}
    found = {"ttp:frameRate": str(rate.nominal)}
    multiplier = Fraction(rate.num, rate.den * rate.nominal)
    if multiplier != 1:
        found["ttp:frameRateMultiplier"] = f"{multiplier.numerator} {multiplier.denominator}"
    return found


def expression(rate: FrameRate | None) -> Callable[[Flicks], str]:
    """How times are written, exactly: "00:00:01:12" at a whole rate, "36f" at one such as 23.976, "00:00:01.500" without.

    A time that is on no frame, or on no millisecond, has nine digits of a second: less than a flick.
    """
    frame = rate.frame if rate is not None else 0
    whole = rate.num if rate is not None and rate.den == 1 else 0

    def at(time: Flicks) -> str:
        if frame and time % frame == 0:
            if not whole:
                return f"{time // frame}f"
            seconds, rest = divmod(time // frame, whole)
            return f"{hms(seconds)}:{rest:02}"
        if time % FLICKS_PER_MS == 0:
            return milliseconds(time // FLICKS_PER_MS)
        seconds, part = divmod(time, FLICKS_PER_SECOND)
        digits = f"{divide_nearest(part * _NANO, FLICKS_PER_SECOND):09}"
        return f"{hms(seconds)}.{digits}"

    return at


def whole_milliseconds(captions: Captions) -> Callable[[Flicks], str]:
    """How times are written where there are only milliseconds.

    Captions on frames are rounded down: a player that asks at the frame's own time must find the caption there, and the
    one before gone.
    """
    if captions.rate is None:
        return lambda time: milliseconds(to_ms(time))
    return lambda time: milliseconds(divide_floor(time, FLICKS_PER_MS))


def milliseconds(count: int) -> str:
    seconds, rest = divmod(count, 1000)
    return f"{hms(seconds)}.{_THREE[rest]}"


def hms(seconds: int) -> str:
    minutes, second = divmod(seconds, 60)
    hours, minute = divmod(minutes, 60)
    return f"{_TWO[hours] if hours < 100 else hours}:{_TWO[minute]}:{_TWO[second]}"
