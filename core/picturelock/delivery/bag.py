"""BagIt (RFC 8493): written around a package for an archive, and read from wherever a bag comes from.

    BAG/bagit.txt  bag-info.txt  manifest-sha256.txt  tagmanifest-sha256.txt  data/PACKAGE

The package in `data` has its own ASC MHL manifest, which the bag's manifests cover as well. The `bagit` library hashes what it
bags a second time and opens what links lead to; the tests have it judge what is written here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from picturelock.delivery.hashing import ALGORITHMS, hash_file
from picturelock.delivery.paths import is_ordinary, is_written_alike, lines_of, safe
from picturelock.findings import Fact, Finding, Place

PAYLOAD = "data"
DECLARATION = "bagit.txt"
INFO = "bag-info.txt"
SOURCE = "RFC 8493, BagIt 1.0"
ALLOWED = ("md5", "sha1", "sha256", "sha512")
DEFAULT = "sha256"
MAX_BYTES = 64_000_000
_MANIFEST = re.compile(r"(tag)?manifest-(md5|sha1|sha256|sha512)\.txt")
_LINE = re.compile(r"([0-9A-Fa-f]{32,128})[ \t]+\*?(.{1,4000})")
_DECLARED = re.compile(r"BagIt-Version: \d{1,3}\.\d{1,3}\s+Tag-File-Character-Encoding: UTF-8\s*", re.IGNORECASE)
_OXUM = re.compile(r"^Payload-Oxum:[ \t]*(\d{1,20})\.(\d{1,10})[ \t]*$", re.MULTILINE)
_NAMED = {"%0A": "\n", "%0D": "\r", "%25": "%"}


@dataclass(frozen=True, slots=True)
class Bag:
    """What a bag says that it holds."""

    payload: Mapping[str, Mapping[str, str]]
    """Hashes by algorithm, by path in the bag ("data/...")."""
    tags: Mapping[str, Mapping[str, str]]
    """The same of the files beside the payload."""
    files: frozenset[str] = frozenset()
    """Those that make it a bag."""
    oxum: tuple[int, int] | None = None
    """Bytes and number of the payload's files, where it says so."""
    findings: tuple[Finding, ...] = ()
    """Why it cannot be used, or that it is not whole."""


def algorithms(asked: Iterable[str]) -> tuple[str, ...]:
    """Those of the algorithms asked for that a bag may have; SHA-256 where there is none."""
    return tuple(name for name in dict.fromkeys(asked) if name in ALLOWED) or (DEFAULT,)


def write_bag(
    folder: Path, hashes: Mapping[str, Mapping[str, str]], names: Sequence[str], info: Mapping[str, str]
) -> None:
    """Make a bag of a folder whose payload already lies in `data`.

    hashes: by path in the payload, then by algorithm, of every file in it; names: of the algorithms; info: further entries
    of bag-info.txt. Raises OSError.
    """
    sizes = [(folder / PAYLOAD / path).stat().st_size for path in hashes]
    entries = {**info, "Payload-Oxum": f"{sum(sizes)}.{len(sizes)}"}
    tags = {
        DECLARATION: "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n",
        INFO: "".join(f"{key}: {_one_line(value)}\n" for key, value in entries.items()),
    }
    for name in names:
        lines = (f"{hashes[path][name]}  {PAYLOAD}/{_encoded(path)}\n" for path in sorted(hashes))
        tags[f"manifest-{name}.txt"] = "".join(lines)
    for file, text in tags.items():
        (folder / file).write_bytes(text.encode())
    for name in names:
        lines = (f"{hash_file(folder / file, (name,))[name]}  {file}\n" for file in sorted(tags))
        (folder / f"tagmanifest-{name}.txt").write_bytes("".join(lines).encode())


def is_own(path: str) -> bool:
    """True for the files beside the payload that make a folder a bag."""
    return path in (DECLARATION, INFO) or bool(_MANIFEST.fullmatch(path))


def is_bag(folder: Path) -> bool:
    """True for a folder that says that it is a bag."""
    payload = folder / PAYLOAD
    return (folder / DECLARATION).is_file() and payload.is_dir() and not payload.is_symlink()


def read_bag(folder: Path, present: Mapping[str, Path]) -> Bag:
    """What a bag says that it holds; present: its files by their paths."""
    payload: dict[str, dict[str, str]] = {}
    tags: dict[str, dict[str, str]] = {}
    files, findings = {DECLARATION}, []
    if not _DECLARED.fullmatch(_text(folder / DECLARATION)):
        findings.append(_finding("package.bag-unreadable", DECLARATION))
    for path in sorted(present):
        match = _MANIFEST.fullmatch(path)
        if match is None:
            continue
        files.add(path)
        try:
            found = _entries(_text(folder / path, needed=True), ALGORITHMS[match[2]])
        except ValueError:
            findings.append(_finding("package.bag-unreadable", path))
            continue
        into, inside = (tags, "") if match[1] else (payload, f"{PAYLOAD}/")
        for literal, value in found:
            name = literal if literal in present else _decoded(literal)  # some tools encode nothing
            at = safe(name)
            if at is None or not at.startswith(inside):
                findings.append(_finding("package.unsafe-path", path, path=name[:200]))
                break
            into.setdefault(at, {})[match[2]] = value.lower()
    if not payload and not findings:
        findings.append(_finding("package.empty-manifest", DECLARATION))
    if (folder / "fetch.txt").exists():
        findings.append(_finding("package.bag-incomplete", "fetch.txt"))
    oxum = _OXUM.search(_text(folder / INFO)) if INFO in present and is_ordinary(present[INFO]) else None
    counted = (int(oxum[1]), int(oxum[2])) if oxum else None
    return Bag(payload, tags, frozenset(files), counted, tuple(findings))


def _entries(text: str, length: int) -> list[tuple[str, str]]:
    """Path and hash of each line. Raises ValueError where one is none of a manifest."""
    found = []
    for line in filter(None, lines_of(text)):
        match = _LINE.fullmatch(line)
        if match is None or len(match[1]) != length or not is_written_alike(match[1]):
            raise ValueError(line)
        found.append((match[2].rstrip(" \t"), match[1]))
    return found


def _finding(rule: str, file: str, **facts: Fact) -> Finding:
    return Finding(rule, "error", Place(file=file), {"file": file, **facts}, SOURCE)


def _text(file: Path, *, needed: bool = False) -> str:
    """A file's text; "", or a ValueError where it is needed, for one that is not an ordinary file of a size that it can have."""
    try:
        if not is_ordinary(file) or file.stat().st_size > MAX_BYTES:
            if needed:
                raise ValueError(file.name)
            return ""
        return file.read_bytes().decode("utf-8-sig", "surrogateescape")
    except OSError:
        if needed:
            raise ValueError(file.name) from None
        return ""


def _encoded(path: str) -> str:
    return path.replace("%", "%25").replace("\n", "%0A").replace("\r", "%0D")


def _decoded(path: str) -> str:
    return re.sub(r"%0[AaDd]|%25", lambda sign: _NAMED[sign[0].upper()], path)


def _one_line(text: str) -> str:
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())
