"""Image sequences as candidates: which frames are there, which file is which frame of the source, and where holes are."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from picturelock.conform.relink.model import Candidate
from picturelock.cut import Source
from picturelock.errors import InputError
from picturelock.media.fingerprint import fingerprint
from picturelock.timeline.references import frame_number, sequence_key, sequence_pattern
from picturelock.timeline.search import Border, plain
from picturelock.times import FrameRate, Span


def sequences(paths: Iterable[Path], border: Border) -> list[Candidate]:
    """The sequences that files make, one for each folder and name."""
    groups: dict[tuple[str, str], dict[int, Path]] = defaultdict(dict)
    for path in paths:
        number = frame_number(path.name)
        if number is not None:
            groups[os.path.dirname(path), plain(sequence_key(path.name))][number] = path  # noqa: PTH120 - fast
    found = [by for by in groups.values() if border.holds(by[min(by)])]
    return [_candidate(by, several=len(found) > 1) for by in found]


def pattern(path: Path) -> str:
    """The reference to the whole sequence of a frame, "/media/sh010.%04d.exr": a path, for in an address "%04" is a character."""
    return path.absolute().parent.as_posix() + "/" + sequence_pattern(path.name)


def numbers_used(one: Candidate, source: Source, used: Span, rate: FrameRate) -> tuple[int, int]:
    """The frame numbers of the first frame used and the one after the last.

    Source time is the frame number where the numbers found say so; else the first frame found is the source's start.
    """
    first, last = rate.floor(used.start), rate.ceil(used.end)
    if one.frames and first <= one.frames[-1] and last > one.frames[0]:
        return first, last
    begin = rate.nearest(source.start if source.start is not None else used.start)
    by = (one.frames[0] if one.frames else 0) - begin
    return first + by, last + by


def lacking(one: Candidate, first: int, last: int) -> tuple[int, int, int]:
    """How many frames are not there of those from `first` up to `last`: before the sequence, in it, after it."""
    begin, end = one.frames[0], one.frames[-1] + 1
    head, tail = max(0, min(begin, last) - first), max(0, last - max(end, first))
    inside = max(0, min(last, end) - max(first, begin))
    return head, inside - sum(first <= number < last for number in one.frames), tail


def _candidate(by: dict[int, Path], several: bool) -> Candidate:
    frames = tuple(sorted(by))
    path, size, told = by[frames[0]], 0, ""
    with suppress(InputError, OSError, ValueError):
        size = path.stat().st_size
        if several:
            some = dict.fromkeys((frames[0], frames[len(frames) // 2], frames[-1]))
            told = "+".join([*(fingerprint(by[number]) for number in some), str(hash(frames))])
    return Candidate(path, fingerprint=told, size=size, frames=frames)
