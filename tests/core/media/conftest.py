"""Small media, made once for all tests of this folder."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from picturelock.media import ffmpeg

Make = Callable[..., Path]


@pytest.fixture(scope="session")
def make(tmp_path_factory: pytest.TempPathFactory) -> Make:
    """`make(name, picture=..., sound=..., **output options)`: a file made by filters, once per name."""
    folder = tmp_path_factory.mktemp("media")

    def build(name: str, picture: str = "", sound: str = "", **options: Any) -> Path:
        path = folder / name
        if not path.exists():
            inputs = [ffmpeg.generated(text) for text in (picture, sound) if text]
            ffmpeg.render(inputs, path, time_limit_s=60, **options)
        return path

    return build


@pytest.fixture(scope="session")
def film(make: Make) -> Path:
    """Two seconds at 23.976 with B-frames, sound and a timecode track."""
    return make(
        "film.mp4",
        "testsrc2=size=64x48:rate=24000/1001:duration=2",
        "sine=duration=2",
        timecode="01:00:00:00",
        vcodec="libx264",
        pix_fmt="yuv420p",
    )
