"""One decode from end to end: what a file holds, what is asked, damage, limits, and stopping it."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import av
import pytest
from picturelock.errors import InputError
from picturelock.media.scan import flashes, pipe, run
from picturelock.media.scan.model import Frames, Group, Request
from picturelock.media.scan.run import measure
from picturelock.times import FLICKS_PER_SECOND, Span

FILM = "testsrc2=size=160x90:rate=25:duration=2"
SINE = "sine=r=48000:d=2"


def spoil(path: Path, target: Path, frame: int) -> Path:
    """A copy in which one coded frame is noise."""
    with av.open(str(path)) as container:
        entry = container.streams.video[0].index_entries[frame]
        start, size = entry.pos, entry.size  # it is the container's memory
    data = bytearray(path.read_bytes())
    noise = random.Random(1)
    for at in range(start + size // 3, start + size * 2 // 3):
        data[at] = noise.randrange(256)
    target.write_bytes(data)
    return target


def test_picture_and_sound_of_one_decode(make: Any) -> None:
    path = make("both.mov", FILM, SINE, vcodec="prores_ks", acodec="pcm_s24le")
    told: list[tuple[str, int, int]] = []
    scan = measure(
        path, Request((Group((1,), "mono"),)), "h", lambda stage, done, total, _="": told.append((stage, done, total))
    )
    assert scan.picture is not None and scan.picture.frames == 50
    assert [(one.index, one.start, one.end) for one in scan.streams] == [(0, 0, 2 * FLICKS_PER_SECOND)]
    assert scan.programmes[0].integrated is not None and scan.damage.count == 0 and scan.hash == "h"
    assert told[-1] == ("measure", 2 * FLICKS_PER_SECOND, 2 * FLICKS_PER_SECOND)
    assert [done for _, done, _ in told] == sorted(done for _, done, _ in told)


def test_without_picture_and_without_sound(make: Any) -> None:
    assert measure(make("sound.wav", "", SINE), Request(), "").picture is None
    silent = measure(make("picture.mov", FILM), Request((Group((1, 2), "stereo"),)), "")
    assert silent.channels == () and silent.programmes[0].problem and not silent.complete


def test_channels_are_counted_through_all_streams(make: Any, tmp_path: Path) -> None:
    from picturelock.media import ffmpeg

    path = tmp_path / "many.mov"
    waves = ["0.5*sin(6000*t)", "0.25*sin(6000*t)|0.125*sin(6000*t)", "0"]
    inputs = [
        ffmpeg.generated(FILM),
        *(ffmpeg.generated(f"aevalsrce={w}".replace("rce", "rc") + ":s=48000:d=2") for w in waves),
    ]
    ffmpeg.render(inputs, path, time_limit_s=60, acodec="pcm_s24le")
    scan = measure(path, Request((Group((2, 3), "stereo"), Group((1, 9), "stereo"))), "")
    peaks = [(one.number, one.stream, None if one.peak is None else round(one.peak)) for one in scan.channels]
    assert peaks == [(1, 0, -6), (2, 1, -12), (3, 1, -18), (4, 2, None)]
    assert scan.programme((2, 3)) is not None and scan.programme((1, 9)) is not None
    assert [bool(one.problem) for one in scan.programmes] == [False, True]


def test_streams_of_several_rates_and_starts(tmp_path: Path) -> None:
    from picturelock.media import ffmpeg

    path = tmp_path / "late.mov"
    inputs = [
        ffmpeg.generated(FILM),
        ffmpeg.generated("sine=r=48000:d=1", itsoffset=1),
        ffmpeg.generated("sine=r=44100:d=2"),
    ]
    ffmpeg.render(inputs, path, time_limit_s=60, acodec="pcm_s24le", vcodec="mpeg4")
    scan = measure(path, Request(), "")
    assert [(one.start, one.end) for one in scan.streams] == [
        (FLICKS_PER_SECOND, 2 * FLICKS_PER_SECOND),
        (0, 2 * FLICKS_PER_SECOND),
    ]
    assert [one.sample_rate for one in scan.channels] == [48000, 44100]
    assert scan.picture is not None and scan.picture.missing == ()


def test_damage_is_told_to_the_frame(make: Any, tmp_path: Path) -> None:
    good = make("good.mov", FILM, SINE, vcodec="prores_ks", acodec="pcm_s24le")
    scan = measure(spoil(good, tmp_path / "bad.mov", 31), Request(), "")
    assert scan.damage.count and scan.damage.first and scan.damage.frames == (Frames(31, 32),)


def test_a_gap_in_coded_sound_is_told(make: Any, tmp_path: Path) -> None:
    good = make("aac.mp4", "", "sine=r=48000:d=4", acodec="aac")
    with av.open(str(good)) as container:
        entry = container.streams.audio[0].index_entries[60]
        start, size = entry.pos, entry.size
    data = bytearray(good.read_bytes())
    data[start : start + size] = b"\xff" * size
    bad = tmp_path / "bad.mp4"
    bad.write_bytes(data)
    scan = measure(bad, Request(), "")
    assert scan.damage.count and scan.streams[0].gaps
    assert scan.streams[0].gaps[0].overlaps(Span(FLICKS_PER_SECOND, FLICKS_PER_SECOND * 3 // 2))


def test_nothing_that_decodes_is_an_error(make: Any, tmp_path: Path) -> None:
    good = make("h264.mp4", FILM, vcodec="libx264", pix_fmt="yuv420p")
    with av.open(str(good)) as container:
        entries = [(one.pos, one.size) for one in container.streams.video[0].index_entries]
    data = bytearray(good.read_bytes())
    for at, size in entries:
        data[at : at + size] = bytes(size)
    bad = tmp_path / "nothing.mp4"
    bad.write_bytes(data)
    with pytest.raises(InputError, match="cannot be decoded"):
        measure(bad, Request(), "")


def test_it_is_given_up_after_its_time(make: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    path = make("long.mkv", "testsrc2=size=1280x720:rate=25:duration=8", vcodec="ffv1")
    monkeypatch.setattr(run, "_LEAST_LIMIT_S", 0.05)
    monkeypatch.setattr(run, "_LIMIT_RATIO", 0)
    with pytest.raises(InputError, match="longer than"):
        measure(path, Request(), "")


def test_a_person_may_stop_it(make: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    path = make("both.mov", FILM, SINE, vcodec="prores_ks", acodec="pcm_s24le")
    started: list[Any] = []
    popen = pipe.subprocess.Popen
    monkeypatch.setattr(
        pipe.subprocess, "Popen", lambda *args, **more: started.append(popen(*args, **more)) or started[-1]
    )

    def stop(*_: Any) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        measure(path, Request(), "", stop)
    assert [process.returncode is not None for process in started] == [True]


def test_fields_are_seen(make: Any) -> None:
    fields = "mandelbrot=size=320x180:rate=50,trim=end=1,interlace=scan=tff"
    seen = measure(make("fields.mkv", fields, vcodec="ffv1"), Request(measures=("interlace",)), "").interlace
    assert seen is not None and len(seen.verdicts) == 25
    assert max(set(seen.verdicts.values()), key=seen.verdicts.values().count) == 2


def test_every_stray_pixel_is_counted(make: Any) -> None:
    paint = "color=gray:size=320x180:rate=25:duration=0.4,format=yuv420p,geq=lum='if(eq(Y,90),250,100)':cb=128:cr=128"
    seen = measure(make("stray.mkv", paint, vcodec="ffv1"), Request(measures=("range",)), "").range
    assert seen is not None and all(50 <= value <= 56 for value in seen.stray.values())


@pytest.mark.skipif(not flashes.installed(), reason="not proven: iris-pse-detection is not installed")
def test_flashes_are_found_and_slow_changes_are_not(make: Any) -> None:
    def flashing(hertz: int) -> Any:
        square = f"geq=lum='if(gt(mod(T*{hertz},1),0.49),235,16)':cb=128:cr=128"
        source = f"color=gray:size=320x180:rate=25:duration=4,format=yuv420p,{square}"
        return measure(make(f"flash{hertz}.mkv", source, vcodec="ffv1"), Request(measures=("flashes",)), "").flashes

    fast, slow = flashing(6), flashing(1)
    assert fast.failing and fast.version.startswith("iris-pse-detection") and not fast.problem
    assert not slow.failing


def test_flashes_that_cannot_be_measured_are_told(make: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(flashes, "installed", lambda: False)
    scan = measure(
        make("both.mov", FILM, SINE, vcodec="prores_ks", acodec="pcm_s24le"), Request(measures=("flashes",)), ""
    )
    assert scan.flashes is not None and scan.flashes.problem and not scan.complete


def test_sound_that_begins_a_minute_late_is_waited_for(tmp_path: Path) -> None:
    from picturelock.media import ffmpeg

    path = tmp_path / "late.mov"
    inputs = [ffmpeg.generated("testsrc2=size=192x108:rate=25:duration=62"), ffmpeg.generated("sine=d=1", itsoffset=60)]
    ffmpeg.render(inputs, path, time_limit_s=120, vcodec="mpeg4", acodec="pcm_s16le")
    scan = measure(path, Request(), "")
    assert scan.picture is not None and scan.picture.missing == () and scan.picture.frames == 1550
    assert scan.streams[0].start == 60 * FLICKS_PER_SECOND


def test_full_range_is_told_in_codes_of_limited_range(make: Any) -> None:
    paint = (
        "color=gray:size=160x90:rate=25:duration=0.2,format=yuv420p,setrange=pc,geq=lum=255:cb=128:cr=128,setrange=pc"
    )
    picture = measure(make("full.mkv", paint, vcodec="ffv1", color_range="pc"), Request(), "").picture
    assert picture is not None and picture.high[0] == pytest.approx(940, abs=4)


@pytest.mark.parametrize("colour", ["0x00ff00", "0x0000ff", "0xff0000", "0xffff00"])
def test_legal_colours_of_rgb_are_in_range(make: Any, colour: str) -> None:
    paint = f"color={colour}:size=320x180:rate=25:duration=0.2,format=rgb24"
    picture = measure(make(f"rgb{colour}.mov", paint, vcodec="qtrle", pix_fmt="rgb24"), Request(), "").picture
    assert picture is not None and max(picture.outside.values()) == 0


def test_sound_that_outlasts_the_picture_promises_no_frames(make: Any) -> None:
    """Matroska written to a pipe says how long nothing is."""
    path = make("live.mkv", FILM, "sine=r=48000:d=2.3", vcodec="mpeg4", acodec="pcm_s16le", live=1)
    picture = measure(path, Request(), "").picture
    assert picture is not None and (picture.frames, picture.missing) == (50, ())


def test_half_a_frame_that_an_edit_leaves_is_no_frame(make: Any) -> None:
    """A cut without coding again: 1.9 s of 25 frames by the edit list."""
    from picturelock.media import ffmpeg

    whole = make("whole.mp4", "testsrc2=size=160x90:rate=25:duration=3", vcodec="libx264", pix_fmt="yuv420p")
    path = whole.with_name("trimmed.mp4")
    ffmpeg.render([ffmpeg.source(whole, ss="1.1").video], path, time_limit_s=60, vcodec="copy")
    picture = measure(path, Request(), "").picture
    assert picture is not None and picture.frames >= 47 and picture.missing == ()
