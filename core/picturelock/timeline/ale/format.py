"""Avid Log Exchange as a timeline format."""

from __future__ import annotations

from pathlib import Path

from picturelock.cut import Cut
from picturelock.findings import Severity
from picturelock.timeline.ale.reader import read
from picturelock.timeline.ale.writer import write
from picturelock.timeline.base import READ_WRITE, Findings, Losses
from picturelock.times import FrameRate

_QUIET: dict[str, Severity] = dict.fromkeys(("extras", "handles", "locked", "track-names"), "info")


class Ale:
    """`.ale` files: lists of clips that Avid and others log and pull by."""

    name = "ALE"
    suffixes = (".ale",)
    directions = READ_WRITE
    holds_overlaps = False
    cannot_hold = frozenset(
        {
            *_QUIET, "before-zero", "comments", "disabled", "drop-frame", "effects", "fraction", "markers", "nests",
            "record-times", "start-timecode", "transitions",
        }
    )  # fmt: skip

    def read(self, path: Path, rate: FrameRate | None) -> tuple[Cut, Findings]:
        """As `TimelineFormat.read`: the clips one after another, since a log has no timeline."""
        return read(path, rate)

    def write(self, cut: Cut, path: Path) -> Findings:
        """As `TimelineFormat.write`: a row for each shot."""
        return write(cut, path, Losses(self.name, _QUIET))


ALE = Ale()
