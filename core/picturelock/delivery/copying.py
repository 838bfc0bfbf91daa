"""Copying and writing so that what lies on disk is what was meant, or an error says that it is not."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from picturelock.errors import OutputError
from picturelock.host import Progress, silent

_CHUNK_BYTES = 4 << 20


def copy_hashed(source: Path, target: Path, progress: Progress = silent) -> str:
    """Copy a file to a new name, flushed to disk, and return the full hash of the bytes copied, as `media.full_hash` writes it.

    `progress` is told bytes. The date of the file is kept. Raises OSError.
    """
    from ascmhl.hasher import XXH128

    digest = XXH128()
    total, done = source.stat().st_size, 0
    with source.open("rb") as reading, target.open("xb") as writing:
        while chunk := reading.read(_CHUNK_BYTES):
            digest.update(chunk)
            writing.write(chunk)
            done += len(chunk)
            progress("package", done, total, source.name)
        writing.flush()
        os.fsync(writing.fileno())
    times = source.stat()
    os.utime(target, ns=(times.st_atime_ns, times.st_mtime_ns))
    return f"xxh128:{digest.string_digest()}"


def write_hashed(content: bytes, target: Path) -> str:
    """Write a new file, flushed to disk; returns its full hash. Raises OSError."""
    from ascmhl.hasher import XXH128

    with target.open("xb") as writing:
        writing.write(content)
        writing.flush()
        os.fsync(writing.fileno())
    return f"xxh128:{XXH128.hash_file(str(target))}"


def hash_text(text: str) -> str:
    """The full hash that a file of this text would have, in UTF-8."""
    from ascmhl.hasher import XXH128

    return f"xxh128:{XXH128.hash_data(text.encode(errors='backslashreplace'))}"


def sync_folder(folder: Path) -> None:
    """Have the names in a folder survive a power cut, where the system can be asked for that."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    except OSError as error:
        if error.errno not in (errno.EINVAL, errno.ENOTSUP):  # some network file systems do not know it
            raise
    finally:
        os.close(handle)


@contextmanager
def output_errors(out: Path) -> Iterator[None]:
    """Turn what the system says about a full or closed disk into a sentence."""
    try:
        yield
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
            hint = "Free some space, or deliver to another disk."
            raise OutputError(f"There is not enough room for {out}.", hint=hint) from error
        raise OutputError(f"{out} cannot be written: {error.strerror or error}.") from error
