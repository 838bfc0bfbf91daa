"""The lines of a CMX 3600 edit decision list, as they are read: events with what the comments after them say."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction

from picturelock.findings import Finding
from picturelock.times import FrameRate

NO_FILE = "(NULL)"
"""What a list says instead of a file, of a side of a transition that has none."""
BLACK = ("BL", "BLACK", "BLK")
"""What lists call a picture of nothing."""
NO_REEL = ("AX", "")
"""An auxiliary source: the list says only that the picture comes from no reel."""
COLORS = {"BLACK", "BLUE", "CYAN", "GREEN", "MAGENTA", "ORANGE", "PINK", "PURPLE", "RED", "WHITE", "YELLOW"}


@dataclass(slots=True)
class Line:
    """One line of an event. Times are in frames since 00:00:00:00: record at the list's rate, source at `rate`."""

    number: int
    """In the file, from 1."""
    event: str
    reel: str
    tracks: tuple[str, ...]
    transition: str
    """"C", "D", "W001", "K" ..."""
    length: int
    """Of the transition, in frames."""
    record_in: int
    record_out: int
    labels: tuple[str, str]
    """Source in and out, as the list writes them: `sources` makes times of them once the whole list is read."""
    mode: bool
    """Whether the list says at this line that it counts in drop frame (FCM)."""
    colons: bool
    """True where no separator of its record times says drop frame."""
    said_reel: str
    """The reel as its field has it: a comment may give a longer one."""
    source_in: int = 0
    source_out: int = 0
    rate: FrameRate | None = None
    """Of the source, where it is not the list's."""
    drop: bool | None = None
    """How the source counts, where that is not how the list does."""
    clip: str = ""
    file: str = ""
    m2: Fraction | None = None
    """Frames of source in a second of record, negative for reverse, as an M2 line says."""
    m2_label: str = ""
    """The source timecode in the M2 line."""
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
    """Of the first event's record times, and so of all of them."""
    events: list[list[Line]] = field(default_factory=list)
    """Lines that share a number and describe one edit; two for a transition: from, then to."""
    locators: list[Locator] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)


def key_of(line: Line) -> str:
    """What tells the sources of lines apart: the reel, else the clip's name or its file, else the line itself."""
    reel = "" if line.reel.upper() in NO_REEL else line.reel
    return reel or line.clip or line.file or f"line {line.number}"
