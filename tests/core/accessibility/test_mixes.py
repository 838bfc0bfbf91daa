"""Two mixes, compared by their levels: made up, so that it is known what one has and the other has not."""

from __future__ import annotations

import numpy as np
import pytest
from picturelock.accessibility.common import BLOCK_TIME
from picturelock.accessibility.described_levels import sounds_at
from picturelock.accessibility.described_mixes import Mix
from picturelock.accessibility.mixes import FLOOR, compare, levels
from picturelock.media.scan.model import NOTHING, ChannelScan, Curve
from picturelock.times import FLICKS_PER_SECOND, Span

SECOND = FLICKS_PER_SECOND
RANDOM = np.random.default_rng(5)
SPEECH = [Span(n * 10 * SECOND, (n * 10 + 4) * SECOND) for n in range(12)]
COUNT = 120 * 25
VOICED = np.arange(COUNT) % 250 < 100
MAIN = np.where(VOICED, -25 + RANDOM.normal(0, 6, COUNT), -55.0).clip(FLOOR, 0)
TOLD = np.arange(COUNT) % 250 >= 130
WITH = np.where(TOLD & (np.arange(COUNT) % 250 < 220), -28 + RANDOM.normal(0, 5, COUNT), MAIN)


def late(by: int, of: np.ndarray) -> np.ndarray:
    return (
        np.concatenate([np.full(by, FLOOR), of[: len(of) - by]])
        if by >= 0
        else np.concatenate([of[-by:], np.full(-by, FLOOR)])
    )


def test_a_described_mix_is_described() -> None:
    found = compare(MAIN, WITH, SPEECH, alike=True)
    assert found.step.is_in_step and not found.programme_missing and found.holder == "described"
    assert found.described == pytest.approx(12 * 90 * BLOCK_TIME, rel=0.1)
    assert found.share(Span(6 * SECOND, 8 * SECOND)) > 0.8
    assert found.share(Span(0, 4 * SECOND)) == 0


def test_the_same_mix_is_not_whatever_its_level_or_its_coding() -> None:
    coded = MAIN + 3 + RANDOM.normal(0, 0.3, COUNT)
    found = compare(MAIN, np.where(MAIN < -50, MAIN, coded), SPEECH, alike=True)
    assert found.gain_db == pytest.approx(3, abs=0.1)
    assert found.described < SECOND


@pytest.mark.parametrize("by", [2, 25, 400, -3, -50])
def test_a_mix_that_is_late_or_early_as_a_whole(by: int) -> None:
    assert compare(MAIN, late(by, WITH), SPEECH, alike=True).step.late == by


@pytest.mark.parametrize(
    "other", [RANDOM.normal(-30, 8, COUNT).clip(FLOOR, 0), np.full(COUNT, FLOOR), np.full(COUNT, -20.0)]
)
def test_what_has_nothing_in_common_is_not_called_late(other: np.ndarray) -> None:
    assert compare(MAIN, other, SPEECH, alike=True).step.is_in_step


def test_description_alone() -> None:
    alone = np.where(TOLD, -28.0, FLOOR)
    assert compare(MAIN, alone, SPEECH, alike=True).programme_missing
    assert compare(MAIN, alone, (), alike=True).programme_missing  # nothing of the film is in it


def test_a_second_voice_over_the_first() -> None:
    over = WITH.copy()
    over[1250:1300] = -10.0
    found = compare(MAIN, over, SPEECH, alike=True)
    assert int((found.louder & found.speech).sum()) >= 45
    assert not (compare(MAIN, WITH, SPEECH, alike=True).louder & found.speech).any()


def steps(of: np.ndarray, at: int, by: int) -> np.ndarray:
    return np.concatenate([of[:at], late(by, of)[at:]])


@pytest.mark.parametrize(("at", "by"), [(1500, 25), (2000, 12), (1000, -8), (1500, 3)])
def test_a_mix_that_slips_from_some_place_on(at: int, by: int) -> None:
    (slip,) = compare(MAIN, steps(WITH, at, by), SPEECH, alike=True).step.slips
    assert slip.late == by and slip.end == COUNT
    assert abs(slip.start - at) <= 200  # between the last line in step and the first that is not
    assert slip.start <= slip.first and at - 25 <= slip.first <= at + 25  # speech begins at each of these places


def test_a_passage_that_slips_and_comes_back() -> None:
    back = np.concatenate([WITH[:1000], late(10, WITH)[1000:2000], WITH[2000:]])
    (slip,) = compare(MAIN, back, SPEECH, alike=True).step.slips
    assert slip.late == 10 and slip.start < 1200 and 1800 < slip.end < 2300
    assert 975 <= slip.first <= 1025 and 1825 <= slip.last <= 2025  # the last line that is late ends at 1860


