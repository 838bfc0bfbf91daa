"""Timelines into cuts: which suffix is read by whom."""

from __future__ import annotations

from pathlib import Path

from picturelock import registry
from picturelock.collector import uncollected
from picturelock.cut import Cut
from picturelock.errors import InputError, UnknownName, UsageError
from picturelock.findings import Fact, Finding, Place
from picturelock.timeline.base import Findings, HoldsSeveral, TimelineFormat
from picturelock.timeline.flatten import opened
from picturelock.times import FrameRate


def format_of(path: Path, name: str | None = None) -> TimelineFormat:
    """The format of that name, else the one that a file's suffix means. Raises UsageError, listing those there are."""
    suffix = path.suffix.lower().removeprefix(".")
    if name is None and not suffix:
        endings = ", ".join(f".{known}" for known in sorted(registry.TIMELINE_SUFFIXES))
        hint = f"Give it one, such as {path.name or 'reel'}.otio."
        raise UsageError(f"{path} has no ending that says which format it is; known: {endings}.", hint=hint)
    if name is None and suffix not in registry.TIMELINE_SUFFIXES:
        raise UnknownName("timeline format", suffix, registry.TIMELINE_SUFFIXES)
    found: TimelineFormat = registry.choose(
        "timeline format", registry.TIMELINES, name or registry.TIMELINE_SUFFIXES[suffix]
    )
    return found


def read_timeline(
    path: Path, rate: FrameRate | None = None, name: str | None = None, *, strict: bool = False, project: str = ""
) -> tuple[Cut, Findings]:
    """A timeline as a cut whose nests are unopened, and what had to be left out or guessed.

    `rate` is for a file that does not say its own; one that does keeps it, and where the two differ a finding says which was
    used, or (`strict`, for a rate that a person named for this file) a UsageError that they do. `name` is the format's, where
    the suffix misleads. `project`: which one, by name or number, where a file holds several. Sources come as the timeline
    names them; `locate` finds their files. Raises InputError if the file cannot be read, and UsageError if neither it nor
    `rate` says the frame rate.
    """
    if name is None and path.suffix.lower().removeprefix(".") not in registry.TIMELINE_SUFFIXES:
        readable = (suffix for suffix, name in registry.TIMELINE_SUFFIXES.items() if name not in ("mlt", "kdenlive"))
        known = ", ".join(f".{suffix}" for suffix in readable)
        raise InputError(
            f"is not a timeline that we read; expected one of {known}.",
            file=path,
            hint="Export the timeline as OpenTimelineIO (.otio) or CMX 3600 (.edl).",
        )
    found = format_of(path, name)
    if "read" not in found.directions:
        raise InputError(f"is {found.name}, which is written here and never read back.", file=path)
    with uncollected():
        cut, findings = _read_one(found, path, rate, project) if project else found.read(path, rate)
    if rate is None or cut.rate == rate:
        return cut, findings
    if strict:
        raise UsageError(
            f"{path.name} says itself that it counts {cut.rate.label} frames a second, and --rate says {rate.label}.",
            hint="Leave --rate out: it is for timelines that do not say, such as an EDL. For captions at another rate, write "
            f"them first, then `picturelock caption convert FILE -o OUT --rate {rate.label}`.",
        )
    facts: dict[str, Fact] = {"own": cut.rate.label, "asked": rate.label}
    return cut, (Finding("timeline.own-rate", "warning", Place(str(path)), facts, source="Picturelock"), *findings)


def _read_one(found: TimelineFormat, path: Path, rate: FrameRate | None, project: str) -> tuple[Cut, Findings]:
    if not isinstance(found, HoldsSeveral):
        raise UsageError(f"--project {project}: a file of {found.name} holds one timeline; leave --project out.")
    return found.read_one(path, rate, project)


def read_cut(
    path: Path, rate: FrameRate | None = None, name: str | None = None, *, strict: bool = False, project: str = ""
) -> tuple[Cut, Findings]:
    """As `read_timeline`, with every nest opened: what captions, checks and change lists work on."""
    cut, findings = read_timeline(path, rate, name, strict=strict, project=project)
    return opened(cut), findings
