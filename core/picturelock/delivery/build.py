"""Building the package: beside its final name, and moved there in one step once it is whole.

plan + verdict ──copy──▶ .OUT.partial/ (copied, hashed, read back) ──finish──▶ ──seal──▶ ──publish──▶ OUT/

A run that was stopped or killed leaves its partial folder; the next one to the same place goes on there. Whole files are
hashed and kept if they are what was judged; of a file that was being written, what agrees with its source is kept.
"""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from picturelock.delivery.copying import output_errors, sync_folder
from picturelock.delivery.lock import only_one, partial_of
from picturelock.delivery.model import Plan
from picturelock.delivery.staging import fill
from picturelock.errors import GateError, OutputError
from picturelock.findings import Verdict
from picturelock.host import Progress, silent

_SPARE_BYTES = 10_000_000  # manifest, folders and rounding up to blocks
_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


def build(plan: Plan, verdict: Verdict, out: Path, progress: Progress = silent) -> Path:
    """Write the package and return its folder. Nothing is there until all of it is.

    Raises GateError for a closed verdict or one whose files have changed since, OutputError where `out` exists or
    cannot be written.
    """
    with staging(plan, verdict, out, progress) as staged:
        return publish(staged, out)


@contextmanager
def staging(plan: Plan, verdict: Verdict, out: Path, progress: Progress = silent) -> Iterator[Path]:
    """The whole package under its partial name, for as long as the context lasts; gone afterwards unless published.

    It stays, to be gone on with, where somebody stopped it (KeyboardInterrupt) or the disk went away.
    """
    out = out.absolute()
    _require_open(verdict)
    _require_free(plan, out)
    with output_errors(out), _parents(out), only_one(out):
        staged, keep = partial_of(out), False
        try:
            _begin(staged)
            fill(staged, plan, verdict, progress)
            yield staged
        except KeyboardInterrupt:
            keep = True
            raise
        except OSError as error:
            keep = error.errno not in _FULL  # the room is needed
            raise
        finally:
            if not keep:
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


def _begin(staged: Path) -> None:
    if staged.is_symlink() or (staged.exists() and not staged.is_dir()):
        raise OutputError(f"{staged} is not the beginning of a package; remove it.")
    staged.mkdir(exist_ok=True)


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
        needed -= _held(partial_of(out))
        free = shutil.disk_usage(next(folder for folder in out.parents if folder.exists())).free
    if needed > free:
        raise OutputError(
            f"There is not enough room for {out}: it needs {needed // 1_000_000} MB, and {free // 1_000_000} MB are free.",
            hint="Free some space, or deliver to another disk.",
        )


def _held(staged: Path) -> int:
    """Bytes that a stopped run has written already."""
    if staged.is_symlink() or not staged.is_dir():
        return 0
    return sum(path.lstat().st_size for path in staged.rglob("*") if path.is_file() and not path.is_symlink())


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
