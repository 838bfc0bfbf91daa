"""A cut: what is on screen and heard, when, and from which frames of which source."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal

from picturelock.times import Flicks, FrameRate, Span, Timecode

ShotKind = Literal["video", "audio"]
Extras = Mapping[str, Any]
"""What a file said and we have no field for, as JSON values under the name of who wrote it ("Resolve_OTIO"); carried along
where the format written can hold it, never interpreted and never compared."""
_NO_EXTRAS: Extras = MappingProxyType({})


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
    extras: Extras = field(default_factory=lambda: _NO_EXTRAS, compare=False)
    drop: bool | None = None
    """Whether its own timecode is drop-frame; None = not said: written as the cut's is (`source_timecode`)."""

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
    inside: Flicks = 0
    """For a transition from or to nothing (black, silence): the record time of the shot itself that it lasts. Between two shots
    one lasts as long as both their handles."""


@dataclass(frozen=True, slots=True)
class Knot:
    """A moment of a speed ramp: what source time is on screen at what record time."""

    record: Flicks
    """From the shot's own first frame."""
    source: Flicks
    """In source time."""


@dataclass(frozen=True, slots=True)
class Cdl:
    """A primary grade (ASC Color Decision List 1.2); red, green, blue."""

    slope: tuple[float, float, float] = (1.0, 1.0, 1.0)
    offset: tuple[float, float, float] = (0.0, 0.0, 0.0)
    power: tuple[float, float, float] = (1.0, 1.0, 1.0)
    saturation: float = 1.0


@dataclass(frozen=True, slots=True)
class Shot:
    """One clip in the cut. Both spans are half-open; `source_span` is in source time and `record_span` in record time.

    `speed` is source time over record time, never negative; 0 = a freeze of the frame at `source_span.start`. A
    `reverse` shot shows `source_span` from its end to its start.

    A `ramp` changes speed while it runs: at least two knots, record times rising from 0 to the shot's duration, straight
    between them. `source_span` then spans everything shown, `speed` and `reverse` are those from the first knot to the last.

    A shot with a `nest` shows another cut (compound clip, nested sequence): `source_span` is in the nest's record time.
    """

    id: str
    """Unique in the cut and stable while the file is: "V1:3" = third clip of track V1."""
    track: str
    """"V1", "A2"; inside a nest that was opened "V1/2.V1"."""
    kind: ShotKind
    name: str
    source: Source
    source_span: Span
    record_span: Span
    speed: Fraction = Fraction(1)
    reverse: bool = False
    enabled: bool = True
    effects: tuple[Effect, ...] = ()
    ramp: tuple[Knot, ...] = ()
    nest: Cut | None = None
    comments: tuple[str, ...] = ()
    """What the list says of it in words, a line each."""
    cdl: Cdl | None = None
    extras: Extras = field(default_factory=lambda: _NO_EXTRAS, compare=False)

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
    shot: str = ""
    """`Shot.id` of the clip that it hangs on and moves with; "" = on the timeline."""
    id: str = ""
    """Of a marker that Picturelock put there: by this it is found again. "" = somebody else's."""
    author: str = field(default="", compare=False)
    """Who set it, where a list of markers says so."""


@dataclass(frozen=True, slots=True)
class Track:
    """A track, and what of it does not follow from its shots."""

    id: str
    """As `Shot.track`: "V1", "A2"."""
    kind: ShotKind
    name: str = ""
    enabled: bool = True
    """False = not seen, or muted: none of its shots counts, whatever they say themselves."""
    locked: bool = False


@dataclass(frozen=True, slots=True)
class Cut:
    """A version of the edit. Record time counts from its first frame; `start` is that frame's timecode.

    As `timeline.read_timeline` gives it, nests are shots that hold a cut; as `timeline.read_cut` does, they are opened: every
    shot shows a source, and its track's and nests' `enabled` is in its own.
    """

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
    tracks: tuple[Track, ...] = ()
    """Lowest first, video before audio; a track of shots that is not named here has that id and nothing else."""
    comments: tuple[str, ...] = ()
    extras: Extras = field(default_factory=lambda: _NO_EXTRAS, compare=False)


def every_shot(cut: Cut) -> Iterator[Shot]:
    """Every shot that shows a source, those inside nests as well."""
    for shot in cut.shots:
        if shot.nest is None:
            yield shot
        else:
            yield from every_shot(shot.nest)


def with_shots(cut: Cut, change: Callable[[Shot], Shot]) -> Cut:
    """The cut with every shot that shows a source changed, those inside nests as well; a nest shown twice stays one."""
    return _with_shots(cut, change, {})


def _with_shots(cut: Cut, change: Callable[[Shot], Shot], known: dict[int, Cut]) -> Cut:
    """known: the nests that were changed before, by the identity of the old one, which the cut keeps alive."""
    shots = []
    for shot in cut.shots:
        if shot.nest is None:
            shots.append(change(shot))
            continue
        if id(shot.nest) not in known:
            known[id(shot.nest)] = _with_shots(shot.nest, change, known)
        shots.append(replace(shot, nest=known[id(shot.nest)]))
    return replace(cut, shots=tuple(shots))


def source_timecode(source: Source, time: Flicks, rate: FrameRate, drop: bool) -> Timecode:
    """What a source itself calls a source time, at the nearest frame: at its own rate, drop-frame or not as it counts.

    rate, drop: of the cut, for what the source does not say.
    """
    own = source.rate or rate
    counted = drop if source.drop is None else source.drop
    return Timecode.at(time, own, counted and own.drop_labels > 0)
