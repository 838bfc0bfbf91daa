"""Levels, drop-outs and correlation against waves written sample by sample."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import soundfile
from numpy.typing import NDArray
from picturelock.media.scan.model import NOTHING, Scan
from picturelock.media.scan.model import Request as Ask
from picturelock.media.scan.run import measure
from picturelock.times import Span, from_samples

RATE = 48000
Wave = NDArray[np.float32]


def tone(seconds: float = 3, level: float = 0.5, hertz: float = 997, phase: float = 0.3) -> Wave:
    time = np.arange(int(seconds * RATE)) / RATE
    return (level * np.sin(2 * np.pi * hertz * time + phase)).astype(np.float32)


def heard(folder: Path, *channels: Wave, rate: int = RATE) -> Scan:
    path = folder / "sound.wav"
    soundfile.write(path, np.stack(channels, axis=1), rate, subtype="PCM_24")
    return measure(path, Ask(), "")


def test_levels_of_a_sine(tmp_path: Path) -> None:
    (channel,) = heard(tmp_path, tone(level=0.5)).channels
    assert channel.peak == pytest.approx(-6.02, abs=0.01)
    assert set(channel.level.values()) <= {902, 903, 904} and len(channel.level) == 75
    assert channel.centre.values() == pytest.approx((997, 997, 997), rel=0.01)


def test_digital_silence_has_no_level(tmp_path: Path) -> None:
    (channel,) = heard(tmp_path, np.zeros(RATE, np.float32)).channels
    assert channel.peak is None and channel.centre.values() == (NOTHING,) and set(channel.level.values()) == {NOTHING}
    assert channel.dropouts == ()


@pytest.mark.parametrize(
    ("start", "length"), [(10_000, 480), (47_900, 480), (48_000, 4800), (47_999, 49), (95_000, 2000), (143_000, 200)]
)
def test_a_drop_out_is_told_to_the_sample(tmp_path: Path, start: int, length: int) -> None:
    wave = tone()
    wave[start : start + length] = 0
    (channel,) = heard(tmp_path, wave).channels
    assert channel.dropouts == (Span(from_samples(start, RATE), from_samples(start + length, RATE)),)
    assert channel.abrupt == (True,)


def test_sound_that_falls_away_before_it_is_cut_does_not_end_abruptly(tmp_path: Path) -> None:
    wave = tone()
    wave[70_000:72_000] = 0
    wave[67_000:70_000] *= np.linspace(1, 0.2, 3000, dtype=np.float32)
    (channel,) = heard(tmp_path, wave).channels
    assert (channel.dropout_count, channel.abrupt) == (1, (False,))


@pytest.mark.parametrize(("start", "length"), [(10_000, 40), (20_000, 30_000), (0, 480), (143_500, 500)])
def test_what_is_too_short_too_long_or_at_an_edge_is_no_drop_out(tmp_path: Path, start: int, length: int) -> None:
    wave = tone()
    wave[start : start + length] = 0
    (channel,) = heard(tmp_path, wave).channels
    assert channel.dropouts == ()


def test_a_pause_that_fades_is_no_drop_out(tmp_path: Path) -> None:
    wave = tone()
    fade = np.clip(np.abs(np.arange(len(wave)) - 70_000) / 48_000 - 0.02, 0, 1).astype(np.float32)
    (channel,) = heard(tmp_path, wave * fade).channels
    assert channel.dropouts == ()


def test_correlation_of_pairs(tmp_path: Path) -> None:
    one, other = tone(hertz=997), tone(hertz=1511)
    zero = np.zeros_like(one)
    scan = heard(tmp_path, one, one, one, -one, one, other, one, zero)
    values = [pair.correlation.values() for pair in scan.pairs]
    assert [(pair.left, pair.right) for pair in scan.pairs] == [(1, 2), (3, 4), (5, 6), (7, 8)]
    assert values[0] == (20_000,) * 3 and values[1] == (0,) * 3 and values[3] == (NOTHING,) * 3
    assert all(abs(value - 10_000) < 50 for value in values[2])


@pytest.mark.parametrize("rate", [44_100, 96_000, 11_025])
def test_other_sample_rates(tmp_path: Path, rate: int) -> None:
    wave = (0.5 * np.sin(np.arange(2 * rate) * 0.1)).astype(np.float32)
    (channel,) = heard(tmp_path, wave, rate=rate).channels
    assert len(channel.level) == 50 and set(channel.level.values()) <= {902, 903, 904, 905, 901}


def test_a_second_of_bad_floats_is_survived(tmp_path: Path) -> None:
    wave = tone()
    wave[100:200] = np.nan
    path = tmp_path / "nan.wav"
    soundfile.write(path, wave, RATE, subtype="FLOAT")
    (channel,) = measure(path, Ask(), "").channels
    assert channel.peak is not None


def test_a_fall_to_next_to_nothing_is_a_drop_out(tmp_path: Path) -> None:
    wave, noise = tone(), np.random.default_rng(1).uniform(-3e-5, 3e-5, 3 * RATE).astype(np.float32)
    wave[70_000:71_920] = 0
    (channel,) = heard(tmp_path, wave + noise).channels
    (hole,) = channel.dropouts
    assert (hole.start, hole.end) == pytest.approx((from_samples(70_000, RATE), from_samples(71_920, RATE)), abs=50_000)


def test_pauses_that_end_softly_are_no_drop_outs(tmp_path: Path) -> None:
    """As a synthetic voice has them: digital silence for 50 ms, and no sample cut off on the way there or back."""
    wave = tone(hertz=220)
    fade = np.sin(np.linspace(0, np.pi / 2, 96)) ** 2
    for start in range(4800, 3 * RATE - 4800, 9600):
        wave[start : start + 2400] = 0
        wave[start - 96 : start] *= fade[::-1]
        wave[start + 2400 : start + 2496] *= fade
    (channel,) = heard(tmp_path, wave).channels
    assert (channel.dropout_count, channel.pauses.values()) == (0, (5, 5, 4))


def test_what_is_hardly_heard_has_no_phase(tmp_path: Path) -> None:
    hiss = np.random.default_rng(2).uniform(-1e-5, 1e-5, 2 * RATE).astype(np.float32)
    (pair,) = heard(tmp_path, hiss, -hiss).pairs
    assert set(pair.correlation.values()) == {NOTHING}
