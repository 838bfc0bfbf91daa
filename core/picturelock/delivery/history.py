"""Reading the ASC MHL history of a package that may come from anywhere."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath, PureWindowsPath
from types import MappingProxyType
from xml.etree.ElementTree import Element

from picturelock.findings import Finding, Place

FOLDER = "ascmhl"
CHAIN = "ascmhl_chain.xml"
MAX_BYTES = 64_000_000
ALGORITHMS = ("md5", "sha1", "xxh128", "xxh3", "xxh64", "c4")
_SOURCE = "ASC MHL 2.0"

Record = Mapping[str, str]
"""Hashes of a file as they were first written down, by name of the algorithm."""


@dataclass(frozen=True, slots=True)
class History:
    """All generations of a package's manifest, taken together."""

    records: Mapping[str, Record] = field(default_factory=lambda: MappingProxyType({}))
    """By path in the package, with forward slashes, as it was first written down; never empty without findings."""
    files: frozenset[str] = frozenset()
    """The history's own files, as paths in the package."""
    findings: tuple[Finding, ...] = ()
    """Why there is nothing to compare with; then all else is empty."""


class _Bad(Exception):
    """The history cannot be used; the finding says why."""

    def __init__(self, what: str, file: str, **facts: str) -> None:
        super().__init__(what)
        self.finding = Finding(f"package.{what}", "error", Place(file=file), {"file": file, **facts}, _SOURCE)


def read_history(folder: Path) -> History:
    """The history of a package, or findings that say why it has none that can be trusted."""
    try:
        return _read(folder)
    except _Bad as bad:
        return History(findings=(bad.finding,))


def _read(folder: Path) -> History:
    home = folder / FOLDER
    chain_file = home / CHAIN
    if home.is_symlink() or not chain_file.is_file():
        raise _Bad("no-manifest", f"{FOLDER}/{CHAIN}")
    generations = [element for element in _parse(chain_file) if _tag(element) == "hashlist"]
    if not generations:
        raise _Bad("no-manifest", f"{FOLDER}/{CHAIN}")
    records: dict[str, Record] = {}
    files = {f"{FOLDER}/{CHAIN}"}
    for generation in generations:
        name = _path(generation)
        if not name.endswith(".mhl") or PurePosixPath(name).name != name or PureWindowsPath(name).name != name:
            raise _Bad("unsafe-path", f"{FOLDER}/{CHAIN}", path=name[:200])
        file = home / name
        _require_unaltered(file, _hashes(generation))
        hashes = [
            element for part in _parse(file) if _tag(part) == "hashes" for element in part if _tag(element) == "hash"
        ]
        earlier = set(map(composed, records))
        for element in hashes:
            record = _hashes(element)
            if not record:  # a file without a hash would pass whatever it holds
                raise _Bad("manifest-altered", f"{FOLDER}/{name}")
            path = _safe(_path(element), file)
            # A later generation, made from a copy, may encode the accents of a file anew: it is the same file.
            if path in records or composed(path) not in earlier:
                records.setdefault(path, record)
        files.add(f"{FOLDER}/{name}")
    if not records:  # a package that lists nothing would pass whatever it holds
        raise _Bad("empty-manifest", f"{FOLDER}/{CHAIN}")
    return History(MappingProxyType(records), frozenset(files))


def composed(path: str) -> str:
    """A path with its accents composed, as a copy may not keep them."""
    return unicodedata.normalize("NFC", path)


def _require_unaltered(file: Path, expected: Record) -> None:
    from ascmhl.hasher import hash_file

    name = f"{FOLDER}/{file.name}"
    if not file.is_file() or file.is_symlink():
        raise _Bad("manifest-missing", name)
    if not expected or file.stat().st_size > MAX_BYTES:
        raise _Bad("manifest-altered", name)
    if any(hash_file(str(file), algorithm) != value for algorithm, value in expected.items()):
        raise _Bad("manifest-altered", name)


def _parse(file: Path) -> Element:
    """The root of an XML file that may be hostile: no document type, no entities, no endless file.

    ascmhl's own readers trust their input, so this does not use them.
    """
    from defusedxml.ElementTree import fromstring

    try:
        if file.is_symlink() or file.stat().st_size > MAX_BYTES:
            raise ValueError
        root: Element = fromstring(file.read_bytes(), forbid_dtd=True)
    except (SyntaxError, ValueError, LookupError, OSError) as error:
        raise _Bad("manifest-altered", f"{FOLDER}/{file.name}") from error
    return root


def _tag(element: Element) -> str:
    return element.tag.rpartition("}")[2]


def _path(element: Element) -> str:
    return next((child.text or "" for child in element if _tag(child) == "path"), "")


def _hashes(element: Element) -> Record:
    found = {_tag(child): (child.text or "").strip() for child in element if _tag(child) in ALGORITHMS}
    return MappingProxyType({name: value for name, value in found.items() if value})


def _safe(path: str, file: Path) -> str:
    """A path that stays in the package, on every system; raises otherwise."""
    posix, windows = PurePosixPath(path), PureWindowsPath(path)
    parts = {*posix.parts, *windows.parts}
    leaves = posix.is_absolute() or windows.drive or windows.root or ".." in parts
    if not path or "\0" in path or leaves or FOLDER in posix.parts[:1]:
        raise _Bad("unsafe-path", f"{FOLDER}/{file.name}", path=path[:200])
    return posix.as_posix()
