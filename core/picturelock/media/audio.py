"""Sound as an engine wants it: mono float samples, in blocks, from any file, in bounded memory."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from math import gcd
from pathlib import Path
from typing import Any

import av.error
import numpy as np
from av.audio.frame import AudioFrame
from av.audio.resampler import AudioResampler

from picturelock.errors import InputError
from picturelock.media.container import input_error, missing_bytes, only, open_container, pictures
from picturelock.media.mixing import Mixer, Samples, flat, frame_of
from picturelock.media.probe import stream_duration
from picturelock.times import FLICKS_PER_SECOND, Flicks, divide_ceil, divide_nearest, from_samples, nearest, to_samples

BLOCK_S = 5
_GAP_S = Fraction(1, 20)  # containers of whole milliseconds and edit lists jitter below this; a lost packet does not
_SETTLE_S = Fraction(1, 5)  # read before a seek point, so that the resampler's filter is full
_PREROLL_S = 1  # read before that where frames depend on earlier ones (AAC, MP3, Opus)
_LOSSLESS = ("pcm_", "flac", "alac", "wavpack")
_MEASURED = ("mov", "mxf", "flac", "wav", "w64", "aiff", "caf")  # containers whose stated duration is no estimate
_SHORT_S = Fraction(1, 2)
_MAX_RATE = 1_536_000  # samples a second; more is a forged header, and would size our buffers
_MAX_LEAP_S = 24 * 3600
_TORN_PACKETS = 8  # undecodable ones at the very start: a transport stream is often cut in the middle of a frame


def read_audio(path: Path, stream: int = 0, rate: int = 16000, *, start: Flicks = 0) -> Iterator[Samples]:
    """Mono float32 blocks of 5 s (the last is shorter), -1..1, of one audio stream; `stream` counts audio streams only.

    Time 0 is the file's first picture, or its first sound where it holds no picture: sound that begins later comes after silence,
    what lies before is dropped. Gaps in the timestamps above 50 ms are filled with silence, so that later words keep
    their place. Mono is the mean of the channels for stereo and where no layout is stated (isolated tracks of a recorder), and
    FFmpeg's own downmix for surround, where the centre weighs most.

    `start` > 0 gives exactly what the whole read gives from sample `times.to_samples(start, rate)` on, where coding is
    lossless and the container counts samples (WAV, FLAC, MOV, MXF); lossy codecs agree to within their decoder's start-up.
    Bad packets before the first good one, as in a transport stream that was cut anywhere, are passed over.
    Raises InputError; for a file damaged midway only after all that could be decoded was given, and it names the time.
    """
    if start < 0 or rate <= 0:
        raise ValueError("start is not negative, and rate is above zero")
    try:
        yield from _read(path, stream, rate, start, seek=start > 0)
    except _Lost:
        yield from _read(path, stream, rate, start, seek=False)


def _read(path: Path, stream: int, rate: int, start: Flicks, *, seek: bool) -> Iterator[Samples]:
    with open_container(path) as container:
        source = choose(container, path, stream)
        only(container, source)
        yield from _Reader(container, source, path, rate, start).blocks(seek)


def audio_duration(path: Path, stream: int = 0) -> Flicks:
    """The time at which the sound of a stream ends, as the container tells it: exact in MOV, MXF, WAV and FLAC.

    MP3, AAC and transport streams without an index give an estimate. Raises InputError.
    """
    with open_container(path) as container:
        source = choose(container, path, stream)
        duration = stream_duration(source) or nearest(Fraction(container.duration or 0, 1_000_000) * FLICKS_PER_SECOND)
        offset = _start_s(source) - _zero_s(container)
        return max(0, duration + nearest(offset * FLICKS_PER_SECOND))


def choose(container: Any, path: Path, stream: int) -> Any:
    """The audio stream of that number in an open container. Raises InputError if there is none, or it cannot be decoded."""
    count = len(container.streams.audio)
    if count == 0:
        raise InputError("holds no sound.", file=path)
    if not 0 <= stream < count:
        raise InputError(f"has no audio stream {stream}; it has {count}, counted from 0.", file=path)
    source = container.streams.audio[stream]
    codec = source.codec_context
    if codec is None or not source.time_base or not 0 < codec.sample_rate <= _MAX_RATE:
        raise InputError(
            "is coded in a way that this build of FFmpeg cannot decode.", file=path, place=f"audio stream {stream}"
        )
    return source


def _start_s(stream: Any) -> Fraction:
    return Fraction(stream.start_time or 0) * Fraction(stream.time_base or 0)


def _zero_s(container: Any) -> Fraction:
    """Time 0 in the container's own clock, in seconds."""
    streams = pictures(container) or container.streams.audio
    return min((_start_s(stream) for stream in streams if stream.start_time is not None), default=Fraction(0))


