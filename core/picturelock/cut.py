"""A cut: what is on screen and heard, when, and from which frames of which source."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Literal

from picturelock.times import Flicks, FrameRate, Span

ShotKind = Literal["video", "audio"]


@dataclass(frozen=True, slots=True)
class Source:
    """A piece of media as the timeline names it, and as it was found on disk.

    Source time is timecode: flicks since 00:00:00:00 of the source. The file's own time is source time - `start`.
    """

    name: str
    """The clip's media name, usually a file name: what people recognise."""
    reel: str = ""
    path: Path | None = None
    """Where the media is; None = offline or not looked for yet."""
    url: str = ""
    """The reference exactly as the timeline wrote it."""
    start: Flicks | None = None
    """Timecode of the first frame of the file; None = not known until the file is found (an EDL never says)."""
    available: Span | None = None
    """The media that exists, in source time, where the timeline or the file says."""
    rate: FrameRate | None = None
    fingerprint: str = ""
    """Filled once the file is found and read."""
    generated: bool = False
    """Made by the editing system itself (black, bars, a title): there is no file to find."""

    @property
    def key(self) -> str:
        """What makes two shots come from one source: fingerprint, else path, else reference, else reel and name."""
        return self.fingerprint or str(self.path or "") or self.url or f"{self.reel}/{self.name}"


@dataclass(frozen=True, slots=True)
class Effect:
    """A transition at a shot's edge, or anything else the timeline hangs on it."""

    kind: Literal["transition-in", "transition-out", "other"]
    name: str
    handle: Flicks = 0
    """For a transition: record time beyond the shot's own edge for which its media is on screen as well."""


@dataclass(frozen=True, slots=True)
class Shot:
    """One clip in the cut. Both spans are half-open; `source_span` is in source time and `record_span` in record time.

    `speed` is source time over record time, never negative; 0 = a freeze of the frame at `source_span.start`. A
    `reverse` shot shows `source_span` from its end to its start.
    """

    id: str
    """Unique in the cut and stable while the file is: "V1:3" = third clip of track V1."""
    track: str
    """"V1", "A2"; inside a nest "V1/2.V1"."""
    kind: ShotKind
    name: str
    source: Source
    source_span: Span
    record_span: Span
    speed: Fraction = Fraction(1)
    reverse: bool = False
    enabled: bool = True
    effects: tuple[Effect, ...] = ()

    @property
    def file_span(self) -> Span:
        """`source_span` in the file's own time (0 = its first frame)."""
        return self.source_span.shift(-(self.source.start or 0))


@dataclass(frozen=True, slots=True)
class Marker:
    """A note on the cut. `span` is in record time; a point has no duration."""

    span: Span
    name: str
    note: str = ""
    color: str = "RED"
    """One of OTIO's names: BLACK BLUE CYAN GREEN MAGENTA ORANGE PINK PURPLE RED WHITE YELLOW."""


@dataclass(frozen=True, slots=True)
class Cut:
    """A version of the edit. Record time counts from its first frame; `start` is that frame's timecode."""

    name: str
    rate: FrameRate
    shots: tuple[Shot, ...]
    """In order of record start; video before audio at the same time, lower tracks first."""
    start: Flicks = 0
    drop: bool = False
    markers: tuple[Marker, ...] = ()
    path: Path | None = None
    """The file it was read from."""
    duration: Flicks = 0
    """From the first frame to the end of the last clip or gap."""
