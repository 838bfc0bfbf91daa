"""Knowing a media file again, whatever it is called and wherever it lies."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Protocol

import xxhash

from picturelock.errors import InputError
from picturelock.host import Progress, silent
from picturelock.media.container import check_file

EDGE_BYTES = 1 << 20
SAMPLES = 16
SAMPLE_BYTES = 64 << 10
_CHUNK_BYTES = 4 << 20


def fingerprint(path: Path) -> str:
    """A content fingerprint in constant time, "pl1:" and 32 hex digits; the name and the dates do not count.

    xxh128 of: the size (8 bytes, big-endian), the first MiB, 16 blocks of 64 KiB whose starts are spread evenly from
    the end of the first MiB to the start of the last, and the last MiB; all of the file up to 3 MiB. At most 3 MiB are read.

    What it tells apart: different takes (coded sound and picture differ from the first block on), other exports, any
    change of length, cut-off copies, changed headers (start timecode, metadata at either end).
    What it does not: a change of the same length that misses every block, such as a bit flipped by a failing disk in the
    middle of a large file. That two different recordings agree by accident needs a collision of 128 bits: for a million
    files the odds are under 1 in 10^26. It is no protection against somebody who wants a collision: xxh128 is not
    cryptographic. Where every byte matters (the package, the verdict), `full_hash` decides.
    Raises InputError.
    """
    size = check_file(path)
    digest = xxhash.xxh3_128(size.to_bytes(8, "big"))
    try:
        with path.open("rb") as file:
            if size <= 2 * EDGE_BYTES + SAMPLES * SAMPLE_BYTES:
                digest.update(file.read(size))
            else:
                digest.update(file.read(EDGE_BYTES))
                room = size - 2 * EDGE_BYTES - SAMPLE_BYTES
                for index in range(SAMPLES):
                    file.seek(EDGE_BYTES + room * index // (SAMPLES - 1))
                    digest.update(file.read(SAMPLE_BYTES))
                file.seek(size - EDGE_BYTES)
                digest.update(file.read(EDGE_BYTES))
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror}.", file=path) from error
    return f"pl1:{digest.hexdigest()}"


def full_hash(path: Path, progress: Progress | None = None) -> str:
    """The xxh128 of every byte, "xxh128:" and 32 hex digits, in bounded memory. An empty file has one too.

    `progress` is told bytes done and total. Raises InputError.
    """
    return _hashes(path, {"xxh128": xxhash.xxh3_128()}, progress)["xxh128"]


def signed_hashes(path: Path, progress: Progress | None = None) -> tuple[str, str]:
    """As `full_hash`, and beside it the SHA-256, "sha256:" and 64 hex digits, in the same reading. Raises InputError."""
    found = _hashes(path, {"xxh128": xxhash.xxh3_128(), "sha256": hashlib.sha256()}, progress)
    return found["xxh128"], found["sha256"]


class _Hasher(Protocol):
    def update(self, data: bytes, /) -> None: ...
    def hexdigest(self) -> str: ...


def _hashes(path: Path, hashers: Mapping[str, _Hasher], progress: Progress | None) -> dict[str, str]:
    tell = progress or silent
    total, done = check_file(path, may_be_empty=True), 0
    try:
        with path.open("rb") as file:
            while chunk := file.read(_CHUNK_BYTES):
                for hasher in hashers.values():
                    hasher.update(chunk)
                done += len(chunk)
                tell("hash", done, total, path.name)
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror}.", file=path) from error
    return {name: f"{name}:{hasher.hexdigest()}" for name, hasher in hashers.items()}
