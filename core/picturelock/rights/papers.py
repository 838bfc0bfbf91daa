"""Papers that a ledger names: where they are, and whether they are what was approved."""

from __future__ import annotations

import hashlib
from pathlib import Path

from picturelock.errors import InputError
from picturelock.media.fingerprint import full_hash
from picturelock.production import Production
from picturelock.production.tables import on_disk

_CHUNK = 1 << 20


def inside(root: Path, name: str) -> Path | None:
    """A file of the production that is there and not empty; a path or link that leaves it proves nothing."""
    try:
        base = root.resolve()
        path = on_disk(base / name).resolve()
        sound = path.is_relative_to(base) and path.is_file() and path.stat().st_size > 0
    except (OSError, RuntimeError, ValueError):
        return None
    return path if sound else None


def is_part(production: Production, path: Path) -> bool:
    """True for a file of the production that proves nothing: its own file, the ledger, the cut, the master, captions."""
    own = [production.file, production.ledger, production.cut, production.delivery.master]
    own += [order.file for order in production.captions]
    return any(file is not None and _same(file, path) for file in own)


def _same(file: Path, path: Path) -> bool:
    try:
        return file.resolve() == path.resolve() or file.samefile(path)
    except (OSError, RuntimeError, ValueError):
        return False


def is_as_approved(path: Path, expected: str) -> bool:
    """True where a file has the hash that a ledger gives, "sha256:" or "xxh128:". False for one that cannot be read."""
    try:
        if expected.startswith("xxh128:"):
            return full_hash(path) == expected
        digest = hashlib.sha256()
        with path.open("rb") as file:
            while chunk := file.read(_CHUNK):
                digest.update(chunk)
    except (OSError, InputError):
        return False
    return f"sha256:{digest.hexdigest()}" == expected
