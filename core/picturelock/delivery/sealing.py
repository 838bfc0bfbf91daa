"""Making a manifest for any folder: the first, or the next generation of the one that it has."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from picturelock.delivery.bag import is_bag
from picturelock.delivery.copying import MAIN, output_errors, write_verified
from picturelock.delivery.history import CHAIN, FOLDER
from picturelock.delivery.history import SOURCE as MHL_SOURCE
from picturelock.delivery.lists import name_of, written
from picturelock.delivery.manifest import seal
from picturelock.delivery.names import problem, same
from picturelock.delivery.paths import is_ignored, is_ordinary, twins
from picturelock.delivery.unfinished import RULE as UNFINISHED
from picturelock.delivery.unfinished import clear, list_mark
from picturelock.delivery.verify import Examined, examine
from picturelock.errors import OutputError, UsageError
from picturelock.findings import Fact, Finding, Place, Severity, at_least
from picturelock.host import Progress, silent

_NEW = ("package.unexpected", "package.no-manifest")
"""What sealing is there to mend."""


@dataclass(frozen=True, slots=True)
class Sealed:
    """What came of sealing a folder."""

    manifest: Path | None
    """None where it was refused: `findings` says why."""
    findings: tuple[Finding, ...]
    files: int = 0
    new: tuple[str, ...] = ()
    """Files that no earlier generation names."""
    cleared: tuple[str, ...] = ()
    """What an unfinished seal had left, and was taken away."""


def seal_folder(
    folder: Path,
    *,
    made: str,
    name: str = "",
    algorithms: Sequence[str] = (MAIN,),
    lists: Sequence[str] = (),
    progress: Progress = silent,
) -> Sealed:
    """Make the next generation of a folder's ASC MHL history, the first where it has none.

    A folder that is not as its manifests say, files that they do not name aside, is not sealed; nor one that holds links, pipes
    or names that differ by nothing but the encoding of their accents. made: ISO 8601; name: of what is sealed, for the manifest;
    lists: algorithms of which a plain list is written as well, never over one that is there. What a seal that was killed left is
    taken away first. Raises InputError for what is no folder, UsageError for a bag, and OutputError where it cannot be written.
    """
    if is_bag(folder):
        raise UsageError(
            f"{folder} is a BagIt bag, which has manifests of its own.", hint="Seal it before it is made a bag."
        )
    wanted = tuple(dict.fromkeys((*algorithms, *lists)))
    _require_no_lists(folder, lists)
    with output_errors(folder):
        seen = examine(folder, progress, wanted)
    found = [*seen.findings, *_nested(folder, seen, progress)]
    left = {finding.place.file for finding in found if finding.rule == UNFINISHED}
    here = {path: file for path, file in seen.present.items() if path not in left}
    files = {path: file for path, file in here.items() if not _of_history(path) and not is_ignored(file)}
    findings = [*(one for one in found if not _is_mended(one, here)), *_improper(files)]
    if at_least(findings, "error"):
        return Sealed(None, tuple(findings))
    left_out = {finding.place.file for finding in findings if finding.rule == "package.not-covered"}
    known = {path for claim in seen.claims for path in claim.records}
    hashes = {path: dict(seen.hashes[path]) for path in files if path not in left_out and path in seen.hashes}
    if not hashes:
        raise OutputError(f"{folder} holds no files, so there is nothing to seal.")
    with output_errors(folder):
        clear(left, seen.present)
        with _listed(folder, hashes, lists, wanted):
            manifest = seal(folder, hashes, name=name or folder.resolve().name, made=made, process="in-place")
    new = tuple(sorted(path for path in hashes if path not in known))
    return Sealed(manifest, tuple(findings), len(hashes), new, tuple(sorted(left)))


@contextmanager
def _listed(
    folder: Path, hashes: dict[str, dict[str, str]], lists: Sequence[str], wanted: Sequence[str]
) -> Iterator[None]:
    """Write the lists, and add them to the hashes; nothing is left of them where sealing fails."""
    marks = [folder / list_mark(algorithm) for algorithm in lists]
    try:
        for algorithm, mark in zip(lists, marks, strict=True):
            mark.touch()
            listed = write_verified(written(hashes, algorithm), folder / name_of(algorithm), wanted)
            hashes[name_of(algorithm)] = dict(listed.hashes)
        yield
    except BaseException:
        for algorithm in lists:
            (folder / name_of(algorithm)).unlink(missing_ok=True)
        raise
    finally:
        for mark in marks:
            mark.unlink(missing_ok=True)


def _nested(folder: Path, seen: Examined, progress: Progress) -> Iterator[Finding]:
    """What is wrong with histories further down that none above refers to yet; the new generation will."""
    known = {path for claim in seen.claims for path in claim.own}
    for path in sorted(seen.present):
        place = PurePosixPath(path)
        at = place.parent.parent
        if place.name != CHAIN or place.parent.name != FOLDER or not at.parts or path in known:
            continue
        for finding in examine(folder / at, progress).findings:
            file = f"{at.as_posix()}/{finding.place.file}"
            yield replace(finding, place=Place(file=file), evidence={**finding.evidence, "file": file})


def _of_history(path: str) -> bool:
    return FOLDER in PurePosixPath(path).parts[:-1]


def _is_mended(finding: Finding, present: Mapping[str, Path]) -> bool:
    """True for what a new generation will account for, and for what is taken away before it."""
    path = finding.place.file
    if finding.rule in (UNFINISHED, "package.left-behind"):
        return True
    if finding.rule == "package.no-manifest":
        return path == f"{FOLDER}/{CHAIN}" and not any(name.split("/")[0] == FOLDER for name in present)
    return finding.rule in _NEW and not _of_history(path) and path in present and is_ordinary(present[path])


def _improper(files: Mapping[str, Path]) -> Iterator[Finding]:
    for path, file in sorted(files.items()):
        if not is_ordinary(file):
            yield _finding("package.not-a-file", "error", path)
        elif problem(path):
            unwritable = any(unicodedata.category(sign) in ("Cc", "Cs") for sign in path)  # XML has no way to say it
            yield _finding("package.unsafe-name", "error" if unwritable else "warning", path)
    for path, count in sorted(twins(files).items()):
        yield _finding("package.twin-names", "error", path, count=count)
    seen: dict[str, str] = {}
    for path in sorted(files):
        other = seen.setdefault(same(path), path)
        if other != path and path not in twins([other, path]):
            yield _finding("package.same-name", "warning", path, other=other)


def _require_no_lists(folder: Path, lists: Sequence[str]) -> None:
    for algorithm in lists:
        file = folder / name_of(algorithm)
        if file.exists() and not (folder / list_mark(algorithm)).exists():
            raise OutputError(f"{file} exists already; a list of checksums is never overwritten.")


def _finding(rule: str, severity: Severity, path: str, **facts: Fact) -> Finding:
    return Finding(rule, severity, Place(file=path), {"file": path, **facts}, MHL_SOURCE)
