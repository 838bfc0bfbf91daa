"""One delivery at a time to one place, and nothing left behind by one that was killed."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from picturelock.errors import OutputError


def partial_of(out: Path) -> Path:
    """The folder beside `out`, on the same disk, where a package is built until it is whole."""
    return out.with_name(f".{out.name}.partial-{os.getpid()}")


@contextmanager
def only_one(out: Path) -> Iterator[None]:
    """Hold the place for this process, after clearing what killed runs left there.

    The system frees the hold when a process ends, however it ends; so whoever holds it knows that every partial folder
    is dead. Raises OutputError where another process holds it.
    """
    path = out.with_name(f".{out.name}.lock")
    with path.open("wb") as file:
        if not _hold(file) or not _is_still(path, file):
            raise OutputError(
                f"Another delivery to {out} is under way.", hint="Wait for it to end, or choose another name."
            )
        try:
            _clear_partials(out)
            yield
        finally:
            with suppress(PermissionError):  # Windows keeps what is open
                path.unlink(missing_ok=True)


def _clear_partials(out: Path) -> None:
    prefix = f".{out.name}.partial-"
    for path in list(out.parent.iterdir()):
        if (
            path.name.startswith(prefix)
            and path.name.removeprefix(prefix).isdigit()
            and path.is_dir()
            and not path.is_symlink()
        ):
            shutil.rmtree(path)


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
