"""One delivery at a time to one place."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from picturelock.errors import OutputError


def partial_of(out: Path) -> Path:
    """The folder beside `out`, on the same disk, where a package is built until it is whole, and gone on with after a stop."""
    return out.with_name(f".{out.name}.partial")


@contextmanager
def only_one(out: Path) -> Iterator[None]:
    """Hold the place for this process.

    The system frees the hold when a process ends, however it ends; so whoever holds it knows that nobody else works on
    the partial folder. Raises OutputError where another process holds it.
    """
    path = out.with_name(f".{out.name}.lock")
    with path.open("wb") as file:
        if not _hold(file) or not _is_still(path, file):
            raise OutputError(
                f"Another delivery to {out} is under way.", hint="Wait for it to end, or choose another name."
            )
        try:
            yield
        finally:
            with suppress(PermissionError):  # Windows keeps what is open
                path.unlink(missing_ok=True)


def _hold(file: BinaryIO) -> bool:
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def _is_still(path: Path, file: BinaryIO) -> bool:
    """False where the last holder took the file away between our opening and our holding it."""
    try:
        return os.path.samestat(path.stat(), os.fstat(file.fileno()))
    except FileNotFoundError:
        return False
