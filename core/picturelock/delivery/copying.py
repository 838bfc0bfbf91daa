"""Copying and writing so that what lies on disk is what was meant, or an error says that it is not.

What a copy is held against: the bytes read from the source are hashed on their way, the copy is flushed to its disk, put
out of the system's memory where the system can be asked for that (Linux), and read back. `Copied.read_back` says which of
both was seen: "disk" only where the system showed that none of the sampled places was in its memory any more. What a
drive, a RAID controller or a file server keeps in memory of its own cannot be told.
"""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO, Literal

from picturelock.delivery.hashing import CHUNK_BYTES, Digests, hash_bytes, hash_file
from picturelock.errors import OutputError
from picturelock.host import Progress, silent

MAIN = "xxh128"
"""The algorithm that verdicts and manifests always hold."""
ReadBack = Literal["disk", "memory"]
_SAMPLES = 16


@dataclass(frozen=True, slots=True)
class Copied:
    """A file that was copied or written, and read back."""

    hashes: Mapping[str, str]
    """Of what was read back, and of the source; by algorithm."""
    read_back: ReadBack
    kept: int = 0
    """Bytes that an earlier, broken-off copy had written and that were found right."""

    @property
    def main(self) -> str:
        """The full hash, as `media.full_hash` writes it."""
        return f"{MAIN}:{self.hashes[MAIN]}"


@dataclass(slots=True)
class _Meter:
    """Bytes read and read back of one file, told as a share of the file."""

    tell: Progress
    name: str
    total: int
    done: int = field(default=0)

    def add(self, count: int) -> None:
        self.done += count
        self.tell("package", self.done // 2, self.total, self.name)  # each byte is seen twice


def copy_verified(
    source: Path, target: Path, algorithms: Sequence[str] = (MAIN,), progress: Progress = silent
) -> Copied:
    """Copy a file, or go on with a copy that broke off, and read it back. The date of the file is kept.

    target: new, or the beginning of a copy: its bytes are compared with the source's, and what differs is written again.
    `progress` is told bytes. Raises OSError, and OutputError where what is read back is not what was written.
    """
    wanted = tuple(dict.fromkeys((MAIN, *algorithms)))
    facts = source.stat()
    meter = _Meter(progress, source.name, facts.st_size)
    with source.open("rb", buffering=0) as reading, _opened(target) as writing, Digests(wanted) as digests:
        kept = _compare(reading, writing, digests, meter)
        while chunk := reading.read(CHUNK_BYTES):
            digests.update(chunk)
            _write(writing, chunk)
            meter.add(len(chunk))
        writing.truncate()
        os.fsync(writing.fileno())
        meant = digests.values()
    found, read_back = _read_back(target, wanted, meter)
    if found != meant:
        raise OutputError(
            f"{target} does not hold what was written into it.",
            hint="The disk, its cable or the memory of this machine is failing. Deliver to another disk.",
        )
    os.utime(target, ns=(facts.st_atime_ns, facts.st_mtime_ns))
    return Copied(meant, read_back, kept)


def write_verified(content: bytes, target: Path, algorithms: Sequence[str] = (MAIN,)) -> Copied:
    """Write a new file, flushed to disk, and read it back. Raises OSError, and OutputError as `copy_verified` does."""
    wanted = tuple(dict.fromkeys((MAIN, *algorithms)))
    with target.open("xb") as writing:
        writing.write(content)
        writing.flush()
        os.fsync(writing.fileno())
    found, read_back = _read_back(target, wanted, _Meter(silent, target.name, len(content)))
    if found != hash_bytes(content, wanted):
        raise OutputError(f"{target} does not hold what was written into it.", hint="Deliver to another disk.")
    return Copied(found, read_back)


def read_again(file: Path, algorithms: Sequence[str] = (MAIN,), progress: Progress = silent) -> Copied:
    """A file that lies there already, read as far as possible from its disk. Raises OSError."""
    wanted = tuple(dict.fromkeys((MAIN, *algorithms)))
    meter = _Meter(progress, file.name, file.stat().st_size)
    meter.add(meter.total)
    return Copied(*_read_back(file, wanted, meter))


def hash_text(text: str) -> str:
    """The full hash that a file of this text would have, in UTF-8."""
    return f"{MAIN}:{hash_bytes(text.encode(errors='backslashreplace'), (MAIN,))[MAIN]}"


def _opened(target: Path) -> BinaryIO:
    """A file to write, from its start: what is there stays. Never through a link, never a pipe or a device."""
    flags = os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
    handle = os.open(target, flags | getattr(os, "O_BINARY", 0), 0o666)
    if not stat.S_ISREG(os.fstat(handle).st_mode):
        os.close(handle)
        raise OSError(errno.EINVAL, "not an ordinary file", str(target))
    return os.fdopen(handle, "r+b", buffering=0)


def _compare(reading: BinaryIO, writing: BinaryIO, digests: Digests, meter: _Meter) -> int:
    """How many bytes the target has right; both files stand behind these."""
    kept = 0
    while old := writing.read(CHUNK_BYTES):
        new = reading.read(len(old))
        if new != old:
            break
        digests.update(new)
        kept += len(new)
        meter.add(len(new))
    reading.seek(kept)
    writing.seek(kept)
    return kept


def _write(writing: BinaryIO, chunk: bytes) -> None:
    view = memoryview(chunk)
    while view:
        view = view[writing.write(view) :]


def _read_back(target: Path, algorithms: Sequence[str], meter: _Meter) -> tuple[dict[str, str], ReadBack]:
    with target.open("rb", buffering=0) as file:
        forgotten = _forget(file)
    return hash_file(target, algorithms, meter.add), "disk" if forgotten else "memory"


def _forget(file: BinaryIO) -> bool:
    """Have the system put a flushed file out of its memory; True where it shows that it has."""
    handle, size = file.fileno(), os.fstat(file.fileno()).st_size
    if not (hasattr(os, "posix_fadvise") and hasattr(os, "RWF_NOWAIT") and size):
        return False
    with suppress(OSError):
        os.posix_fadvise(handle, 0, 0, os.POSIX_FADV_DONTNEED)
        return not any(_in_memory(handle, size * number // _SAMPLES) for number in range(_SAMPLES))
    return False


def _in_memory(handle: int, offset: int) -> bool:
    """True where a byte can be had without waiting for the disk. Raises OSError where the file system cannot say."""
    try:
        return bool(os.preadv(handle, [bytearray(1)], offset, os.RWF_NOWAIT))
    except BlockingIOError:
        return False


def sync_file(file: Path) -> None:
    """Have what somebody else wrote into a file reach its disk."""
    with file.open("rb+") as writing:
        os.fsync(writing.fileno())


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
