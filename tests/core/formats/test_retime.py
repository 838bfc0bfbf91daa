from __future__ import annotations

import pytest
from picturelock.cues import Captions, Cue, plain
from picturelock.errors import UsageError
from picturelock.formats import retime
from picturelock.times import FLICKS_PER_SECOND, FrameRate, Span, Timecode, from_ms

FILM, PAL, NTSC = FrameRate(24000, 1001), FrameRate(25), FrameRate(30000, 1001)


def captions(
    rate: FrameRate | None, *frames: tuple[int, int], start: str = "01:00:00:00", drop: bool = False
) -> Captions:
    used = rate or PAL
    cues = tuple(
        Cue(Span(used.time_of(first), used.time_of(last)), plain("x"), str(number))
        for number, (first, last) in enumerate(frames)
    )
    return Captions(cues, rate=rate, start=Timecode.parse(start, used, drop).time, drop=drop)


def frames(found: Captions) -> list[tuple[int, int]]:
    assert found.rate is not None
    return [(found.rate.nearest(cue.span.start), found.rate.nearest(cue.span.end)) for cue in found.cues]


def test_a_change_of_speed_keeps_every_frame_over_a_whole_film() -> None:
    given = captions(PAL, *((n * 250, n * 250 + 60) for n in range(600)))
    slowed = retime.at_speed(given, PAL, FILM)
    assert frames(slowed) == frames(given) and slowed.rate == FILM
    assert str(Timecode.at(slowed.start, FILM)) == "01:00:00:00"
    back = retime.at_speed(slowed, FILM, PAL)
    assert back == given


def test_a_change_of_rate_keeps_every_moment_to_half_a_frame() -> None:
    given = captions(PAL, *((n * 251, n * 251 + 60) for n in range(600)))
    found = retime.at_rate(given, NTSC)
    apart = [abs(new.span.start - old.span.start) for new, old in zip(found.cues, given.cues, strict=True)]
    assert max(apart) <= NTSC.frame // 2
    assert str(Timecode.at(found.start, NTSC)) == "01:00:00:00"
    assert all(cue.span.start % NTSC.frame == 0 for cue in found.cues)


@pytest.mark.parametrize(
    ("rate", "start", "drop", "wanted", "shown"),
    [
        (NTSC, "01:00:00;00", True, PAL, "01:00:00:00"),
        (NTSC, "00:58:30:15", False, FILM, "00:58:30:12"),
        (NTSC, "00:59:00:00", False, FrameRate(60000, 1001), "00:59:00:00"),
        (FrameRate(60000, 1001), "01:00:00;00", True, NTSC, "01:00:00;00"),
    ],
)
def test_the_start_keeps_its_label(rate: FrameRate, start: str, drop: bool, wanted: FrameRate, shown: str) -> None:
    found = retime.at_rate(captions(rate, (0, 10), start=start, drop=drop), wanted)
    assert str(Timecode.at(found.start, wanted, found.drop)) == shown


def test_without_a_rate_captions_are_put_on_frames_where_they_are() -> None:
    loose = Captions((Cue(Span(from_ms(1010), from_ms(1990)), plain("x")),))
    found = retime.at_rate(loose, PAL)
    assert frames(found) == [(25, 50)] and found.start == 0
    assert retime.counted_at(loose, FILM).cues == loose.cues


def test_a_file_that_counts_at_another_rate_than_it_says() -> None:
    found = retime.counted_at(captions(NTSC, (300, 330)), FrameRate(30))
    assert frames(found) == [(300, 330)] and found.cues[0].span.start == 10 * FLICKS_PER_SECOND


def test_drop_frame_is_another_label_and_the_same_start() -> None:
    found = retime.marked_drop(captions(NTSC, (0, 1)), True)
    assert found.drop and str(Timecode.at(found.start, NTSC, True)) == "01:00:00;00"
    with pytest.raises(UsageError, match=r"29\.97, 59\.94 and 119\.88"):
        retime.marked_drop(captions(PAL, (0, 1)), True)


@pytest.mark.parametrize(
    ("text", "time"),
    [
        ("12f", PAL.time_of(12)),
        ("-12f", -PAL.time_of(12)),
        ("1.5s", from_ms(1500)),
        ("-0.04s", -from_ms(40)),
        ("00:00:02:00", from_ms(2000)),
        ("-00:00:02:00", -from_ms(2000)),
        ("+00:00:00:01", from_ms(40)),
    ],
)
def test_offsets_as_people_write_them(text: str, time: int) -> None:
    assert retime.offset(text, PAL) == time
    moved = retime.shifted(captions(PAL, (1000, 1010)), time)
    assert moved.cues[0].span.start == PAL.time_of(1000) + time


@pytest.mark.parametrize("text", ["", "12", "1e9s", "00:00:02:99", "٣f", "soon"])
def test_an_offset_that_is_none_is_one_sentence(text: str) -> None:
    with pytest.raises(UsageError):
        retime.offset(text, PAL)
    with pytest.raises(UsageError, match="need a frame rate"):
        retime.offset("12f", None)
