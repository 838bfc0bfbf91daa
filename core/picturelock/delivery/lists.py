"""Plain lists of checksums: `md5sum`, `sha256sum` and `xxhsum -c` read what is written here.

Read back are these, BSD's "MD5 (file) = ...", a lone hash beside its file ("film.mov.md5"), and the MHL 1 of older tools.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from picturelock.delivery.hashing import ALGORITHMS
from picturelock.delivery.history import FOLDER as HISTORY
from picturelock.delivery.paths import is_ordinary, is_written_alike, lines_of, safe
from picturelock.findings import Fact, Finding, Place

SUFFIXES: Mapping[str, str] = {f".{name}": name for name in ALGORITHMS if name != "c4"}
"""The algorithm that a list's ending names."""
WRITTEN = ("md5", "sha1", "sha256", "sha512", "xxh64", "xxh128")
"""Algorithms of which a list can be written that the usual tools verify."""
STEM = "checksums"
MAX_BYTES = 64_000_000
_SUMS = re.compile(r"(md5|sha1|sha256|sha512)sums?(\.txt)?", re.IGNORECASE)
_LINE = re.compile(r"(\\?)([0-9A-Fa-f]{16,128})(?:[ \t][ *]?|\t)(.{1,4000})")
_BSD = re.compile(r"([A-Za-z0-9]{3,10}) \((.{1,4000})\) = ([0-9A-Fa-f]{16,128})")
_LONE = re.compile(r"[0-9A-Fa-f]{16,128}")
_MHL_1 = {"md5": "md5", "sha1": "sha1", "xxhash64be": "xxh64"}


@dataclass(frozen=True, slots=True)
class Checklist:
    """A list of checksums, read."""

    file: str
    """Its own path in the package."""
    records: Mapping[str, Mapping[str, str]]
    """Hashes by algorithm, by path in the package."""
    findings: tuple[Finding, ...] = ()
    """Why it cannot be used; then it has no records."""


def name_of(algorithm: str) -> str:
    """What the list of an algorithm is called."""
    return f"{STEM}.{algorithm}"


def written(hashes: Mapping[str, Mapping[str, str]], algorithm: str) -> bytes:
    """A list of files, as `md5sum` writes it; hashes: by path, then by algorithm."""
    lines = []
    for path in sorted(hashes):
        escaped = path.replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "\\r")
        mark = "\\" if escaped != path else ""
        lines.append(f"{mark}{hashes[path][algorithm]}  {escaped}\n")
    return "".join(lines).encode("utf-8", "surrogateescape")


def is_list(path: str) -> bool:
    """True for a file that is called like a list of checksums. What lies in the folder of an ASC MHL history is none."""
    name = PurePosixPath(path)
    if HISTORY in name.parts:
        return False
    return name.suffix.lower() in {*SUFFIXES, ".mhl"} or bool(_SUMS.fullmatch(name.name))


def read_lists(present: Mapping[str, Path]) -> Iterator[Checklist]:
    """Every list of checksums among the files of a package, read."""
    for path, file in sorted(present.items()):
        if is_list(path) and is_ordinary(file):
            yield _read(path, file)


def _read(path: str, file: Path) -> Checklist:
    try:
        if file.stat().st_size > MAX_BYTES:
            raise ValueError
        data = file.read_bytes()
        found = _mhl_1(data) if path.lower().endswith(".mhl") else _lines(data, path)
    except (SyntaxError, ValueError, LookupError, OSError):
        return _useless(path, "list-unreadable")
    records: dict[str, Mapping[str, str]] = {}
    for name, algorithm, value in found:
        inside = safe(name)
        if inside is None:
            return _useless(path, "unsafe-path", path=name[:200])
        at = (PurePosixPath(path).parent / inside).as_posix()
        records[at] = {**records.get(at, {}), algorithm: value.lower()}
    return Checklist(path, records) if records else _useless(path, "list-unreadable")


def _useless(file: str, what: str, **facts: Fact) -> Checklist:
    rule = "package.unsafe-path" if what == "unsafe-path" else "package.list-unreadable"
    return Checklist(file, {}, (Finding(rule, "error", Place(file=file), {"file": file, **facts}, "Picturelock"),))


def _lines(data: bytes, path: str) -> list[tuple[str, str, str]]:
    """Name, algorithm and hash of each line. Raises ValueError where a line is none of a list."""
    name = PurePosixPath(path)
    sums = _SUMS.fullmatch(name.name)
    algorithm = sums[1].lower() if sums else SUFFIXES[name.suffix.lower()]
    found = []
    for line in lines_of(data.decode("utf-8-sig", "surrogateescape")):
        if not line.strip() or line.startswith((";", "#", "//")):
            continue
        found.append(_entry(line, name, algorithm))
    return found


def _entry(line: str, name: PurePosixPath, algorithm: str) -> tuple[str, str, str]:
    if match := _LINE.fullmatch(line):
        escaped, value, file = match.groups()
        if escaped:
            file = re.sub(r"\\([\\nr])", lambda sign: {"n": "\n", "r": "\r"}.get(sign[1], "\\"), file)
    elif match := _BSD.fullmatch(line):
        word, file, value = match.groups()
        algorithm = word.lower()
    elif _LONE.fullmatch(line.strip()) and name.stem and name.suffix.lower() in SUFFIXES:
        file, value = name.stem, line.strip()
    else:
        raise ValueError(line)
    if ALGORITHMS.get(algorithm) != len(value) or not is_written_alike(value):
        raise ValueError(line)
    return file.removeprefix("./"), algorithm, value


def _mhl_1(data: bytes) -> list[tuple[str, str, str]]:
    """The files of a Media Hash List of version 1, as tools wrote it before ASC MHL."""
    from defusedxml.ElementTree import fromstring

    found = []
    for element in fromstring(data, forbid_dtd=True):
        if element.tag != "hash":
            continue
        file = next((child.text or "" for child in element if child.tag == "file"), "")
        values = [(_MHL_1[child.tag], (child.text or "").strip()) for child in element if child.tag in _MHL_1]
        if not values or any(len(value) != ALGORITHMS[name] for name, value in values):
            raise ValueError(file)
        found += [(file, name, value) for name, value in values]
    return found
