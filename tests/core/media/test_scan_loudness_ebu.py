"""Loudness against signals whose loudness is known by definition (after EBU Tech 3341, table 1)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
import soundfile
from picturelock.media import ffmpeg
from picturelock.media.scan.model import Group, ProgrammeScan, Request
from picturelock.media.scan.run import measure

RATE = 48000
STEREO = Group((1, 2), "stereo")


def tone(*steps: tuple[float, float], hertz: float = 1000.0) -> np.ndarray:
    """One tone at several levels: (dBFS, seconds) each."""
    amplitude = np.concatenate([np.full(int(seconds * RATE), 10 ** (level / 20)) for level, seconds in steps])
    return amplitude * np.sin(2 * np.pi * hertz * np.arange(len(amplitude)) / RATE)


def loudness(path: Path, group: Group = STEREO) -> ProgrammeScan:
    (found,) = measure(path, Request((group,)), "").programmes
    return found


def wave(path: Path, *channels: np.ndarray) -> Path:
    soundfile.write(path, np.stack(channels, axis=1), RATE, subtype="PCM_24")
    return path


@pytest.mark.parametrize(
    ("steps", "expected"),
    [
        ([(-23.0, 20)], -23.0),
        ([(-33.0, 20)], -33.0),
        ([(-36.0, 10), (-23.0, 60), (-36.0, 10)], -23.0),
        ([(-72.0, 10), (-36.0, 10), (-23.0, 60), (-36.0, 10), (-72.0, 10)], -23.0),
        ([(-26.0, 20), (-20.0, 20.1), (-26.0, 20)], -23.0),
    ],
)
def test_integrated_loudness_of_stereo_tones(tmp_path: Path, steps: list[tuple[float, float]], expected: float) -> None:
    samples = tone(*steps)
    found = loudness(wave(tmp_path / "tone.wav", samples, samples))
    assert found.integrated == pytest.approx(expected, abs=0.1)


@pytest.mark.parametrize(("low", "high", "expected"), [(-30.0, -20.0, 10.0), (-20.0, -15.0, 5.0)])
def test_loudness_range(tmp_path: Path, low: float, high: float, expected: float) -> None:
    samples = tone((high, 20), (low, 20))
    assert loudness(wave(tmp_path / "range.wav", samples, samples)).range_lu == pytest.approx(expected, abs=1.0)


@pytest.mark.parametrize(
    ("divisor", "phase", "amplitude"), [(4, 0, 0.5), (4, 45, 0.5), (6, 60, 0.5), (8, 67.5, 0.5), (4, 45, 1.41)]
)
def test_true_peak_between_samples(tmp_path: Path, divisor: int, phase: float, amplitude: float) -> None:
    """EBU Tech 3341 allows +0.2 and -0.4 dB; the samples themselves may lie 3 dB lower."""
    count = RATE
    fade = np.minimum(1, np.minimum(np.arange(count), np.arange(count)[::-1]) / 2400)
    samples = amplitude * fade * np.sin(2 * np.pi / divisor * np.arange(count) + np.radians(phase))
    peak = loudness(wave(tmp_path / "peak.wav", samples, samples)).true_peak
    assert peak is not None
    assert -0.4 <= peak - 20 * np.log10(amplitude) <= 0.2


def test_silence_has_no_loudness(tmp_path: Path) -> None:
    silence = np.zeros(3 * RATE)
    found = loudness(wave(tmp_path / "silence.wav", silence, silence))
    assert (found.integrated, found.true_peak) == (None, None)


def test_too_short_to_measure(tmp_path: Path) -> None:
    blip = tone((-20.0, 0.05))
    assert loudness(wave(tmp_path / "blip.wav", blip, blip)).integrated is None


@pytest.mark.parametrize("suffix", ["mov", "mxf"])
def test_two_mono_streams_are_one_stereo_programme(tmp_path: Path, suffix: str) -> None:
    mono = wave(tmp_path / "mono.wav", tone((-23.0, 10)))
    path = tmp_path / f"pair.{suffix}"
    sound = ffmpeg.source(mono).audio
    picture = ffmpeg.generated("color=black:size=64x48:rate=25:duration=10")
    options = {"acodec": "pcm_s24le", "vcodec": "mpeg2video", "ar": RATE}
    ffmpeg.render([picture, sound, ffmpeg.source(mono).audio], path, time_limit_s=60, **options)
    assert loudness(path, Group((1,), "mono")).integrated == pytest.approx(-26.0, abs=0.1)
    assert loudness(path).integrated == pytest.approx(-23.0, abs=0.1)


def test_surrounds_weigh_more_and_the_lfe_not_at_all(make: Any) -> None:
    """BS.1770: 1.41 times the power, +1.5 dB, for a surround; nothing for the LFE."""

    def of_channel(channel: int) -> float | None:
        parts = ["0"] * 6
        parts[channel] = "0.1*sin(2*PI*1000*t)"
        path = make(f"surround{channel}.wav", sound=f"aevalsrc={'|'.join(parts)}:s=48000:d=5:c=5.1", acodec="pcm_s24le")
        return loudness(path, Group((1, 2, 3, 4, 5, 6), "5.1")).integrated

    left, lfe, surround = of_channel(0), of_channel(3), of_channel(4)
    assert left is not None
    assert surround is not None
    assert surround - left == pytest.approx(1.5, abs=0.05)
    assert lfe is None
