"""Files under the folders that may be searched, found by name, and the border that keeps timelines inside them."""

from __future__ import annotations

import os
import unicodedata
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice, takewhile
from pathlib import Path

from picturelock.timeline.references import sequence_key

MAX_FILES = 300_000
MEDIA_SUFFIXES = frozenset(
    {
        ".mov", ".mp4", ".m4v", ".mxf", ".avi", ".mkv", ".webm", ".mts", ".m2ts", ".mpg", ".mpeg", ".ts", ".3gp", ".dv",
        ".r3d", ".braw", ".ari", ".wav", ".bwf", ".rf64", ".aif", ".aiff", ".flac", ".mp3", ".m4a", ".aac", ".ac3",
        ".eac3", ".ogg", ".opus", ".caf", ".wma",
    }
)  # fmt: skip
"""What counts as media where only the stem of a name is known: "A001C003.srt" is not the shot A001C003."""

STILL_SUFFIXES = frozenset(
    {
        ".png", ".jpg", ".jpeg", ".tif", ".tiff", ".exr", ".dpx", ".cin", ".tga", ".bmp", ".gif", ".webp", ".psd",
        ".heic", ".svg", ".sgi", ".dng", ".jp2", ".j2k",
    }
)  # fmt: skip
"""Pictures that stand still: nothing is known of them but that they are there, and they last as long as the cut likes."""


def plain(name: str) -> str:
    """A name as it is compared: without capitals, accents in one encoding (macOS hands out decomposed ones)."""
    return name.lower() if name.isascii() else unicodedata.normalize("NFC", name).casefold()


class Border:
    """The folders that a timeline may name files in; a reference that leaves them is never touched."""

    def __init__(self, folders: Sequence[Path]) -> None:
        self._lexical = {_spelt(folder) for folder in folders}
        self._real = {real for folder in folders if (real := _real(folder)) is not None}

    def real(self, path: Path) -> Path | None:
        """The path to open, free of links and `..`, if it lies inside; else None: links that lead out are outside.

        What lies outside by its spelling alone is not even asked after: on Windows, that could send a login to a server.
        """
        spelt = _spelt(path)
        if not any(spelt.is_relative_to(folder) for folder in self._lexical | self._real):
            return None
        # Not the spelling: in "link/../a.mov" the `..` leads to the folder that holds what the link names.
        real = _real(path)
        return real if real is not None and any(real.is_relative_to(folder) for folder in self._real) else None

    def holds(self, path: Path) -> bool:
        """True for a path inside."""
        return self.real(path) is not None


class Index:
    """Every file under some folders, by name, by stem and by image sequence; walked when first asked."""

    def __init__(self, folders: Sequence[Path], walk: Callable[[], Iterable[str]] | None = None) -> None:
        """walk: gives the files under the folders, where somebody knows them already."""
        self._walk = walk or (lambda: _files(folders))
        self._names: dict[str, list[str]] | None = None
        self._stems: dict[str, list[str]] = defaultdict(list)
        self._numbered: list[str] = []
        self._sequences: dict[str, list[str]] | None = None
        self._sequence_stems: dict[str, list[str]] | None = None
        self._order: dict[str, int] = {}
        self._sorted: list[str] = []
        self.stopped = False
        """There were more than MAX_FILES files: the rest was not looked at."""

    def named(self, name: str) -> list[Path]:
        """Files of this name, else media whose name without suffix it is (edit lists give clip names)."""
        key = plain(name)
        found = self._walked().get(key, [])
        return [Path(path) for path in (found or self._stems.get(key, []))]

    def sequence(self, name: str) -> list[Path]:
        """The frames of an image sequence, "sh010.%04d.exr", in order."""
        return sorted(Path(path) for path in self._numbers().get(plain(sequence_key(name)), ()))

    def sequence_of(self, stem: str) -> list[Path]:
        """The frames of the image sequences of a name without number and ending, "sh010", in order."""
        if self._sequence_stems is None:
            self._sequence_stems = defaultdict(list)
            for key in self._numbers():
                name, dot, ending = key.rpartition(".")
                if dot + ending in STILL_SUFFIXES and name.endswith("#"):
                    self._sequence_stems[name.rstrip("#").rstrip("._- ")].append(key)
        keys = self._sequence_stems.get(plain(stem), ())
        return sorted(Path(path) for key in keys for path in self._numbers()[key])

    def _numbers(self) -> dict[str, list[str]]:
        """Numbered files by what is left of their names without the number."""
        self._walked()
        if self._sequences is None:
            self._sequences = defaultdict(list)
            for path in self._numbered:
                self._sequences[plain(sequence_key(os.path.basename(path)))].append(path)  # noqa: PTH119 - a Path is slow
        return self._sequences

    def on_reel(self, reel: str) -> list[Path]:
        """Media whose name starts with the reel, or with whose stem the reel starts (lists cut reels to 8 characters)."""
        return [Path(path) for stem in self.stems_on_reel(reel) for path in self._stems[stem]]

    def stems_on_reel(self, reel: str) -> list[str]:
        """As `on_reel`: their names, as `plain` has them, in the order in which they were found."""
        self._walked()
        key = plain(reel.rstrip("."))
        if len(key) < 4:
            return []
        if not self._order:
            self._order = {stem: number for number, stem in enumerate(self._stems)}
            self._sorted = sorted(self._order)
        first = bisect_left(self._sorted, key)
        stems = list(takewhile(lambda stem: stem.startswith(key), islice(self._sorted, first, None)))
        stems += [key[:length] for length in range(4, len(key)) if key[:length] in self._order]
        return sorted(stems, key=self._order.__getitem__)

    def stems(self) -> Mapping[str, Sequence[str]]:
        """All media by their names without suffix, as `plain` has them."""
        self._walked()
        return self._stems

    def _walked(self) -> dict[str, list[str]]:
        if self._names is not None:
            return self._names
        names: dict[str, list[str]] = defaultdict(list)
        for count, path in enumerate(self._walk()):
            if count >= MAX_FILES:
                self.stopped = True
                break
            name = os.path.basename(path)  # noqa: PTH119 - Path objects for a hundred thousand files cost a second
            key = plain(name)
            names[key].append(path)
            stem, dot, suffix = name.rpartition(".")
            if not stem:
                stem, dot, suffix = name, "", ""
            if (dot + suffix).lower() in MEDIA_SUFFIXES:
                self._stems[plain(stem)].append(path)
            elif any(char.isdigit() for char in stem):
                self._numbered.append(path)
        self._names = names
        return names


def _files(folders: Sequence[Path]) -> Iterator[str]:
    """Files under folders, each once, in order of name; hidden folders and links to folders are passed over."""
    seen: set[str] = set()
    for folder in folders:
        for root, names, files in os.walk(folder):
            if root in seen:
                names.clear()
                continue
            seen.add(root)
            names[:] = sorted(name for name in names if not name.startswith("."))
            yield from (os.path.join(root, name) for name in sorted(files) if not name.startswith("."))  # noqa: PTH118


def _spelt(path: Path) -> Path:
    """An absolute path without `..`, from its spelling alone: nothing on the disk is asked."""
    return Path(os.path.abspath(path))  # noqa: PTH100 - resolve() would ask


def _real(path: Path) -> Path | None:
    try:
        return path.resolve()
    except (OSError, RuntimeError, ValueError):  # a loop of links, or no path at all
        return None