@pytest.mark.parametrize("speed", [0.999, 0.995, 1.005, 0.98])
def test_a_mix_at_another_speed_drifts(speed: float) -> None:
    faster = np.interp(np.arange(COUNT) * speed, np.arange(COUNT), WITH)
    step = compare(MAIN, faster, SPEECH, alike=True).step
    assert step.drift is not None
    assert step.drift[1] - step.drift[0] == pytest.approx((1 - speed) * COUNT, abs=3)


def test_a_whole_film_late_by_more_than_half_a_minute() -> None:
    assert compare(MAIN, late(800, WITH), SPEECH, alike=True).step.late == 800


def test_a_beat_is_no_slip() -> None:
    beat = np.maximum(-30.0 - 3.0 * (np.arange(COUNT) % 12), -60.0)
    main = np.maximum(MAIN, beat)
    assert compare(main, np.maximum(WITH, beat), SPEECH, alike=True).step.is_in_step


def test_mixes_that_are_exchanged() -> None:
    assert compare(WITH, MAIN, SPEECH, alike=True).holder == "main"


def test_description_over_music_that_is_lowered_is_description_and_not_the_other_way_round() -> None:
    music = -28.0 + 2.0 * np.sin(np.arange(COUNT) / 4)
    main = np.maximum(MAIN, music)
    told = np.where(WITH > MAIN + 1, np.maximum(WITH, music - 12), main)
    there = compare(main, told, SPEECH, alike=True)
    assert there.holder == "described" and there.described > 30 * SECOND
    assert compare(told, main, SPEECH, alike=True).holder == "main"


@pytest.mark.parametrize("by_db", [6.0, -4.4])
def test_a_bed_at_another_level_is_no_description(by_db: float) -> None:
    bed = -40.0 + RANDOM.normal(0, 0.4, COUNT)
    found = compare(np.maximum(MAIN, bed), np.maximum(MAIN, bed + by_db), SPEECH, alike=True)
    assert found.described == 0 and found.bed_db == pytest.approx(by_db, abs=1)
    assert not found.louder.any()


def test_the_film_without_its_dialogue_over_a_bed() -> None:
    bed = -40.0 + RANDOM.normal(0, 0.4, COUNT)
    found = compare(np.maximum(MAIN, bed), np.maximum(np.where(TOLD, WITH, -60.0), bed), SPEECH, alike=True)
    assert found.programme_missing


def test_the_film_without_its_dialogue_over_music_that_moves() -> None:
    beat = np.maximum(-34.0 - 2.0 * (np.arange(COUNT) % 13), -60.0)
    found = compare(np.maximum(MAIN, beat), np.maximum(np.where(TOLD, WITH, -60.0), beat), SPEECH, alike=True)
    assert found.programme_missing


def test_a_frame_late_is_in_step_and_no_speech_over_speech() -> None:
    found = compare(MAIN, late(1, WITH), SPEECH, alike=True)
    assert found.step.is_in_step and found.step.off == 1
    assert not found.louder.any() and found.dialogue == pytest.approx(1, abs=0.05)


def test_two_hours_are_compared_in_seconds() -> None:
    long = np.resize(MAIN, 2 * 3600 * 25) + RANDOM.normal(0, 1, 2 * 3600 * 25)
    assert compare(long, long, (), alike=True).step.is_in_step


def test_a_hole_over_digital_silence_may_be_a_gate() -> None:
    channel = ChannelScan(1, 0, 48_000, Curve.of([NOTHING] * 25 + [4000] * 25), None, None)
    main = Mix("master.mov", (1,), "", (channel,), 0, None, False, Curve())
    assert not sounds_at(main, Span(SECOND // 2, SECOND // 2 + SECOND // 100))
    assert sounds_at(main, Span(3 * SECOND // 2, 3 * SECOND // 2 + SECOND // 100))


def test_levels_begin_at_the_cut_and_silence_is_the_floor() -> None:
    one = ChannelScan(1, 0, 48_000, Curve.of([2000, 3000, NOTHING]), None, Curve())
    two = ChannelScan(2, 0, 48_000, Curve.of([2000, 3000]), None, Curve())
    assert levels([one, two], 0) == pytest.approx([-20, -30, FLOOR])
    assert levels([one, two], BLOCK_TIME) == pytest.approx([-30, FLOOR])
    assert len(levels([], 0)) == 0


def test_mixes_of_no_length() -> None:
    found = compare(np.zeros(0), np.zeros(0), SPEECH, alike=True)
    assert found.described == 0 and found.step.is_in_step
    assert found.share(Span(0, SECOND)) == 1.0
