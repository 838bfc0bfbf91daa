"""What a scan gives: pure data. Times are flicks from the first frame of the picture; frames count from 0, spans half-open."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from struct import pack, unpack
from typing import Literal

from picturelock.times import Flicks, FrameRate, Span

VERSION = 5
"""Of what is measured and how; a scan of another version is made again."""

Measure = Literal["interlace", "range", "flashes"]
MEASURES: tuple[Measure, ...] = ("interlace", "range", "flashes")
"""Full-resolution measures, made only where a destination asks for them by `qc.measures`.

interlace: FFmpeg's idet. range: FFmpeg's signalstats (TOUT). flashes: the optional package iris-pse-detection; advisory.
"""
BLOCK = Fraction(1, 25)
"""Seconds: how finely the level of a channel is told."""
HOP = Fraction(1, 10)
"""Seconds between two values of a loudness curve."""
STILL = 16
"""In a curve of change: up to this the picture of a frame may be that of the one before."""
MOVES, SAME, PULSE, UNDER = range(4)
"""In a curve of holds, of each frame: it shows something new; the picture of the frame before; the same, coded anew (an intra
frame); the same but for something that moves at the top or at the bottom."""
LOUDEST = 20
"""Curves of loudness and of true peaks count down from 20 LUFS and 20 dBTP: floating point may lie above 0."""
NOTHING = 65535
"""In a curve of levels, loudness or correlation: there is none (digital silence, no sound on either channel)."""


@dataclass(frozen=True, slots=True)
class Curve:
    """A value from 0 to 65535 for each frame, block or hop: two bytes each, so that three hours stay small."""

    data: bytes = b""

    @classmethod
    def of(cls, values: Sequence[int]) -> Curve:
        """A curve of these values."""
        return cls(pack(f"<{len(values)}H", *values))

    def __len__(self) -> int:
        return len(self.data) // 2

    def __getitem__(self, index: int) -> int:
        if not 0 <= index < len(self):
            raise IndexError(index)
        return int.from_bytes(self.data[2 * index : 2 * index + 2], "little")

    def values(self) -> tuple[int, ...]:
        """All values in order."""
        return unpack(f"<{len(self)}H", self.data)


@dataclass(frozen=True, slots=True, order=True)
class Frames:
    """Frames [start, end) of the file."""

    start: int
    end: int

    @property
    def count(self) -> int:
        return self.end - self.start

    def span(self, rate: FrameRate) -> Span:
        """The time that they are on screen."""
        return Span(rate.time_of(self.start), rate.time_of(self.end))


@dataclass(frozen=True, slots=True)
class Group:
    """Channels of which the loudness is measured together."""

    channels: tuple[int, ...]
    """From 1, through all audio streams of the file in their order."""
    layout: str
    """FFmpeg's name of what they are, in this order: "mono", "stereo", "5.1", "7.1"."""


@dataclass(frozen=True, slots=True)
class Request:
    """What a scan measures beyond what every scan does."""

    groups: tuple[Group, ...] = ()
    measures: tuple[Measure, ...] = ()


@dataclass(frozen=True, slots=True)
class PictureScan:
    """The picture, frame by frame. Luma is told as 10-bit codes of limited range: 64 = black, 940 = white, whatever the file has.

    Every curve has `frames` values. All but `missing` rests on a grid of about 160 x 90 point samples, each a pixel of the
    picture, on lines of both fields.
    """

    rate: FrameRate
    frames: int
    """How many there are on the grid of the frame rate, from the first to the last that the container promises or that came."""
    low: Curve
    """The luma that 1 % of the samples do not exceed."""
    high: Curve
    """The luma that 99 % of the samples do not exceed."""
    bright: Curve
    """The luma that all samples but two do not exceed."""
    outside: Curve
    """Samples per 10 000 whose luma, red, green or blue lies below -5 % or above 105 % (EBU R 103)."""
    change: Curve
    """Mean difference of luma from the frame before, in 1/16 code."""
    holds: Curve
    """MOVES, SAME, PULSE or UNDER."""
    torn: Curve
    """1 = one of the two fields is dead, or stands while the other moves."""
    missing: tuple[Frames, ...] = ()
    """Frames that the decoder did not give."""
    uneven: tuple[int, ...] = ()
    """Frames (the first 100) that do not stand where the frame rate wants them."""
    uneven_count: int = 0
    bars: tuple[Frames, ...] = ()
    """Colour bars: columns in the order of SMPTE and EBU bars."""


@dataclass(frozen=True, slots=True)
class StreamScan:
    """One audio stream as it was decoded."""

    index: int
    start: Flicks
    """Of its first sample; negative = before the picture."""
    end: Flicks
    gaps: tuple[Span, ...] = ()
    """Where the timestamps leave more than 5 ms without sound (the first 100)."""


