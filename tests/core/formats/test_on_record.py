"""Captions that count in the timecode of a programme, against labels counted by hand."""

from __future__ import annotations

import pytest
from picturelock.cues import Captions, Cue, plain
from picturelock.cut import Cut
from picturelock.formats.on_record import on_record_time
from picturelock.times import Flicks, FrameRate, Span, Timecode, from_ms

FILM, NTSC, PAL = FrameRate(24000, 1001), FrameRate(30000, 1001), FrameRate(25)


def cut_at(label: str, rate: FrameRate, minutes: int = 50) -> Cut:
    return Cut("cut", rate, (), start=Timecode.parse(label, rate, False).time, duration=from_ms(minutes * 60_000))


def captions_at(label: str, rate: FrameRate, drop: bool = False, own: FrameRate | None = None) -> Captions:
    start = Timecode.parse(label, rate, drop).time
    return Captions((Cue(Span(start, start + from_ms(2000)), plain("Yes.")),), rate=own, drop=drop)


def first(captions: Captions) -> Flicks:
    return captions.cues[0].span.start


@pytest.mark.parametrize(
    ("captions", "cut", "seconds_in"),
    [
        (captions_at("01:00:10:00", NTSC, False, NTSC), cut_at("01:00:00:00", FILM), 10 * 1.001),
        (captions_at("01:00:10;00", NTSC, True, NTSC), cut_at("01:00:00:00", FILM), 10.01),
        (captions_at("10:00:10:00", PAL), cut_at("10:00:00:00", PAL), 10.0),
        (captions_at("01:00:10:00", FILM), cut_at("01:00:00:00", FILM), 10 * 1.001),
    ],
)
def test_the_start_comes_off_in_the_file_s_own_count(captions: Captions, cut: Cut, seconds_in: float) -> None:
    moved = on_record_time(captions, cut)
    assert abs(first(moved) - from_ms(round(seconds_in * 1000))) < from_ms(2)
    assert first(moved) == first(captions) - moved.start


def test_captions_on_record_time_stay_there() -> None:
    captions = captions_at("00:00:10:00", FILM)
    assert on_record_time(captions, cut_at("01:00:00:00", FILM)) is captions
    late = captions_at("01:10:00:00", FILM)  # 70 minutes into a film of 100, which starts at 00:30:00:00
    assert on_record_time(late, cut_at("00:30:00:00", FILM, 100)) is not late  # ambiguous: its timecode is the likelier
    assert on_record_time(late, cut_at("00:00:00:00", FILM, 100)) is late


def test_a_file_that_says_where_it_starts_is_believed() -> None:
    captions = captions_at("00:00:10:00", PAL)
    told = Captions(captions.cues, start=from_ms(36_000_000), rate=PAL)
    assert on_record_time(told, cut_at("01:00:00:00", PAL)) is told
    assert on_record_time(Captions(()), cut_at("01:00:00:00", PAL)).cues == ()
