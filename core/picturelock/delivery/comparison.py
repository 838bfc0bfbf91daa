"""Two packages side by side: what is new in the second, gone, another file, or called otherwise."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from picturelock.delivery.claims import payload_of
from picturelock.delivery.copying import MAIN
from picturelock.delivery.hashing import hash_file
from picturelock.delivery.holdings import Holdings, holdings_of
from picturelock.delivery.paths import is_ordinary
from picturelock.errors import InputError
from picturelock.host import Progress, silent

What = Literal["added", "dropped", "changed", "renamed"]


@dataclass(frozen=True, slots=True)
class Difference:
    """One file that the two packages do not have alike."""

    what: What
    path: str
    """In the new package; of what was dropped, in the old one."""
    was: str = ""
    """Where it was in the old package, where that is another path."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two packages, compared."""

    differences: tuple[Difference, ...]
    """In order of their paths."""
    same: int
    """Files that both have alike."""


def compare(old: Path, new: Path, progress: Progress = silent) -> Comparison:
    """What tells two packages apart, by what their manifests say; a folder without one is read instead.

    Where two manifests have no algorithm in common, the files themselves are hashed. Whether the packages still are as their
    manifests say is `verify`'s question. Raises InputError for what is no folder, or whose manifest cannot be used.
    """
    before, after = holdings_of(old, progress), holdings_of(new, progress)
    both = sorted(before.files.keys() & after.files.keys())
    changed = [path for path in both if not _same(path, path, before, after)]
    added = sorted(after.files.keys() - before.files.keys())
    gone = sorted(before.files.keys() - after.files.keys())
    moved = _moved(added, gone, before, after)
    found = [
        *(Difference("changed", path) for path in changed),
        *(Difference("renamed", path, was) for path, was in moved.items()),
        *(Difference("added", path) for path in added if path not in moved),
        *(Difference("dropped", path) for path in gone if path not in moved.values()),
    ]
    return Comparison(tuple(sorted(found, key=lambda one: one.path)), len(both) - len(changed))


def _same(path: str, was: str, before: Holdings, after: Holdings) -> bool:
    old, new = before.files[was], after.files[path]
    shared = old.keys() & new.keys()
    if not shared:
        return _full(before, was) == _full(after, path)
    return all(old[name] == new[name] for name in shared)


def _full(holdings: Holdings, path: str) -> str:
    file = payload_of(holdings.folder) / path
    try:
        if not is_ordinary(file):
            raise InputError("is not an ordinary file.", file=file)
        return hash_file(file, (MAIN,))[MAIN]
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror or error}.", file=file) from error


def _moved(added: list[str], gone: list[str], before: Holdings, after: Holdings) -> dict[str, str]:
    """New path to old path of files whose content is the same; each old one once."""
    shared = _algorithms(gone, before) & _algorithms(added, after)
    places: Mapping[str, list[str]] = defaultdict(list)
    for path in gone:
        for key in _keys(before, path, shared):
            places[key].append(path)
    found: dict[str, str] = {}
    for path in added if places else ():
        candidates = [was for key in _keys(after, path, shared) for was in places.get(key, ())]
        free = next((was for was in candidates if was not in found.values() and _same(path, was, before, after)), None)
        if free is not None:
            found[path] = free
    return found


def _algorithms(paths: list[str], holdings: Holdings) -> set[str]:
    return {name for path in paths for name in holdings.files[path]}


def _keys(holdings: Holdings, path: str, shared: set[str]) -> list[str]:
    """What a file's content is known by on both sides."""
    record = holdings.files[path]
    return [f"{name}:{record[name]}" for name in sorted(shared & record.keys())] or [f"{MAIN}:{_full(holdings, path)}"]
