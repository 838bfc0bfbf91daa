"""AAF as a timeline format."""

from __future__ import annotations

from pathlib import Path

from picturelock.cut import Cut
from picturelock.findings import Severity
from picturelock.timeline.base import READ_WRITE, Findings, Losses
from picturelock.times import FrameRate

_QUIET: dict[str, Severity] = dict.fromkeys(("comments-beyond", "extras", "locked", "marker-strays"), "info")


class Aaf:
    """`.aaf` files, as Avid Media Composer writes and reads them; media are linked, never embedded."""

    name = "AAF"
    suffixes = (".aaf",)
    directions = READ_WRITE
    holds_overlaps = False
    cannot_hold = frozenset({*_QUIET, "effects", "fraction", "transition-handles", "transition-kinds", "transitions"})

    def read(self, path: Path, rate: FrameRate | None) -> tuple[Cut, Findings]:
        """As `TimelineFormat.read`."""
        from picturelock.timeline.aaf.reader import read

        return read(path, rate)

    def read_one(self, path: Path, rate: FrameRate | None, wanted: str) -> tuple[Cut, Findings]:
        """As `read`, of a file that may hold several sequences: the one of that name, or number (the longest first)."""
        from picturelock.timeline.aaf.reader import read

        return read(path, rate, wanted)

    def write(self, cut: Cut, path: Path) -> Findings:
        """As `TimelineFormat.write`."""
        from picturelock.timeline.aaf.writer import write

        return write(cut, path, Losses(self.name, _QUIET))


AAF = Aaf()