class _Lost(Exception):
    """After a seek, the file does not say where it landed, or landed late: only reading from its start is sure."""


class _Reader:
    """One pass over one stream: decode, mix down, place by timestamp, resample, cut into blocks."""

    def __init__(self, container: Any, stream: Any, path: Path, rate: int, start: Flicks) -> None:
        self.container, self.stream, self.path, self.rate = container, stream, path, rate
        self.source_rate = int(stream.codec_context.sample_rate)
        self.zero = _zero_s(container)
        # A frame starts at sample (pts * tick - origin) / scale: whole numbers, for there are millions of frames.
        base = Fraction(stream.time_base)
        self.tick = base.numerator * self.source_rate * self.zero.denominator
        self.origin = self.zero.numerator * self.source_rate * base.denominator
        self.scale = base.denominator * self.zero.denominator
        first = to_samples(start, rate)
        # The resampler repeats its phases every `source` samples in, `out` samples out: begun on such a boundary, it
        # gives the very samples that it gives when begun at 0.
        common = gcd(self.source_rate, rate)
        period_in, period_out = self.source_rate // common, rate // common
        settle = divide_ceil(int(_SETTLE_S * self.source_rate), period_in)
        periods = max(0, first // period_out - settle)
        self.position = periods * period_in
        """Source samples since time 0 that were placed or passed over."""
        self.skip = first - periods * period_out
        """Output samples still to be dropped."""
        self.tolerated = int(_GAP_S * self.source_rate)
        self.mixer = Mixer(self.source_rate)
        self.resampler = AudioResampler("flt", "mono", rate) if rate != self.source_rate else None
        self.problem: InputError | None = None

    def blocks(self, seek: bool) -> Iterator[Samples]:
        size = BLOCK_S * self.rate
        waiting: list[Samples] = []
        held = 0
        for samples in self._skipped(self._resampled(seek)):
            waiting.append(samples)
            held += len(samples)
            while held >= size:
                joined = np.concatenate(waiting)
                yield joined[:size]
                waiting, held = [joined[size:]], held - size
        if held:
            yield np.concatenate(waiting)
        if self.problem is not None:
            raise self.problem

    def _skipped(self, pieces: Iterator[Samples]) -> Iterator[Samples]:
        for piece in pieces:
            if self.skip < len(piece):
                yield piece[self.skip :]
                self.skip = 0
            else:
                self.skip -= len(piece)

    def _resampled(self, seek: bool) -> Iterator[Samples]:
        for piece in self._gathered(seek):
            if self.resampler is None:
                yield piece
            else:
                for frame in self.resampler.resample(frame_of(piece, self.source_rate)):
                    yield flat(frame)
        if self.resampler is not None:
            for frame in self.resampler.resample(None):
                yield flat(frame)

    def _gathered(self, seek: bool) -> Iterator[Samples]:
        """Placed samples in pieces of about a second: a codec's frames are short, and each call costs."""
        waiting: list[Samples] = []
        held = 0
        for piece in self._placed(seek):
            waiting.append(piece)
            held += len(piece)
            if held >= self.source_rate:
                yield np.concatenate(waiting)
                waiting, held = [], 0
        if held:
            yield np.concatenate(waiting)

    def _placed(self, seek: bool) -> Iterator[Samples]:
        """Mono samples at the source's rate from `position` on, with silence where the timestamps leave a gap."""
        threshold = 0  # the first frame is placed exactly
        for at, samples in self._decoded(seek):
            gap = at - self.position
            if gap < 0 and not threshold:  # before time 0, or before the place asked for
                samples, gap = samples[-gap:], 0
                if not len(samples):
                    continue
            if gap > threshold:
                if self._leaps(gap):
                    return
                yield from self._silence(gap)
            threshold = self.tolerated
            self.position += len(samples)
            yield samples
        self._check_end()

    def _silence(self, count: int) -> Iterator[Samples]:
        self.position += count
        for begin in range(0, count, self.source_rate):
            yield np.zeros(min(self.source_rate, count - begin), np.float32)

    def _decoded(self, seek: bool) -> Iterator[tuple[int, Samples]]:
        """Where each frame starts, in source samples since time 0, and its mono samples."""
        if seek:
            self._seek()
        after: int | None = None if seek else 0
        for frame in self._frames():
            at = self._sample_of(frame)
            if seek and after is None and (at is None or at > self.position):
                raise _Lost
            at = at if at is not None else after
            assert at is not None
            samples = self.mixer.mono(frame)
            after = at + len(samples)
            yield at, samples

    def _frames(self) -> Iterator[AudioFrame]:
        """Frames until the end or the first damage, which is kept in `problem`."""
        torn, decoded = 0, False
        packets = self.container.demux(self.stream)  # over for good once it has raised
        while True:
            try:
                packet = next(packets, None)
                if packet is None:
                    if torn and not decoded:
                        self.problem = InputError("holds no sound that can be decoded.", file=self.path)
                    return
                frames = packet.decode()
            except av.error.FFmpegError as error:
                torn += 1
                if decoded or torn > _TORN_PACKETS or not isinstance(error, av.error.InvalidDataError):
                    self.problem = input_error(error, self.path, self._place())
                    return
                continue
            decoded = decoded or bool(frames)
            yield from frames

    def _seek(self) -> None:
        lossless = self.stream.codec_context.name.startswith(_LOSSLESS)
        seconds = Fraction(self.position, self.source_rate) + self.zero - (0 if lossless else _PREROLL_S)
        ticks = int(seconds / Fraction(self.stream.time_base))
        try:
            self.container.seek(ticks, stream=self.stream, backward=True, any_frame=False)
        except av.error.FFmpegError:
            raise _Lost from None

    def _sample_of(self, frame: AudioFrame) -> int | None:
        return None if frame.pts is None else divide_nearest(frame.pts * self.tick - self.origin, self.scale)

    def _leaps(self, gap: int) -> bool:
        """True, and a problem noted, where a timestamp lies beyond the end that the file states: it would fill the disk."""
        stated = Fraction(self.container.duration, 1_000_000) if self.container.duration else _MAX_LEAP_S
        end = Fraction(self.position + gap, self.source_rate)
        if end <= stated + 1 and gap <= _MAX_LEAP_S * self.source_rate:
            return False
        self.problem = InputError("has timestamps that leap beyond its own end.", file=self.path, place=self._place())
        return True

    def _check_end(self) -> None:
        """Note a file that ends well before its header says: a copy or a recording that broke off."""
        if self.problem:
            return
        missing = missing_bytes(self.container, self.path)
        if not missing and str(self.container.format.name).split(",")[0] in _MEASURED:
            stated = stream_duration(self.stream) or 0
            stated += nearest((_start_s(self.stream) - self.zero) * FLICKS_PER_SECOND)
            missing = stated - from_samples(self.position, self.source_rate) > _SHORT_S * FLICKS_PER_SECOND
        if missing:
            self.problem = InputError(
                "ends here, before the end that its header states.",
                file=self.path,
                place=self._place(),
                hint="The copy or the recording broke off: copy the file again.",
            )

    def _place(self) -> str:
        return f"at {_clock(from_samples(self.position, self.source_rate))}"


def _clock(time: Flicks) -> str:
    seconds, tenths = divmod(time * 10 // FLICKS_PER_SECOND, 10)
    return f"{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}.{tenths}"
