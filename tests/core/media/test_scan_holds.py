"""Holds and fields told from grids made here: what a coder does to a picture that stands, and what moves in one."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

import numpy as np
import pytest
from numpy.typing import NDArray
from picturelock.media.scan.fields import Fields, grid_height, parities
from picturelock.media.scan.holds import Holds
from picturelock.media.scan.model import MOVES, PULSE, SAME, UNDER
from picturelock.media.scan.picture import Watcher
from picturelock.times import FrameRate

WIDTH, ROWS = 160, 98
Plane = NDArray[np.int16]


def scene(seed: int = 1) -> Plane:
    """A picture with structure of every size."""
    made = np.random.default_rng(seed).integers(100, 800, (ROWS // 7, WIDTH // 10))
    return np.kron(made, np.ones((7, 10))).astype(np.int16)[:ROWS]


def noisy(picture: Plane, seed: int, codes: float) -> Plane:
    """With Gaussian noise whose mean difference is of about so many codes."""
    noise = np.random.default_rng(seed).normal(0, codes * 1.25, picture.shape)
    return (picture + np.rint(noise)).astype(np.int16)


def kinds(frames: Iterable[Plane]) -> list[int]:
    holds = Holds(WIDTH, ROWS)
    return [holds.take(frame).kind for frame in frames]


def test_intra_frames_are_pulses_in_a_hold() -> None:
    still = scene()
    group = [noisy(still, 7, 2.2), *[still] * 5]
    assert kinds(group * 3) == [MOVES, PULSE, *[SAME] * 4] + [PULSE, PULSE, *[SAME] * 4] * 2


def test_a_coder_that_refines_a_frozen_picture_does_not_move_it() -> None:
    """A third of a code from frame to frame, five codes in the end: more noise, and nothing that moves."""
    still, end = scene(), noisy(scene(), 3, 5)
    frames = [(still + (end - still) * (n / 75)).astype(np.int16) for n in range(76)]
    assert set(kinds(frames)[1:]) == {SAME}


def test_grain_that_differs_in_every_frame_is_no_hold() -> None:
    assert SAME not in kinds(noisy(scene(), seed, 3) for seed in range(20))


def test_one_sample_that_moves_is_seen() -> None:
    frames = []
    for at in range(12):
        frame = scene()
        frame[40, 30 + at // 3] = 1000  # it stands for three frames, then goes on
        frames.append(frame)
    assert kinds(frames) == [MOVES, SAME, SAME] * 4


def test_a_fade_is_no_hold_however_slow() -> None:
    holds = kinds((scene() + at // 2).astype(np.int16) for at in range(100))
    assert max(len(run) for run in "".join(" 0"[kind == SAME] for kind in holds).split()) < 13


def test_what_moves_only_at_the_bottom_is_told_apart() -> None:
    frames = []
    for at in range(6):
        frame = scene()
        frame[86:90, 60 + at : 90 + at] = 940
        frames.append(frame)
    assert kinds(frames) == [MOVES] + [UNDER] * 5
    assert UNDER not in kinds(np.roll(frame, -30, axis=0) for frame in frames)


@pytest.mark.parametrize("height", [480, 486, 576, 720, 804, 1080, 1556, 2160])
def test_the_grid_takes_lines_of_both_fields(height: int) -> None:
    rows = grid_height(height, 90)
    assert 75 <= rows <= 105
    assert abs(parities(height, rows).mean() - 0.5) < 0.05


def test_a_small_picture_is_taken_whole() -> None:
    assert [grid_height(height, 90) for height in (36, 90, 180)] == [36, 90, 90]


def test_a_field_that_is_empty_and_one_that_stands_are_dead() -> None:
    odd = parities(1080, ROWS)
    fields, moved = Fields(1080, ROWS), np.roll(scene(), 5, axis=1)
    assert not fields.take(scene()) and not fields.take(moved)
    empty = scene()
    empty[odd] = 64
    assert fields.take(empty)
    fields.forget()
    assert not fields.take(scene())
    half = moved.copy()
    half[odd] = scene()[odd]
    assert fields.take(half)


def test_a_line_across_a_black_picture_is_no_dead_field() -> None:
    black = np.full((ROWS, WIDTH), 64, np.int16)
    black[41, 20:140] = 940
    assert not Fields(1080, ROWS).take(black)


def test_a_frame_that_is_not_whole_is_passed_over() -> None:
    watcher = Watcher(FrameRate(25), 16, 9, "bt709", "film.mov", height=9)
    whole = memoryview(np.full(3 * 16 * 9, 512, "<u2").tobytes())
    assert watcher.take(Fraction(0), whole) == 0 and watcher.frames == 1
    for part in (0, 1, 7, len(whole) - 1):
        watcher.take(Fraction(1, 25), whole[:part])
    assert watcher.frames == 1 and not watcher.finish(2).uneven
