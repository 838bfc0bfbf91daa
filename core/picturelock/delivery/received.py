"""A package as its receiver asks about it, in one reading: is it whole, and who signed for what is in it?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from picturelock.delivery import bag
from picturelock.delivery.claims import payload_of
from picturelock.delivery.copying import MAIN
from picturelock.delivery.history import SOURCE as MHL
from picturelock.delivery.packed_waivers import packed_waivers
from picturelock.delivery.packing import FILE as PACKING
from picturelock.delivery.packing import Packing, read_packing
from picturelock.delivery.paths import LEFT_BEHIND, pair
from picturelock.delivery.redelivery import Completed, completed
from picturelock.delivery.signatures import Signature
from picturelock.delivery.signed_files import SIGNED, Contents, There
from picturelock.delivery.verify import SOURCE, Examined, examine
from picturelock.delivery.vouching import vouch
from picturelock.errors import InputError
from picturelock.findings import Fact, Finding, Place
from picturelock.host import Progress, silent
from picturelock.waivers import signoff

_NOBODY: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Received:
    """A package that was verified."""

    findings: tuple[Finding, ...]
    signatures: tuple[Signature, ...] = ()


def receive(
    folder: Path, earlier: Sequence[Path] = (), known: Mapping[str, str] = _NOBODY, progress: Progress = silent
) -> Received:
    """As `redelivery.verify_together`, and whose signatures its sign-off and its waivers have.

    known: whose key each is that the receiver vouches for, by public key (`known_keys`). Of a folder that has neither
    a packing list nor a sign-off nothing is said of signatures, unless keys are given. Raises as `verify_together` does.
    """
    payload = payload_of(folder)
    prefix = f"{bag.PAYLOAD}/" if payload != folder else ""
    ours = any((payload / name).is_file() for name in (PACKING, signoff.FILE))
    seen = examine(folder, progress, (MAIN, SIGNED) if ours else ())
    done = completed(folder, earlier, progress)
    findings = [*seen.findings, *done.findings]
    if not ours and not known:
        return Received(tuple(findings))
    try:
        packing = read_packing(payload)
    except InputError:  # it is among the findings
        return Received(tuple(findings))
    contents = _contents(seen, done, packing, prefix)
    vouched = vouch(contents, packing, known)
    own = vouched.signed.keys if vouched.signed is not None else _NOBODY
    findings += [*_unlike_listed(packing, contents, prefix), *_strays(seen, prefix), *vouched.findings]
    if packing.files and not any(claim.source == MHL for claim in seen.claims):
        findings.append(_finding("package.no-manifest", f"{prefix}ascmhl"))
    findings += packed_waivers(payload, contents.here, own, known)
    told: dict[tuple[str, ...], Finding] = {}
    for one in findings:  # the packing list and the manifest may say the same of one file
        told.setdefault((one.rule, one.place.file, str(one.evidence.get("person", ""))), one)
    return Received(tuple(told.values()), vouched.signatures)


def _contents(seen: Examined, done: Completed, packing: Packing, prefix: str) -> Contents:
    here = {
        path.removeprefix(prefix): There(seen.present[path], hashes)
        for path, hashes in seen.hashes.items()
        if path.startswith(prefix)
    }
    left = frozenset(packing.earlier.unchanged if packing.earlier is not None else ())
    own = {path for claim in seen.claims if claim.source == MHL for path in claim.own}
    return Contents(here, done.found, left, frozenset(path.removeprefix(prefix) for path in own))


def _unlike_listed(packing: Packing, contents: Contents, prefix: str) -> Iterator[Finding]:
    """Files that are not what the packing list says of them, whatever the manifests say by now."""
    paired = pair(packing.files, contents.here)
    for path, expected in sorted(packing.files.items()):
        name = f"{prefix}{path}"
        if path not in paired:
            yield _finding("package.missing", name)
        elif (found := f"{MAIN}:{contents.here[paired[path]].hashes[MAIN]}") != expected:
            yield _finding("package.altered", name, expected=expected, found=found)


def _strays(seen: Examined, prefix: str) -> Iterator[Finding]:
    """What a package of ours never holds: files beside a bag's payload, and a file manager's remains in a manifest."""
    listed = {path for claim in seen.claims for path in claim.records}
    for path in sorted(seen.present):
        remains = path.rpartition("/")[2] in LEFT_BEHIND
        if remains and path in listed:
            yield _finding("package.left-behind-listed", path)
        elif prefix and not remains and not path.startswith(prefix) and not bag.is_own(path):
            yield _finding("package.beside-bag", path)


def _finding(rule: str, file: str, **facts: Fact) -> Finding:
    return Finding(rule, "error", Place(file=file), {"file": file, **facts}, SOURCE)
