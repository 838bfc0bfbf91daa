"""What `probe` says of files whose truth is known because they were made here."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from picturelock.errors import InputError
from picturelock.media import ffmpeg
from picturelock.media.probe import probe
from picturelock.times import FLICKS_PER_SECOND, FrameRate

RATES = ["24000/1001", "24", "25", "30000/1001", "30", "48", "50", "60000/1001", "60", "120"]


@pytest.mark.parametrize("suffix", ["mp4", "mov", "mkv", "ts", "avi"])
@pytest.mark.parametrize("rate", RATES)
def test_constant_rates_are_exact(make: Any, rate: str, suffix: str) -> None:
    name = f"cfr{rate.replace('/', '_')}.{suffix}"
    codec = "mpeg4" if suffix == "avi" else "libx264"
    exact = FrameRate.parse(rate)
    frames = 30
    seconds = frames * exact.den / exact.num
    path = make(name, f"testsrc2=size=64x48:rate={rate}:duration={seconds}", vcodec=codec, pix_fmt="yuv420p")
    info = probe(path)
    assert info.rate == exact
    assert not info.vfr
    assert info.video[0].frames == frames
    assert info.duration == exact.time_of(frames)
    assert (info.video[0].width, info.video[0].height) == (64, 48)


@pytest.mark.parametrize("suffix", ["mp4", "mkv"])
def test_variable_rate_is_told(make: Any, suffix: str) -> None:
    source = make("steady.mp4", "testsrc2=size=64x48:rate=30:duration=2", vcodec="libx264")
    path = source.with_name(f"vfr.{suffix}")
    thinned = ffmpeg.source(source).video.filter("select", "not(eq(mod(n,7),3))")
    ffmpeg.render(thinned, path, time_limit_s=60, fps_mode="vfr", vcodec="libx264")
    info = probe(path)
    assert info.vfr
    assert info.rate == FrameRate(30)


@pytest.mark.parametrize(
    ("name", "rate", "label", "drop"),
    [
        ("ndf.mov", "30000/1001", "01:00:00:00", False),
        ("df.mov", "30000/1001", "01:00:00;00", True),
        ("df60.mov", "60000/1001", "10:59:59;58", True),
        ("film.mov", "24000/1001", "23:59:59:23", False),
        ("tape.mxf", "25", "10:00:00:00", False),
    ],
)
def test_start_timecode(make: Any, name: str, rate: str, label: str, drop: bool) -> None:
    codec = "mpeg2video" if name.endswith("mxf") else "mpeg4"
    path = make(
        "tc_" + name, f"testsrc2=size=64x48:rate={rate}:duration=1", "sine=r=48000:d=1", timecode=label, vcodec=codec
    )
    start = probe(path).start_timecode
    assert start is not None
    assert (str(start), start.drop, start.rate) == (label, drop, FrameRate.parse(rate))
    assert probe(path).start == start.time


def test_without_timecode_the_start_is_zero(make: Any) -> None:
    info = probe(make("plain.wav", sound="sine=duration=1"))
    assert (info.start_timecode, info.start, info.rate, info.has_audio) == (None, 0, None, True)
    assert info.duration == FLICKS_PER_SECOND


def test_broadcast_wave_starts_at_its_time_reference(make: Any) -> None:
    path = make("bwf.wav", sound="sine=r=48000:d=1", write_bext=1, metadata="time_reference=172800000")
    assert probe(path).start == 3600 * FLICKS_PER_SECOND


def test_streams_and_colour(make: Any) -> None:
    path = make(
        "colour.mov",
        "testsrc2=size=64x48:rate=25:duration=1,setparams=color_primaries=bt2020:color_trc=smpte2084:colorspace=bt2020nc:range=tv",
        "sine=d=1,aformat=channel_layouts=stereo",
        vcodec="libx264",
        pix_fmt="yuv420p",
        **{"metadata:s:a:0": "language=fra"},
    )
    info = probe(path)
    video, audio = info.video[0], info.audio[0]
    assert (video.color_primaries, video.color_transfer, video.color_space, video.color_range) == (
        "bt2020",
        "smpte2084",
        "bt2020nc",
        "tv",
    )
    assert (video.codec, video.pixel_format, video.index) == ("h264", "yuv420p", 0)
    assert (audio.index, audio.sample_rate, audio.channels, audio.layout, audio.language) == (
        0,
        44100,
        2,
        "stereo",
        "fra",
    )


def test_a_cover_is_no_picture(make: Any, tmp_path: Path) -> None:
    sound = make("plain.wav", sound="sine=duration=1")
    cover = make("cover.mkv", "color=red:size=32x32:duration=0.04:rate=25", vcodec="png")
    path = tmp_path / "song.mp3"
    streams = [ffmpeg.source(sound).audio, ffmpeg.source(cover).video]
    ffmpeg.render(streams, path, time_limit_s=30, **{"c:v": "copy", "disposition:v": "attached_pic"})
    info = probe(path)
    assert (info.video, len(info.audio)) == ((), 1)


@pytest.mark.parametrize(
    "name", ["-y.mp4", "a:b.mp4", "http:x.mp4", "été à l’ouest 東京 %03d.mp4", "concat|x.mp4", "q'uote\"s.mp4"]
)
def test_awkward_names(film: Path, tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / name).write_bytes(film.read_bytes())
    monkeypatch.chdir(tmp_path)
    assert probe(Path(name)).video[0].frames == 48
    assert probe(tmp_path / name).fingerprint == probe(film).fingerprint


def test_undecodable_name(film: Path, tmp_path: Path) -> None:
    path = tmp_path / b"bad\xff.mp4".decode("utf-8", "surrogateescape")
    try:
        path.write_bytes(film.read_bytes())
    except OSError:
        pytest.skip("not proven: this file system takes Unicode names only")
    try:
        assert probe(path).video[0].frames == 48
    except InputError as error:
        assert "rename" in str(error)


def test_nothing_is_held_open(film: Path, tmp_path: Path) -> None:
    path = tmp_path / "copy.mp4"
    path.write_bytes(film.read_bytes())
    probe(path)
    path.rename(tmp_path / "renamed.mp4")
    assert probe(tmp_path / "renamed.mp4").rate == FrameRate(24000, 1001)
