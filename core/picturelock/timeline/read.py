"""Timelines into cuts: which suffix is read by whom."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

from picturelock.cut import Cut
from picturelock.errors import InputError
from picturelock.findings import Finding
from picturelock.registry import load
from picturelock.times import FrameRate

READERS: Mapping[str, str] = MappingProxyType(
    {
        ".otio": "picturelock.timeline.otio_cut:read",
        ".edl": "picturelock.timeline.edl:read",
    }
)
"""Suffix, in lower case, to a function `(Path, FrameRate | None) -> (Cut, findings)`."""


def read_cut(path: Path, rate: FrameRate | None = None) -> tuple[Cut, tuple[Finding, ...]]:
    """A timeline as a cut, and what had to be left out or guessed. `rate` overrules the file's own.

    Sources come as the timeline names them; `locate` finds their files. Raises InputError if the file cannot be read, and
    UsageError if neither it nor `rate` says the frame rate.
    """
    entry = READERS.get(path.suffix.lower())
    if entry is None:
        known = ", ".join(READERS)
        raise InputError(
            f"is not a timeline that we read; expected one of {known}.",
            file=path,
            hint="Export the timeline as OpenTimelineIO (.otio) or CMX 3600 (.edl).",
        )
    cut, findings = load(entry)(path, rate)
    return cut, findings
