"""OpenTimelineIO as timeline formats: plain .otio, the .otio that DaVinci Resolve takes, and the two bundles."""

from __future__ import annotations

from pathlib import Path

from picturelock.cut import Cut
from picturelock.timeline.base import READ_WRITE, Findings
from picturelock.timeline.otio.bundle import read_folder, read_zip, write_folder, write_zip
from picturelock.timeline.otio.reader import read
from picturelock.timeline.otio.writer import Shape, write
from picturelock.times import FrameRate


class Otio:
    """`.otio` files."""

    suffixes: tuple[str, ...] = (".otio",)
    directions = READ_WRITE
    holds_overlaps = False

    def __init__(self, name: str, resolve: bool, cannot_hold: frozenset[str]) -> None:
        self.name = name
        self.cannot_hold = cannot_hold
        self._shape = Shape(name, resolve)

    def read(self, path: Path, rate: FrameRate | None) -> tuple[Cut, Findings]:
        """As `TimelineFormat.read`."""
        return read(path, rate)

    def write(self, cut: Cut, path: Path) -> Findings:
        """As `TimelineFormat.write`."""
        return write(cut, path, self._shape)


class Otioz:
    """`.otioz` bundles: a zip file with the media in it."""

    name = "OTIOZ"
    suffixes = (".otioz",)
    directions = READ_WRITE
    holds_overlaps = False
    cannot_hold = frozenset({"ramps"})

    def read(self, path: Path, rate: FrameRate | None) -> tuple[Cut, Findings]:
        """As `TimelineFormat.read`; the media stay in the bundle, so sources have no path."""
        return read_zip(path, rate)

    def write(self, cut: Cut, path: Path) -> Findings:
        """As `TimelineFormat.write`, with the files that were found for the cut's sources."""
        return write_zip(cut, path, self.name)


class Otiod:
    """`.otiod` bundles: a folder with the media in it."""

    name = "OTIOD"
    suffixes = (".otiod",)
    directions = READ_WRITE
    holds_overlaps = False
    cannot_hold = frozenset({"ramps"})

    def read(self, path: Path, rate: FrameRate | None) -> tuple[Cut, Findings]:
        """As `TimelineFormat.read`; sources have the paths of files that are inside."""
        return read_folder(path, rate)

    def write(self, cut: Cut, path: Path) -> Findings:
        """As `TimelineFormat.write`, with the files that were found for the cut's sources."""
        return write_folder(cut, path, self.name)


OTIO = Otio("OpenTimelineIO", False, frozenset({"ramps"}))
OTIO_RESOLVE = Otio("OpenTimelineIO for Resolve", True, frozenset({"ramps", "track-names", "handles", "transitions"}))
OTIOZ = Otioz()
OTIOD = Otiod()
