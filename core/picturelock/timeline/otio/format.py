"""OpenTimelineIO as a timeline format."""

from __future__ import annotations

from pathlib import Path

from picturelock.cut import Cut
from picturelock.errors import UsageError
from picturelock.timeline.base import READ_ONLY, Findings
from picturelock.timeline.otio.reader import read
from picturelock.times import FrameRate


class Otio:
    """`.otio` files."""

    name = "OpenTimelineIO"
    suffixes = (".otio",)
    directions = READ_ONLY
    cannot_hold: frozenset[str] = frozenset()

    def read(self, path: Path, rate: FrameRate | None) -> tuple[Cut, Findings]:
        """As `TimelineFormat.read`."""
        return read(path, rate)

    def write(self, cut: Cut, path: Path) -> Findings:
        """As `TimelineFormat.write`."""
        raise UsageError(f"{self.name} is read here and not written.", hint="Write another format.")


OTIO = Otio()
