"""Reading the ASC MHL history of a package that may come from anywhere."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath, PureWindowsPath
from types import MappingProxyType
from typing import Any

from picturelock.findings import Finding, Place

FOLDER = "ascmhl"
CHAIN = "ascmhl_chain.xml"
MAX_BYTES = 64_000_000
_SOURCE = "ASC MHL 2.0"
_ENCODING = re.compile(rb"""encoding\s*=\s*["']([^"']+)["']""")

Record = Mapping[str, str]
"""Hashes of a file as they were first written down, by name of the algorithm."""


@dataclass(frozen=True, slots=True)
class History:
    """All generations of a package's manifest, taken together."""

    records: Mapping[str, Record] = MappingProxyType({})
    """By path in the package, with forward slashes."""
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
    from ascmhl import chain_xml_parser, hashlist_xml_parser

    home = folder / FOLDER
    chain_file = home / CHAIN
    if home.is_symlink() or not chain_file.is_file():
        raise _Bad("no-manifest", f"{FOLDER}/{CHAIN}")
    chain = _parse(chain_xml_parser, chain_file)
    if not chain.generations:
        raise _Bad("no-manifest", f"{FOLDER}/{CHAIN}")
    records: dict[str, Record] = {}
    files = {f"{FOLDER}/{CHAIN}"}
    for generation in chain.generations:
        name = generation.ascmhl_filename or ""
        if not name.endswith(".mhl") or PurePosixPath(name).name != name or PureWindowsPath(name).name != name:
            raise _Bad("unsafe-path", f"{FOLDER}/{CHAIN}", path=name[:200])
        file = home / name
        _require_hash(file, generation)
        for media_hash in _parse(hashlist_xml_parser, file).media_hashes:
            if not media_hash.is_directory:
                path = _safe(media_hash.path, file)
                records.setdefault(path, _record(media_hash, file))
        files.add(f"{FOLDER}/{name}")
    return History(MappingProxyType(records), frozenset(files))


def _require_hash(file: Path, generation: Any) -> None:
    from ascmhl.hasher import hash_file

    name = f"{FOLDER}/{file.name}"
    if not file.is_file() or file.is_symlink():
        raise _Bad("manifest-missing", name)
    try:
        found = hash_file(str(file), generation.hash_format)
    except (KeyError, ValueError, OSError):
        raise _Bad("manifest-altered", name) from None
    if found != generation.hash_string:
        raise _Bad("manifest-altered", name)


def _parse(parser: Any, file: Path) -> Any:
    """Parse XML that may be hostile: no document type, no other encoding, no endless file."""
    from lxml.etree import XMLSyntaxError

    name = f"{FOLDER}/{file.name}"
    try:
        if file.is_symlink() or file.stat().st_size > MAX_BYTES:
            raise _Bad("manifest-altered", name)
        text = file.read_bytes()
        encoding = _ENCODING.search(text[:200])
        if (encoding and encoding[1].lower() not in (b"utf-8", b"ascii", b"us-ascii")) or b"<!" in text.replace(b"<!--", b""):
            raise _Bad("manifest-altered", name)
        text.decode("utf-8")
        return parser.parse(str(file))
    except _Bad:
        raise
    except (XMLSyntaxError, UnicodeDecodeError, OSError, AttributeError, TypeError, ValueError, KeyError, IndexError, OverflowError) as error:
        # The library trusts its input and stumbles in as many ways over a file that is none of its own.
        raise _Bad("manifest-altered", name) from error


def _safe(path: str | None, file: Path) -> str:
    """A path that stays in the package, on every system; raises otherwise."""
    text = path or ""
    posix, windows = PurePosixPath(text), PureWindowsPath(text)
    parts = {*posix.parts, *windows.parts}
    if not text or "\0" in text or posix.is_absolute() or windows.drive or windows.root or ".." in parts or FOLDER in posix.parts[:1]:
        raise _Bad("unsafe-path", f"{FOLDER}/{file.name}", path=text[:200])
    return posix.as_posix()


def _record(media_hash: Any, file: Path) -> Record:
    record = {entry.hash_format: (entry.hash_string or "").strip() for entry in media_hash.hash_entries}
    if not record:
        raise _Bad("manifest-altered", f"{FOLDER}/{file.name}")  # a file without a hash would pass whatever it held
    return MappingProxyType(record)
