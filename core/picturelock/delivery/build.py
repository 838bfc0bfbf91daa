"""Building the package: beside its final name, and moved there in one step once it is whole.

plan + verdict ──stage──▶ .OUT.partial-PID/ (copied, hashed, compared, sealed) ──publish──▶ OUT/
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from picturelock.delivery.copying import copy_hashed, output_errors, sync_folder, write_hashed
from picturelock.delivery.lock import only_one, partial_of
from picturelock.delivery.manifest import seal
from picturelock.delivery.plan import Plan
from picturelock.errors import GateError, InputError, OutputError
from picturelock.findings import Verdict
from picturelock.host import Progress, silent
from picturelock.media.fingerprint import full_hash

_SPARE_BYTES = 10_000_000  # manifest, folders and rounding up to blocks


def build(plan: Plan, verdict: Verdict, out: Path, progress: Progress = silent) -> Path:
    """Write the package and return its folder. Nothing is there until all of it is.

    Raises GateError for a closed verdict or one whose files have changed since, OutputError where `out` exists or
    cannot be written. A run that was killed leaves nothing that the next one does not clear away.
    """
    with staging(plan, verdict, out, progress) as staged:
        return publish(staged, out)


@contextmanager
def staging(plan: Plan, verdict: Verdict, out: Path, progress: Progress = silent) -> Iterator[Path]:
    """The whole package under its partial name, for as long as the context lasts; gone afterwards unless published."""
    out = out.absolute()
    _require_open(verdict)
    _require_free(plan, out)
    with output_errors(out), _parents(out), only_one(out):
        staged = partial_of(out)
        try:
            staged.mkdir()
            _fill(staged, plan, verdict, progress)
            yield staged
        finally:
            shutil.rmtree(staged, ignore_errors=True)


def publish(staged: Path, out: Path) -> Path:
    """Give a staged package its name, in one step. Raises OutputError where something has that name by now."""
    out = out.absolute()
    require_new(out)
    with output_errors(out):
        staged.rename(out)
        sync_folder(out.parent)
    return out


def require_new(out: Path) -> None:
    """Raise OutputError where something has that name, even an empty folder or a link to nowhere."""
    if os.path.lexists(out):
        raise OutputError(f"{out} exists already; a delivery is never overwritten.", hint="Choose another name.")


def _fill(staged: Path, plan: Plan, verdict: Verdict, progress: Progress) -> None:
    hashes: dict[str, str] = {}
    copied: set[str] = set()
    for item in plan.items:
        target = staged / item.target
        target.parent.mkdir(parents=True, exist_ok=True)
        if item.source is None:
            hashes[item.target] = write_hashed(item.data, target)
            continue
        name = _relative(item.source, plan.root)
        hashes[item.target] = _copy(item.source, target, verdict.inputs.get(name), name, progress)
        copied.add(name)
    others = {name: value for name, value in verdict.inputs.items() if name not in copied}
    _require_unchanged(plan, others, progress)
    seal(staged, hashes, name=plan.title, made=verdict.made)
    for folder in [staged, *(path for path in staged.rglob("*") if path.is_dir())]:
        sync_folder(folder)


def _copy(source: Path, target: Path, expected: str | None, name: str, progress: Progress) -> str:
    if expected is None:
        raise GateError(
            f"The verdict says nothing about {name}, so it cannot be delivered.", hint="Run the checks again."
        )
    if not source.is_file():
        raise GateError(f"{name} is gone since the verdict.", hint="Put it back, and run the checks again.")
    found = copy_hashed(source, target, progress)
    if found != expected:
        raise _changed(name)
    return found


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


def _require_open(verdict: Verdict) -> None:
    if verdict.missing:
        raise GateError(
            f"There is no verdict: {len(verdict.missing)} of {len(verdict.expected)} checks gave no answer."
        )
    if not verdict.open:
        raise GateError("The gate is closed; nothing is packaged behind it.", hint="The report says what to mend.")


def _require_free(plan: Plan, out: Path) -> None:
    require_new(out)
    with output_errors(out):
        sources = [item.source for item in plan.items if item.source is not None and item.source.is_file()]
        needed = (
            _SPARE_BYTES + sum(source.stat().st_size for source in sources) + sum(len(item.data) for item in plan.items)
        )
        free = shutil.disk_usage(next(folder for folder in out.parents if folder.exists())).free
    if needed > free:
        raise OutputError(
            f"There is not enough room for {out}: it needs {needed // 1_000_000} MB, and {free // 1_000_000} MB are free.",
            hint="Free some space, or deliver to another disk.",
        )


@contextmanager
def _parents(out: Path) -> Iterator[None]:
    """The folders above a package, made where they are missing; those that end up empty are taken away again."""
    made = [folder for folder in out.parents if not folder.exists()]
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        yield
    finally:
        for folder in made:
            with suppress(OSError):  # it holds something by now
                folder.rmdir()


def _relative(path: Path, root: Path) -> str:
    return path.relative_to(root).as_posix() if path.is_relative_to(root) else path.as_posix()


def _changed(name: str) -> GateError:
    return GateError(f"{name} has changed since the verdict, which is void.", hint="Run the checks again.")
