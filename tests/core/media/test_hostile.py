"""Files that lie, break off or lead elsewhere: one InputError each, soon, and nothing else is opened."""

from __future__ import annotations

import os
import random
import socket
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from picturelock.errors import InputError
from picturelock.media.audio import audio_duration, read_audio
from picturelock.media.fingerprint import fingerprint, full_hash
from picturelock.media.probe import probe
from picturelock.media.scan.model import Request
from picturelock.media.scan.run import measure

DOORS: dict[str, Callable[[Path], Any]] = {
    "probe": probe,
    "read_audio": lambda path: list(read_audio(path)),
    "audio_duration": audio_duration,
    "measure": lambda path: measure(path, Request(), ""),
}


def _bad_files(film: Path, folder: Path) -> Iterator[Path]:
    whole = film.read_bytes()
    contents = {
        "empty.mov": b"",
        "one_byte.mp4": b"\0",
        "text.mov": b"Dear editor, the film is on the other disk.\n" * 50,
        "cut_short.mp4": whole[: len(whole) // 3],
        "noise.mov": random.Random(7).randbytes(200_000),
        "noise.mp3": random.Random(8).randbytes(50_000),
        "zeros.mxf": bytes(300_000),
        "header_only.mp4": whole[:40],
        "huge_atom.mov": b"\xff\xff\xff\xf0moov" + bytes(1000),
        "subtitles.srt": b"1\n00:00:01,000 --> 00:00:02,000\nHello\n",
        "picture.png": bytes.fromhex("89504e470d0a1a0a0000000d49484452") + bytes(64),
        "wave.wav": b"RIFF\xff\xff\xff\xffWAVEfmt ",
        "concat.mp4": f"ffconcat version 1.0\nfile '{film}'\n".encode(),
        "dash.mp4": b'<?xml version="1.0"?><MPD xmlns="urn:mpeg:dash:schema:mpd:2011" type="static"></MPD>',
        "sdp.mp4": b"v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nc=IN IP4 127.0.0.1\nt=0 0\nm=audio 5004 RTP/AVP 0\n",
    }
    for name, data in contents.items():
        path = folder / name
        path.write_bytes(data)
        yield path
    yield folder
    yield folder / "missing.mov"
    yield folder / "nul\0name.mov"
    yield film / "below_a_file.mov"
    yield folder / ("x" * 300 + ".mov")


@pytest.mark.parametrize("door", DOORS)
def test_every_bad_file_is_one_input_error(film: Path, tmp_path: Path, door: str) -> None:
    for path in _bad_files(film, tmp_path):
        begin = time.monotonic()
        with pytest.raises(InputError) as caught:
            DOORS[door](path)
        assert "\n" not in str(caught.value)
        assert "Errno" not in str(caught.value)
        assert time.monotonic() - begin < 10, path


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
@pytest.mark.parametrize("door", [*DOORS.values(), fingerprint, full_hash])
def test_a_pipe_does_not_block(tmp_path: Path, door: Callable[[Path], Any]) -> None:
    os.mkfifo(tmp_path / "pipe.mov")
    with pytest.raises(InputError, match="not an ordinary file"):
        door(tmp_path / "pipe.mov")


@pytest.mark.parametrize("target", ["http", "file", "concat"])
def test_a_playlist_opens_nothing(film: Path, tmp_path: Path, target: str) -> None:
    """HLS text named .mp4: no address is called, no other file is read."""
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen()
        server.settimeout(0.5)
        calls: list[object] = []
        listener = threading.Thread(target=_count, args=(server, calls))
        listener.start()
        link = {
            "http": f"http://127.0.0.1:{server.getsockname()[1]}/secret.ts",
            "file": f"file://{film}",
            "concat": f"concat:{film}",
        }[target]
        path = tmp_path / "film.mp4"
        path.write_text(f"#EXTM3U\n#EXT-X-TARGETDURATION:10\n#EXTINF:10,\n{link}\n#EXT-X-ENDLIST\n")
        for door in DOORS.values():
            with pytest.raises(InputError):
                door(path)
        listener.join()
        assert not calls


def _count(server: socket.socket, calls: list[object]) -> None:
    try:
        while True:
            calls.append(server.accept())
    except OSError:
        return


def test_a_copy_that_broke_off_is_told_although_its_header_is_whole(make: Any, tmp_path: Path) -> None:
    fast = make(
        "fast.mp4", "testsrc2=size=64x48:rate=25:duration=2", "sine=duration=2", movflags="faststart", vcodec="libx264"
    )
    path = tmp_path / "broken.mp4"
    path.write_bytes(fast.read_bytes()[: fast.stat().st_size * 2 // 3])
    with pytest.raises(InputError, match="cut short"):
        probe(path)


def test_a_wave_that_broke_off(make: Any, tmp_path: Path) -> None:
    whole = make("ten.wav", sound="sine=r=16000:d=10")
    path = tmp_path / "broken.wav"
    path.write_bytes(whole.read_bytes()[: whole.stat().st_size // 2])
    for door in (probe, DOORS["measure"]):
        with pytest.raises(InputError, match="cut short"):
            door(path)


def test_a_recorder_that_lost_power_leaves_a_readable_wave(make: Any, tmp_path: Path) -> None:
    """Its header never got its sizes: all that was recorded is read."""
    data = bytearray(make("ten.wav", sound="sine=r=16000:d=10").read_bytes()[:160_044])
    at = data.index(b"data") + 4
    data[4:8] = data[at : at + 4] = b"\xff\xff\xff\xff"
    path = tmp_path / "lost_power.wav"
    path.write_bytes(data)
    assert sum(map(len, read_audio(path))) == (len(data) - at - 4) // 2
    assert probe(path).has_audio


def test_random_damage_is_an_input_error_or_read(film: Path, tmp_path: Path) -> None:
    whole = film.read_bytes()
    for seed in range(60):
        rng = random.Random(seed)
        damaged = bytearray(whole)
        for _ in range(rng.choice([1, 10, 100])):
            damaged[rng.randrange(len(damaged))] = rng.randrange(256)
        path = tmp_path / f"{seed}.mp4"
        path.write_bytes(damaged)
        for door in DOORS.values():
            try:
                door(path)
            except InputError as error:
                assert str(error)
