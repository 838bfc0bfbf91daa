"""Filling the folder of a package that is being built: copies, papers, lists, manifest, bag."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from picturelock.delivery import bag
from picturelock.delivery.copying import MAIN, Copied, copy_verified, read_again, sync_folder, write_verified
from picturelock.delivery.finishing import finish, judged_hashes
from picturelock.delivery.history import FOLDER
from picturelock.delivery.lists import name_of, written
from picturelock.delivery.manifest import seal
from picturelock.delivery.model import Item, Plan
from picturelock.delivery.packing import FILE as PACKING
from picturelock.delivery.packing import packing_list
from picturelock.delivery.paths import files_of, is_ordinary
from picturelock.errors import GateError, InputError
from picturelock.findings import Verdict
from picturelock.host import Progress, silent
from picturelock.media.fingerprint import full_hash


def fill(staged: Path, plan: Plan, verdict: Verdict, progress: Progress = silent) -> None:
    """Write a package into a folder, which may hold what a stopped run had written of it.

    Raises GateError where a file is not what the verdict has judged, OSError, and OutputError for a failing disk.
    """
    payload = staged / bag.PAYLOAD if plan.layout == "bagit" else staged
    _sweep(staged, {(payload / item.target).relative_to(staged).as_posix() for item in plan.items})
    payload.mkdir(exist_ok=True)
    algorithms = _algorithms(plan)
    made = _copy_all(payload, plan, verdict, algorithms, progress)
    copied = {_relative(item.source, plan.root) for item in plan.items if item.source is not None}
    others = {name: value for name, value in verdict.inputs.items() if name not in copied}
    _require_unchanged(plan, others, progress)
    judged = judged_hashes(made)
    made, finished = finish(payload, plan, made, algorithms)
    made[PACKING] = write_verified(packing_list(plan, made, finished, judged), payload / PACKING, algorithms)
    hashes = {path: dict(one.hashes) for path, one in made.items()}
    for algorithm in plan.checksums:
        listed = write_verified(written(hashes, algorithm), payload / name_of(algorithm), algorithms)
        made[name_of(algorithm)] = listed
    hashes = {path: dict(one.hashes) for path, one in made.items()}
    seal(payload, hashes, name=plan.title, made=verdict.made, label="delivery")
    if plan.layout == "bagit":
        _bag(staged, plan, hashes)
    for folder in [staged, *(path for path in staged.rglob("*") if path.is_dir())]:
        sync_folder(folder)


def _algorithms(plan: Plan) -> tuple[str, ...]:
    """All that the package's manifests need, so that each file is read once for all of them."""
    bagged = bag.algorithms(plan.checksums) if plan.layout == "bagit" else ()
    return tuple(dict.fromkeys((MAIN, *plan.checksums, *bagged)))


def _copy_all(
    payload: Path, plan: Plan, verdict: Verdict, algorithms: Sequence[str], progress: Progress
) -> dict[str, Copied]:
    sizes = [_size(item) for item in plan.items]
    before, whole = 0, sum(sizes)
    made: dict[str, Copied] = {}
    for item, size in zip(plan.items, sizes, strict=True):
        target = payload / item.target
        target.parent.mkdir(parents=True, exist_ok=True)

        if item.source is None:
            made[item.target] = _write(item, target, algorithms)
        else:
            share = _Share(progress, before, whole)
            made[item.target] = _copy(item.source, target, plan, verdict, algorithms, share)
        before += size
    return made


class _Share:
    """A Progress of one file, told as that of all."""

    def __init__(self, progress: Progress, before: int, whole: int) -> None:
        self._progress, self._before, self._whole = progress, before, whole

    def __call__(self, stage: str, done: int, total: int, note: str = "") -> None:
        self._progress(stage, self._before + min(done, total), self._whole, note)


def _copy(
    source: Path, target: Path, plan: Plan, verdict: Verdict, algorithms: Sequence[str], progress: Progress
) -> Copied:
    name = _relative(source, plan.root)
    expected = verdict.inputs.get(name)
    if expected is None:
        raise GateError(
            f"The verdict says nothing about {name}, so it cannot be delivered.", hint="Run the checks again."
        )
    if not source.is_file():
        raise GateError(f"{name} is gone since the verdict.", hint="Put it back, and run the checks again.")
    if target.exists() and target.stat().st_size == source.stat().st_size:
        there = read_again(target, algorithms, progress)
        if there.main == expected:
            return there
    copied = copy_verified(source, target, algorithms, progress)
    if copied.main != expected:
        raise _changed(name)
    return copied


def _write(item: Item, target: Path, algorithms: Sequence[str]) -> Copied:
    target.unlink(missing_ok=True)  # of a stopped run
    return write_verified(item.data, target, algorithms)


def _bag(staged: Path, plan: Plan, hashes: dict[str, dict[str, str]]) -> None:
    names = bag.algorithms(plan.checksums)
    home = staged / bag.PAYLOAD / FOLDER
    for path, file in files_of(home).items():
        hashes[f"{FOLDER}/{path}"] = dict(read_again(file, names).hashes)
    info = {
        "External-Description": " ".join(filter(None, (plan.title, plan.about.get("version", "")))),
        "Bagging-Date": plan.about.get("made", "")[:10],
        "Internal-Sender-Identifier": plan.about.get("verdict", ""),
    }
    bag.write_bag(staged, hashes, names, {key: value for key, value in info.items() if value})


def _sweep(staged: Path, wanted: set[str]) -> None:
    """Take away what a stopped run left that is no copy or paper of this plan, and whatever is not an ordinary file."""
    for path, file in files_of(staged).items():
        if path not in wanted or not is_ordinary(file):
            file.unlink()
    for parent, folders, _ in os.walk(staged, topdown=False):
        for name in folders:
            with suppress(OSError):  # it holds something
                (Path(parent) / name).rmdir()


def _require_unchanged(plan: Plan, inputs: Mapping[str, str], progress: Progress) -> None:
    for name, expected in inputs.items():
        if plan.transcripts.get(name) == expected:
            continue  # no file: it was read from the library once, into the dossier that this plan is made of
        try:
            found = full_hash(plan.root / name, progress)
        except InputError as error:
            raise GateError(f"{name} cannot be read again: {error.reason}", hint="Run the checks again.") from error
        if found != expected:
            raise _changed(name)


def _size(item: Item) -> int:
    if item.source is None:
        return len(item.data)
    return item.source.stat().st_size if item.source.is_file() else 0


def _relative(path: Path, root: Path) -> str:
    return path.relative_to(root).as_posix() if path.is_relative_to(root) else path.as_posix()


def _changed(name: str) -> GateError:
    return GateError(f"{name} has changed since the verdict, which is void.", hint="Run the checks again.")
