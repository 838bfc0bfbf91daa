"""The package's ASC MHL manifest: written when it is sealed, compared when it is verified.

ASC MHL 2.0 (https://github.com/ascmitc/mhl-specification). It proves that nothing was altered by accident; it carries no
signature, so someone who wants to can alter a file and the manifest with it.
"""

from __future__ import annotations

import datetime as dt
import os
import unicodedata
from collections.abc import Mapping
from pathlib import Path

from picturelock import __version__
from picturelock.delivery.history import FOLDER, Record, read_history
from picturelock.errors import InputError
from picturelock.findings import Finding, Place
from picturelock.host import Progress, silent

IGNORED = (".DS_Store",)  # ASC MHL's own default
SOURCE = "ASC MHL 2.0"
_CHUNK_BYTES = 4 << 20


def seal(folder: Path, hashes: Mapping[str, str], *, name: str, made: str) -> Path:
    """Write the first generation of a history for a folder, and return the manifest.

    hashes: "xxh128:..." by path in the folder, with forward slashes, of every file in it; name: of the delivery;
    made: ISO 8601. The computer's name is not disclosed. Raises OSError.
    """
    from ascmhl.generator import MHLGenerationCreationSession
    from ascmhl.hashlist import MHLCreatorInfo, MHLProcess, MHLProcessInfo, MHLTool
    from ascmhl.history import MHLHistory

    session = MHLGenerationCreationSession(MHLHistory.load_from_path(str(folder)))
    for path, value in sorted(hashes.items()):
        file = folder / path
        facts = file.stat()
        modified = dt.datetime.fromtimestamp(facts.st_mtime)
        session.append_file_hash(str(file), facts.st_size, modified, "xxh128", value.removeprefix("xxh128:"))
    creator = MHLCreatorInfo()
    creator.tool = MHLTool("picturelock", __version__)
    creator.creation_date = made
    creator.host_name = "undisclosed"
    creator.comment = "".join(
        sign for sign in name if sign.isprintable() or sign.isspace()
    )  # XML holds no control signs
    process = MHLProcessInfo()
    process.process = MHLProcess("transfer")
    process.hashlist_custom_basename = "0001_delivery"  # by default it is the folder's name, which is not final yet
    session.commit(creator, process)
    return next((folder / FOLDER).glob("0001_*.mhl"))


def verify(folder: Path, progress: Progress = silent) -> tuple[Finding, ...]:
    """Compare a package with its manifest: a finding for each file that is altered, missing or new, and for a bad manifest.

    Links are not followed. Raises InputError where there is no folder.
    """
    if not folder.is_dir():
        raise InputError("is not a folder; expected a package.", file=folder)
    history = read_history(folder)
    if history.findings:
        return history.findings
    findings: list[Finding] = []
    present = _files(folder)
    for number, (path, record) in enumerate(sorted(history.records.items()), start=1):
        progress("verify", number, len(history.records), path)
        findings += _compare(path, record, present.get(path))
    for path in sorted(present.keys() - history.records.keys() - history.files):
        findings.append(Finding("package.unexpected", "error", Place(file=path), {"file": path}, SOURCE))
    return tuple(findings)


def _compare(path: str, record: Record, file: Path | None) -> list[Finding]:
    if file is None:
        return [Finding("package.missing", "error", Place(file=path), {"file": path}, SOURCE)]
    try:
        found = {} if file.is_symlink() else _hashes(file, record)
    except OSError as error:
        facts = {"file": path, "reason": error.strerror or "?"}
        return [Finding("package.unreadable", "error", Place(file=path), facts, SOURCE)]
    for name, expected in record.items():
        if found.get(name) != expected:
            seen = f"{name}:{found[name]}" if name in found else "link"
            facts = {"file": path, "expected": f"{name}:{expected}", "found": seen}
            return [Finding("package.altered", "error", Place(file=path), facts, SOURCE)]
    return []


def _hashes(file: Path, record: Record) -> dict[str, str]:
    from ascmhl.hasher import new_hasher_for_hash_type

    hashers = {name: new_hasher_for_hash_type(name) for name in record}
    with file.open("rb") as reading:
        while chunk := reading.read(_CHUNK_BYTES):
            for hasher in hashers.values():
                hasher.update(chunk)
    return {name: hasher.string_digest() for name, hasher in hashers.items()}


def _files(folder: Path) -> dict[str, Path]:
    """Every file and link in a folder, by its path with forward slashes, accents composed as a copy may not keep them."""
    found = {}
    for parent, folders, names in os.walk(folder, followlinks=False):
        linked = [name for name in folders if (Path(parent) / name).is_symlink()]
        for path in (Path(parent) / name for name in [*names, *linked] if name not in IGNORED):
            found[unicodedata.normalize("NFC", path.relative_to(folder).as_posix())] = path
    return found
