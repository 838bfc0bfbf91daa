"""The waivers in a package: who signed each, as far as a key at hand can tell."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path, PurePosixPath

from picturelock.errors import InputError
from picturelock.findings import Fact, Finding, Place, Severity
from picturelock.production import DeliveryOrder, Production
from picturelock.waivers import keys
from picturelock.waivers.model import SUFFIX, Waiver
from picturelock.waivers.waiver_file import read_waiver

FOLDER = "waivers"
SOURCE = "Picturelock: a waiver is written, signed and expires"


def packed_waivers(
    payload: Path, paths: Iterable[str], own: Mapping[str, str], known: Mapping[str, str]
) -> Iterator[Finding]:
    """Who took what upon themselves, for each waiver in a package.

    own: the public key of each person, by the package's sign-off; known: whose key each is that the receiver vouches for.
    """
    nowhere = Production(payload, "", (), payload, (), (), None, DeliveryOrder())  # names of files are relative to it
    for path in sorted(paths):
        place = PurePosixPath(path)
        in_folder = place.parent.name == FOLDER and len(place.parts) == 2
        if place.suffix != SUFFIX or not (in_folder or len(place.parts) == 1):
            continue
        try:
            waiver = read_waiver(payload / path, nowhere)
        except InputError as error:
            if in_folder:  # beside each other, another file may be called so
                yield _finding("package.waiver-unreadable", "error", path, reason=error.reason)
            continue
        yield _judged(path, waiver, own, known)


def _judged(path: str, waiver: Waiver, own: Mapping[str, str], known: Mapping[str, str]) -> Finding:
    facts: dict[str, Fact] = {
        "person": waiver.person,
        "role": waiver.role,
        "waived": waiver.rule,
        "reason": waiver.reason,
        "expires": waiver.expires.isoformat(),
    }

    def signs(key: str) -> bool:
        return keys.is_signed(key, waiver.signature, waiver.signed())

    if any(signs(key) for key, name in known.items() if name in ("", waiver.person)):
        return _finding("package.waiver-signed", "info", path, **facts)
    theirs = [key for key, name in known.items() if name == waiver.person]
    if theirs or waiver.person in own:
        if not theirs and signs(own[waiver.person]):
            return _finding("package.waiver-unvouched", "warning", path, **facts)
        return _finding("package.waiver-forged", "error", path, **facts)
    return _finding("package.waiver-unvouched", "warning", path, **facts)


def _finding(rule: str, severity: Severity, file: str, **facts: Fact) -> Finding:
    return Finding(rule, severity, Place(file=file), {"file": file, **facts}, SOURCE)