@dataclass(frozen=True, slots=True)
class ChannelScan:
    """One channel, from the first frame of the picture on."""

    number: int
    """From 1, through all audio streams."""
    stream: int
    sample_rate: int
    level: Curve
    """RMS of each BLOCK, in 1/100 dB below full scale; NOTHING = digital silence."""
    peak: float | None
    """The highest sample, dBFS; None = digital silence."""
    centre: Curve
    """Where the middle of each second's energy lies, in Hz (the frequency of a sine that changes as fast); NOTHING = silence."""
    dropouts: tuple[Span, ...] = ()
    """Holes of 1 to 500 ms, cut into sound abruptly on both sides (the first 1000)."""
    dropout_count: int = 0
    pauses: Curve = Curve()
    """In each second, how many that are as short, and between sound, but not cut: digital silence between syllables of a
    synthetic or gated voice. It ends with the last of them."""
    abrupt: tuple[bool, ...] = ()
    """Of each drop-out, whether sound runs at its full level up to it and on from it."""


@dataclass(frozen=True, slots=True)
class PairScan:
    """Two channels of one sample rate: neighbours, 1 and 2, 3 and 4 ..., and the left and right of each group."""

    left: int
    right: int
    correlation: Curve
    """Of each second: 0 = -1 (out of phase), 10 000 = 0, 20 000 = +1 (the same); NOTHING = one lies below -60 dBFS RMS."""


@dataclass(frozen=True, slots=True)
class ProgrammeScan:
    """The loudness of one group, by ITU-R BS.1770 and EBU Tech 3341/3342: of the whole file, or of a part (`within`)."""

    group: Group
    integrated: float | None = None
    """LUFS; None = nothing rises above -70 LUFS."""
    range_lu: float = 0.0
    true_peak: float | None = None
    """dBTP, the highest of its channels; None = digital silence."""
    true_peak_at: Flicks = 0
    """The end of the HOP in which it lies."""
    short_term: float | None = None
    """The highest loudness over 3 s, LUFS."""
    short_term_at: Flicks = 0
    """The end of those 3 s."""
    momentary: Curve = Curve()
    """Over 400 ms, in 1/100 LU below LOUDEST, each HOP: value n ends at (n + 1) x HOP. NOTHING = below -120 LUFS."""
    short: Curve = Curve()
    """The same over 3 s."""
    peaks: Curve = Curve()
    """The highest true peak of each HOP, in 1/100 dB below LOUDEST; NOTHING = digital silence."""
    problem: str = ""
    """Why it could not be measured."""


@dataclass(frozen=True, slots=True)
class Interlace:
    """What idet saw."""

    verdicts: Curve
    """Of each frame: 0 undetermined, 1 progressive, 2 top field first, 3 bottom field first."""


@dataclass(frozen=True, slots=True)
class FullRange:
    """What signalstats saw, in every pixel."""

    stray: Curve
    """Pixels per 10 000 that stand out from their neighbours above and below (TOUT): drop-outs of tape, dead pixels."""


@dataclass(frozen=True, slots=True)
class FlashScan:
    """Advisory: what IRIS (iris-pse-detection) says of flashes. No certificate: broadcasters have their own analysers."""

    version: str
    failing: tuple[Frames, ...] = ()
    """Stretches in which it sees more flashes than WCAG 2 and ISO 9241-391 allow."""
    warned: tuple[Frames, ...] = ()
    problem: str = ""
    """Why it could not be measured."""
    red: tuple[Frames, ...] = ()
    """Of both, those in which it is flashes of saturated red; the others are of luminance."""


@dataclass(frozen=True, slots=True)
class Damage:
    """What the decoder complained of."""

    count: int = 0
    first: str = ""
    """Its first sentence, as FFmpeg says it."""
    frames: tuple[Frames, ...] = ()
    """Frames of the picture that it could not decode as they were written, where that was found out."""


@dataclass(frozen=True, slots=True)
class Scan:
    """A finished film, measured."""

    hash: str
    """`media.fingerprint.full_hash` of the file that was measured."""
    request: Request
    picture: PictureScan | None
    """None = the file holds no picture."""
    streams: tuple[StreamScan, ...] = ()
    channels: tuple[ChannelScan, ...] = ()
    pairs: tuple[PairScan, ...] = ()
    programmes: tuple[ProgrammeScan, ...] = ()
    damage: Damage = Damage()
    interlace: Interlace | None = None
    range: FullRange | None = None
    flashes: FlashScan | None = None
    version: int = VERSION

    def channel(self, number: int) -> ChannelScan | None:
        """The channel of that number."""
        return next((one for one in self.channels if one.number == number), None)

    def programme(self, channels: tuple[int, ...]) -> ProgrammeScan | None:
        """The loudness of a group of channels, if it was asked for."""
        return next((one for one in self.programmes if one.group.channels == channels), None)

    @property
    def complete(self) -> bool:
        """True where everything asked for was measured: only then it is worth keeping."""
        problems = [one.problem for one in self.programmes] + [self.flashes.problem if self.flashes else ""]
        return not any(problems)
