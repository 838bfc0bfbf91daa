"""What streams carry is told apart by one byte, and is the same in another wrapping."""

from __future__ import annotations

from pathlib import Path

import pytest
from picturelock.errors import InputError
from picturelock.media import ffmpeg
from picturelock.media.packets import packet_hashes

PICTURE = {"vcodec": "libx264", "pix_fmt": "yuv420p", "preset": "ultrafast"}


@pytest.fixture(scope="module")
def film(tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("film") / "film.mov"
    streams = [
        ffmpeg.generated("testsrc2=size=64x36:rate=25:duration=1"),
        ffmpeg.generated("sine=d=1:r=48000"),
    ]
    ffmpeg.render(streams, target, time_limit_s=60, acodec="pcm_s16le", timecode="01:00:00:00", **PICTURE)
    return target


def test_every_stream_is_hashed_the_timecode_track_too(film: Path) -> None:
    found = packet_hashes(film)
    assert [one.kind for one in found] == ["video", "audio", "data"]
    assert found[0].packets == 25 and found[1].size == 96_000 and found[2].packets == 1
    assert len({one.hash for one in found}) == 3 and all(one.hash.startswith("xxh128:") for one in found)
    assert packet_hashes(film) == found


def test_a_byte_of_the_sound_is_another_sound_and_the_same_picture(film: Path, tmp_path: Path) -> None:
    data = bytearray(film.read_bytes())
    at = data.index(packet := _longest_run(film))
    assert packet
    data[at] ^= 1
    other = tmp_path / "film.mov"
    other.write_bytes(data)
    before, after = packet_hashes(film), packet_hashes(other)
    assert before[0] == after[0] and before[1].hash != after[1].hash


def test_the_same_streams_in_another_order_of_boxes_are_the_same(film: Path, tmp_path: Path) -> None:
    other = tmp_path / "fast.mov"
    ffmpeg.render(ffmpeg.source(film), other, time_limit_s=60, codec="copy", movflags="+faststart", map=0)
    ours, theirs = packet_hashes(film), packet_hashes(other)
    assert [(one.packets, one.size, one.hash) for one in ours[:2]] == [
        (one.packets, one.size, one.hash) for one in theirs[:2]
    ]


@pytest.mark.parametrize("content", [b"", b"not a film", b"\0" * 4096])
def test_what_is_no_film_is_told(content: bytes, tmp_path: Path) -> None:
    file = tmp_path / "a.mov"
    file.write_bytes(content)
    with pytest.raises(InputError):
        packet_hashes(file)
    with pytest.raises(InputError, match="does not exist"):
        packet_hashes(tmp_path / "b.mov")


def test_progress_ends_at_the_end(film: Path) -> None:
    told: list[tuple[int, int]] = []
    packet_hashes(film, lambda stage, done, total, note="": told.append((done, total)))
    assert told[-1] == (film.stat().st_size, film.stat().st_size)


def _longest_run(film: Path) -> bytes:
    """A packet of sound, as bytes."""
    import av

    with av.open(str(film)) as container:
        return next(bytes(packet) for packet in container.demux(container.streams.audio[0]) if packet.size > 100)
