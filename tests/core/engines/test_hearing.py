from __future__ import annotations

from itertools import pairwise

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from picturelock.engines.base import RATE, Samples
from picturelock.engines.hearing import Speech, find_speech, slices, sound
from picturelock.times import from_samples

gaps_and_lengths = st.lists(st.tuples(st.integers(1, 5 * RATE), st.integers(1, 30 * RATE)), min_size=1, max_size=12)


def stretches_of(pairs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    found, at = [], 0
    for gap, length in pairs:
        found.append((at + gap, at + gap + length))
        at += gap + length
    return found


@given(gaps_and_lengths)
def test_pieces_cover_the_speech_and_are_cut_only_between_stretches(pairs: list[tuple[int, int]]) -> None:
    stretches = stretches_of(pairs)
    speech = Speech(np.zeros(stretches[-1][1], np.float32), stretches)
    pieces = speech.pieces()
    ends = np.cumsum([end - start for start, end in stretches]).tolist()
    assert pieces[0][0] == 0 and pieces[-1][1] == len(speech.samples) == ends[-1]
    assert all(before[1] == after[0] for before, after in pairwise(pieces))
    assert all(end in ends and 0 < end - start <= 30 * RATE for start, end in pieces)


@given(gaps_and_lengths, st.floats(0, 1), st.floats(0, 2))
def test_a_span_comes_back_inside_one_stretch(pairs: list[tuple[int, int]], where: float, seconds: float) -> None:
    stretches = stretches_of(pairs)
    speech = Speech(np.zeros(stretches[-1][1], np.float32), stretches)
    start = where * len(speech.samples)
    span = speech.span(start, start + seconds * RATE)
    assert any(from_samples(a, RATE) <= span.start <= span.end <= from_samples(b, RATE) for a, b in stretches)


def test_a_sample_comes_back_to_its_own_place() -> None:
    speech = Speech(np.zeros(100 * RATE, np.float32), [(10 * RATE, 20 * RATE), (50 * RATE, 60 * RATE)])
    span = speech.span(12 * RATE, 12.5 * RATE)
    assert (span.start, span.end) == (from_samples(52 * RATE, RATE), from_samples(int(52.5 * RATE), RATE))


def test_speech_is_found_where_it_is(english: Samples) -> None:
    silence = np.zeros(5 * RATE, np.float32)
    found = find_speech(np.concatenate([silence, english, silence]))
    assert found
    assert found[0][0] > 4 * RATE and found[-1][1] < 6 * RATE + len(english)


def test_long_speech_is_sliced() -> None:
    assert slices(0, 70, 30 / RATE) == [(0, 30), (30, 60), (60, 70)]


def test_what_is_no_number_is_silence() -> None:
    assert sound(np.array([np.nan, np.inf, -np.inf, 0.5], np.float64)).tolist() == [0, 0, 0, 0.5]
