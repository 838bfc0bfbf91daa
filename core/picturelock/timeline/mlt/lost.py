"""What MLT has no place for."""

from __future__ import annotations

from dataclasses import replace

from picturelock.cut import Cut, Marker, Shot
from picturelock.timeline.base import Losses
from picturelock.timeline.mlt.kdenlive import CATEGORIES
from picturelock.times import FrameRate

QUIET = (
    "cdl", "clip-names", "comments", "drop-frame", "extras", "handles", "locked", "marker-clips", "marker-colors",
    "marker-ids", "marker-lengths", "marker-notes", "markers", "rates", "reels", "source-timecode", "start-timecode",
    "track-names",
)  # fmt: skip
"""What changes neither picture nor sound."""


def without_disabled(cut: Cut, losses: Losses) -> Cut:
    """The cut without clips that are off; a track that is off keeps its clips and stays off."""
    off = [shot for shot in cut.shots if not shot.enabled and _track_is_on(cut, shot)]
    for shot in off:
        losses.add("disabled", shot.id, shot.record_span)
    gone = {shot.id for shot in off}
    return replace(cut, shots=tuple(shot for shot in cut.shots if shot.id not in gone)) if gone else cut


def _track_is_on(cut: Cut, shot: Shot) -> bool:
    return all(track.enabled for track in cut.tracks if track.id == shot.track)


def note_losses(cut: Cut, losses: Losses, for_kdenlive: bool) -> None:
    """Count what is not in the file; the cut's nests may be unopened."""
    for name, lost in (("start-timecode", cut.start), ("drop-frame", cut.drop), ("comments", cut.comments)):
        if lost:
            losses.add(name)
    if cut.extras:
        losses.add("extras")
    for track in cut.tracks:
        if track.name and not for_kdenlive:
            losses.add("track-names")
        if track.locked and not for_kdenlive:
            losses.add("locked")
    for shot in cut.shots:
        _of_shot(shot, cut, losses)
    for marker in cut.markers:
        _of_marker(marker, cut.rate, losses, for_kdenlive)


def _of_shot(shot: Shot, cut: Cut, losses: Losses) -> None:
    def lost(what: str) -> None:
        losses.add(what, shot.id, shot.record_span)

    source = shot.source
    if shot.nest is not None:
        lost("nests")
        return
    if (
        shot.record_span.start % cut.rate.frame
        or shot.record_span.end % cut.rate.frame
        or (shot.speed == 1 and not shot.reverse and shot.file_span.start % cut.rate.frame)
    ):
        lost("fraction")
    if shot.cdl is not None:
        lost("cdl")
    if shot.comments:
        lost("comments")
    if shot.name and shot.name != source.name:
        lost("clip-names")
    if source.reel:
        lost("reels")
    if source.start and not source.generated:
        lost("source-timecode")
    if shot.extras or source.extras:
        lost("extras")
    for effect in shot.effects:
        if effect.kind == "other":
            lost(f"effects: {effect.name}"[:60])


def _of_marker(marker: Marker, rate: FrameRate, losses: Losses, for_kdenlive: bool) -> None:
    if not for_kdenlive:
        losses.add("markers", marker.shot, marker.span)
        return
    facts = {
        "marker-lengths": marker.span.duration, "marker-notes": marker.note, "marker-clips": marker.shot,
        "marker-ids": marker.id, "marker-colors": marker.color not in CATEGORIES,
    }  # fmt: skip
    facts["fraction"] = marker.span.start % rate.frame
    for name, lost in facts.items():
        if lost:
            losses.add(name, marker.shot, marker.span)
