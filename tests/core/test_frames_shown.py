"""Which frame of a file is on screen: counted by hand."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest
from picturelock.cut import Knot, Shot, Source
from picturelock.cutmap import frames_shown, ramped, trim
from picturelock.times import FrameRate, Span, nearest

R24, R30 = FrameRate(24), FrameRate(30)
NTSC = FrameRate(24000, 1001)


def shot(
    length: int, first: int, speed: str = "1", reverse: bool = False, rate: FrameRate = R24, of: FrameRate | None = None
) -> Shot:
    of = of or rate
    span, zero = Span(0, rate.time_of(length)), of.time_of(36000)
    start = zero + of.time_of(first)
    factor = Fraction(speed)
    source = Source("a.mov", start=zero, rate=of)
    shown = Span(start, start + nearest(span.duration * factor))
    return Shot("V1:1", "V1", "video", "a", source, shown, span, factor, reverse)


@pytest.mark.parametrize(
    ("one", "rate", "frames"),
    [
        (shot(4, 10), R24, (10, 11, 12, 13)),
        (shot(4, 10, reverse=True), R24, (13, 12, 11, 10)),
        (shot(5, 10, "2"), R24, (10, 12, 14, 16, 18)),
        (shot(5, 10, "1/2"), R24, (10, 10, 11, 11, 12)),
        (shot(4, 10, "3/2"), R24, (10, 11, 13, 14)),
        (shot(4, 10, "2", reverse=True), R24, (17, 15, 13, 11)),
        (shot(3, 10, "0"), R24, (10, 10, 10)),
        (shot(5, 0, of=R30), R24, (0, 1, 2, 3, 5)),
        (shot(5, 0, rate=R30, of=R24), R30, (0, 0, 1, 2, 3)),
        (shot(2, 5, rate=NTSC), NTSC, (5, 6)),
    ],
)
def test_frames_are_those_on_screen_when_a_record_frame_starts(
    one: Shot, rate: FrameRate, frames: tuple[int, ...]
) -> None:
    assert frames_shown(one, rate) == frames


def test_handles_go_on_beyond_the_edges() -> None:
    assert frames_shown(shot(2, 10), R24, 3, 2) == (7, 8, 9, 10, 11, 12, 13)
    assert frames_shown(shot(2, 10, reverse=True), R24, 1, 1) == (12, 11, 10, 9)


def test_a_ramp_is_followed_from_knot_to_knot() -> None:
    one = shot(8, 0)
    zero = one.source_span.start
    knots = [Knot(R24.time_of(r), zero + R24.time_of(s)) for r, s in ((0, 0), (2, 4), (6, 4), (8, 2))]
    assert frames_shown(ramped(one, knots), R24, 1, 1) == (-2, 0, 2, 4, 4, 4, 4, 3, 2, 1)


def test_a_start_that_was_rounded_by_a_flick_is_on_its_frame() -> None:
    one = shot(3, 10)
    for by in (-2, -1, 1, 2):
        moved = replace(one, source_span=one.source_span.shift(by))
        assert frames_shown(moved, R24) == (10, 11, 12)
        back = replace(shot(3, 10, reverse=True), source_span=one.source_span.shift(by))
        assert frames_shown(back, R24) == (12, 11, 10)


def test_the_part_that_is_left_shows_what_the_whole_showed() -> None:
    for speed, reverse in (("7/9", False), ("7/9", True), ("1001/1000", False), ("3", True)):
        whole = shot(90, 20, speed, reverse)
        part = trim(whole, Span(R24.time_of(13), R24.time_of(77)))
        assert frames_shown(part, R24) == frames_shown(whole, R24)[13:77]
