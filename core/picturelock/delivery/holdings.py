"""What a package holds by its own manifests, whoever made it: what re-deliveries and comparisons start from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from picturelock.delivery import bag as bags
from picturelock.delivery.claims import claims_of, payload_of
from picturelock.delivery.copying import MAIN
from picturelock.delivery.hashing import hash_file
from picturelock.delivery.history import FOLDER, read_history
from picturelock.delivery.lists import is_list
from picturelock.delivery.packing import FILE as PACKING
from picturelock.delivery.packing import Packing, read_packing
from picturelock.delivery.paths import files_of, is_ignored, is_ordinary
from picturelock.errors import InputError
from picturelock.host import Progress, silent
from picturelock.wording import message

_HINT = "`picturelock package verify` says more."


@dataclass(frozen=True, slots=True)
class Holdings:
    """A package, as its manifests tell it. Paths are in the package proper, of a bag within `data`."""

    folder: Path
    files: Mapping[str, Mapping[str, str]]
    """Hashes by algorithm, by path: what lies there, and of a re-delivery what lies in the package that it completes."""
    identity: str
    """Full hash of its newest manifest, by which it is known; "" where it has none."""
    packing: Packing = field(default_factory=Packing)


def holdings_of(folder: Path, progress: Progress = silent) -> Holdings:
    """What a package holds; a folder without a manifest is read and hashed instead, of which `progress` is told bytes.

    What its manifests say is taken at its word: `verify` compares. Raises InputError for what is no folder, and where a manifest
    cannot be used.
    """
    if not folder.is_dir():
        raise InputError("is not a folder; expected a package.", file=folder)
    present = files_of(folder)
    claims, findings = claims_of(folder, present)
    bad = [finding for finding in findings if finding.rule != "package.no-manifest"]
    if bad:
        raise InputError(message(bad[0], "en"), file=folder, hint=_HINT)
    payload = payload_of(folder)
    if not claims:
        return Holdings(folder, _read(present, progress), "")
    prefix = f"{bags.PAYLOAD}/" if payload != folder else ""
    files: dict[str, dict[str, str]] = {}
    for claim in claims:
        for path, record in claim.records.items():
            if path.startswith(prefix):
                files.setdefault(path.removeprefix(prefix), {}).update(record)
    files = {path: record for path, record in files.items() if path.split("/")[0] != FOLDER}
    packing = read_packing(payload) if PACKING in files else Packing()
    if packing.earlier is not None:
        for path, (_, value) in packing.earlier.unchanged.items():
            files.setdefault(path, {MAIN: value.partition(":")[2]})
    return Holdings(folder, files, identity_of(folder), packing)


def identity_of(folder: Path) -> str:
    """The full hash of the newest manifest of a package: of its ASC MHL history, its bag, or its first list."""
    payload = payload_of(folder)
    history = read_history(payload)
    if history.generations:
        newest = payload / FOLDER / history.generations[-1]
    else:
        names = sorted(path for path, file in files_of(folder).items() if is_ordinary(file) and _may_identify(path))
        if not names:
            return ""
        newest = folder / names[0]
    return f"{MAIN}:{hash_file(newest, (MAIN,))[MAIN]}"


def _may_identify(path: str) -> bool:
    return is_list(path) or path.startswith("manifest-")


def _read(present: Mapping[str, Path], progress: Progress) -> dict[str, dict[str, str]]:
    files = {path: file for path, file in present.items() if is_ordinary(file) and not is_ignored(file)}
    total, done = sum(file.stat().st_size for file in files.values()), 0
    found: dict[str, dict[str, str]] = {}
    for path, file in sorted(files.items()):

        def read(count: int, path: str = path) -> None:
            nonlocal done
            done += count
            progress("hash", done, total, path)

        found[path] = hash_file(file, (MAIN,), read)
    return found
