"""The files that a waiver holds on to: those that its finding names, and the master where that was judged."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from pathlib import Path

from picturelock.findings import Finding
from picturelock.production import Dossier
from picturelock.waivers import rules

_CHUNK_BYTES = 4 << 20
_MOST_NAME = 1000
_Stamp = tuple[str, int, int, int, int]
_KNOWN: dict[_Stamp, str] = {}
"""A file is read once for all findings that name it, as long as it is the same file of the same size and time."""


def names_of(finding: Finding, dossier: Dossier, *, placed: bool) -> tuple[str, ...]:
    """The files of the production that a finding names, relative to it.

    placed: it has a place in the cut or a caption; then cut and captions, of which only that place counts, are left out, and
    so is the ledger.
    """
    production = dossier.production
    names = [finding.place.file, *(value for value in finding.evidence.values() if isinstance(value, str))]
    if finding.rule.partition(".")[0] in rules.load().of_master and production.delivery.master is not None:
        names.append(production.relative(production.delivery.master))
    aside = {production.cut, *(order.file for order in production.captions), production.ledger} if placed else set()
    left_out = {production.relative(path) for path in aside if path is not None}
    return tuple(dict.fromkeys(name for name in names if name and name not in left_out))


def hashes_of(names: tuple[str, ...], first: str, root: Path) -> Mapping[str, str]:
    """Every named file with its hash. first: that of the place, which says so where it is not there."""
    return dict(_hashes(names, first, root))


def _hashes(names: tuple[str, ...], first: str, root: Path) -> Iterator[tuple[str, str]]:
    for name in names:
        path = _inside(root, name)
        if path is not None and path.is_file():
            yield name, hash_file(path)
        elif name == first and path is not None:
            yield name, "absent" if not path.exists() else "no file"


def exist(names: tuple[str, ...], first: str, root: Path) -> bool:
    """True where any of them is something to hold on to. Nothing is read."""
    found = ((name, _inside(root, name)) for name in names)
    return any(path is not None and (name == first or path.is_file()) for name, path in found)


def hash_file(path: Path) -> str:
    """The SHA-256 of a file, "sha256:" and 64 hex digits. Raises OSError."""
    before = path.stat()
    stamp = (str(path), before.st_ino, before.st_size, before.st_mtime_ns, before.st_ctime_ns)
    if stamp not in _KNOWN:
        digest = hashlib.sha256()
        with path.open("rb") as stream:
            while chunk := stream.read(_CHUNK_BYTES):
                digest.update(chunk)
        _KNOWN[stamp] = f"sha256:{digest.hexdigest()}"
    return _KNOWN[stamp]


def _inside(root: Path, name: str) -> Path | None:
    if len(name) > _MOST_NAME:
        return None
    try:
        path = (root / name).resolve()
        inside = path.is_relative_to(root.resolve()) and path != root.resolve()
        if inside and path.exists():  # raises OSError for a name that no file can have
            return path
        return path if inside else None
    except (OSError, ValueError, RuntimeError):
        return None
