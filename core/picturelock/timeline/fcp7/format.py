"""Final Cut Pro 7 XML (xmeml) as a timeline format: what Premiere, Resolve and Hiero exchange."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from picturelock.cut import Cut
from picturelock.findings import Severity
from picturelock.timeline.base import READ_WRITE, Findings, Losses
from picturelock.times import FrameRate

_SEVERITIES: dict[str, Severity] = {"comments-beyond": "info", "extras": "info", "marker-strays": "info"}


@dataclass(frozen=True, slots=True)
class Fcp7:
    """`.xml` files. Versions 1 to 5 are read; 5 is written: Final Cut Pro 7's own, and what Resolve and Hiero write."""

    name: str = "Final Cut Pro 7 XML"
    suffixes: tuple[str, ...] = (".xml",)
    directions: frozenset[str] = READ_WRITE
    holds_overlaps: bool = False
    cannot_hold: frozenset[str] = frozenset(
        {"comments-beyond", "effects", "extras", "fraction", "marker-strays", "transition-handles", "transitions"}
    )

    def read(self, path: Path, rate: FrameRate | None) -> tuple[Cut, Findings]:
        """As `TimelineFormat.read`."""
        from picturelock.timeline.fcp7.reader import read

        return read(path, rate)

    def read_one(self, path: Path, rate: FrameRate | None, wanted: str) -> tuple[Cut, Findings]:
        """As `read`, of a file that may hold several timelines: the one of that name or number."""
        from picturelock.timeline.fcp7.reader import read

        return read(path, rate, wanted)

    def write(self, cut: Cut, path: Path) -> Findings:
        """As `TimelineFormat.write`."""
        from picturelock.timeline.fcp7.writer import write

        return write(cut, path, Losses(self.name, _SEVERITIES))


FCP7 = Fcp7()
