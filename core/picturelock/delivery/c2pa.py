"""Content credentials (C2PA) of a package's masters: written last into the copies, proven to change no picture and no sound,
read back, and recorded.

QC ──▶ sign-off ──▶ copies ──▶ credentials ──▶ manifest (ASC MHL)

The file that was judged and the one that is delivered differ by their credentials only; `credentials.json` holds the hash of
both, and of every stream.
"""

from __future__ import annotations

import getpass
import os
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

from picturelock.delivery import c2pa_writing as writing
from picturelock.delivery.c2pa_claim import claim, named
from picturelock.delivery.c2pa_record import FILE, Signed, document_of, entry_of
from picturelock.delivery.c2pa_signer import Signer, read_signer
from picturelock.delivery.copying import sync_file, sync_folder
from picturelock.delivery.model import Finished, Finisher, Plan
from picturelock.delivery.private_keys import require_no_key
from picturelock.errors import GateError, InputError, OutputError, UsageError
from picturelock.findings import Fact, Finding, Place
from picturelock.host import Progress, silent
from picturelock.media.credentials import SIDECAR, Claims, has_credentials, read_credentials
from picturelock.media.fingerprint import full_hash
from picturelock.media.packets import StreamPackets, packet_hashes
from picturelock.production import Dossier

BY = "c2pa"
PASSPHRASE = "PICTURELOCK_CREDENTIALS_PASSPHRASE"
SOURCE = "C2PA specification"
_SPARE_BYTES = 64_000_000
_EXPIRED = ("signingCredential.expired", "claimSignature.outsideValidity")
_MISMATCH = "claimSignature.mismatch"
"""The claim, or the signature under it, is another."""
_SIGNATURE = ("claimSignature.", "signingCredential.", "timeStamp.")


def with_credentials(
    plan: Plan, dossier: Dossier, ask: Callable[[], str] | None = None, progress: Progress = silent
) -> Plan:
    """A plan whose masters get credentials, where the production says with what; else the plan as it is.

    The certificate and the key are read now, before anything is copied: raises as `read_signer` does. ask: for the key's
    passphrase; None = the environment (PICTURELOCK_CREDENTIALS_PASSPHRASE), else whoever sits at the terminal.
    """
    order = dossier.production.credentials
    if order is None or not any(item.kind == "master" for item in plan.items):
        return plan
    signer = read_signer(order, ask or (lambda: passphrase(order.key)))
    require_no_key(plan.items, dossier.production)
    return replace(plan, finishers=(*plan.finishers, finisher(dossier, signer, progress)))


def passphrase(key: Path) -> str:
    """From the environment, else typed. Raises UsageError where nobody is there to ask."""
    given = os.environ.get(PASSPHRASE)
    if given is not None:
        return given
    if not sys.stdin.isatty():
        raise UsageError(f"{key.name} has a passphrase, and nobody is there to ask for it.", hint=f"Set {PASSPHRASE}.")
    return getpass.getpass(f"{key.name}: ", stream=sys.stderr)


def finisher(dossier: Dossier, signer: Signer, progress: Progress = silent) -> Finisher:
    """Signs every master of the package that it is given."""

    def finish(payload: Path, plan: Plan) -> Iterator[Finished]:
        entries = []
        for item in plan.items:
            if item.kind == "master":
                signed = sign(payload / item.target, dossier, signer, progress, expected=item.expected)
                entries.append(entry_of(signed, item, payload))
                changed = signed.sidecar or signed.file
                kind = "credentials" if signed.sidecar else ""
                yield Finished(changed.relative_to(payload).as_posix(), BY, kind)
        _write(payload / FILE, document_of(entries, signer))
        yield Finished(FILE, BY, "credentials")

    return finish


def sign(file: Path, dossier: Dossier, signer: Signer, progress: Progress = silent, *, expected: str = "") -> Signed:
    """Write credentials into a copy of a master, or beside it. expected: its full hash, where that is known.

    Raises GateError where they cannot be written, cannot be read back, or anything else changed. Whatever happens, what is
    there is whole: the file as it was, or the file, or what lies beside it, as it was read back.
    """
    before = packet_hashes(file, progress)
    judged = expected or full_hash(file, progress)
    opened = has_credentials(file)
    claimed = claim(dossier, file.name, opened=opened)
    beside = None if writing.can_hold(file) else file.with_suffix(SIDECAR)
    final = beside or file
    part = final.with_name(f".{final.stem}.{os.getpid()}.part{final.suffix}")
    _require_room(file, beside)
    progress("credentials", 0, 1, file.name)
    try:
        data = writing.write(file, part, claimed, signer, opened=opened)
        if beside is not None:
            _write(part, data)
            claims = _read_back(file, part, claimed)
        else:
            _require_same(before, packet_hashes(part, progress), file)
            shutil.copystat(file, part)
            claims = _read_back(part, None, claimed)
            sync_file(part)
        part.replace(final)
        sync_folder(final.parent)
    finally:
        with suppress(OSError):
            part.unlink()
    progress("credentials", 1, 1, file.name)
    return Signed(file, beside, judged, full_hash(file, progress), before, claims)


