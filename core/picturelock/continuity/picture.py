"""Faults of the edit itself: black holes, flash frames, overlaps, through edits, picture shown twice."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from picturelock.continuity.limits import HOUSE, limit
from picturelock.continuity.shots import by_track, enabled, frames, half_frame, place, through_edits, timecode
from picturelock.cut import Cut, Shot
from picturelock.cutmap import subtract, union
from picturelock.findings import Fact, Finding, Place, Severity
from picturelock.production import Dossier
from picturelock.times import Span


def gaps(cut: Cut) -> Iterator[Finding]:
    """Stretches that no picture covers, on any track. A hole is an error; before the first and after the last picture
    black may be meant, so a person is asked to look."""
    shots = enabled(cut, "video")
    if not shots:
        return  # a cut of sound only
    covered = union(shot.record_span for shot in shots)
    for hole in subtract(Span(0, max(cut.duration, covered[-1].end)) if covered else Span(0, 0), covered):
        if frames(cut, hole.duration) == 0:
            continue
        at_edge = hole.start == 0 or hole.start >= covered[-1].end
        severity: Severity = "warning" if at_edge else "error"
        evidence: dict[str, Fact] = {
            "gap_frames": frames(cut, hole.duration),
            "timecode": timecode(cut, hole.start),
        }
        yield Finding("continuity.gap", severity, Place(record=hole), evidence, HOUSE)


def flash_frames(cut: Cut) -> Iterator[Finding]:
    """Pictures too short to be meant. A part of a longer picture that an edit runs through is none."""
    shortest = limit("flash_frame")
    running = {shot.id for pair in through_edits(cut) for shot in pair}
    for shot in enabled(cut, "video"):
        if shot.id not in running and shot.record_span.duration < shortest.flicks(cut.rate) - half_frame(cut):
            evidence: dict[str, Fact] = {
                "shot": shot.name,
                "frames": frames(cut, shot.record_span.duration),
                "limit": frames(cut, shortest.flicks(cut.rate)),
                "timecode": timecode(cut, shot.record_span.start),
            }
            yield Finding("continuity.flash-frame", "warning", place(shot), evidence, shortest.source)


def overlaps(cut: Cut) -> Iterator[Finding]:
    """Shots on one track at one time: only one of them can be seen or heard, and systems differ on which."""
    for shots in by_track(cut).values():
        last: Shot | None = None
        for shot in shots:
            shared = last.record_span.intersect(shot.record_span) if last else None
            if last is not None and shared is not None and shared.duration > half_frame(cut):
                evidence: dict[str, Fact] = {
                    "shot": shot.name,
                    "other": last.name,
                    "track": shot.track,
                    "overlap_frames": frames(cut, shared.duration),
                    "timecode": timecode(cut, shared.start),
                }
                yield Finding("continuity.overlap", "error", place(shot, shared), evidence, HOUSE)
            if last is None or shot.record_span.end > last.record_span.end:
                last = shot


def through(cut: Cut) -> Iterator[Finding]:
    """Edits that change nothing: harmless on screen, but every later stage has one more shot to handle."""
    for _, after in through_edits(cut):
        evidence: dict[str, Fact] = {
            "shot": after.name,
            "timecode": timecode(cut, after.record_span.start),
        }
        at = after.record_span.start
        yield Finding("continuity.through-edit", "info", place(after, Span(at, at)), evidence, HOUSE)


def repeats(dossier: Dossier) -> Iterator[Finding]:
    """Picture of one source that is shown again later. Layers of one moment and stills are no repeats."""
    cut, least = dossier.cut, limit("repeated_range")
    by_source: dict[str, list[Shot]] = defaultdict(list)
    for shot in enabled(cut, "video"):
        still = shot.source.path is not None and shot.source.key not in dossier.media
        nameless = not (shot.source.path or shot.source.url or shot.source.reel or shot.source.name)
        if not (still or nameless or shot.source.generated or shot.speed == 0):
            by_source[shot.source.key].append(shot)
    for shots in by_source.values():
        longest: Shot | None = None
        for shot in sorted(shots, key=lambda shot: (shot.source_span.start, shot.record_span.start)):
            if longest is not None and not shot.record_span.overlaps(longest.record_span):
                shared = shot.source_span.intersect(longest.source_span)
                if shared is not None and shared.duration >= least.flicks(cut.rate):
                    yield _repeat(cut, longest, shot, shared, least.source)
            if longest is None or shot.source_span.end > longest.source_span.end:
                longest = shot


def _repeat(cut: Cut, one: Shot, other: Shot, shared: Span, source: str) -> Finding:
    first, again = sorted((one, other), key=lambda shot: shot.record_span.start)
    evidence: dict[str, Fact] = {
        "shot": again.name,
        "source": again.source.name,
        "other_timecode": timecode(cut, first.record_span.start),
        "shared_frames": frames(cut, shared.duration),
    }
    return Finding("continuity.repeated-range", "warning", place(again), evidence, source)
