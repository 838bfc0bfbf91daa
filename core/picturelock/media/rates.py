"""The frame rate of a picture stream, and whether its frames are all as long: from timestamps, without decoding."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import Any

from picturelock.times import FrameRate

_PACKETS = 240
_BYTES = 32 << 20  # of big intra-coded frames a few are enough, and 240 of them are a gigabyte
_INDEX = 200_000  # entries of a QuickTime index looked at: over two hours at 24 fps
_REORDER = 16  # frames that a codec may hold back: the last ones seen may have gaps that later packets fill
_CLOSE = Fraction(1, 200)  # a nominal rate within 0.5 % of the measured one is the measured one


@dataclass(frozen=True, slots=True)
class Timing:
    """Rate and regularity of one picture stream."""

    rate: FrameRate | None
    vfr: bool


def timings(container: Any, streams: list[Any]) -> tuple[Timing, ...]:
    """The timing of each picture stream, in order.

    Looked at: in QuickTime and MP4 the whole index, up to 200 000 frames; elsewhere the first 240 packets or 32 MiB. A
    stretch of another rate further on is then seen only where the container's average rate gives it away.
    """
    times = {stream.index: _indexed(container, stream) for stream in streams}
    unread = [stream for stream in streams if len(times[stream.index]) < 3]
    if unread:
        times.update(_read(container, unread))
    return tuple(timing(stream, times[stream.index]) for stream in streams)


def timing(stream: Any, times: list[int]) -> Timing:
    """The timing told by presentation (or decoding) times of consecutive frames, sorted, in the stream's time base.

    Variable: two frame durations differ by more than two ticks (containers of whole milliseconds jitter by one) and by
    more than 2 %; or the container's average rate is over 0.1 % and one frame off its nominal rate.
    """
    base = Fraction(stream.time_base) if stream.time_base else Fraction(0)
    nominal = [Fraction(rate) for rate in (stream.average_rate, stream.base_rate, stream.guessed_rate) if rate]
    if len(times) < 3 or times[-1] == times[0] or not base:
        return Timing(_frame_rate(nominal[0]) if nominal else None, False)
    steps = [b - a for a, b in pairwise(times)]
    spread = max(steps) - min(steps)
    vfr = spread > 2 and spread * 50 > max(steps)
    measured = (len(times) - 1) / ((times[-1] - times[0]) * base)
    if vfr or _drifts(stream):
        return Timing(_frame_rate(Fraction(stream.base_rate or stream.average_rate or measured)), True)
    fitting = [rate for rate in nominal if abs(rate - measured) <= _CLOSE * measured]
    return Timing(_frame_rate(fitting[0] if fitting else measured), False)


def _drifts(stream: Any) -> bool:
    average, nominal = stream.average_rate, stream.base_rate
    if not average or not nominal or not stream.frames:
        return False
    ratio = Fraction(average) / Fraction(nominal)
    if ratio < Fraction(3, 4):  # a nominal rate that counts fields
        return False
    return abs(ratio - 1) > Fraction(1, 1000) and abs(ratio - 1) * stream.frames > 1


def _frame_rate(rate: Fraction) -> FrameRate | None:
    try:
        return FrameRate.parse(rate)
    except ValueError:
        return None


def _indexed(container: Any, stream: Any) -> list[int]:
    """Decoding times from a QuickTime index, which is read already; their steps are the frame durations."""
    if not str(container.format.name).startswith("mov"):
        return []
    return [entry.timestamp for entry in stream.index_entries[: min(_INDEX, len(stream.index_entries))]]


def _read(container: Any, streams: list[Any]) -> dict[int, list[int]]:
    """Presentation times of the first packets of each stream, sorted."""
    found: dict[int, list[int]] = {stream.index: [] for stream in streams}
    read = 0
    complete = True
    for packet in container.demux(*streams):
        read += packet.size
        if packet.pts is not None:
            found[packet.stream_index].append(packet.pts)
        if read > _BYTES or all(len(times) >= _PACKETS for times in found.values()):
            complete = False
            break
    return {index: _settled(times, complete) for index, times in found.items()}


def _settled(times: list[int], complete: bool) -> list[int]:
    """Times in order, without those that a packet not yet read may still come between."""
    ordered = sorted(set(times))
    return ordered if complete or len(ordered) < 3 * _REORDER else ordered[:-_REORDER]
