"""Samples as engines get them: the right ones, in the right place, in bounded memory."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import soundfile
from picturelock.errors import InputError
from picturelock.media import ffmpeg
from picturelock.media.audio import BLOCK_S, audio_duration, read_audio
from picturelock.times import FLICKS_PER_SECOND, from_ms, from_samples, to_samples

SWEEP = "aevalsrc=0.3*sin(2*PI*(100+300*t)*t)|0.2*sin(2*PI*440*t):s={rate}:d=4"


def whole(path: Path, **options: Any) -> np.ndarray:
    return np.concatenate(list(read_audio(path, **options)))


def _onset(samples: np.ndarray, rate: int = 16000) -> float:
    return float(np.flatnonzero(np.abs(samples) > 0.01)[0]) / rate


@pytest.mark.parametrize("source_rate", [8000, 11025, 16000, 44100, 48000, 96000])
def test_resampled_tone_is_the_tone(make: Any, source_rate: int) -> None:
    path = make(
        f"tone{source_rate}.wav", sound=f"aevalsrc=0.5*sin(2*PI*1000*t):s={source_rate}:d=2", acodec="pcm_f32le"
    )
    samples = whole(path)
    assert samples.dtype == np.float32
    assert len(samples) == 32000
    expected = 0.5 * np.sin(2 * np.pi * 1000 * np.arange(32000) / 16000)
    assert np.abs(samples - expected)[200:-200].max() < 2e-3


@pytest.mark.parametrize("rate", [8000, 16000, 22050, 48000])
def test_any_output_rate(make: Any, rate: int) -> None:
    path = make("sweep48000.wav", sound=SWEEP.format(rate=48000))
    assert len(whole(path, rate=rate)) == 4 * rate


@pytest.mark.parametrize("codec", ["pcm_s16le", "pcm_s24le", "pcm_f32le", "pcm_u8", "flac"])
def test_mono_is_the_mean_whatever_the_sample_format(make: Any, codec: str) -> None:
    suffix = "flac" if codec == "flac" else "wav"
    sound = "aevalsrc=0.8|0.2:s=16000:d=1:c=stereo"
    samples = whole(make(f"mean_{codec}.{suffix}", sound=sound, acodec=codec))
    assert np.abs(samples - 0.5).max() < 0.01


def test_isolated_tracks_are_averaged(tmp_path: Path) -> None:
    """Eight channels of which nobody says what they are, as a field recorder writes them."""
    path = tmp_path / "iso.wav"
    soundfile.write(path, np.array([[0.8, 0, 0, 0, 0, 0, 0, 0]] * 16000), 16000, subtype="PCM_24")
    assert np.abs(whole(path) - 0.1).max() < 1e-3


def test_the_centre_of_surround_weighs_most(make: Any) -> None:
    centre = whole(make("centre.wav", sound="aevalsrc=0|0|0.5|0|0|0:s=16000:d=1:c=5.1", acodec="pcm_s16le"))
    side = whole(make("side.wav", sound="aevalsrc=0|0|0|0|0.5|0:s=16000:d=1:c=5.1", acodec="pcm_s16le"))
    assert centre.mean() > side.mean() > 0


def test_second_stream(make: Any, tmp_path: Path) -> None:
    path = tmp_path / "two.mov"
    tones = [ffmpeg.generated(f"aevalsrc={level}:s=16000:d=1") for level in (0.1, 0.7)]
    ffmpeg.render(tones, path, time_limit_s=30, acodec="pcm_s16le")
    assert np.abs(whole(path) - 0.1).max() < 1e-3
    assert np.abs(whole(path, stream=1) - 0.7).max() < 1e-3
    for stream in (2, -1):
        with pytest.raises(InputError, match="has 2"):
            whole(path, stream=stream)


@pytest.mark.parametrize(
    ("name", "codec"), [("late.mkv", "flac"), ("late.mov", "pcm_s16le"), ("late.mp4", "aac"), ("late.ts", "aac")]
)
def test_sound_that_starts_after_the_picture_comes_after_silence(film: Path, name: str, codec: str) -> None:
    path = film.with_name(name)
    late = ffmpeg.source(film, itsoffset=0.75)
    if not path.exists():
        ffmpeg.render([ffmpeg.source(film).video, late.audio], path, time_limit_s=30, acodec=codec, vcodec="libx264")
    samples = whole(path)
    assert abs(_onset(samples) - 0.75) < 0.03
    assert abs(audio_duration(path) - from_samples(len(samples), 16000)) < from_ms(100)
    later = whole(path, start=FLICKS_PER_SECOND)
    assert abs(len(samples) - 16000 - len(later)) <= 16


def test_sound_that_starts_before_the_picture_is_dropped(make: Any) -> None:
    source = make(
        "beep.mov", "testsrc2=size=64x48:rate=25:duration=2", "aevalsrc='0.5*gt(t,1)':s=48000:d=2", acodec="pcm_s16le"
    )
    path = source.with_name("early.mkv")
    early = [ffmpeg.source(source, itsoffset=0.5).video, ffmpeg.source(source).audio]
    ffmpeg.render(early, path, time_limit_s=30, acodec="flac", vcodec="libx264")
    assert abs(_onset(whole(path)) - 0.5) < 0.03


def test_a_gap_in_the_timestamps_keeps_later_sound_in_place(make: Any) -> None:
    first = make("hole.mkv", sound="aevalsrc='0.5*gt(t,2)':s=48000:d=3", acodec="flac")
    path = first.with_name("holed.mkv")
    kept = ffmpeg.source(first).audio.filter("aselect", "not(between(t,0.5,1.5))")
    ffmpeg.render(kept, path, time_limit_s=30, acodec="flac")
    samples = whole(path)
    assert abs(_onset(samples) - 2) < 0.03
    assert abs(len(samples) - 48000) < 1600


@pytest.mark.parametrize(
    ("name", "rate", "codec"),
    [
        ("s8000.wav", 8000, "pcm_s16le"),
        ("s16000.wav", 16000, "pcm_s16le"),
        ("s22050.wav", 22050, "pcm_s16le"),
        ("s44100.wav", 44100, "pcm_s24le"),
        ("s48000.wav", 48000, "pcm_f32le"),
        ("s48000.flac", 48000, "flac"),
        ("s44100.flac", 44100, "flac"),
        ("s48000.mov", 48000, "pcm_s24le"),
        ("s48000.mxf", 48000, "pcm_s16le"),
        ("s44100.aiff", 44100, "pcm_s16be"),
    ],
)
def test_a_later_start_gives_the_very_samples_of_the_whole_read(make: Any, name: str, rate: int, codec: str) -> None:
    picture = "testsrc2=size=64x48:rate=25:duration=4" if name.endswith("mxf") else ""
    path = make("seek_" + name, picture, SWEEP.format(rate=rate), acodec=codec)
    everything = whole(path)
    for start in (1, from_ms(333), FLICKS_PER_SECOND, 3 * FLICKS_PER_SECOND // 2 + 12345, from_ms(3999)):
        rest = whole(path, start=start)
        assert np.array_equal(rest, everything[to_samples(start, 16000) :]), start


@pytest.mark.parametrize(
    ("name", "codec"), [("l.m4a", "aac"), ("l.mp3", "libmp3lame"), ("l.ogg", "libopus"), ("l.aac", "aac")]
)
def test_lossy_codecs_agree_after_a_seek(make: Any, name: str, codec: str) -> None:
    path = make("lossy_" + name, sound=SWEEP.format(rate=48000), acodec=codec)
    everything = whole(path)
    rest = whole(path, start=2 * FLICKS_PER_SECOND)
    assert abs(len(everything) - 32000 - len(rest)) <= 16
    shared = min(len(rest), 30000)
    assert np.abs(rest[:shared] - everything[32000 : 32000 + shared]).max() < 0.02


def test_a_start_beyond_the_end_gives_nothing(make: Any) -> None:
    path = make("s16000.wav", sound=SWEEP.format(rate=16000))
    assert list(read_audio(path, start=60 * FLICKS_PER_SECOND)) == []


def test_what_could_be_decoded_comes_before_the_error(make: Any, tmp_path: Path) -> None:
    data = make("long.flac", sound="sine=r=48000:d=20").read_bytes()
    path = tmp_path / "broken.flac"
    path.write_bytes(data[: len(data) // 2])
    blocks = []
    with pytest.raises(InputError, match=r"at 0:00:(09|10)\.\d") as caught:
        for block in read_audio(path):
            blocks.append(block)
    assert 9 < sum(map(len, blocks)) / 16000 < 10.5
    assert caught.value.place


def test_no_sound(make: Any) -> None:
    path = make("mute.mp4", "testsrc2=size=64x48:rate=25:duration=1")
    with pytest.raises(InputError, match="no sound"):
        list(read_audio(path))


def test_nothing_is_read_before_it_is_asked_for(tmp_path: Path) -> None:
    blocks = read_audio(tmp_path / "missing.wav")
    with pytest.raises(InputError):
        next(blocks)


_HOUR = """
import resource, sys
from pathlib import Path
from picturelock.media.audio import read_audio
blocks = read_audio(Path(sys.argv[1]))
sizes = [len(next(blocks))]
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
sizes += [len(block) for block in blocks]
grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
print(sum(sizes), max(sizes), grown // (1024 if sys.platform != "darwin" else 1048576))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="not proven: this system does not tell a process' memory")
def test_an_hour_in_bounded_memory(make: Any) -> None:
    """The whole process, FFmpeg's own memory too, grows by less than 30 MB; the hour as float32 is 230 MB."""
    path = make("hour.wav", sound="sine=r=8000:d=3600", acodec="pcm_u8")
    command = [sys.executable, "-c", _HOUR, str(path)]
    told = subprocess.run(command, capture_output=True, text=True, check=True, timeout=120).stdout.split()
    assert (int(told[0]), int(told[1])) == (3600 * 16000, BLOCK_S * 16000)
    assert int(told[2]) < 30


def test_a_stream_that_changes_its_rate_and_channels_midway(make: Any, tmp_path: Path) -> None:
    """Two AAC recordings joined end to end: the words of the second stay in place."""
    first = make("first.aac", sound="sine=r=48000:d=2,aformat=channel_layouts=stereo")
    second = make("second.aac", sound="aevalsrc='0.5*gt(t,1)*sin(2*PI*440*t)':s=44100:d=2:c=mono")
    surround = make("third.aac", sound="sine=r=48000:d=2,aformat=channel_layouts=5.1")
    path = tmp_path / "joined.aac"
    path.write_bytes(first.read_bytes() + second.read_bytes() + surround.read_bytes())
    samples = whole(path)
    assert abs(len(samples) / 16000 - 6) < 0.2
    quiet = np.abs(samples[int(2.2 * 16000) : int(2.9 * 16000)])
    loud = np.abs(samples[int(3.2 * 16000) : int(3.9 * 16000)])
    assert quiet.max() < 0.02 < loud.max()
