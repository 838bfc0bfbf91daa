"""Loudness beside a second implementation: libebur128, by pyebur128."""

from __future__ import annotations

from math import log10
from pathlib import Path

import numpy as np
import pytest
import soundfile
from numpy.typing import NDArray
from picturelock.media.scan.meter import Meter
from picturelock.media.scan.model import NOTHING, Group, ProgrammeScan, Request
from picturelock.media.scan.run import measure

pyebur128 = pytest.importorskip("pyebur128", reason="not proven: pyebur128 is not installed")
RATE = 48000
MODES = pyebur128.MeasurementMode.MODE_I | pyebur128.MeasurementMode.MODE_TRUE_PEAK | pyebur128.MeasurementMode.MODE_LRA
PLACES = {
    2: ("LEFT", "RIGHT"),
    6: ("LEFT", "RIGHT", "CENTER", "UNUSED", "LEFT_SURROUND", "RIGHT_SURROUND"),
}


def programme(seed: int, channels: int, seconds: int = 20) -> NDArray[np.float32]:
    """Noise of changing colour and level, as speech and music are."""
    random = np.random.default_rng(seed)
    noise = random.standard_normal((seconds * RATE, channels)).cumsum(axis=0)
    noise -= np.apply_along_axis(lambda one: np.convolve(one, np.ones(480) / 480, "same"), 0, noise)
    noise[:960] = noise[-960:] = 0  # the edges of the average
    level = np.repeat(10 ** (random.uniform(-30, 0, seconds) / 20), RATE)[:, None]
    return (0.7 * level * noise / np.abs(noise).max()).astype(np.float32)


def second_opinion(samples: NDArray[np.float32]) -> tuple[float, float, float]:
    state = pyebur128.R128State(samples.shape[1], RATE, MODES)
    for at, name in enumerate(PLACES[samples.shape[1]]):
        state.set_channel(at, getattr(pyebur128.ChannelType, name))
    state.add_frames(samples.ravel(), len(samples))
    peak = max(pyebur128.get_true_peak(state, at) for at in range(samples.shape[1]))
    return pyebur128.get_loudness_global(state), 20 * log10(peak), pyebur128.get_loudness_range(state)


def measured(folder: Path, samples: NDArray[np.float32], layout: str, streams: bool = False) -> ProgrammeScan:
    path = folder / "mix.wav"
    soundfile.write(path, samples, RATE, subtype="FLOAT")
    group = Group(tuple(range(1, samples.shape[1] + 1)), layout)
    (found,) = measure(path, Request((group,)), "").programmes
    return found


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_stereo_agrees_within_a_tenth(tmp_path: Path, seed: int) -> None:
    samples = programme(seed, 2)
    integrated, peak, spread = second_opinion(samples)
    ours = measured(tmp_path, samples, "stereo")
    assert ours.integrated == pytest.approx(integrated, abs=0.1)
    assert ours.true_peak == pytest.approx(peak, abs=0.3)
    assert ours.range_lu == pytest.approx(spread, abs=1)


def test_surround_agrees_within_a_tenth(tmp_path: Path) -> None:
    samples = programme(4, 6)
    assert measured(tmp_path, samples, "5.1").integrated == pytest.approx(second_opinion(samples)[0], abs=0.1)


def test_channels_are_taken_by_number(tmp_path: Path) -> None:
    samples = programme(5, 6)
    path = tmp_path / "mix.wav"
    soundfile.write(path, samples, RATE, subtype="FLOAT")
    (found,) = measure(path, Request((Group((5, 2), "stereo"),)), "").programmes
    assert found.integrated == pytest.approx(second_opinion(samples[:, [4, 1]])[0], abs=0.1)


def test_where_the_peak_and_the_loudest_three_seconds_are(tmp_path: Path) -> None:
    samples = np.full((15 * RATE, 2), 0.0, np.float32)
    time = np.arange(len(samples)) / RATE
    samples[:] = (0.05 * np.sin(2 * np.pi * 997 * time))[:, None]
    samples[6 * RATE : 9 * RATE] *= 4
    samples[int(12.34 * RATE), 1] = 0.99
    ours = measured(tmp_path, samples, "stereo")
    assert ours.true_peak_at / 705_600_000 == pytest.approx(12.34, abs=0.11)
    assert ours.short_term_at / 705_600_000 == pytest.approx(9, abs=0.11)
    assert ours.short_term == pytest.approx(-26.02 + 12.04, abs=0.15)
    assert len(ours.momentary) == 150 and NOTHING not in ours.momentary.values()[5:]


@pytest.mark.parametrize(("position", "lufs"), [(0, -23.0), (2, -23.0), (4, -23.0), (5, -23.0), (6, -21.5), (7, -21.5)])
def test_the_rear_pair_of_seven_one_weighs_as_the_front_does(position: int, lufs: float) -> None:
    """By ITU-R BS.1770-4, table 4: 1.41 from 60 to 120 degrees, 1 beyond; a sine of -20 dBFS in one channel is -23.0 LUFS."""
    rows = np.zeros((8, 48_000), np.float32)
    rows[position] = 0.1 * np.sin(np.arange(48_000) * 2 * np.pi * 997 / 48_000)
    meter = Meter(Group(tuple(range(1, 9)), "7.1"), 48_000)
    for _ in range(3):
        meter.take(rows)
    assert meter.finish().integrated == pytest.approx(lufs, abs=0.05)
