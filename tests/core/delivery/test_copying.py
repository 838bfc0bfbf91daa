"""Copies: every byte is read back, a broken-off one goes on where it stopped, and one reading gives every hash."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pytest
import xxhash
from picturelock.delivery import copying
from picturelock.delivery.copying import copy_verified, read_again, write_verified
from picturelock.delivery.hashing import ALGORITHMS, Digests, hash_bytes, hash_file
from picturelock.errors import OutputError

DATA = bytes(range(256)) * 20_000


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "source.mov"
    path.write_bytes(DATA)
    os.utime(path, ns=(1, 1_600_000_000_123_456_789))
    return path


def test_one_reading_gives_every_hash(source: Path) -> None:
    from ascmhl.hasher import C4

    found = hash_file(source, tuple(ALGORITHMS))
    assert found == hash_bytes(DATA, tuple(ALGORITHMS))
    assert found == {
        **{name: hashlib.new(name, DATA).hexdigest() for name in ("md5", "sha1", "sha256", "sha512")},
        "xxh64": xxhash.xxh64(DATA).hexdigest(),
        "xxh3": xxhash.xxh3_64(DATA).hexdigest(),
        "xxh128": xxhash.xxh3_128(DATA).hexdigest(),
        "c4": C4.hash_data(DATA),
    }
    assert {name: len(value) for name, value in found.items()} == dict(ALGORITHMS)


def test_many_small_pieces_give_the_same(source: Path) -> None:
    with Digests(["md5", "xxh128"]) as digests:
        for at in range(0, len(DATA), 997):
            digests.update(DATA[at : at + 997])
        assert digests.values() == hash_bytes(DATA, ["md5", "xxh128"])


def test_a_copy_is_read_back(source: Path, tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    copied = copy_verified(
        source, tmp_path / "t", ("md5",), lambda stage, done, total, note="": told.append((done, total))
    )
    assert (tmp_path / "t").read_bytes() == DATA and copied.kept == 0
    assert copied.hashes == hash_bytes(DATA, ("xxh128", "md5")) and copied.read_back in ("disk", "memory")
    assert (tmp_path / "t").stat().st_mtime_ns == source.stat().st_mtime_ns
    assert told[-1] == (len(DATA), len(DATA)) and told == sorted(told)


@pytest.mark.parametrize("kept", [0, 1, 1 << 20, len(DATA) - 1, len(DATA)])
def test_a_broken_off_copy_goes_on(source: Path, tmp_path: Path, kept: int) -> None:
    target = tmp_path / "t"
    target.write_bytes(DATA[:kept])
    assert copy_verified(source, target).kept == kept and target.read_bytes() == DATA


def test_what_is_wrong_in_a_broken_off_copy_is_written_again(source: Path, tmp_path: Path) -> None:
    target = tmp_path / "t"
    wrong = bytearray(DATA)
    wrong[3_000_000] ^= 1
    target.write_bytes(wrong + b"and more")
    copied = copy_verified(source, target)
    assert copied.kept == 2 << 20 and target.read_bytes() == DATA


def test_a_copy_never_replaces_or_follows(source: Path, tmp_path: Path) -> None:
    victim, link, pipe = tmp_path / "victim", tmp_path / "link", tmp_path / "pipe"
    victim.write_bytes(b"precious")
    link.symlink_to(victim)
    os.mkfifo(pipe)
    for target in (link, pipe):
        with pytest.raises(OSError):
            copy_verified(source, target)
    assert victim.read_bytes() == b"precious"
    with pytest.raises(FileExistsError):
        write_verified(b"x", link)


def test_a_disk_that_holds_something_else_is_noticed(
    source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fsync = os.fsync

    def decay(handle: int) -> None:
        fsync(handle)
        if os.path.realpath(f"/proc/self/fd/{handle}").endswith("bad"):
            os.pwrite(handle, b"\xff", 100)

    monkeypatch.setattr(copying.os, "fsync", decay)
    with pytest.raises(OutputError, match="does not hold"):
        copy_verified(source, tmp_path / "bad")
    with pytest.raises(OutputError, match="does not hold"):
        write_verified(DATA, tmp_path / "also bad")
    assert copy_verified(source, tmp_path / "good").main == read_again(source).main


def test_an_empty_file_is_a_file(tmp_path: Path) -> None:
    (tmp_path / "e").touch()
    assert copy_verified(tmp_path / "e", tmp_path / "f").main == write_verified(b"", tmp_path / "g").main
