"""What is done to the staged copies after they were judged and before they are sealed, and the proof of what it changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from picturelock.delivery.copying import MAIN, Copied, read_again, sync_file
from picturelock.delivery.model import Finished, Plan
from picturelock.delivery.names import problem
from picturelock.delivery.paths import files_of, is_ordinary
from picturelock.errors import GateError

_State = tuple[int, int, int]


def finish(
    payload: Path, plan: Plan, made: Mapping[str, Copied], algorithms: Sequence[str]
) -> tuple[dict[str, Copied], tuple[Finished, ...]]:
    """Run the plan's finishers on the package in a folder, in their order; gives its files anew, and what was done.

    Raises GateError where one changed, made or removed a file that it did not name, or left something that is no file.
    """
    files = dict(made)
    done: list[Finished] = []
    for finisher in plan.finishers:
        before = _states(payload)
        told = tuple(finisher(payload, plan))
        after = _states(payload)
        named = {one.path for one in told}
        changed = {path for path in before.keys() | after.keys() if before.get(path) != after.get(path)}
        _require_told(changed - named, changed & (before.keys() - after.keys()))
        for path in sorted(named):
            file = payload / path
            if problem(path) or path not in after or not is_ordinary(file):
                raise GateError(f"What finished the package names {path!r:.200}, which is no file of it.")
            sync_file(file)
            files[path] = read_again(file, algorithms)
        done += told
    return files, tuple(done)


def judged_hashes(made: Mapping[str, Copied]) -> dict[str, str]:
    """The full hash of each file as it was judged."""
    return {path: f"{MAIN}:{copied.hashes[MAIN]}" for path, copied in made.items()}


def _states(folder: Path) -> dict[str, _State]:
    facts = {path: file.lstat() for path, file in files_of(folder).items()}
    return {path: (one.st_size, one.st_mtime_ns, one.st_ino) for path, one in facts.items()}


def _require_told(untold: set[str], gone: set[str]) -> None:
    wrong = sorted(untold | gone)
    if wrong:
        raise GateError(
            f"Finishing the package touched {wrong[0]}, which it was not to; nothing is delivered.",
            hint="This is a fault in what signs or marks the package; deliver without it.",
        )
