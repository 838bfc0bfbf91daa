"""Scans that were made before: in this process, and in the user's cache folder under the full hash of the file.

A kept scan is used only for the very bytes, the very request and the very version; what cannot be read, or says otherwise, is
measured again in silence, and so is a scan in which something could not be measured.
"""

from __future__ import annotations

import os
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path

from picturelock.host import Progress, silent
from picturelock.media.container import check_file
from picturelock.media.fingerprint import full_hash
from picturelock.media.scan import store
from picturelock.media.scan.model import VERSION, Request, Scan
from picturelock.media.scan.run import measure

ENVIRONMENT = "PICTURELOCK_CACHE"
FOLDER = "scans"
KEPT = 200
"""Files in the cache folder; the oldest go when there are more."""
_MOST_FILE = 256 << 20
_HELD = 8

_held: dict[tuple[str, int, int, int, int, Request], Scan] = {}


def scan(path: Path, request: Request, progress: Progress = silent) -> Scan:
    """The scan of a file, measured now or kept. Raises InputError where it cannot be decoded at all.

    In this process the file is told by its place, size and times, of which nobody can set all; between runs by the hash of
    every byte.
    """
    check_file(path)
    info = path.stat()
    key = (str(path.resolve()), info.st_size, info.st_mtime_ns, info.st_ctime_ns, info.st_ino, request)
    if key in _held:
        return _held[key]
    digest = full_hash(path, progress)
    kept = folder() / _name(digest, request)
    found = _read(kept, digest, request)
    if found is None:
        found = measure(path, request, digest, progress)
        if found.complete:
            _write(kept, found)
    while len(_held) >= _HELD:
        _held.pop(next(iter(_held)))
    _held[key] = found
    return found


def folder() -> Path:
    """Where scans are kept: in the folder that PICTURELOCK_CACHE names, else in the user's own cache folder."""
    named = os.environ.get(ENVIRONMENT)
    if named:
        return Path(named).expanduser() / FOLDER
    import platformdirs

    return platformdirs.user_cache_path("picturelock", appauthor=False) / FOLDER


def _name(digest: str, request: Request) -> str:
    asked = blake2b(repr(request).encode(), digest_size=8).hexdigest()
    return f"{digest.partition(':')[2]}-{VERSION}-{asked}.scan"


def _read(path: Path, digest: str, request: Request) -> Scan | None:
    try:
        if path.stat().st_size > _MOST_FILE:
            return None
        found = store.unpack(path.read_bytes())
    except (OSError, ValueError):
        return None
    return found if found.hash == digest and found.request == request else None


def _write(path: Path, scan: Scan) -> None:
    """Keep a scan where that is possible; a full or forbidden disk is no reason to stop."""
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    with suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            part.write_bytes(store.pack(scan))
            part.replace(path)
        finally:
            part.unlink(missing_ok=True)
        kept = sorted(path.parent.glob("*.scan"), key=lambda one: one.stat().st_mtime)
        for old in kept[:-KEPT]:
            old.unlink(missing_ok=True)
