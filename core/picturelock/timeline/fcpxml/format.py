"""FCPXML as a timeline format, in the versions that editing systems ask for."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from picturelock.cut import Cut
from picturelock.findings import Severity
from picturelock.timeline.base import READ_WRITE, Findings, Losses
from picturelock.times import FrameRate

_QUIET = (
    "comments-beyond", "extras", "generator-times", "locked", "marker-colors", "marker-ids", "marker-lengths",
    "timeline-markers", "track-names",
)  # fmt: skip
_SEVERITIES: dict[str, Severity] = dict.fromkeys(_QUIET, "info")


@dataclass(frozen=True, slots=True)
class Fcpxml:
    """`.fcpxml` files and `.fcpxmld` bundles. Any version is read; `version` is the one written."""

    version: str = "1.10"
    suffixes: tuple[str, ...] = (".fcpxml", ".fcpxmld")
    directions: frozenset[str] = READ_WRITE
    holds_overlaps: bool = False
    cannot_hold: frozenset[str] = frozenset(
        {
            *_QUIET, "cdl", "effects", "fraction", "markers", "reels", "transition-handles", "transition-kinds", "transitions",
        }
    )  # fmt: skip

    @property
    def name(self) -> str:
        """As people write it."""
        return f"FCPXML {self.version}"

    def read(self, path: Path, rate: FrameRate | None) -> tuple[Cut, Findings]:
        """As `TimelineFormat.read`."""
        from picturelock.timeline.fcpxml.reader import read

        return read(path, rate)

    def read_one(self, path: Path, rate: FrameRate | None, wanted: str) -> tuple[Cut, Findings]:
        """As `read`, of a file that may hold several timelines: the one of that name or number."""
        from picturelock.timeline.fcpxml.reader import read

        return read(path, rate, wanted)

    def write(self, cut: Cut, path: Path) -> Findings:
        """As `TimelineFormat.write`."""
        from picturelock.timeline.fcpxml.writer import write

        return write(cut, path, self.version, Losses(self.name, _SEVERITIES))


FCPXML = Fcpxml()
FCPXML_1_8 = Fcpxml("1.8")
FCPXML_1_9 = Fcpxml("1.9")
FCPXML_1_11 = Fcpxml("1.11")
