"""What relinking has to say: which file each source of a cut is, by what it was known, and what it lacks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from picturelock.cut import Cut, Shot, Source
from picturelock.findings import Finding
from picturelock.media.probe import MediaInfo
from picturelock.times import Span

State = Literal["linked", "unchanged", "short", "ambiguous", "missing"]
STATES: tuple[State, ...] = ("missing", "ambiguous", "short", "linked", "unchanged")
"""Those that need a person first."""
OPEN: tuple[State, ...] = ("missing", "ambiguous", "short")
Way = Literal["fingerprint", "reel", "file", "clip"]
WAYS: tuple[Way, ...] = ("fingerprint", "reel", "file", "clip")
"""By what media are looked for, the surest first."""
Reason = Literal[
    "reference", "fingerprint", "reel", "file", "clip", "choice", "kind", "timecode", "length", "also-file", "also-clip",
    "original", "copies", "ending",
]  # fmt: skip
"""A way, or what then told several files apart: picture or sound as used, timecode over all that is used, length and start as
in the timeline, the name as well, no proxy; "copies": of identical files the first; "ending": another one than in the cut."""


@dataclass(frozen=True, slots=True)
class Need:
    """A source of the cut, with what the cut does with it."""

    source: Source
    shots: tuple[Shot, ...]
    files: tuple[str, ...]
    """Names that its file may have, the best first."""
    clips: tuple[str, ...]
    used: Span
    """All source time that is on screen or heard, under transitions as well."""
    wanted: Span
    """With handles."""
    video: bool
    audio: bool
    channels: int
    """How many tracks of sound play it at once."""
    part: str = ""
    """The timecode of its first use, where several files make up what the timeline calls one source."""

    @property
    def key(self) -> tuple[str, str, str, str]:
        """By what a decision about it is known again."""
        return self.label, self.source.reel, self.source.url, self.part

    @property
    def label(self) -> str:
        return self.source.name or self.source.reel or (self.clips[0] if self.clips else "?")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A file, or an image sequence by its first frame, that may be a source."""

    path: Path
    info: MediaInfo | None = None
    """None where we cannot look inside: camera raw, stills, image sequences."""
    fingerprint: str = ""
    size: int = 0
    frames: tuple[int, ...] = ()
    """Of an image sequence: the numbers of the frames that are there, in order."""
    problem: str = ""
    """Why it cannot be read."""
    likeness: int = 0
    """Of a guess at a missing file: how much its name is like the one looked for, of 100; 0 = found by its timecode."""


@dataclass(frozen=True, slots=True)
class Short:
    """How many frames the media lack, in frames of the source."""

    head: int = 0
    """Of what is used."""
    tail: int = 0
    holes: int = 0
    """Frames in between, of an image sequence."""
    head_handle: int = 0
    tail_handle: int = 0

    @property
    def used(self) -> bool:
        return bool(self.head or self.tail or self.holes)

    @property
    def handles(self) -> bool:
        return bool(self.head_handle or self.tail_handle)


@dataclass(frozen=True, slots=True)
class Link:
    """What became of one source."""

    need: Need
    state: State
    found: Source
    """As it goes into the new cut; where nothing was found, as it was."""
    file: Candidate | None = None
    reasons: tuple[Reason, ...] = ()
    candidates: tuple[Candidate, ...] = ()
    """Ambiguous: all that it may be, one of each contents. Missing: the nearest."""
    copies: tuple[Path, ...] = ()
    """Other places of the same contents."""
    differs: tuple[str, ...] = ()
    """In what the candidates differ: "duration", "rate", "start", "raster", "channels", "size", "folder", "frames"."""
    short: Short = Short()
    findings: tuple[Finding, ...] = ()
    others: Mapping[Source, Source] = field(default_factory=dict)
    """The same file for other sources of the timeline that are one with it: its sound, say."""

    def of(self, source: Source) -> Source:
        """What a source of the timeline becomes."""
        return self.found if source == self.need.source else self.others.get(source, source)


@dataclass(frozen=True, slots=True)
class Relinked:
    """The cut with what was found, and the story of each source."""

    cut: Cut
    links: tuple[Link, ...]
    findings: tuple[Finding, ...] = ()
    counts: Mapping[State, int] = field(default_factory=dict)

    @property
    def open(self) -> bool:
        """True where anything is missing, ambiguous or short."""
        return any(link.state in OPEN for link in self.links)
