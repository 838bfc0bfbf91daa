"""Cuts into timelines: which suffix is written by whom, and never half a file."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from picturelock.collector import uncollected
from picturelock.cut import Cut, Shot
from picturelock.errors import OutputError, UsageError
from picturelock.findings import Fact, Finding, Place
from picturelock.timeline.base import Findings
from picturelock.timeline.read import format_of


def write_timeline(cut: Cut, path: Path, overwrite: bool = False, *, name: str | None = None) -> Findings:
    """Write a cut; gives what the format could not hold.

    name: of the format, where the suffix is not enough. Raises OutputError if that fails, or if `path` exists and may not be
    replaced, and UsageError for a format that is only read or that cannot hold such a cut; never leaves half a file.
    """
    found = format_of(path, name)
    if "write" not in found.directions:
        raise UsageError(f"{found.name} is read here and not written.", hint="Write .otio, .fcpxml or .edl instead.")
    if path.exists() and not overwrite:
        raise OutputError(f"{path} exists already.", hint="Choose another name, or ask for it to be replaced.")
    temporary = path.with_name(f".{path.stem}.{os.getpid()}.part{path.suffix}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with uncollected():
            findings = (*found.write(cut, temporary), *(() if found.holds_overlaps else _overlapping(cut)))
        if path.is_dir():
            _clear(path, temporary)
        temporary.replace(path)
    except OSError as error:
        raise OutputError(f"{path} cannot be written: {error.strerror or error}.") from error
    finally:
        if temporary.is_dir():
            shutil.rmtree(temporary, ignore_errors=True)
        else:
            temporary.unlink(missing_ok=True)
    return findings


def _overlapping(cut: Cut) -> Findings:
    """That events which overlap on one track were put on further tracks: files of other systems may hold such."""
    ends: dict[str, Shot] = {}
    first, count = None, 0
    for shot in sorted(cut.shots, key=lambda shot: shot.record_span):
        last = ends.get(shot.track)
        if last is not None and shot.record_span.start < last.record_span.end and shot.record_span.duration:
            first, count = first or shot, count + 1
        if last is None or shot.record_span.end > last.record_span.end:
            ends[shot.track] = shot
    if first is None:
        return ()
    place = Place(record=first.record_span, track=first.track, shot=first.id)
    facts: dict[str, Fact] = {"count": count, "name": first.name, "track": first.track}
    return (Finding("timeline.overlapping", "warning", place, facts, source="Picturelock"),)


def _clear(path: Path, new: Path) -> None:
    """Remove the folder that a new one is to replace; one of another kind, which may be anybody's, stays."""
    same = new.is_dir() and not path.is_symlink() and {one.name for one in new.iterdir() if one.is_file()}
    held = {one.name for one in path.iterdir()}
    if not same or (held and not same <= held):
        raise OutputError(f"{path} is a folder that holds something else.", hint="Choose another name.")
    shutil.rmtree(path)
