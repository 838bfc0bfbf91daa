"""Media references as timelines write them: file URLs, POSIX, Windows and relative paths, image sequence patterns.

Nothing here touches the disk, and nothing is decided about who may read what: `locate` does both.
"""

from __future__ import annotations

import re
from pathlib import Path, PureWindowsPath
from urllib.parse import unquote

from picturelock.cut import Source

_WINDOWS = re.compile(r"[A-Za-z]:[\\/]|\\\\")
_DRIVE_URL = re.compile(r"/[A-Za-z]:/")
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]+):(?://)?")
_PLACE = re.compile(r"(\[\d+-\d+\]|%0?\d*d|#{2,})(?=\D*$)")
_FRAME = re.compile(r"\d+(?=\D*$)")
_NUMBER = re.compile(r"[0-9]{1,18}(?=\D*$)")
_FRAMES = re.compile(r"(?:#{2,}|\[\d+-\d+\])\.[A-Za-z]\w{1,4}$")
_ENDING = re.compile(r"\.[A-Za-z]\w{0,4}$")
_NOWHERE = Path(
    "/nowhere"
)  # a relative reference starts at the file that it was read from: it means another from elsewhere
_MAX_NAME = 300  # characters of a name that we keep; a hostile file may hold megabytes


def clean(text: str) -> str:
    """A name as it can be shown: no control characters (they would reach a terminal), no endless ones."""
    text = text[:_MAX_NAME]
    return (text if text.isprintable() else "".join(char if char.isprintable() else " " for char in text)).strip()


def clean_note(text: str) -> str:
    """Longer text as it can be shown; line breaks stay."""
    return "\n".join(clean(line) for line in text.splitlines()[:50]).strip()


def local_form(url: str) -> str:
    """The path that a reference names, percent signs decoded where it is a file URL; "" for a web address.

    A `#` or `?` is part of the name: editing systems do not escape them.
    """
    match = _SCHEME.match(url)
    if match is None or _WINDOWS.match(url):
        return url
    if match[1].lower() != "file":
        return ""
    rest = url[len("file:") :]
    if rest.startswith("//"):
        host, slash, tail = rest[2:].partition("/")
        rest = slash + tail if host.lower() in ("", "localhost") else f"//{host}{slash}{tail}"
    rest = unquote(rest)
    return rest[1:] if _DRIVE_URL.match(rest) else rest


def media_name(url: str) -> str:
    """The file name in a reference, whatever system wrote it; "" where there is none."""
    path = local_form(url)
    name = PureWindowsPath(path).name if _WINDOWS.match(path) else path.rstrip("/").rpartition("/")[2]
    return "" if name in (".", "..") else clean(name)


def media_path(url: str, base: Path) -> Path | None:
    """The path on this machine; a relative one starts at `base`. None where this machine cannot have it."""
    path = local_form(url)
    if not path or "\0" in path:
        return None
    if _WINDOWS.match(path) and not isinstance(base, PureWindowsPath):
        return None
    return base / path


def found_reference(source: Source) -> str:
    """What a host is to look for: the file where it was really found, else the reference as the timeline wrote it.

    A reference that means that very file stays as it was written. Of an image sequence, the folder is where its first frame
    was found, and the name that of all its frames.
    """
    path, url = source.path, source.url
    if path is None:
        return url
    name = media_name(url)
    if is_sequence(name):
        path = path.parent / name
    return url if media_path(url, _NOWHERE) == path else str(path)


def sequence_key(name: str) -> str:
    """A name with its frame number, or the place for one, taken out: "sh010.%04d.exr", "sh010.####.exr", "sh010.[1001-1100].exr"
    and "sh010.1001.exr" have one key. A number in the ending (".jp2") is no frame number."""
    ending = _ENDING.search(name)
    stem = name[: ending.start()] if ending else name
    place = _PLACE if _PLACE.search(stem) else _FRAME
    return place.sub("#", stem, count=1) + name[len(stem) :]


def frame_number(name: str) -> int | None:
    """The frame number in a name, "sh010.1001.exr"; None where there is none."""
    ending = _ENDING.search(name)
    match = _NUMBER.search(name[: ending.start()] if ending else name)
    return int(match[0]) if match else None


def sequence_pattern(name: str) -> str:
    """The name of the sequence that a frame is of: "sh010.%04d.exr" for "sh010.1001.exr"."""
    ending = _ENDING.search(name)
    stem = name[: ending.start()] if ending else name
    return _NUMBER.sub(lambda match: f"%0{len(match[0])}d", stem, count=1) + name[len(stem) :]


def is_sequence(name: str) -> bool:
    """True for the name of an image sequence: "sh010.%04d.exr", "sh010.####.exr", "sh010.[1001-1100].exr"."""
    return re.search(r"%0?\d{0,2}d", name) is not None or _FRAMES.search(name) is not None
