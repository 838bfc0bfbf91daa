"""The words of each command that a button runs, and what its answer is to Blender."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from picturelock.cues import Kind
from picturelock.cut import Cut, Marker, every_shot
from picturelock.errors import InputError
from picturelock.host import with_ids
from picturelock.times import Span, parse_frame_label

COLORS = {"error": "RED", "warning": "YELLOW", "info": "CYAN"}
GROUP = "check"
"""What the ids of markers that a check puts begin with."""


@dataclass(frozen=True, slots=True)
class Wishes:
    """What a person has chosen in the panel."""

    profile: str
    language: str
    """"" = what is spoken, or what the profile is for."""
    kind: Kind


def media_folders(cut: Cut) -> list[Path]:
    """The folders that a cut's sources lie in. Raises InputError where none is on this machine."""
    found = {shot.source.path.parent for shot in every_shot(cut) if shot.source.path is not None}
    there = sorted(folder for folder in found if folder.is_dir())
    if not there:
        raise InputError("none of its media files is on this machine.", file=cut.name)
    return there


def transcribe(cut: Cut, file: Path, wishes: Wishes) -> list[str]:
    """Speech to words, of what the cut uses."""
    folders = [str(folder) for folder in media_folders(cut)]
    return ["transcribe", *folders, "--cut", str(file), "--only-used", "--language", wishes.language or "auto"]


def caption(cut: Cut, file: Path, wishes: Wishes, output: Path) -> list[str]:
    """Words to captions of the cut."""
    chosen = ["--language", wishes.language] if wishes.language else []
    media = [word for folder in media_folders(cut) for word in ("--media", str(folder))]
    return [
        "caption",
        str(file),
        "--profile",
        wishes.profile,
        "--kind",
        wishes.kind,
        *chosen,
        *media,
        "-o",
        str(output),
    ]


def check(file: Path, wishes: Wishes, captions: Sequence[Path]) -> list[str]:
    """What is wrong with the cut and its captions."""
    beside = ["--cut", str(file), "--profile", wishes.profile, "--kind", wishes.kind] if captions else []
    chosen = ["--language", wishes.language] if captions and wishes.language else []
    return ["check", str(file), *map(str, captions), *beside, *chosen]


def deliver(production: Path, output: Path) -> list[str]:
    """The gate, and the package."""
    return ["deliver", str(production), "-o", str(output)]


def convert(source: Path, target: Path) -> list[str]:
    """A timeline into another format."""
    return ["timeline", "convert", str(source), "-o", str(target)]


def to_markers(findings: Iterable[Any]) -> tuple[Marker, ...]:
    """A marker for each finding of a document that has a place in record time."""
    made = [marker for finding in findings if isinstance(finding, Mapping) and (marker := _marker(finding)) is not None]
    return with_ids(sorted(made, key=lambda marker: marker.span), GROUP)


def _marker(finding: Mapping[str, Any]) -> Marker | None:
    record = finding.get("record")
    try:
        start, end = (parse_frame_label(str(record[name]))[0] for name in ("start", "end")) if record else (0, -1)
    except (ValueError, KeyError, TypeError):
        return None
    if end < start:
        return None
    note = " → ".join(str(finding[key]) for key in ("message", "fix") if finding.get(key))
    color = COLORS.get(str(finding.get("severity")), "RED")
    return Marker(Span(start, end), str(finding.get("title") or ""), f"{note} [{finding.get('rule')}]", color)
