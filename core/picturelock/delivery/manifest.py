"""The package's ASC MHL manifest: written when it is sealed, compared when it is verified.

ASC MHL 2.0 (https://github.com/ascmitc/mhl-specification). It proves that nothing was altered by accident; it carries no
signature, so someone who wants to can alter a file and the manifest with it.
"""

from __future__ import annotations

import datetime as dt
import os
import stat
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from picturelock import __version__
from picturelock.delivery.history import FOLDER, Record, composed, read_history
from picturelock.errors import InputError, OutputError
from picturelock.findings import Fact, Finding, Place
from picturelock.host import Progress, silent

IGNORED = (".DS_Store",)  # ASC MHL's own default
SOURCE = "ASC MHL 2.0"
_CHUNK_BYTES = 4 << 20


def seal(folder: Path, hashes: Mapping[str, str], *, name: str, made: str) -> Path:
    """Write the first generation of a history for a folder, and return the manifest.

    hashes: "xxh128:..." by path in the folder, with forward slashes, of every file in it; name: of the delivery;
    made: ISO 8601. The computer's name is not disclosed. Raises OSError, and OutputError where there is nothing to seal.
    """
    if not hashes:
        raise OutputError(f"{folder} holds no files, so there is nothing to seal.")
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

    Names are compared exactly; those left over are paired by their composed accents, which a copy may not keep, where that
    is one to one. Links are not followed, and pipes and devices not opened. An ordinary file that is called like those of
    IGNORED, which file managers leave everywhere, is passed over unless the manifest lists it, as ASC MHL has it.
    Raises InputError where there is no folder.
    """
    if not folder.is_dir():
        raise InputError("is not a folder; expected a package.", file=folder)
    history = read_history(folder)
    if history.findings:
        return history.findings
    findings: list[Finding] = []
    present = _files(folder)
    paired = _pair({*history.records, *history.files}, present)
    for number, (path, record) in enumerate(sorted(history.records.items()), start=1):
        progress("verify", number, len(history.records), path)
        findings += _compare(path, record, present.get(paired.get(path, "")))
    for path in sorted(present.keys() - set(paired.values())):
        if not _ignored(present[path]):
            findings.append(Finding("package.unexpected", "error", Place(file=path), {"file": path}, SOURCE))
    for path, twins in sorted({**_twins(history.records), **_twins(present)}.items()):
        facts: dict[str, Fact] = {"file": path, "count": twins}
        findings.append(Finding("package.twin-names", "error", Place(file=path), facts, SOURCE))
    return tuple(findings)


def _pair(expected: Iterable[str], present: Iterable[str]) -> dict[str, str]:
    """The path of a file that is there, by the path that is expected of it."""
    here, awaited = set(present), set(expected)
    paired = {path: path for path in awaited & here}
    left, found = _by_composed(awaited - here), _by_composed(here - awaited)
    for name, paths in left.items():
        if len(paths) == 1 and len(found.get(name, ())) == 1:
            paired[paths[0]] = found[name][0]
    return paired


def _twins(paths: Iterable[str]) -> dict[str, int]:
    """How many paths differ by nothing but the encoding of their accents, by the composed path."""
    return {name: len(same) for name, same in _by_composed(paths).items() if len(same) > 1}


def _by_composed(paths: Iterable[str]) -> Mapping[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for path in paths:
        found[composed(path)].append(path)
    return found


def _compare(path: str, record: Record, file: Path | None) -> list[Finding]:
    if file is None:
        return [Finding("package.missing", "error", Place(file=path), {"file": path}, SOURCE)]
    try:
        if not _is_ordinary(file):
            return [Finding("package.not-a-file", "error", Place(file=path), {"file": path}, SOURCE)]
        found = _hashes(file, record)
    except OSError as error:
        facts = {"file": path, "reason": error.strerror or "?"}
        return [Finding("package.unreadable", "error", Place(file=path), facts, SOURCE)]
    for name, expected in record.items():
        if found[name] != expected:
            facts = {"file": path, "expected": f"{name}:{expected}", "found": f"{name}:{found[name]}"}
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
    """Whatever is in a folder and is not a folder itself, links among it, by its path with forward slashes."""
    return {path.relative_to(folder).as_posix(): path for path in _walk(folder)}


def _walk(folder: Path) -> Iterator[Path]:
    for parent, folders, names in os.walk(folder, followlinks=False):
        linked = [name for name in folders if (Path(parent) / name).is_symlink()]
        yield from (Path(parent) / name for name in [*names, *linked])


def _is_ordinary(file: Path) -> bool:
    """False for a link, which may lead anywhere, and for a pipe or a device, which would block or never end."""
    return stat.S_ISREG(file.lstat().st_mode)


def _ignored(file: Path) -> bool:
    return file.name in IGNORED and _is_ordinary(file)
