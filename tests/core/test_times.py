"""Exact time: round trips, and labels against two independent counts."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from picturelock.times import (
    DAY,
    FLICKS_PER_SECOND,
    FrameRate,
    Span,
    Timecode,
    divide_ceil,
    divide_floor,
    divide_nearest,
    frame_label,
    from_ms,
    from_samples,
    from_seconds,
    parse_frame_label,
    to_ms,
    to_samples,
)
from timecode import Timecode as OtherTimecode

RATES = ("23.976", "24", "25", "29.97", "30", "47.952", "50", "59.94", "60", "100", "119.88", "120")
DROP_RATES = ("29.97", "59.94", "119.88")
COUNTED = [(rate, False) for rate in RATES] + [(rate, True) for rate in DROP_RATES]
rates = st.sampled_from(RATES).map(FrameRate.parse)
counted = st.sampled_from(COUNTED).map(lambda pair: (FrameRate.parse(pair[0]), pair[1]))
of_a_day = st.floats(0, 1, exclude_max=True)


@given(rates, of_a_day)
@settings(max_examples=600, deadline=None)
def test_a_frame_is_a_whole_number_of_flicks_over_24_hours(rate: FrameRate, part: float) -> None:
    frame = int(part * rate.floor(DAY))
    time = rate.time_of(frame)
    assert Fraction(time, FLICKS_PER_SECOND) == Fraction(frame * rate.den, rate.num)
    assert (rate.floor(time), rate.nearest(time), rate.ceil(time)) == (frame, frame, frame)
    assert rate.snap(time) == time
    assert parse_frame_label(frame_label(time, rate)) == (time, rate)


@given(rates, st.integers(0, DAY))
@settings(deadline=None)
def test_rounding_keeps_its_side(rate: FrameRate, time: int) -> None:
    assert rate.time_of(rate.floor(time)) <= time < rate.time_of(rate.floor(time) + 1)
    assert rate.time_of(rate.ceil(time) - 1) < time <= rate.time_of(rate.ceil(time))
    assert abs(rate.snap(time) - time) * 2 <= rate.frame


@given(st.integers(-(10**20), 10**20), st.integers(1, 10**12))
@settings(deadline=None)
def test_division_by_name(numerator: int, denominator: int) -> None:
    exact = Fraction(numerator, denominator)
    assert divide_floor(numerator, denominator) <= exact <= divide_ceil(numerator, denominator)
    assert abs(divide_nearest(numerator, denominator) - exact) <= Fraction(1, 2)
    # A half goes up on both sides of zero.
    assert divide_nearest(2 * numerator + 1, 2) == numerator + 1


@given(counted, of_a_day)
@settings(max_examples=800, deadline=None)
def test_a_label_reads_back_to_its_frame(counted_as: tuple[FrameRate, bool], part: float) -> None:
    rate, drop = counted_as
    frame = int(part * _frames_in_a_day(rate, drop))
    label = str(Timecode(frame, rate, drop))
    assert Timecode.parse(label, rate, drop).frames == frame
    if rate.drop_labels:
        assert Timecode.parse(label, rate).drop is drop, "the label itself says which way it counts"


@given(counted, of_a_day)
@settings(max_examples=800, deadline=None)
def test_labels_agree_with_an_independent_implementation(counted_as: tuple[FrameRate, bool], part: float) -> None:
    rate, drop = counted_as
    frame = int(part * _frames_in_a_day(rate, drop))
    other = OtherTimecode(rate.label, frames=frame + 1, force_non_drop_frame=bool(rate.drop_labels) and not drop)
    # At 119.88 and 120 it writes frames of one, two or three digits: the numbers are compared, not their width.
    assert _numbers(str(Timecode(frame, rate, drop))) == _numbers(str(other))


@pytest.mark.parametrize(("name", "drop"), COUNTED)
def test_labels_agree_with_a_count_by_hand_at_every_minute_of_a_day(name: str, drop: bool) -> None:
    rate = FrameRate.parse(name)
    frame = 0
    for minute in range(24 * 60):
        first = rate.drop_labels if drop and minute % 10 else 0
        start = f"{minute // 60:02}:{minute % 60:02}:00"
        assert _numbers(str(Timecode(frame, rate, drop))) == _numbers(f"{start}:{first}")
        frame += 60 * rate.nominal - first
        end = f"{minute // 60:02}:{minute % 60:02}:59"
        assert _numbers(str(Timecode(frame - 1, rate, drop))) == _numbers(f"{end}:{rate.nominal - 1}")
    assert frame == _frames_in_a_day(rate, drop)
    assert _numbers(str(Timecode(frame, rate, drop))) == (0, 0, 0, 0), "a label wraps at 24 hours"


@pytest.mark.parametrize("name", DROP_RATES)
def test_every_drop_frame_label_of_eleven_minutes_agrees_with_a_count_by_hand(name: str) -> None:
    rate = FrameRate.parse(name)
    for frame, label in enumerate(_drop_labels(rate, minutes=11)):
        assert _numbers(str(Timecode(frame, rate, True))) == label


@pytest.mark.parametrize(("name", "left_out"), [("29.97", 2), ("59.94", 4), ("119.88", 8)])
def test_drop_frame_refuses_the_labels_it_leaves_out(name: str, left_out: int) -> None:
    rate = FrameRate.parse(name)
    width = 3 if rate.nominal > 100 else 2
    for number in range(left_out):
        with pytest.raises(ValueError, match="leaves that label out"):
            Timecode.parse(f"00:01:00;{number:0{width}}", rate)
        assert Timecode.parse(f"00:10:00;{number:0{width}}", rate).frames > 0
    assert Timecode.parse(f"00:01:00;{left_out:0{width}}", rate).frames == 60 * rate.nominal


def test_drop_frame_keeps_to_the_clock() -> None:
    rate = FrameRate.parse("29.97")
    hour = Timecode.parse("01:00:00;00", rate)
    # 108 frame labels an hour are left out: 3.6 ms are left of the 3.6 s that plain counting loses.
    assert hour.frames == 107_892
    assert abs(hour.time - 3600 * FLICKS_PER_SECOND) == from_ms(3600) // 1000
    assert Timecode.parse("01:00:00:00", rate).time == 108_000 * rate.frame


@pytest.mark.parametrize(
    ("written", "num", "den"),
    [
        ("23.976", 24000, 1001),
        (23.98, 24000, 1001),
        (23.976024627685547, 24000, 1001),
        ("24000/1001", 24000, 1001),
        (29.97, 30000, 1001),
        (29.97002997, 30000, 1001),
        ("59.94", 60000, 1001),
        (119.88, 120000, 1001),
        (24, 24, 1),
        ("25", 25, 1),
        (12.5, 25, 2),
        (48000.0, 48000, 1),
        (" 25.000 ", 25, 1),
        ("23.976023976023978", 24000, 1001),
    ],
)
def test_the_rate_that_people_mean(written: str | float, num: int, den: int) -> None:
    assert FrameRate.parse(written) == FrameRate(num, den)


@pytest.mark.parametrize("written", ["", "fast", "0", -24, "25/0", float("nan"), float("inf"), "1e400", 23.5e9])
def test_what_is_no_rate_is_refused(written: str | float) -> None:
    with pytest.raises(ValueError, match=r"rate|exact frame duration"):
        FrameRate.parse(written)


@pytest.mark.parametrize(
    "written",
    [
        "1e999999999",
        "1e-999999999",
        "1" * 100_000,
        "1/" + "9" * 100_000,
        "24." + "0" * 100_000,
        "2_4",
        "٢٤",
        1e300,
        1e-300,
    ],
)
def test_a_rate_of_endless_digits_is_refused_at_once(written: str | float) -> None:
    # 10 ** 999999999 would be computed for hours.
    script = "import sys; from picturelock.times import FrameRate; FrameRate.parse(eval(sys.stdin.read()))"
    run = subprocess.run(
        [sys.executable, "-c", script], input=repr(written), capture_output=True, text=True, timeout=20, check=False,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), "PYTHONIOENCODING": "utf-8"}, encoding="utf-8",
    )  # fmt: skip
    last = run.stderr.strip().splitlines()[-1]
    assert last.startswith("ValueError") and "rate" in last and len(last) < 200


@pytest.mark.parametrize(
    "label", ["", "1:2:3:4", "25:00:00:00", "00:60:00:00", "00:00:61:00", "00:00:00:25", "xx:00:00:00", "٠٠:00:00:00"]
)
def test_what_is_no_timecode_is_refused(label: str) -> None:
    with pytest.raises(ValueError, match=r"timecode|does not exist"):
        Timecode.parse(label, FrameRate(25))


def test_there_is_no_drop_frame_at_25() -> None:
    with pytest.raises(ValueError, match="no drop-frame timecode at 25 fps"):
        Timecode(0, FrameRate(25), True)


@given(st.integers(0, 10**9), st.sampled_from([8000, 16000, 22050, 44100, 48000, 96000, 192000]))
@settings(deadline=None)
def test_samples_and_milliseconds_are_exact(count: int, sample_rate: int) -> None:
    assert to_samples(from_samples(count, sample_rate), sample_rate) == count
    assert from_samples(count, sample_rate) * sample_rate == count * FLICKS_PER_SECOND
    assert to_ms(from_ms(count)) == count
    assert from_seconds(Fraction(count, 1000)) == from_ms(count)


@given(st.integers(0, 1000), st.integers(0, 1000), st.integers(0, 1000), st.integers(0, 1000))
@settings(deadline=None)
def test_spans_are_half_open(a: int, b: int, c: int, d: int) -> None:
    one, other = Span(min(a, b), max(a, b)), Span(min(c, d), max(c, d))
    moments = {time for time in range(1001) if one.contains(time) and other.contains(time)}
    shared = one.intersect(other)
    assert (shared is None) == (not moments)
    if shared is not None:
        assert moments == set(range(shared.start, shared.end))
        assert one.overlaps(other)
    assert one.shift(7).duration == one.duration


def test_a_span_refuses_to_end_before_it_starts() -> None:
    with pytest.raises(ValueError, match="cannot end"):
        Span(2, 1)


def _numbers(label: str) -> tuple[int, ...]:
    return tuple(int(part) for part in re.split("[:;.,]", label))


def _frames_in_a_day(rate: FrameRate, drop: bool) -> int:
    seconds = 24 * 3600
    return seconds * rate.nominal - (rate.drop_labels * (24 * 60 - 24 * 6) if drop else 0)


def _drop_labels(rate: FrameRate, minutes: int) -> Iterator[tuple[int, int, int, int]]:
    """Each label that exists, written out one by one."""
    for minute in range(minutes):
        for second in range(60):
            for number in range(rate.nominal):
                if minute % 10 and second == 0 and number < rate.drop_labels:
                    continue
                yield (0, minute, second, number)