def verify(file: Path, sidecar: Path | None = None, anchors: str = "") -> tuple[Finding, ...]:
    """Is what a file claims of its origin intact? Nothing for credentials that are.

    sidecar: None = the file of its name that ends in .c2pa, where its container cannot hold them. anchors: PEM certificates of
    authorities; "" = who signed is not judged. Raises InputError for a file that cannot be read at all.
    """
    return findings_of(file, *read(file, sidecar, anchors), judged=bool(anchors))


def findings_of(file: Path, claims: Claims | None, problem: str, *, judged: bool = False) -> tuple[Finding, ...]:
    """What is wrong with credentials that were read. problem: why they could not be, or "". judged: authorities were named."""
    place, facts = Place(file=file.name), dict[str, Fact](file=file.name)
    if problem:
        return (Finding("credentials.unreadable", "error", place, facts | {"reason": problem}, SOURCE),)
    if claims is None:
        return (Finding("credentials.none", "error", place, facts, SOURCE),)
    facts |= {"signer": claims.signer or "?", "codes": ", ".join(claims.problems)}
    found = []
    expired = [code for code in claims.problems if code in _EXPIRED]
    signature = [code for code in claims.problems if code.startswith(_SIGNATURE) and code not in (*_EXPIRED, _MISMATCH)]
    if expired:
        found.append(Finding("credentials.expired", "error", place, facts, SOURCE))
    if signature:
        found.append(Finding("credentials.signature", "error", place, facts, SOURCE))
    if not claims.intact and not expired and not signature:
        found.append(Finding("credentials.altered", "error", place, facts, SOURCE))
    if judged and claims.intact and not claims.trusted:
        found.append(Finding("credentials.untrusted", "error", place, facts, SOURCE))
    return tuple(found)


def read(file: Path, sidecar: Path | None = None, anchors: str = "") -> tuple[Claims | None, str]:
    """What a file claims, verified, and why that cannot be read, or "". As `verify`."""
    embedded = has_credentials(file) if sidecar is None else False
    if sidecar is None and not embedded and file.with_suffix(SIDECAR).is_file():
        sidecar = file.with_suffix(SIDECAR)
    if sidecar is None and not embedded:
        return None, ""
    try:
        return read_credentials(file, sidecar=sidecar, anchors=anchors), ""
    except InputError as error:
        return None, error.reason


def _read_back(file: Path, sidecar: Path | None, claimed: dict[str, Any]) -> Claims:
    """The credentials that were just written, by the library's own reader. Raises GateError."""
    try:
        claims = read_credentials(file, sidecar=sidecar)
    except InputError as error:
        raise GateError(f"The credentials of {file.name} cannot be read back: {error.reason}") from error
    told = tuple(action.description for action in claims.actions if action.description) if claims else ()
    if claims is None or not claims.intact or claims.title != claimed["title"] or told != named(claimed):
        codes = ", ".join(claims.problems) if claims else ""
        raise GateError(
            f"The credentials of {file.name} are not what was written{f' ({codes})' if codes else ''}; nothing is delivered.",
            hint="Is the certificate one for content credentials? docs/content-credentials.md says what it must hold.",
        )
    return claims


def _require_same(before: tuple[StreamPackets, ...], after: tuple[StreamPackets, ...], file: Path) -> None:
    if before != after:
        changed = [str(one.index) for one, other in zip(before, after, strict=False) if one != other] or ["?"]
        raise GateError(
            f"Writing credentials into {file.name} changed its streams ({', '.join(changed)}); nothing is delivered.",
            hint="Deliver without [credentials], and send us a small file of the same kind.",
        )


def _require_room(file: Path, beside: Path | None) -> None:
    needed = _SPARE_BYTES + (file.stat().st_size if beside is None else 0)
    free = shutil.disk_usage(file.parent).free
    if needed > free:
        raise OutputError(
            f"There is not enough room to sign {file.name}: it needs {needed // 1_000_000} MB for a moment, "
            f"and {free // 1_000_000} MB are free.",
            hint="Free some space, or deliver to another disk.",
        )
    if beside is not None and os.path.lexists(beside):
        raise GateError(f"{beside.name} is there already, so the credentials of {file.name} have no place.")


def _write(file: Path, data: bytes) -> None:
    """A new file in the staged package."""
    with file.open("xb") as stream:
        stream.write(data)
    sync_file(file)
