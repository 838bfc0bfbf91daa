"""Captions: events on the record time of a cut (0 = its first frame), whatever file they come from or go to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from types import MappingProxyType
from typing import Literal

from picturelock.times import Flicks, FrameRate, Span

Kind = Literal["sub", "sdh", "forced"]
KINDS: tuple[Kind, ...] = ("sub", "sdh", "forced")


@dataclass(frozen=True, slots=True)
class Run:
    """Text in one style. It holds no line break."""

    text: str
    italic: bool = False
    bold: bool = False
    underline: bool = False
    color: str | None = None
    """As the file wrote it ("#ffff00", "yellow"), or None; `formats.colors` reads it."""
    background: str | None = None
    """Colour behind the text, written like `color`."""
    tags: tuple[tuple[str, str], ...] = ()
    """Inline marks of the file's own format that have no field here, outermost first: ("v", "Claire"), ("c", "loud")."""


Line = tuple[Run, ...]
Edge = Literal["top", "middle", "bottom"]


@dataclass(frozen=True, slots=True)
class Placement:
    """Where a caption stands, in a way that every format can translate to and from its own.

    Shares of the picture: 0 = its top or left edge, 1 = its bottom or right edge.
    """

    line: Fraction | None = None
    """Height of the edge of the text that `edge` names; None = where the format puts captions by itself."""
    edge: Edge = "bottom"
    """The edge of the block of text that stands at `line`, and from which it grows away. With `line` None: which part of
    the picture."""
    left: Fraction | None = None
    """Left end of the box in which the lines are aligned; None = the whole safe width."""
    width: Fraction | None = None
    """Width of that box; None = to the right end of the safe width."""


@dataclass(frozen=True, slots=True)
class Cue:
    """One caption event."""

    span: Span
    lines: tuple[Line, ...]
    id: str = ""
    """The number or name that the file gave it."""
    region: str | None = None
    align: str | None = None
    """Of the lines in their box: "start", "center", "end", "left" or "right"; None = centred, or as the format does."""
    placement: Placement | None = None
    """None = where captions stand if nobody says anything: bottom centre."""
    speaker: str | None = None
    style: str | None = None
    extras: tuple[tuple[str, str], ...] = ()
    """What the file's own format said beyond all this (WebVTT settings, notes before the cue), so that it survives."""

    @property
    def text(self) -> str:
        """Plain text, lines joined by a line break."""
        return "\n".join(self.plain_lines)

    @property
    def plain_lines(self) -> tuple[str, ...]:
        return tuple("".join(run.text for run in line) for line in self.lines)


@dataclass(frozen=True, slots=True)
class Captions:
    """A caption track: cues in order of start."""

    cues: tuple[Cue, ...]
    language: str = "und"
    kind: Kind = "sub"
    rate: FrameRate | None = None
    """The rate that the cues are snapped to, where it is known."""
    start: Flicks = 0
    """Timecode of record time 0, for formats that write timecode: 01:00:00:00 where a programme starts there."""
    drop: bool = False
    """Whether its timecode is drop-frame."""
    regions: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    """Region definitions, name to body, as the file wrote them."""
    extras: tuple[tuple[str, str], ...] = ()
    """Header, style sheets and closing notes of the file, so that they survive."""


def plain(text: str) -> tuple[Line, ...]:
    """Lines without style, from text with line breaks."""
    return tuple((Run(line),) for line in text.split("\n"))
