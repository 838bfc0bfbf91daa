"""A package as its receiver asks about it, in one reading: is it whole, and who signed for what is in it?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from picturelock.delivery import bag
from picturelock.delivery.claims import payload_of
from picturelock.delivery.packed_waivers import packed_waivers
from picturelock.delivery.packing import FILE as PACKING
from picturelock.delivery.packing import read_packing
from picturelock.delivery.redelivery import completed
from picturelock.delivery.signatures import Signature
from picturelock.delivery.verify import examine
from picturelock.delivery.vouching import SIGNED, vouch
from picturelock.errors import InputError
from picturelock.findings import Finding
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
    ours = any((payload / name).is_file() for name in (PACKING, signoff.FILE))
    seen = examine(folder, progress, (SIGNED,) if ours else ())
    findings = (*seen.findings, *completed(folder, earlier, progress))
    if not ours and not known:
        return Received(findings)
    prefix = f"{bag.PAYLOAD}/" if payload != folder else ""
    hashes = {path.removeprefix(prefix): one for path, one in seen.hashes.items() if path.startswith(prefix)}
    try:
        packing = read_packing(payload)
    except InputError:  # it is among the findings
        return Received(findings)
    vouched = vouch(payload, hashes, packing, known)
    own = vouched.signed.keys if vouched.signed is not None else _NOBODY
    findings += (*vouched.findings, *packed_waivers(payload, hashes, own, known))
    return Received(findings, vouched.signatures)
