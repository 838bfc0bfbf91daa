"""Two mixes, compared by their levels: made up, so that it is known what one has and the other has not."""

from __future__ import annotations

import numpy as np
import pytest
from picturelock.accessibility.common import BLOCK_TIME
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
    assert not found.late and not found.programme_missing
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
    assert compare(MAIN, late(by, WITH), SPEECH, alike=True).late == by


@pytest.mark.parametrize(
    "other", [RANDOM.normal(-30, 8, COUNT).clip(FLOOR, 0), np.full(COUNT, FLOOR), np.full(COUNT, -20.0)]
)
def test_what_has_nothing_in_common_is_not_called_late(other: np.ndarray) -> None:
    assert compare(MAIN, other, SPEECH, alike=True).late == 0


def test_description_alone() -> None:
    alone = np.where(TOLD, -28.0, FLOOR)
    assert compare(MAIN, alone, SPEECH, alike=True).programme_missing
    assert not compare(MAIN, alone, (), alike=True).programme_missing  # nobody knows where the programme speaks


def test_a_second_voice_over_the_first() -> None:
    over = WITH.copy()
    over[1250:1300] = -10.0
    found = compare(MAIN, over, SPEECH, alike=True)
    assert int((found.louder & found.speech).sum()) >= 45
    assert not (compare(MAIN, WITH, SPEECH, alike=True).louder & found.speech).any()


def test_levels_begin_at_the_cut_and_silence_is_the_floor() -> None:
    one = ChannelScan(1, 0, 48_000, Curve.of([2000, 3000, NOTHING]), None, None)
    two = ChannelScan(2, 0, 48_000, Curve.of([2000, 3000]), None, None)
    assert levels([one, two], 0) == pytest.approx([-20, -30, FLOOR])
    assert levels([one, two], BLOCK_TIME) == pytest.approx([-30, FLOOR])
    assert len(levels([], 0)) == 0


def test_mixes_of_no_length() -> None:
    found = compare(np.zeros(0), np.zeros(0), SPEECH, alike=True)
    assert found.described == 0 and not found.late
    assert found.share(Span(0, SECOND)) == 1.0
