"""Files under the folders that may be searched, found by name, and the border that keeps timelines inside them."""

from __future__ import annotations

import os
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Sequence
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
    return unicodedata.normalize("NFC", name).casefold()


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

    def __init__(self, folders: Sequence[Path]) -> None:
        self._folders = folders
        self._names: dict[str, list[Path]] | None = None
        self._stems: dict[str, list[Path]] = defaultdict(list)
        self._sequences: dict[str, list[Path]] = defaultdict(list)
        self.stopped = False
        """There were more than MAX_FILES files: the rest was not looked at."""

    def named(self, name: str) -> list[Path]:
        """Files of this name, else media whose name without suffix it is (edit lists give clip names)."""
        key = plain(name)
        found = self._walked().get(key)
        return found or self._stems.get(key, [])

    def sequence(self, name: str) -> list[Path]:
        """The frames of an image sequence, "sh010.%04d.exr", in order."""
        self._walked()
        return sorted(self._sequences.get(plain(sequence_key(name)), []))

    def on_reel(self, reel: str) -> list[Path]:
        """Media whose name starts with the reel, or with whose stem the reel starts (lists cut reels to 8 characters)."""
        self._walked()
        key = plain(reel.rstrip("."))
        if len(key) < 4:
            return []
        stems = [stem for stem in self._stems if stem.startswith(key) or (len(stem) >= 4 and key.startswith(stem))]
        return [path for stem in stems for path in self._stems[stem]]

    def _walked(self) -> dict[str, list[Path]]:
        if self._names is None:
            self._names = defaultdict(list)
            for count, path in enumerate(_files(self._folders)):
                if count >= MAX_FILES:
                    self.stopped = True
                    break
                self._names[plain(path.name)].append(path)
                if path.suffix.lower() in MEDIA_SUFFIXES:
                    self._stems[plain(path.stem)].append(path)
                elif any(char.isdigit() for char in path.stem):
                    self._sequences[plain(sequence_key(path.name))].append(path)
        return self._names


def _files(folders: Sequence[Path]) -> Iterator[Path]:
    """Files under folders, each once, in order of name; hidden folders and links to folders are passed over."""
    seen: set[str] = set()
    for folder in folders:
        for root, names, files in os.walk(folder):
            if root in seen:
                names.clear()
                continue
            seen.add(root)
            names[:] = sorted(name for name in names if not name.startswith("."))
            yield from (Path(root, name) for name in sorted(files) if not name.startswith("."))


def _spelt(path: Path) -> Path:
    """An absolute path without `..`, from its spelling alone: nothing on the disk is asked."""
    return Path(os.path.abspath(path))  # noqa: PTH100 - resolve() would ask


def _real(path: Path) -> Path | None:
    try:
        return path.resolve()
    except (OSError, RuntimeError, ValueError):  # a loop of links, or no path at all
        return None
