"""What several checks ask of shots: which there are, what follows what, how a finding says where."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise

from picturelock.cut import Cut, Shot, ShotKind
from picturelock.findings import Place
from picturelock.times import Flicks, Span, Timecode


def enabled(cut: Cut, kind: ShotKind | None = None) -> list[Shot]:
    """The shots that play, in order of record start."""
    return [shot for shot in cut.shots if shot.enabled and kind in (None, shot.kind)]


def by_track(cut: Cut) -> dict[str, list[Shot]]:
    """The shots that play, by track, in order of record start."""
    tracks: dict[str, list[Shot]] = defaultdict(list)
    for shot in sorted(enabled(cut), key=lambda shot: shot.record_span):
        tracks[shot.track].append(shot)
    return tracks


def half_frame(cut: Cut) -> Flicks:
    """What two edges may differ by and still be the same: sources of other rates end between frames."""
    return cut.rate.frame // 2


def through_edits(cut: Cut) -> Iterator[tuple[Shot, Shot]]:
    """Neighbours on a picture track between which nothing changes: one source runs on, at one speed."""
    slack = half_frame(cut)
    for shots in by_track(cut).values():
        for before, after in pairwise(shots):
            if before.kind == "video" and _runs_on(before, after, slack):
                yield before, after


def _runs_on(before: Shot, after: Shot, slack: Flicks) -> bool:
    if before.source.generated or before.source.key != after.source.key or before.speed == 0:
        return False
    if (before.speed, before.reverse) != (after.speed, after.reverse):
        return False
    if any(effect.kind == "transition-out" for effect in before.effects):
        return False
    if before.reverse:
        seam = before.source_span.start - after.source_span.end
    else:
        seam = after.source_span.start - before.source_span.end
    return abs(after.record_span.start - before.record_span.end) < slack and abs(seam) < slack


def place(shot: Shot, record: Span | None = None) -> Place:
    """Where a shot is, or a part of it."""
    return Place(record=record or shot.record_span, track=shot.track, shot=shot.id, source=shot.source.name)


def frames(cut: Cut, time: Flicks) -> int:
    """A duration in frames of the cut."""
    return cut.rate.nearest(time)


def timecode(cut: Cut, time: Flicks) -> str:
    """The timecode of a record time."""
    return str(Timecode.at(cut.start + time, cut.rate, cut.drop))
