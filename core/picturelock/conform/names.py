"""What media are called, without what differs between two timelines of one programme."""

from __future__ import annotations

import re
from pathlib import PurePosixPath, PureWindowsPath
from urllib.parse import unquote

_ENDING = re.compile(r"\.[a-z][a-z0-9]{1,4}$|\.[a-z0-9]{0,3}[a-z]$", re.ASCII)
"""A file's ending: ".mov", ".mp4", ".r3d"; never a version (".v2") or a number (".0101")."""
_VERSION = re.compile(r"\.v\d+$", re.ASCII)
_TOKEN = re.compile(r"[._\- ]v(\d{1,8})(?![0-9a-z])", re.ASCII | re.IGNORECASE)
"""A separator, "v" and a number, and then no letter or figure: `V398-1` and `sh010_video2` hold none."""
_FRAMES = re.compile(r"[._\- ]?(?:\[\d{1,9}-\d{1,9}\]|%0?\d{0,2}d|#{2,20})$", re.ASCII)
"""The place of the frames at the end of a stem; a bare number is none, for it may be a clip's."""
_NO_REELS = frozenset({"", "ax", "bl", "001", "000", "none", "gen"})
"""Reels that editing systems write where they know of none."""


def stem(name: str) -> str:
    """A file's name without folder and ending, lower case."""
    base = (PureWindowsPath(name).name if "\\" in name else PurePosixPath(name).name).strip().lower()
    return base if _VERSION.search(base) else _ENDING.sub("", base)


def bare_stem(name: str) -> str:
    """As `stem`, of an image sequence without the place of its frames: `sh010_v011.[1001-1100].exr` is `sh010_v011`."""
    return _FRAMES.sub("", stem(name))


def reel(name: str) -> str:
    """A reel in lower case, or "" for one that says nothing."""
    tidy = name.strip().lower()
    return "" if tidy in _NO_REELS else tidy


def reference(path: str, url: str) -> str:
    """Where a file is, as one string for a path and for a "file:" address of it."""
    if path or not url.startswith("file:"):
        return path or url
    return unquote(url.removeprefix("file://localhost").removeprefix("file://").removeprefix("file:"))


def unversioned(name: str) -> str:
    """A name in lower case without its version tokens: `sh010_v011` and `sh010_v012` are two versions of `sh010`."""
    return _TOKEN.sub("", name).lower()


def versions(name: str) -> tuple[int, ...]:
    """The version numbers of a name, in order."""
    return tuple(int(number) for number in _TOKEN.findall(name))
