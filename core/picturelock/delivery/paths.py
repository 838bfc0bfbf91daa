"""Paths that a package names, and the files that it holds. A package may come from anywhere, so neither is trusted."""

from __future__ import annotations

import os
import stat
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path, PurePosixPath, PureWindowsPath

IGNORED = (".DS_Store",)
"""Files that file managers leave everywhere; ASC MHL's own default."""
LEFT_BEHIND = (*IGNORED, "Thumbs.db", "desktop.ini")
"""Those that are warned of where no manifest names them; any other stray file is an error."""


def safe(path: str) -> str | None:
    """A path that stays in the package on every system, with forward slashes; None for any other."""
    posix, windows = PurePosixPath(path), PureWindowsPath(path)
    parts = {*posix.parts, *windows.parts}
    leaves = posix.is_absolute() or windows.drive or windows.root or ".." in parts
    if not path or "\0" in path or leaves or not posix.parts:
        return None
    return posix.as_posix()


def lines_of(text: str) -> list[str]:
    """The lines of a manifest: only a line feed ends one, with or without a carriage return before it."""
    return [line.removesuffix("\r") for line in text.split("\n")]


def is_written_alike(digest: str) -> bool:
    """False for a hash in capitals and small letters, which no tool writes: one of them was altered."""
    return digest in (digest.lower(), digest.upper())


def composed(path: str) -> str:
    """A path with its accents composed, as a copy may not keep them."""
    return unicodedata.normalize("NFC", path)


def files_of(folder: Path) -> dict[str, Path]:
    """Whatever is in a folder and is not a folder itself, links among it, by its path with forward slashes."""
    return {path.relative_to(folder).as_posix(): path for path in _walk(folder)}


def _walk(folder: Path) -> Iterator[Path]:
    for parent, folders, names in os.walk(folder, followlinks=False):
        linked = [name for name in folders if (Path(parent) / name).is_symlink()]
        yield from (Path(parent) / name for name in [*names, *linked])


def is_ordinary(file: Path) -> bool:
    """False for a link, which may lead anywhere, and for a pipe or a device, which would block or never end."""
    return stat.S_ISREG(file.lstat().st_mode)


def is_ignored(file: Path, names: Sequence[str] = IGNORED) -> bool:
    """True for an ordinary file that a file manager left there."""
    return file.name in names and is_ordinary(file)


def pair(expected: Iterable[str], present: Iterable[str]) -> dict[str, str]:
    """The path of a file that is there, by the path that is expected of it.

    Names are compared exactly; those left over are paired by their composed accents, where that is one to one.
    """
    here, awaited = set(present), set(expected)
    paired = {path: path for path in awaited & here}
    left, found = by_composed(awaited - here), by_composed(here - awaited)
    for name, paths in left.items():
        if len(paths) == 1 and len(found.get(name, ())) == 1:
            paired[paths[0]] = found[name][0]
    return paired


def twins(paths: Iterable[str]) -> dict[str, int]:
    """How many paths differ by nothing but the encoding of their accents, by the composed path."""
    return {name: len(same) for name, same in by_composed(paths).items() if len(same) > 1}


def by_composed(paths: Iterable[str]) -> Mapping[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for path in paths:
        found[composed(path)].append(path)
    return found
