"""CMX 3600 edit decision lists as a timeline format."""

from __future__ import annotations

from pathlib import Path

from picturelock.cut import Cut, Shot
from picturelock.timeline.base import READ_WRITE, Findings, Losses
from picturelock.timeline.edl.reader import read
from picturelock.timeline.edl.writer import write_edl
from picturelock.timeline.flatten import opened
from picturelock.timeline.lanes import laid_out
from picturelock.timeline.references import found_reference, media_name
from picturelock.timeline.untold import tell_comments, tell_start
from picturelock.times import DAY, FrameRate

_QUIET = (
    "extras", "locked", "track-names", "handles", "events", "marker-texts", "marker-clips", "marker-ids", "gaps",
    "transition-cuts", "comments-beyond",
)  # fmt: skip


class Edl:
    """`.edl` files, in the form of CMX 3600 that today's systems read: long reels, names in comments."""

    name = "EDL"
    suffixes = (".edl",)
    directions = READ_WRITE
    holds_overlaps = False
    cannot_hold = frozenset(
        {
            *_QUIET, "disabled", "tracks", "fraction", "transitions", "reels", "speeds", "ramps", "marker-lengths",
            "nests", "effects", "media", "markers", "generators", "transition-handles", "rates", "before-zero",
            "start-timecode",
        }
    )  # fmt: skip

    def read(self, path: Path, rate: FrameRate | None) -> tuple[Cut, Findings]:
        """As `TimelineFormat.read`. Raises UsageError without a rate: a list never says its own."""
        return read(path, rate)

    def write(self, cut: Cut, path: Path) -> Findings:
        """As `TimelineFormat.write`."""
        losses = Losses(self.name, dict.fromkeys(_QUIET, "info"))
        for shot in cut.shots:
            if shot.nest is not None:
                losses.add("nests", shot.id, shot.record_span)
        flat = laid_out(opened(cut))
        _left_out(flat, losses)
        text = write_edl(flat, losses)
        path.write_bytes(text.encode("utf-8", "surrogateescape"))  # a path that is no text goes as its bytes
        return losses.findings


def _left_out(cut: Cut, losses: Losses) -> None:
    """What no list has a place for, whatever its events."""
    if cut.extras or any(shot.extras or shot.source.extras for shot in cut.shots):
        losses.add("extras")
    tell_start(cut, losses)
    tell_comments(cut, losses)
    for track in cut.tracks:
        if track.name and track.name != track.id:
            losses.add("track-names")
        if track.locked:
            losses.add("locked")
    for shot in cut.shots:
        for effect in shot.effects:
            if effect.kind == "other":
                losses.add(f"effects: {effect.name}" if effect.name else "effects", shot.id, shot.record_span)
        if shot.source.available is not None and not shot.source.generated:
            losses.add("handles", shot.id, shot.record_span)
        if not shot.source.generated and shot.source.name != _read_name(shot):
            losses.add("media", shot.id, shot.record_span)
    if cut.start >= DAY:
        losses.add("start-timecode")


def _read_name(shot: Shot) -> str:
    """What a reader calls the source of a shot."""
    named, found = media_name(shot.source.url), media_name(found_reference(shot.source))
    if found != named:
        return shot.source.name  # it was relinked, and goes by its file from now on
    return named or shot.name or shot.source.reel


EDL = Edl()
