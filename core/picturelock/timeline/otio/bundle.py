"""`.otioz` and `.otiod`: a timeline and its media in a zip file or a folder.

As OpenTimelineIO's own adapters write them: `version.txt`, `content.otio` and `media/`. Reading opens `content.otio` and
nothing else; nothing is extracted. Writing copies the files that were found for the sources (`Source.path`: only files
inside the folders that may be searched get there), never what a timeline merely names.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path, PurePosixPath
from urllib.parse import unquote
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from picturelock.cut import Cut, Shot, Source, every_shot, with_shots
from picturelock.errors import InputError
from picturelock.findings import Finding, Place
from picturelock.timeline.base import Findings
from picturelock.timeline.otio.file import json_of, read_json
from picturelock.timeline.otio.reader import cut_of
from picturelock.timeline.otio.writer import Shape, to_text
from picturelock.timeline.otio.zipped import content_of
from picturelock.timeline.references import is_sequence, local_form, media_name
from picturelock.timeline.search import plain
from picturelock.times import FrameRate

CONTENT = "content.otio"
MEDIA = "media"
VERSION_FILE, VERSION = "version.txt", "1.0.0"
_UNSAFE = re.compile(r'[\x00-\x1f\x7f#?%<>:"/\\|*]')
_TIME = (1980, 1, 1, 0, 0, 0)  # the same cut makes the same file


def read_zip(path: Path, rate: FrameRate | None) -> tuple[Cut, Findings]:
    """The cut in an .otioz file. Raises InputError."""
    return cut_of(json_of(content_of(path, CONTENT), path), path, rate)


def read_folder(path: Path, rate: FrameRate | None) -> tuple[Cut, Findings]:
    """The cut in an .otiod folder, its sources with the paths of files inside. Raises InputError."""
    if not path.is_dir():
        raise InputError("does not exist, or is no folder; expected an .otiod bundle.", file=path)
    content = _inside(path, CONTENT)
    if content is None:
        raise InputError(f"holds no {CONTENT}; expected an .otiod bundle.", file=path)
    cut, findings = cut_of(read_json(content), path, rate)
    outside: list[Shot] = []

    def found(shot: Shot) -> Shot:
        name = _relative(shot.source)
        if not name:
            return shot
        media = _inside(path, name) or _inside(path, unquote(name))
        if media is None and _leaves(path, name):
            outside.append(shot)
        return shot if media is None else replace(shot, source=replace(shot.source, path=media))

    cut = with_shots(cut, found)
    return cut, (*findings, *_outside(outside, path))


def write_zip(cut: Cut, path: Path, name: str) -> Findings:
    """Write an .otioz file."""
    media, findings = _media(cut)
    text, losses = to_text(cut, _shape(name, media))
    with ZipFile(path, "x", ZIP_STORED, strict_timestamps=False) as archive:
        archive.writestr(ZipInfo(VERSION_FILE, _TIME), VERSION, ZIP_DEFLATED)
        archive.writestr(ZipInfo(CONTENT, _TIME), text.encode("utf-8", "replace"), ZIP_DEFLATED)
        for file, inside in media.items():
            archive.write(file, f"{MEDIA}/{inside}", ZIP_STORED)  # media are compressed already
    return (*losses, *findings)


def write_folder(cut: Cut, path: Path, name: str) -> Findings:
    """Write an .otiod folder."""
    media, findings = _media(cut)
    text, losses = to_text(cut, _shape(name, media))
    (path / MEDIA).mkdir(parents=True)
    (path / VERSION_FILE).write_text(VERSION, encoding="ascii")
    (path / CONTENT).write_bytes(text.encode("utf-8", "replace"))
    for file, inside in media.items():
        shutil.copyfile(file, path / MEDIA / inside)
    return (*losses, *findings)


def _shape(name: str, media: Mapping[Path, str]) -> Shape:
    return Shape(name, bundled={file: f"{MEDIA}/{inside}" for file, inside in media.items()})


def _media(cut: Cut) -> tuple[dict[Path, str], Findings]:
    """The files to put into the bundle, with the names that they get there, and what to say of those that were not found."""
    files: dict[Path, str] = {}
    taken: set[str] = set()
    missing: dict[str, Shot] = {}
    for shot in every_shot(cut):
        source = shot.source
        if source.generated or source.path in files:
            continue
        if source.path is None or is_sequence(media_name(source.url)) or not source.path.is_file():
            missing.setdefault(source.key, shot)
            continue
        files[source.path] = _free_name(source.path.name, taken)
    return files, tuple(_missing(missing))


def _free_name(name: str, taken: set[str]) -> str:
    """A name that every system can have, that is its own reference, and that no other file in the bundle has."""
    name = _UNSAFE.sub("_", name).strip(". ") or "media"
    stem, suffix = PurePosixPath(name).stem, PurePosixPath(name).suffix
    free, count = name, 1
    while plain(free) in taken:
        count += 1
        free = f"{stem}-{count}{suffix}"
    taken.add(plain(free))
    return free


def _missing(missing: Mapping[str, Shot]) -> Iterator[Finding]:
    if missing:
        called = list(dict.fromkeys(shot.source.name for shot in missing.values()))
        names = ", ".join(called[:5]) + (" …" if len(called) > 5 else "")
        first = next(iter(missing.values()))
        place = Place(record=first.record_span, shot=first.id, source=first.source.name)
        yield Finding("timeline.media-not-bundled", "warning", place, {"count": len(missing), "names": names})


def _outside(shots: list[Shot], path: Path) -> Iterator[Finding]:
    for shot in {shot.source.url: shot for shot in reversed(shots)}.values():
        place = Place(str(path), record=shot.record_span, shot=shot.id, source=shot.source.name)
        yield Finding("timeline.outside-bundle", "error", place, {"url": shot.source.url[:300]})


def _relative(source: Source) -> str:
    """The reference of a source where it is relative; "" for any other."""
    name = local_form(source.url)
    if not name or name != source.url or "\0" in name or name.startswith(("/", "\\")) or name[1:2] == ":":
        return ""
    return name.replace("\\", "/")


def _leaves(folder: Path, name: str) -> bool:
    try:
        return not (folder / name).resolve().is_relative_to(folder.resolve())
    except (OSError, RuntimeError, ValueError):
        return True


def _inside(folder: Path, name: str) -> Path | None:
    """A file that really is inside a folder, links followed; else None."""
    if _leaves(folder, name):
        return None
    try:
        found = (folder / name).resolve()
        return found if found.is_file() else None
    except (OSError, RuntimeError, ValueError):
        return None
