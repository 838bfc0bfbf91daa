from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from picturelock.library import Library

ROOT = Path(__file__).resolve().parents[3]
MODEL = ROOT / "demo" / "tiny-whisper"
SPEECH = ROOT / "tests" / "data" / "speech"


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with Library(tmp_path / "library.sqlite") as opened:
        yield opened


@pytest.fixture(scope="session")
def model() -> Path:
    if not (MODEL / "model.bin").is_file():
        pytest.skip("not proven: demo/tiny-whisper holds no model")
    return MODEL


@pytest.fixture(scope="session")
def speech() -> Path:
    return SPEECH
