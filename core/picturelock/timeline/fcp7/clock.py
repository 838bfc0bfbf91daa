"""Rates, frame counts and timecodes as xmeml writes them, and Premiere's ticks.

Frames are whole numbers or fractions; Premiere's ticks (1/254 016 000 000 s) are exact in flicks and finer than a frame.
"""

from __future__ import annotations

import re
from fractions import Fraction
from functools import lru_cache

from picturelock.timeline.fcp7.xml import Node
from picturelock.times import Flicks, FrameRate, Timecode, nearest

TICKS_PER_FLICK = 360
MAX_FRAMES = 10**10
_NUMBER = re.compile(r"[-+]?\d{1,15}(\.\d{0,25})?([eE][-+]?\d{1,2})?", re.ASCII)
_TICKS = re.compile(r"-?\d{1,20}", re.ASCII)
_NTSC = (24, 30, 48, 60, 120)
_ROUNDED_DOWN = {"23": "23.976", "29": "29.97", "47": "47.952", "59": "59.94"}
"""Timebases of writers that cut off what is after the point; these rates exist in no other way."""
_MAX_PICTURE_RATE = 1000
"""Sound is counted in samples: a timebase of 48000."""
_CLEAN_DENOMINATOR = 10**9


def rate_of(node: Node | None, around: FrameRate | None = None) -> FrameRate | None:
    """The rate that the `rate` of an element says; None where it says none, or one that does not exist.

    around: of what holds the element, whose `ntsc` it has where it does not say it itself.
    """
    rate = node.find("rate") if node is not None else None
    if rate is None:
        return None
    base = rate.get("timebase")
    try:
        found = FrameRate.parse(_ROUNDED_DOWN.get(base, base))
    except ValueError:
        return None
    if "ntsc" not in rate.values and around is not None and found.den == 1 and around.nominal == found.num:
        return around
    # Table B-1 of Apple's description: there is no NTSC variant of 25 or 50.
    if rate.get("ntsc").upper() == "TRUE" and found.den == 1 and found.num in _NTSC:
        return FrameRate(found.num * 1000, 1001)
    return found


def picture_rate(node: Node | None, around: FrameRate | None = None) -> FrameRate | None:
    """As `rate_of`; None where it counts samples of sound."""
    found = rate_of(node, around)
    return found if found is not None and found.num <= _MAX_PICTURE_RATE * found.den else None


@lru_cache(maxsize=1 << 16)
def number(text: str) -> Fraction | None:
    """A count of frames, or a value; None for what is none (also where it is more than anybody means)."""
    if not _NUMBER.fullmatch(text):
        return None
    found = Fraction(text)
    return found if abs(found) <= MAX_FRAMES else None


def count(node: Node, tag: str) -> Fraction | None:
    """A count of frames that an element holds; None where it is missing or says "not set"."""
    found = number(node.get(tag))
    return None if found == -1 else found


def ticks(node: Node, tag: str) -> Fraction | None:
    """Premiere's ticks, in flicks."""
    text = node.get(tag)
    return Fraction(int(text), TICKS_PER_FLICK) if _TICKS.fullmatch(text) else None


def timecode_of(node: Node | None, rate: FrameRate | None) -> Flicks | None:
    """The time of a `timecode`: its frame count, else its label. rate: what it inherits where it says none."""
    timecode = node.find("timecode") if node is not None else None
    own = rate_of(timecode, rate) or rate
    if timecode is None or own is None:
        return None
    frame = number(timecode.get("frame"))
    if frame is not None and frame >= 0:
        return nearest(frame * own.frame)
    drop = is_drop(timecode) and bool(own.drop_labels)
    try:
        return Timecode.parse(timecode.get("string"), own, drop).time
    except ValueError:
        return None


def is_drop(timecode: Node) -> bool:
    """True where labels are drop-frame: by the format, else by the label itself."""
    form = timecode.get("displayformat").upper()
    return form == "DF" or (not form and ";" in timecode.get("string"))


def percent(text: str) -> Fraction | None:
    """A speed in percent. One with many decimals is the simplest fraction that is written so: 77.7777777777778 is 7/9."""
    found = number(text)
    if found is None:
        return None
    exact = found / 100
    decimals = len(text.partition(".")[2])
    if decimals < 12:
        return exact
    clean = exact.limit_denominator(_CLEAN_DENOMINATOR)
    return clean if abs(clean - exact) * 10 ** (decimals + 2) <= 1 else exact


def decimal(value: Fraction, places: int = 12) -> str:
    """A number in decimals: exact where that takes no more places, else rounded to so many."""
    scaled = nearest(value * 10**places)
    sign, scaled = ("-" if scaled < 0 else ""), abs(scaled)
    whole, below = divmod(scaled, 10**places)
    tail = f"{below:0{places}}".rstrip("0")
    return f"{sign}{whole}.{tail}" if tail else f"{sign}{whole}"
