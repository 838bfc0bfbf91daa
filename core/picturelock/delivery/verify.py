"""Is every file of a package still what was delivered? By its ASC MHL history, its bag, or plain lists of checksums.

What is asked of each manifest that is there: that it is whole, that every file that it names is there and has each hash that it
gives. What is asked of the package: that no file is in it that its manifests do not name. Every file is read once, however
many manifests name it. None of this proves who made the package: a manifest is not signed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path

from picturelock.delivery.claims import LIST_SOURCE, Claim, claims_of
from picturelock.delivery.hashing import CHUNK_BYTES, Digests
from picturelock.delivery.paths import LEFT_BEHIND, files_of, is_ignored, is_ordinary, pair, twins
from picturelock.delivery.unfinished import remains, unfinished
from picturelock.errors import InputError
from picturelock.findings import Fact, Finding, Place
from picturelock.host import Progress, silent

SOURCE = "Picturelock"
_MOST_PATTERN = 200
_MOST_PATTERNS = 100

Pairing = Mapping[str, str]
"""The path of a file that is there, by the path that a claim expects of it."""


def verify(folder: Path, progress: Progress = silent) -> tuple[Finding, ...]:
    """A finding for each file that is altered, missing or new, and for each manifest that cannot be used.

    Links are not followed, and pipes and devices not opened. An ordinary file that is called like those of `paths.LEFT_BEHIND`
    is a warning unless a manifest lists it. `progress` is told bytes. Raises InputError where there is no folder.
    """
    return examine(folder, progress).findings


@dataclass(frozen=True, slots=True)
class Examined:
    """A folder that was compared with its manifests, if it has any."""

    findings: tuple[Finding, ...]
    claims: tuple[Claim, ...]
    present: Mapping[str, Path]
    """Its files, links and pipes, by path."""
    hashes: Mapping[str, Mapping[str, str]]
    """What was asked for of its ordinary files, by path, then by algorithm; of those that could be read."""


def examine(folder: Path, progress: Progress = silent, also: Sequence[str] = ()) -> Examined:
    """As `verify`, and in the same reading the hashes that are wanted of every ordinary file, named in a manifest or not."""
    if not folder.is_dir():
        raise InputError("is not a folder; expected a package.", file=folder)
    present = files_of(folder)
    claims, findings = claims_of(folder, present)
    pairings = [pair([*claim.records, *claim.own], claim.within(present)) for claim in claims]
    reading = _reading(claims, pairings, present, progress, also)
    left = remains(present, _accounted(claims, pairings))
    found = [
        *findings,
        *_compared(claims, pairings, reading),
        *_folders(claims, folder),
        *(one for one in _unexpected(claims, pairings, present) if one.place.file not in left),
        *unfinished(left),
        *(_twins(claims, present) if claims else ()),
        *(_unread(reading) if also else ()),
    ]
    told: dict[tuple[str, str], Finding] = {}
    for finding in found:  # two manifests may say the same of one file
        told.setdefault((finding.rule, finding.place.file), finding)
    return Examined(tuple(told.values()), claims, present, reading.all() if also else {})


def _accounted(claims: Sequence[Claim], pairings: Sequence[Pairing]) -> set[str]:
    """The files that the manifests account for; no list of checksums does so for itself."""
    found: set[str] = set()
    for claim, pairing in zip(claims, pairings, strict=True):
        lists = claim.own if claim.source == LIST_SOURCE else frozenset()
        found |= {path for name, path in pairing.items() if name not in lists or name in claim.records}
    return found


def _reading(
    claims: Sequence[Claim],
    pairings: Sequence[Pairing],
    present: Mapping[str, Path],
    progress: Progress,
    also: Sequence[str],
) -> _Reading:
    wanted: dict[str, set[str]] = {path: set(also) for path in present} if also else {}
    for claim, pairing in zip(claims, pairings, strict=True):
        for path, record in claim.records.items():
            if path in pairing:
                wanted.setdefault(pairing[path], set()).update(record)
    return _Reading(present, wanted, progress)


def _compared(claims: Sequence[Claim], pairings: Sequence[Pairing], reading: _Reading) -> Iterator[Finding]:
    """Every file that a claim names against every claim that names it; each is read once."""
    for claim, pairing in zip(claims, pairings, strict=True):
        for path, record in sorted(claim.records.items()):
            yield from _judged(path, record, pairing.get(path), claim.source, reading)


def _judged(
    path: str, record: Mapping[str, str], actual: str | None, source: str, reading: _Reading
) -> Iterator[Finding]:
    if actual is None:
        yield _finding("package.missing", path, source)
        return
    try:
        found = reading.hashes(actual)
    except OSError as error:
        yield _finding("package.unreadable", path, source, reason=error.strerror or "?")
        return
    if found is None:
        yield _finding("package.not-a-file", path, source)
        return
    for name, expected in record.items():
        if found[name] != expected:
            facts = {"expected": f"{name}:{expected}", "found": f"{name}:{found[name]}"}
            yield _finding("package.altered", path, source, **facts)
            return


def _unread(reading: _Reading) -> Iterator[Finding]:
    for path, error in reading.unread().items():
        yield _finding("package.unreadable", path, SOURCE, reason=error.strerror or "?")


class _Reading:
    """The hashes of the files of a package, each read once, when it is first asked for."""

    def __init__(self, present: Mapping[str, Path], wanted: Mapping[str, Iterable[str]], progress: Progress) -> None:
        self._present = present
        self._wanted = wanted
        self._progress = progress
        self._known: dict[str, dict[str, str] | OSError | None] = {}
        self._total = sum(present[path].lstat().st_size for path in wanted)
        self._done = 0

    def hashes(self, path: str) -> dict[str, str] | None:
        """By algorithm; None for what is no ordinary file. Raises OSError."""
        known = self._of(path)
        if isinstance(known, OSError):
            raise known
        return known

    def all(self) -> dict[str, dict[str, str]]:
        """Those of every ordinary file that can be read."""
        return {path: hashes for path in sorted(self._wanted) if isinstance(hashes := self._of(path), dict)}

    def unread(self) -> dict[str, OSError]:
        """Why files cannot be read, by path."""
        return {path: error for path in sorted(self._wanted) if isinstance(error := self._of(path), OSError)}

    def _of(self, path: str) -> dict[str, str] | OSError | None:
        if path not in self._known:
            try:
                self._known[path] = self._read(path, self._present[path])
            except OSError as error:
                self._known[path] = error
        return self._known[path]

    def _read(self, path: str, file: Path) -> dict[str, str] | None:
        if not is_ordinary(file):
            return None
        with Digests(self._wanted[path]) as digests, file.open("rb", buffering=0) as reading:
            while chunk := reading.read(CHUNK_BYTES):
                digests.update(chunk)
                self._done += len(chunk)
                self._progress("verify", self._done, self._total, path)
            return digests.values()


def _folders(claims: Iterable[Claim], folder: Path) -> Iterator[Finding]:
    for claim in claims:
        for path in sorted(claim.folders):
            if not (folder / path).is_dir():
                yield _finding("package.missing", path, claim.source)


def _unexpected(claims: Sequence[Claim], pairings: Sequence[Pairing], present: Mapping[str, Path]) -> Iterator[Finding]:
    for claim, pairing in zip(claims, pairings, strict=True):
        if not claim.complete:
            continue
        for path in sorted(set(claim.within(present)) - set(pairing.values())):
            if is_ignored(present[path], LEFT_BEHIND):
                yield _finding("package.left-behind", path, claim.source, severity="warning")
            elif is_ordinary(present[path]) and _left_out(path, claim.left_out):
                yield _finding("package.not-covered", path, claim.source, severity="warning")
            else:
                yield _finding("package.unexpected", path, claim.source)


def _left_out(path: str, patterns: Iterable[str]) -> bool:
    """True for a path that a manifest's own patterns leave out: a name anywhere, or a path from the top."""
    parts = path.split("/")
    for pattern in sorted(patterns)[:_MOST_PATTERNS]:
        bare = pattern.strip("/").removeprefix("**/")
        if not bare or len(bare) > _MOST_PATTERN or bare.strip("*?") == "" or bare in LEFT_BEHIND:
            continue  # those of a file manager are files alone: a folder of that name hides what was put into it
        if "/" in bare:
            if any(fnmatchcase("/".join(parts[:depth]), bare) for depth in range(1, len(parts) + 1)):
                return True
        elif any(fnmatchcase(part, bare) for part in parts):
            return True
    return False


def _twins(claims: Iterable[Claim], present: Iterable[str]) -> Iterator[Finding]:
    """Names that differ by nothing but the encoding of their accents."""
    found = twins(present)
    for claim in claims:
        found |= twins(claim.records)
    for path, count in sorted(found.items()):
        facts: dict[str, Fact] = {"file": path, "count": count}
        yield Finding("package.twin-names", "error", Place(file=path), facts, "ASC MHL 2.0")


def _finding(rule: str, path: str, source: str, *, severity: str = "error", **facts: Fact) -> Finding:
    evidence: dict[str, Fact] = {"file": path, **facts}
    return Finding(rule, "warning" if severity == "warning" else "error", Place(file=path), evidence, source)
