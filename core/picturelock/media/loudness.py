"""Programme loudness and true peak, by ITU-R BS.1770 and EBU Tech 3341/3342 as FFmpeg's ebur128 filter measures them."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import log10
from pathlib import Path
from typing import Any

import av.error
from av.filter import Graph

from picturelock.errors import InputError
from picturelock.host import Progress, silent
from picturelock.media.audio import audio_duration, choose
from picturelock.media.container import input_error, missing_bytes, open_container
from picturelock.times import FLICKS_PER_SECOND, Flicks, nearest

_GATE_LUFS = -70.0  # BS.1770's absolute gate: what never rises above it has no programme loudness
_TELL_EVERY_S = 5


@dataclass(frozen=True, slots=True)
class Loudness:
    """What a measurement of a whole programme gives."""

    integrated_lufs: float | None
    """None = nothing rises above -70 LUFS: silence."""
    true_peak_dbtp: float | None
    """The highest of all channels, 4 times oversampled; None = digital silence."""
    range_lu: float
    duration: Flicks
    """Of the sound that was measured."""
    channels: int


def measure(path: Path, stream: int = 0, progress: Progress | None = None, *, right: int | None = None) -> Loudness:
    """The loudness of one audio stream; of a stereo programme laid down as two mono streams, `stream` and `right`.

    Channels weigh as BS.1770 says (LFE not at all, surrounds +1.5 dB) where the layout names them, else all alike.
    Loudness is given to 0.001 LU, peaks to 0.001 of full scale (0.01 dB near the limits); the last incomplete 100 ms are
    not measured. Raises InputError, also where the file is damaged or cut short: half a programme has no loudness.
    """
    tell = progress or silent
    total = audio_duration(path, stream)
    with open_container(path) as container:
        streams = [choose(container, path, number) for number in ([stream] if right is None else [stream, right])]
        chain = _Chain(streams, path)
        reported = 0
        for packet in container.demux(*streams):
            try:
                frames = packet.decode()
            except av.error.FFmpegError as error:
                raise input_error(error, path, "while its loudness was measured") from error
            for frame in frames:
                chain.push(packet.stream_index, frame)
            done = nearest(chain.seconds * FLICKS_PER_SECOND)
            if done - reported >= _TELL_EVERY_S * FLICKS_PER_SECOND:
                reported = done
                tell("loudness", done, total, path.name)
        if missing_bytes(container, path):
            raise InputError("ends before the end that its header states.", file=path)
        return chain.finish()


class _Chain:
    """The filter graph: one source per stream, joined where there are two, measured."""

    def __init__(self, streams: list[Any], path: Path) -> None:
        self.path = path
        self.graph = Graph()
        self.sources = {stream.index: self.graph.add_abuffer(template=stream) for stream in streams}
        meter, sink = self.graph.add("ebur128", "peak=true:metadata=1"), self.graph.add("abuffersink")
        if len(streams) == 1:
            self.sources[streams[0].index].link_to(meter)
        else:
            join = self.graph.add("amerge", f"inputs={len(streams)}")
            for index, source in enumerate(self.sources.values()):
                source.link_to(join, 0, index)
            join.link_to(meter)
        meter.link_to(sink)
        try:
            self.graph.configure()
        except (av.error.FFmpegError, ValueError) as error:
            raise InputError("has sound of a kind whose loudness cannot be measured.", file=path) from error
        self.sink = sink
        self.last: dict[str, str] = {}
        self.seconds = Fraction(0)
        self.channels = 0

    def push(self, index: int, frame: Any) -> None:
        try:
            self.sources[index].push(frame)
        except (av.error.FFmpegError, ValueError) as error:
            raise InputError("changes its sound format midway, which no programme may.", file=self.path) from error
        self._pull()

    def finish(self) -> Loudness:
        for source in self.sources.values():
            source.push(None)
        self._pull()
        integrated = float(self.last.get("lavfi.r128.I", _GATE_LUFS))
        peak = float(self.last.get("lavfi.r128.true_peak", 0))
        return Loudness(
            integrated_lufs=integrated if integrated > _GATE_LUFS else None,
            true_peak_dbtp=20 * log10(peak) if peak > 0 else None,
            range_lu=float(self.last.get("lavfi.r128.LRA", 0)),
            duration=nearest(self.seconds * FLICKS_PER_SECOND),
            channels=self.channels,
        )

    def _pull(self) -> None:
        while True:
            try:
                frame: Any = self.sink.pull()
            except (av.error.BlockingIOError, av.error.EOFError):
                return
            self.last = frame.metadata or self.last
            self.seconds += Fraction(frame.samples, frame.sample_rate)
            self.channels = frame.layout.nb_channels
