"""What the engine tests share: speech with known words, the tiny model, a human recording."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from picturelock.engines.base import RATE, Samples
from picturelock.media.audio import read_audio

ROOT = Path(__file__).resolve().parents[3]
MODEL = ROOT / "demo" / "tiny-whisper"
SPEECH = ROOT / "tests" / "data" / "speech"
SAMPLES = ROOT.parent / "shared" / "samples" / "speech"


def samples_of(file: Path) -> Samples:
    return np.concatenate(list(read_audio(file)))


@pytest.fixture(scope="session")
def model() -> Path:
    if not (MODEL / "model.bin").is_file():
        pytest.skip("not proven: demo/tiny-whisper holds no model")
    return MODEL


@pytest.fixture(scope="session")
def jfk() -> Samples:
    file = SAMPLES / "jfk.flac"
    if not file.is_file():
        pytest.skip("not proven: the human recording jfk.flac is not here")
    return samples_of(file)


@pytest.fixture(scope="session")
def english() -> Samples:
    """Some seconds of it: pocketsphinx needs as long as the speech itself."""
    return samples_of(SPEECH / "short_en.flac")[: 9 * RATE // 2]


@pytest.fixture(scope="session")
def french() -> Samples:
    return samples_of(SPEECH / "short_fr.flac")


@pytest.fixture(scope="session")
def speechless() -> dict[str, Samples]:
    count = 12 * RATE
    noise = np.random.default_rng(7)
    click = np.zeros(count, np.float32)
    click[:: RATE // 2] = 0.9
    return {
        "nothing": np.zeros(0, np.float32),
        "one-sample": np.zeros(1, np.float32),
        "silence": np.zeros(count, np.float32),
        "tone": (0.5 * np.sin(np.arange(count) * 2 * np.pi * 1000 / RATE)).astype(np.float32),
        "white-noise": (0.1 * noise.standard_normal(count)).astype(np.float32),
        "clicks": click,
        "no-numbers": np.full(count, np.nan, np.float32),
    }
