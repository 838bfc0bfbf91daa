"""Small pictures for reports: the frame that was asked for, in its shape."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from picturelock.errors import InputError
from picturelock.media import ffmpeg
from picturelock.media.thumbnails import WIDTH, thumbnails
from picturelock.times import FrameRate
from PIL import Image


def test_each_is_the_frame_that_was_asked_for(tmp_path: Path) -> None:
    film = tmp_path / "é.mov"
    # Red for ten frames, then green: the eleventh is the first that is green.
    picture = ffmpeg.generated("color=red:s=64x36:r=25:d=0.4[a];color=lime:s=64x36:r=25:d=0.4[b];[a][b]concat")
    ffmpeg.render(picture, film, time_limit_s=60, vcodec="mpeg2video", g=5, pix_fmt="yuv420p")
    found = thumbnails(film, [9, 10, 400], FrameRate(25))
    assert sorted(found) == [9, 10]
    for frame, channel in ((9, 0), (10, 1)):
        image = Image.open(io.BytesIO(found[frame])).convert("RGB")
        pixel = image.getpixel((WIDTH // 2, 40))
        assert image.size == (WIDTH, 90) and isinstance(pixel, tuple) and pixel[channel] == max(pixel) > 180


def test_what_holds_no_picture_says_so(tmp_path: Path) -> None:
    sound = tmp_path / "a.wav"
    ffmpeg.render(ffmpeg.generated("sine=d=1"), sound, time_limit_s=60)
    with pytest.raises(InputError, match="no picture"):
        thumbnails(sound, [0], FrameRate(25))
