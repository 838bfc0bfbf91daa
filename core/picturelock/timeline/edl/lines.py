"""The lines of a CMX 3600 edit decision list, as they are read: events with what the comments after them say."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction

from picturelock.findings import Finding

NO_FILE = "(NULL)"
"""What a list says instead of a file, of a side of a transition that has none."""
BLACK = ("BL", "BLACK", "BLK")
"""What lists call a picture of nothing."""
COLORS = {"BLACK", "BLUE", "CYAN", "GREEN", "MAGENTA", "ORANGE", "PINK", "PURPLE", "RED", "WHITE", "YELLOW"}


@dataclass(slots=True)
class Line:
    """One line of an event. Times are in frames since 00:00:00:00 at the list's rate."""

    number: int
    """In the file, from 1."""
    event: str
    reel: str
    tracks: tuple[str, ...]
    transition: str
    """"C", "D", "W001", "K" ..."""
    length: int
    """Of the transition, in frames."""
    source_in: int
    source_out: int
    record_in: int
    record_out: int
    clip: str = ""
    file: str = ""
    m2: Fraction | None = None
    """Frames of source in a second of record, negative for reverse, as an M2 line says."""
    m2_entry: int | None = None
    freeze: bool = False
    effect: str = ""
    """What the list calls the transition, where its code does not say."""
    comments: list[str] = field(default_factory=list)
    sop: tuple[float, ...] = ()
    """Slope, offset and power; red, green and blue of each."""
    saturation: float | None = None


@dataclass(frozen=True, slots=True)
class Locator:
    """A note at a record time, in frames."""

    frame: int
    color: str
    text: str


@dataclass(slots=True)
class EditList:
    """A list, read but not yet understood."""

    title: str = ""
    comments: list[str] = field(default_factory=list)
    """Before the first event."""
    drop: bool = False
    """Of the first event's record times."""
    events: list[list[Line]] = field(default_factory=list)
    """Lines that share a number and describe one edit; two for a transition: from, then to."""
    locators: list[Locator] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
