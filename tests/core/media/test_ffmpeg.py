"""The door to the ffmpeg program: found, limited, killed, and honest about what went wrong."""

from __future__ import annotations

import re
import sys
import time
from pathlib import Path

import pytest
from picturelock.errors import InputError, OutputError, SetupError
from picturelock.media import ffmpeg
from picturelock.media.probe import probe
from picturelock.times import FLICKS_PER_SECOND

ENDLESS = "testsrc2=size=320x240:rate=25"


def test_binary_and_version() -> None:
    assert ffmpeg.binary().is_file()
    assert re.match(r"\d+\.\d+", ffmpeg.version())


def test_override(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv(ffmpeg.OVERRIDE, str(tmp_path / "missing"))
    with pytest.raises(SetupError, match="names"):
        ffmpeg.binary()
    monkeypatch.setenv(ffmpeg.OVERRIDE, sys.executable)
    assert ffmpeg.binary() == Path(sys.executable)
    with pytest.raises(SetupError):
        ffmpeg.version()


def test_without_the_wheel_no_other_ffmpeg_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(ffmpeg.OVERRIDE, raising=False)
    monkeypatch.setitem(sys.modules, "imageio_ffmpeg", None)
    with pytest.raises(SetupError, match="no ffmpeg"):
        ffmpeg.binary()


def test_render_and_progress(tmp_path: Path) -> None:
    path = tmp_path / "-é 100%.mov"
    told: list[int] = []
    ffmpeg.render(
        ffmpeg.generated("testsrc2=size=640x360:rate=25:duration=8"),
        path,
        time_limit_s=60,
        progress=lambda stage, done, total, note="": told.append(done),
        vcodec="libx264",
    )
    assert probe(path).duration == 8 * FLICKS_PER_SECOND
    assert [entry.name for entry in tmp_path.iterdir()] == [path.name]
    assert told == sorted(told)


def test_an_existing_file_is_never_replaced(tmp_path: Path) -> None:
    path = tmp_path / "mine.wav"
    path.write_bytes(b"mine")
    for attempt in (
        lambda: ffmpeg.render(ffmpeg.generated("sine=d=1"), path, time_limit_s=30),
        lambda: ffmpeg.run(ffmpeg.write(ffmpeg.generated("sine=d=1"), path), time_limit_s=30),
    ):
        with pytest.raises(OutputError, match="exists already"):
            attempt()
    assert path.read_bytes() == b"mine"


def test_time_limit_kills(tmp_path: Path) -> None:
    begin = time.monotonic()
    with pytest.raises(InputError, match="was given up"):
        ffmpeg.render(ffmpeg.generated(ENDLESS), tmp_path / "endless.mp4", time_limit_s=0.5)
    assert time.monotonic() - begin < 5
    assert not list(tmp_path.iterdir())


def test_cancelling_kills_and_leaves_nothing(tmp_path: Path) -> None:
    def stop(stage: str, done: int, total: int, note: str = "") -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        ffmpeg.render(ffmpeg.generated(ENDLESS), tmp_path / "endless.mp4", time_limit_s=30, progress=stop)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("content", [b"", b"text", b"#EXTM3U\n#EXTINF:1,\nhttp://127.0.0.1:9/x.ts\n"])
def test_bad_input_is_named(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "bad.mov"
    path.write_bytes(content)
    with pytest.raises(InputError) as caught:
        ffmpeg.render(ffmpeg.source(path), tmp_path / "out.wav", time_limit_s=30)
    assert caught.value.file == path
    assert "\n" not in str(caught.value)
    assert not (tmp_path / "out.wav").exists()


def test_a_source_is_only_itself(film: Path, tmp_path: Path) -> None:
    """A playlist that names a good file beside it is still refused."""
    path = tmp_path / "list.mp4"
    path.write_text(f"ffconcat version 1.0\nfile '{film}'\n")
    with pytest.raises(InputError):
        ffmpeg.render(ffmpeg.source(path), tmp_path / "out.mp4", time_limit_s=30)


def test_an_output_that_cannot_be_written(film: Path, tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="no folder"):
        ffmpeg.render(ffmpeg.source(film), tmp_path / "missing" / "out.mp4", time_limit_s=30)
    with pytest.raises(OutputError):
        ffmpeg.render(ffmpeg.source(film), tmp_path / "out.unknown", time_limit_s=30)
