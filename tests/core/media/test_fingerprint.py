"""The fingerprint knows a file again under any name, and says plainly what it cannot see."""

from __future__ import annotations

import random
import shutil
import time
from pathlib import Path

import pytest
import xxhash
from picturelock.errors import InputError
from picturelock.media.fingerprint import EDGE_BYTES, fingerprint, full_hash

SIZE = 8 << 20


@pytest.fixture(scope="module")
def big(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("big") / "rushes.mov"
    path.write_bytes(random.Random(1).randbytes(SIZE))
    return path


def _changed(big: Path, folder: Path, at: int) -> Path:
    path = folder / "changed.mov"
    shutil.copy(big, path)
    with path.open("r+b") as file:
        file.seek(at)
        byte = file.read(1)[0]
        file.seek(at)
        file.write(bytes([byte ^ 1]))
    return path


def test_name_place_and_date_do_not_count(big: Path, tmp_path: Path) -> None:
    copy = tmp_path / "ü 2.mov"
    shutil.copyfile(big, copy)
    assert fingerprint(copy) == fingerprint(big)
    assert full_hash(copy) == full_hash(big)
    assert fingerprint(big).startswith("pl1:")
    assert len(fingerprint(big)) == 4 + 32


@pytest.mark.parametrize("at", [0, 1000, EDGE_BYTES - 1, SIZE - EDGE_BYTES, SIZE - 1, EDGE_BYTES + 10])
def test_one_byte_in_what_is_read_is_seen(big: Path, tmp_path: Path, at: int) -> None:
    assert fingerprint(_changed(big, tmp_path, at)) != fingerprint(big)


def test_one_byte_more_or_less_is_seen(big: Path, tmp_path: Path) -> None:
    data = big.read_bytes()
    for number, other in enumerate([data[:-1], data + b"\0"]):
        path = tmp_path / f"{number}.mov"
        path.write_bytes(other)
        assert fingerprint(path) != fingerprint(big)


def test_the_blind_spot_and_who_sees_it(big: Path, tmp_path: Path) -> None:
    """A flipped bit between the sampled blocks leaves the fingerprint as it was; the full hash differs."""
    changed = _changed(big, tmp_path, EDGE_BYTES + 100_000)
    assert fingerprint(changed) == fingerprint(big)
    assert full_hash(changed) != full_hash(big)


def test_small_files_are_read_whole(tmp_path: Path) -> None:
    data = bytearray(random.Random(2).randbytes(3 * EDGE_BYTES))
    path = tmp_path / "small"
    seen = set()
    for at in range(0, len(data), 200_003):
        data[at] ^= 1
        path.write_bytes(data)
        seen.add(fingerprint(path))
    assert len(seen) == len(range(0, len(data), 200_003))


def test_constant_time(tmp_path: Path) -> None:
    """A sparse terabyte costs no more than three megabytes."""
    path = tmp_path / "terabyte.mov"
    try:
        with path.open("wb") as file:
            file.truncate(1 << 40)
    except OSError:
        pytest.skip("not proven: this file system holds no sparse terabyte")
    begin = time.monotonic()
    fingerprint(path)
    assert time.monotonic() - begin < 2


def test_full_hash_is_xxh128_and_tells_its_progress(big: Path) -> None:
    told: list[tuple[int, int]] = []
    result = full_hash(big, lambda stage, done, total, note="": told.append((done, total)))
    assert result == "xxh128:" + xxhash.xxh3_128(big.read_bytes()).hexdigest()
    assert told[-1] == (SIZE, SIZE)
    assert told == sorted(told)


def test_cancelling_a_full_hash(big: Path) -> None:
    def stop(stage: str, done: int, total: int, note: str = "") -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        full_hash(big, stop)


def test_errors(tmp_path: Path) -> None:
    (tmp_path / "empty").touch()
    with pytest.raises(InputError):
        fingerprint(tmp_path / "empty")
    assert full_hash(tmp_path / "empty") == "xxh128:" + xxhash.xxh3_128(b"").hexdigest()
    for door in (fingerprint, full_hash):
        with pytest.raises(InputError, match="does not exist"):
            door(tmp_path / "missing")
        with pytest.raises(InputError, match="folder"):
            door(tmp_path)
