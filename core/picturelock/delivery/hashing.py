"""Hashing files: every algorithm asked for in one reading, in bounded memory."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import Any

CHUNK_BYTES = 1 << 20
"""Small enough to stay in a processor's cache between being read and being hashed."""
MHL = ("md5", "sha1", "xxh128", "xxh3", "xxh64", "c4")
"""Those that an ASC MHL manifest may hold."""
ALGORITHMS: Mapping[str, int] = {
    "md5": 32, "sha1": 40, "sha256": 64, "sha512": 128, "xxh64": 16, "xxh3": 16, "xxh128": 32, "c4": 90,
}  # fmt: skip
"""Every algorithm that we know, and how many signs its hashes have: hexadecimal, except those of c4."""
_HASHLIB = ("sha256", "sha512")


class Digests:
    """Several hashes of one stream. With more than one algorithm each works in a thread of its own.

    A chunk that was handed in is still read while the next one comes, so it must not change: hand in `bytes`.
    """

    def __init__(self, algorithms: Iterable[str]) -> None:
        self._hashers: dict[str, Any] = {name: _new(name) for name in dict.fromkeys(algorithms)}
        self._pool: ThreadPoolExecutor | None = None
        self._pending: list[Future[None]] = []
        self._stack = ExitStack()

    def __enter__(self) -> Digests:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stack.close()

    def update(self, chunk: bytes) -> None:
        """The next bytes of the stream."""
        if self._pool is None and len(self._hashers) > 1 and len(chunk) >= CHUNK_BYTES:
            self._pool = self._stack.enter_context(
                ThreadPoolExecutor(len(self._hashers))
            )  # not worth it for small files
        if self._pool is None:
            for hasher in self._hashers.values():
                hasher.update(chunk)
            return
        self._wait()
        self._pending = [self._pool.submit(hasher.update, chunk) for hasher in self._hashers.values()]

    def values(self) -> dict[str, str]:
        """The hashes of everything so far, by algorithm."""
        self._wait()
        return {
            name: hasher.hexdigest() if name in _HASHLIB else hasher.string_digest()
            for name, hasher in self._hashers.items()
        }

    def _wait(self) -> None:
        for future in self._pending:
            future.result()
        self._pending = []


def hash_file(
    path: Path, algorithms: Sequence[str], read: Callable[[int], object] = lambda _count: None
) -> dict[str, str]:
    """The hashes of a file by algorithm. read: is told how many bytes each time. Raises OSError."""
    with Digests(algorithms) as digests, path.open("rb", buffering=0) as file:
        while chunk := file.read(CHUNK_BYTES):
            digests.update(chunk)
            read(len(chunk))
        return digests.values()


def hash_bytes(data: bytes, algorithms: Sequence[str]) -> dict[str, str]:
    """The hashes of some bytes by algorithm."""
    with Digests(algorithms) as digests:
        digests.update(data)
        return digests.values()


def _new(name: str) -> Any:
    if name in _HASHLIB:
        return hashlib.new(name, usedforsecurity=False)
    from ascmhl.hasher import new_hasher_for_hash_type

    make: Callable[[str], Any] = new_hasher_for_hash_type
    return make(name)
