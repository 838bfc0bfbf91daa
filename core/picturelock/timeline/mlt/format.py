"""MLT XML as timeline formats, written only: `.mlt` for melt and Shotcut's engine, `.kdenlive` for Kdenlive."""

from __future__ import annotations

from pathlib import Path

from picturelock.cut import Cut
from picturelock.errors import UsageError
from picturelock.timeline.base import WRITE_ONLY, Findings, Losses
from picturelock.timeline.flatten import opened
from picturelock.timeline.lanes import laid_out
from picturelock.timeline.mlt.lost import QUIET, note_losses, without_disabled
from picturelock.timeline.mlt.writer import Writer
from picturelock.times import FrameRate


class Mlt:
    """`.mlt` and `.kdenlive` files."""

    directions = WRITE_ONLY
    holds_overlaps = False

    def __init__(self, name: str, suffix: str, for_kdenlive: bool, cannot_hold: frozenset[str]) -> None:
        self.name = name
        self.suffixes: tuple[str, ...] = (suffix,)
        self.cannot_hold = cannot_hold
        self._kdenlive = for_kdenlive

    def read(self, path: Path, rate: FrameRate | None) -> tuple[Cut, Findings]:  # noqa: ARG002 - as every format's
        """Raises UsageError: other programs export OpenTimelineIO, which is read."""
        raise UsageError(
            f"{self.name} is written here and not read.", hint="Export the timeline as OpenTimelineIO (.otio)."
        )

    def write(self, cut: Cut, path: Path) -> Findings:
        """As `TimelineFormat.write`. Raises UsageError for a cut that shows nothing."""
        losses = Losses(self.name, dict.fromkeys(QUIET, "info"))
        note_losses(cut, losses, self._kdenlive)
        flat = laid_out(without_disabled(opened(cut), losses))
        if not flat.shots:
            raise UsageError(f"{cut.name} has no clip that is on, so there is nothing to write.")
        path.write_bytes(Writer(flat, losses, self._kdenlive).file())
        return losses.findings


_BOTH = frozenset(
    {
        "cdl", "clip-names", "comments", "disabled", "drop-frame", "effects", "extras", "fraction", "media", "nests", "reels",
        "source-timecode", "start-timecode", "transition-handles", "transition-kinds", "transitions",
    }
)  # fmt: skip
MLT = Mlt("MLT", ".mlt", False, _BOTH | {"locked", "markers", "track-names"})
KDENLIVE = Mlt(
    "Kdenlive", ".kdenlive", True,
    _BOTH | {"marker-clips", "marker-colors", "marker-ids", "marker-lengths", "marker-notes"},
)  # fmt: skip
