"""Cuts whose media count, start or lie otherwise than the cut says; as `cuts`, on which they build."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

from picturelock.cut import Cut, Source
from picturelock.times import DAY, FrameRate, Span

BASE = sys.modules["timeline_cuts"]
"""Whoever loads this has loaded that: test files cannot import each other."""


def other_counts() -> Cut:
    """A source that counts in non-drop frame in a cut that counts in drop frame, one that does as the cut, one that says it."""
    rate = BASE.RATES["29.97 drop"][0]
    plain, as_cut, told = (
        BASE.source("plain.mov", rate),
        BASE.source("cut.mov", rate, 14),
        BASE.source("drop.mov", rate, 15),
    )
    return BASE.cut(
        BASE.shot("V1:1", (0, 90), 7, replace(plain, drop=False), rate), BASE.shot("V1:2", (90, 120), 1800, as_cut, rate),
        BASE.shot("V1:3", (120, 200), 1800, replace(told, drop=True), rate),
        BASE.shot("A1:1", (0, 90), 7, replace(plain, drop=False), rate), rate=rate, drop=True,
    )  # fmt: skip


def drop_source() -> Cut:
    """The other way round: most sources are drop-frame, and the cut is not."""
    rate = BASE.RATES["29.97"][0]
    film = BASE.source("drop.mov", rate, drop=True)
    return BASE.cut(
        BASE.shot("V1:1", (0, 90), 1795, film, rate), BASE.shot("V1:2", (90, 120), 1800, film, rate),
        BASE.shot("V1:3", (120, 200), 1800, BASE.source("plain.mov", rate, 14), rate), rate=rate,
    )  # fmt: skip


def before_zero() -> Cut:
    """More of a source than there was: it starts at 00:00:00:00, and is used from a second before."""
    early = BASE.source("early.mov", hour=0)
    return BASE.cut(BASE.shot("V1:1", (0, 48), -24, early), BASE.shot("V1:2", (48, 96), 24, early))


def later_than_a_day() -> Cut:
    made = BASE.cut(BASE.shot("V1:1", (0, 48), 100), BASE.shot("V1:2", (48, 96), 200))
    return replace(made, start=made.start + DAY)


def frame_for_frame() -> Cut:
    """Each frame of a source at 25 lasts a frame of the cut at 24."""
    pal = FrameRate(25)
    film = BASE.source("PAL.mov", pal, 10)
    start = (film.start or 0) + pal.time_of(92)
    whole = BASE.shot("V1:1", (0, 68), 0, film)
    return BASE.cut(replace(whole, source_span=Span(start, start + pal.time_of(68)), speed=Fraction(24, 25)))


def found_elsewhere() -> Cut:
    """Media that were found: where the timeline says, in another folder, and a sequence."""
    there, moved = BASE.source("there.mov"), BASE.source("moved.mov", hour=11)
    frames_of = BASE.source("sh010.%04d.exr", hour=12)
    return BASE.cut(
        BASE.shot("V1:1", (0, 48), 0, replace(there, path=Path("/media/there.mov"))),
        BASE.shot("V1:2", (48, 60), 0, replace(moved, path=Path("/raid/Jour 2/moved.mov"))),
        BASE.shot("V1:3", (60, 96), 0, replace(frames_of, path=Path("/renders/sh010.1001.exr"))),
    )  # fmt: skip


def nested_sound_between_frames() -> Cut:
    """Within a nest, sound whose file starts between two frames of the picture, as recorders stamp it."""
    late = BASE.R24.frame * 7 // 25
    wild = BASE.source("wild.wav", hour=5)
    whole = BASE.frames(BASE.hours(5), BASE.hours(5) + 2000).shift(late)
    wild = replace(wild, start=whole.start, available=whole, rate=None)
    inside = BASE.cut(BASE.shot("V1:1", (0, 40), 100), BASE.shot("A1:1", (0, 40), 10, wild), hour=0, name="Multicam")
    return BASE.cut(
        replace(
            BASE.shot("V1:1", (0, 40), 0), source=Source("Multicam"), nest=inside, name="Multicam",
            source_span=BASE.frames(0, 40),
        ),
        BASE.shot("V1:2", (40, 60), 700),
    )  # fmt: skip


CUTS: dict[str, Callable[[], Cut]] = {
    "sources that count otherwise": other_counts,
    "drop-frame sources": drop_source,
    "before zero": before_zero,
    "later than a day": later_than_a_day,
    "frame for frame": frame_for_frame,
    "found elsewhere": found_elsewhere,
    "nested sound between frames": nested_sound_between_frames,
}
