"""The files of a folder tree, walked anew only where a folder has changed since.

A folder's date changes when a name in it comes, goes or changes: where it is the same as in the index, so are its names, and
the folder is not listed again. Dates are not relied upon where they cannot carry that: within `YOUNG` of the walk, where
they are coarse (FAT), and on Windows, whose file systems do not all keep them. What is in a file is another matter (`facts`).
"""

from __future__ import annotations

import os
import stat
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from picturelock.host import Progress
from picturelock.timeline.search import MAX_FILES

STAGE = "search"
YOUNG_NS = 3_000_000_000
_COARSE_NS = 2_000_000_000
_TOLD_EVERY = 64


@dataclass(frozen=True, slots=True)
class Folder:
    """One folder as it was listed: hidden names, links to folders and what is neither file nor folder are left out."""

    date_ns: int
    """Its date when it was listed; 0 = not to be relied upon."""
    folders: tuple[str, ...]
    files: tuple[str, ...]


class Tree:
    """The folders below a root, by path from it ("" = itself, parts joined with "/")."""

    def __init__(self, root: Path, known: Mapping[str, Folder] | None = None) -> None:
        self.root = root
        self.folders: dict[str, Folder] = dict(known or {})
        self.listed = 0
        """How many folders the last walk had to list."""

    def walk(self, progress: Progress, *, anew: bool = False) -> None:
        """Bring the folders up to date; `anew`: list all of them. Stops after MAX_FILES files."""
        began = time.time_ns()
        known, walked = self.folders, dict[str, Folder]()
        waiting, files = [""], 0
        self.listed = 0
        while waiting and files <= MAX_FILES:
            name = waiting.pop()
            folder = self._folder(name, None if anew else known.get(name), began)
            if folder is None:
                continue
            walked[name] = folder
            files += len(folder.files)
            waiting += [f"{name}/{below}" if name else below for below in reversed(folder.folders)]
            if len(walked) % _TOLD_EVERY == 0:
                progress(STAGE, files, 0, name)
        progress(STAGE, files, files)
        self.folders = walked

    def files(self) -> Iterator[str]:
        """Every file, folder by folder, in order of name."""
        root = str(self.root).rstrip(os.sep)
        for name, folder in self.folders.items():
            lead = f"{root}{os.sep}{name.replace('/', os.sep)}{os.sep}" if name else f"{root}{os.sep}"
            for file in folder.files:
                yield lead + file

    def _folder(self, name: str, known: Folder | None, began: int) -> Folder | None:
        """The folder as it is now, or None where it is none any more, or may not be read."""
        path = os.path.join(self.root, *name.split("/")) if name else str(self.root)  # noqa: PTH118 - fast
        try:
            now = os.stat(path, follow_symlinks=not name)  # noqa: PTH116
            if not stat.S_ISDIR(now.st_mode):
                return None
            if known is not None and known.date_ns == now.st_mtime_ns != 0:
                return known
            self.listed += 1
            folders, files = _listed(path)
        except (OSError, ValueError):
            return None
        return Folder(_date(now.st_mtime_ns, began), folders, files)


def _date(found: int, began: int) -> int:
    """A folder's date, or 0 where a later change may not show in it."""
    lasting = began - found > YOUNG_NS and found % _COARSE_NS != 0 and os.name != "nt"
    return found if lasting else 0


def _listed(path: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    folders, files = [], []
    with os.scandir(path) as entries:
        for entry in entries:
            if entry.name.startswith("."):
                continue
            try:
                if entry.is_dir(follow_symlinks=False):
                    folders.append(entry.name)
                elif entry.is_file():  # what a link leads to counts; who may open it is the Border's business
                    files.append(entry.name)
            except OSError:
                continue
    return tuple(sorted(folders)), tuple(sorted(files))
