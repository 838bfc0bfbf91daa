"""One member of a zip file, read with bounds: of its directory, of the member's size, and of how far it unfolds."""

from __future__ import annotations

import zlib
from pathlib import Path
from struct import unpack_from
from zipfile import BadZipFile, ZipFile

from picturelock.errors import InputError
from picturelock.timeline.otio.file import MAX_BYTES

MAX_DIRECTORY = 20_000_000
"""Bytes of a zip file's list of members: some 200 000 files."""
MAX_RATIO = 400
"""How many times larger than it is stored a member may be; timelines of equal clips reach 60."""
SMALL = 1_000_000
"""Bytes that no ratio is asked of."""
_END, _END_BYTES, _LARGEST_COMMENT = b"PK\x05\x06", 22, 65_535
_LOCATOR, _LOCATOR_BYTES, _END64, _END64_BYTES = b"PK\x06\x07", 20, b"PK\x06\x06", 56
_HINT = "Make the bundle again where the timeline was exported."


def content_of(path: Path, member: str) -> bytes:
    """What a member of a zip file holds. Raises InputError for no zip file, no such member, or one that is out of bounds."""
    if not path.is_file():
        raise InputError("does not exist, or is no file.", file=path)
    try:
        if _directory_bytes(path) > MAX_DIRECTORY:
            raise InputError("lists more files than any bundle holds.", file=path)
        with ZipFile(path) as archive:
            return _content(archive, path, member)
    except (BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError, UnicodeError) as error:
        raise InputError("is no whole zip file; expected an .otioz bundle.", file=path, hint=_HINT) from error
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror or error}.", file=path) from error


def _content(archive: ZipFile, path: Path, member: str) -> bytes:
    found = [info for info in archive.infolist() if info.filename == member]
    if len(found) != 1:
        expected = "expected one, at the top of the bundle"
        raise InputError(f"holds {len(found)} files named {member}; {expected}.", file=path, hint=_HINT)
    info = found[0]
    too_far = info.file_size > SMALL and info.file_size > MAX_RATIO * max(1, info.compress_size)
    if info.file_size > MAX_BYTES or too_far:
        raise InputError(
            f"unfolds to {info.file_size // 1_000_000} MB of timeline; that is not read.",
            file=path,
            place=member,
            hint=_HINT,
        )
    if info.flag_bits & 1:
        raise InputError("is encrypted.", file=path, place=member, hint="Make the bundle without a password.")
    with archive.open(info) as file:
        content = file.read(info.file_size + 1)  # what it says of its size may be a lie
    if len(content) > info.file_size:
        raise InputError("is larger than the bundle says.", file=path, place=member, hint=_HINT)
    return content


def _directory_bytes(path: Path) -> int:
    """The size of the list of members, as the end of the file says it; Python reads all of it to open a zip file."""
    with path.open("rb") as file:
        size = file.seek(0, 2)
        file.seek(max(0, size - _END_BYTES - _LARGEST_COMMENT - _LOCATOR_BYTES))
        tail = file.read()
        at = tail.rfind(_END)
        if at < 0 or at + _END_BYTES > len(tail):
            raise BadZipFile
        listed = int(unpack_from("<L", tail, at + 12)[0])
        locator = at - _LOCATOR_BYTES
        if locator < 0 or tail[locator : locator + 4] != _LOCATOR:
            return listed
        file.seek(int(unpack_from("<Q", tail, locator + 8)[0]))
        end = file.read(_END64_BYTES)
        if len(end) < _END64_BYTES or end[:4] != _END64:
            raise BadZipFile
        return max(listed if listed < 0xFFFFFFFF else 0, int(unpack_from("<Q", end, 40)[0]))
