"""Whether the files of a package are those that somebody signed for: each under its own name, none missing, none more.

What was signed says where each file of the production lies in a package, as what, and its SHA-256 (`Verdict.delivers`); what the
package says of itself is not believed. A master may have been given content credentials since, if nothing else in it changed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath

from picturelock.delivery import papers
from picturelock.delivery.c2pa import findings_of, read
from picturelock.delivery.c2pa_proof import sha256_without
from picturelock.delivery.c2pa_writing import can_hold
from picturelock.delivery.paths import LEFT_BEHIND, pair
from picturelock.errors import InputError
from picturelock.findings import Delivered, Fact, Finding, Place, Severity
from picturelock.media.credentials import SIDECAR, has_credentials

SOURCE = "Picturelock: who signs for a delivery"
SIGNED = "sha256"
"""What a sign-off knows files by."""
_MASTER = "master"
_EXPIRED = "credentials.expired"


@dataclass(frozen=True, slots=True)
class There:
    """A file that was read."""

    file: Path
    hashes: Mapping[str, str]
    """By algorithm, `SIGNED` among them."""


@dataclass(frozen=True, slots=True)
class Contents:
    """What lies in a package, and what belongs to it. Paths are in the package proper, of a bag within `data`."""

    here: Mapping[str, There]
    elsewhere: Mapping[str, There] = field(default_factory=dict)
    """What was found in the earlier packages that were given."""
    left: frozenset[str] = frozenset()
    """What lies in earlier packages, by the packing list."""
    own: frozenset[str] = frozenset()
    """The files of its ASC MHL history."""

    def find(self, path: str) -> There | None:
        return self.here.get(path) or self.elsewhere.get(path)


def compare(
    delivers: Iterable[Delivered], sums: Mapping[str, str], contents: Contents, *, proof: bool
) -> Iterator[Finding]:
    """What is not as it was signed for. delivers: what goes out, by the signed verdict; sums: `SIGNED:…` by source, signed.

    proof: what cannot be seen here, because it lies in an earlier package that was not given, is an error.
    """
    awaited = {one.path: one for one in delivers}
    beside = {path: one for one in awaited.values() if (path := _sidecar(one)) and path not in awaited}
    paired = pair([*awaited, *beside], contents.here)
    for path, one in sorted(awaited.items()):
        name = paired.get(path, path)
        there = contents.find(name)
        if there is not None:
            yield from _same(one, name, there, sums)
        elif path not in contents.left:
            yield finding("package.signed-missing", "error", path, source=one.source)
        elif proof and not contents.elsewhere:
            yield finding("package.signed-elsewhere", "error", path)
    for path, one in sorted(beside.items()):
        name, master = paired.get(path, path), contents.find(paired.get(one.path, one.path))
        credentials = contents.find(name)
        if credentials is not None and master is not None:
            yield from _credentials(master.file, name, credentials.file)
    known = {*paired.values(), *awaited, *beside, *papers.names(), *contents.own}
    for path in sorted((contents.here.keys() | contents.left) - known):
        if path.rpartition("/")[2] not in LEFT_BEHIND:
            yield finding("package.not-signed-for", "error", path, found=_hash(contents.find(path)))


def _same(one: Delivered, path: str, there: There, sums: Mapping[str, str]) -> Iterator[Finding]:
    found = _hash(there)
    if found == sums.get(one.source):
        return
    if one.kind == _MASTER and _has_credentials(there.file):
        if sha256_without(there.file) == sums.get(one.source):
            yield finding("package.finished", "info", path)
            yield from _credentials(there.file, path)
        else:
            yield finding("package.finished-unproven", "error", path, found=found)
        return
    other = next((source for source, value in sums.items() if value == found), "")
    if other:
        yield finding("package.exchanged", "error", path, expected=one.source, other=other)
    else:
        yield finding("package.not-signed-for", "error", path, found=found)


def _credentials(file: Path, path: str, sidecar: Path | None = None) -> Iterator[Finding]:
    """What is wrong with credentials. That their certificate has run out since says nothing of the film."""
    for one in findings_of(file, *read(file, sidecar)):
        place, facts = replace(one.place, file=path), {**one.evidence, "file": path}
        severity: Severity = "warning" if one.rule == _EXPIRED else "error"
        yield replace(one, place=place, evidence=facts, severity=severity)


def _sidecar(one: Delivered) -> str:
    """Where the credentials of a master lie that cannot hold them; "" for any other file."""
    path = PurePosixPath(one.path)
    return path.with_suffix(SIDECAR).as_posix() if one.kind == _MASTER and not can_hold(Path(path)) else ""


def _has_credentials(file: Path) -> bool:
    try:
        return can_hold(file) and has_credentials(file)
    except InputError:
        return False


def _hash(there: There | None) -> str:
    return f"{SIGNED}:{there.hashes[SIGNED]}" if there is not None else "?"


def finding(rule: str, severity: Severity, file: str, **facts: Fact) -> Finding:
    """One of a file of the package."""
    return Finding(rule, severity, Place(file=file), {"file": file, **facts}, SOURCE)
