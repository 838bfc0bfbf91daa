"""Windows depend on the sound alone, wherever the reading began."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from picturelock.engines.base import RATE, Samples
from picturelock.times import FLICKS_PER_SECOND, from_samples
from picturelock.transcription.windows import Limits, Window, cut_windows

LIMITS = Limits(5, 10)


def noise(seconds: float, level: float = 0.1, seed: int = 0) -> Samples:
    return (level * np.random.default_rng(seed).standard_normal(round(seconds * RATE))).astype(np.float32)


def silent(samples: Samples, start: float, end: float) -> Samples:
    samples = samples.copy()
    samples[round(start * RATE) : round(end * RATE)] = 0
    return samples


def blocks(samples: Samples, sizes: list[int]) -> Iterator[Samples]:
    at, number = 0, 0
    while at < len(samples):
        size = sizes[number % len(sizes)]
        yield samples[at : at + size]
        at, number = at + size, number + 1


def seconds(windows: list[Window]) -> list[float]:
    return [len(window.samples) / RATE for window in windows]


def speechlike(count: int, seed: int) -> Samples:
    """Bursts of noise with pauses of random length, some of them digital silence."""
    random = np.random.default_rng(seed)
    parts: list[Samples] = [noise(0)]
    while sum(map(len, parts)) < count:
        parts.append(noise(random.uniform(0.1, 3), random.uniform(0.01, 0.3), int(random.integers(1 << 30))))
        parts.append(noise(random.uniform(0.05, 1), random.choice([0.0, 1e-5, 0.01]), int(random.integers(1 << 30))))
    return np.concatenate(parts)[:count]


@settings(deadline=None, max_examples=40)
@given(st.integers(0, 60 * RATE), st.integers(0, 1 << 30), st.lists(st.integers(1, 20 * RATE), min_size=1, max_size=4))
def test_windows_do_not_depend_on_blocks_nor_on_where_reading_began(count: int, seed: int, sizes: list[int]) -> None:
    sizes = [max(size, 500) for size in sizes]
    samples = speechlike(count, seed)
    windows = list(cut_windows([samples] if count else [], LIMITS))
    again = list(cut_windows(blocks(samples, sizes), LIMITS))
    assert [(w.index, w.start, len(w.samples)) for w in windows] == [(w.index, w.start, len(w.samples)) for w in again]
    assert np.array_equal(np.concatenate([w.samples for w in windows] or [samples]), samples)
    assert all(before.span.end == after.start for before, after in pairwise(windows))
    assert all(LIMITS.nearest <= len(w.samples) <= LIMITS.cap_s * RATE for w in windows[:-1])
    for number in range(1, len(windows)):
        start = windows[number].start
        first = start * RATE // FLICKS_PER_SECOND
        rest = list(cut_windows(blocks(samples[first:], sizes), LIMITS, start=start, index=number))
        assert [(w.index, w.start, len(w.samples)) for w in rest] == [
            (w.index, w.start, len(w.samples)) for w in windows[number:]
        ]


def test_a_cut_is_made_in_the_middle_of_a_pause_near_the_target() -> None:
    windows = list(cut_windows([silent(noise(12), 4.3, 4.8)], LIMITS))
    assert seconds(windows)[0] == pytest.approx(4.55, abs=0.06)


def test_a_pause_that_is_only_quieter_than_the_rest_will_do() -> None:
    samples = noise(12, 0.2)
    samples[round(5.5 * RATE) : round(6 * RATE)] *= 0.02
    assert seconds(list(cut_windows([samples], LIMITS)))[0] == pytest.approx(5.75, abs=0.06)


def test_without_a_pause_the_search_goes_on_to_the_cap() -> None:
    samples = silent(noise(30), 8.0, 8.5)
    assert seconds(list(cut_windows([samples], LIMITS)))[0] == pytest.approx(8.25, abs=0.06)


def test_without_any_pause_the_cap_is_kept() -> None:
    assert all(length <= 10 for length in seconds(list(cut_windows([noise(95)], LIMITS))))


def test_in_long_silence_the_target_is_kept() -> None:
    windows = list(cut_windows([np.zeros(63 * RATE, np.float32)], LIMITS))
    assert seconds(windows)[:-1] == pytest.approx([5.0] * 12, abs=0.02)


def test_short_sound_is_one_window() -> None:
    assert seconds(list(cut_windows([noise(5.9)], LIMITS))) == [5.9]
    assert list(cut_windows([], LIMITS)) == []
    assert list(cut_windows([np.zeros(0, np.float32)], LIMITS)) == []


def test_times_are_those_of_the_file() -> None:
    windows = list(cut_windows([noise(20)], LIMITS, start=7 * FLICKS_PER_SECOND, index=3))
    assert (windows[0].index, windows[0].start) == (3, 7 * FLICKS_PER_SECOND)
    assert windows[0].span.duration == from_samples(len(windows[0].samples), RATE)


def test_what_is_no_number_does_no_harm() -> None:
    samples = noise(20)
    samples[: 8 * RATE] = np.nan
    samples[8 * RATE : 9 * RATE] = np.inf
    assert sum(seconds(list(cut_windows([samples], LIMITS)))) == 20


def test_ten_hours_do_not_need_ten_hours_of_memory() -> None:
    """Read as a stream: never more is asked for than a cap and a block ahead of the window that is given."""
    asked = 0

    def stream() -> Iterator[Samples]:
        nonlocal asked
        block = noise(5, 0.1)
        for _ in range(10 * 3600 // 5):
            asked += len(block)
            yield block

    given_out = 0
    for number, window in enumerate(cut_windows(stream())):
        assert asked - given_out <= (600 + 5) * RATE
        given_out += len(window.samples)
        if number == 8:
            break


def test_impossible_limits_are_refused() -> None:
    for target, cap in ((0, 10), (4, 10), (300, 300)):
        with pytest.raises(ValueError):
            Limits(target, cap)
