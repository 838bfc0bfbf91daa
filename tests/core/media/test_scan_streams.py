"""Streams that come late, apart, or with clocks that leap: in bounded time and memory, and never shifted."""

from __future__ import annotations

import time
from fractions import Fraction

import numpy as np
import pytest
from picturelock.errors import InputError
from picturelock.media.scan import sound
from picturelock.media.scan.meter import Meter
from picturelock.media.scan.model import NOTHING, Group
from picturelock.media.scan.sound import Desk
from picturelock.times import FLICKS_PER_SECOND

RATE = 8000


def data(seconds: int = 1, level: float = 0.1) -> memoryview:
    return memoryview((level * np.sin(np.arange(seconds * RATE) * 0.3)).astype("<f4").tobytes())


def desk(*, seconds: int = 600, told: list[str] | None = None) -> Desk:
    """Two mono streams."""
    complain = told.append if told is not None else str
    return Desk(RATE, [(0, 1, 1), (1, 2, 1)], [], "film.mkv", seconds=Fraction(seconds), complain=complain)


def test_streams_stored_far_apart_stand_side_by_side() -> None:
    work = desk()
    for stream in (0, 1):
        for second in range(100):
            work.take(stream, Fraction(second), data())
    heard = work.finish()
    for channel in heard.channels:
        assert len(channel.level) == 2500 and NOTHING not in channel.level.values()
    assert {one.end for one in heard.streams} == {100 * FLICKS_PER_SECOND}


def test_what_comes_too_late_is_told_and_not_shifted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sound, "_PATIENCE", 20 * RATE * 4)
    told: list[str] = []
    work = desk(told=told)
    for second in range(60):
        work.take(0, Fraction(second), data())
    for second in range(60):
        work.take(1, Fraction(second), data())
    channels = work.finish().channels
    levels = channels[1].level.values()
    assert len(levels) == 1500 and told
    silent = [level == NOTHING for level in levels]
    assert silent == sorted(silent, reverse=True) and silent[0] and not silent[-1]


def test_a_stream_that_pauses_beyond_patience_has_a_gap_and_no_shift(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sound, "_PATIENCE", 5 * RATE * 4)
    told: list[str] = []
    work = desk(told=told)
    for second in range(60):
        work.take(0, Fraction(second), data())
        if second < 10 or second >= 40:
            work.take(1, Fraction(second), data())
    heard = work.finish()
    assert not told and [len(stream.gaps) for stream in heard.streams] == [0, 1]
    gap = heard.streams[1].gaps[0]
    assert (gap.start, gap.end) == (10 * FLICKS_PER_SECOND, 40 * FLICKS_PER_SECOND)
    levels = heard.channels[1].level.values()
    assert levels[:250].count(NOTHING) == 0 and set(levels[250:1000]) == {NOTHING} and NOTHING not in levels[1000:]


def test_a_leap_beyond_the_film_is_refused_at_once() -> None:
    work = desk(seconds=2)
    work.take(0, Fraction(0), data())
    with pytest.raises(InputError, match="leap beyond"):
        work.take(0, Fraction(900), data())


def test_hours_before_the_first_sound_take_seconds() -> None:
    meter = Meter(Group((1, 2), "stereo"), RATE)
    work = Desk(RATE, [(0, 1, 2)], [meter], "film.mkv", seconds=Fraction(3 * 3600))
    begun = time.process_time()
    work.take(0, Fraction(2 * 3600), data(2))
    heard = work.finish()
    assert time.process_time() - begun < 10
    assert heard.channels[0].level.values().count(NOTHING) == 2 * 3600 * 25
    assert heard.programmes[0].integrated is not None
