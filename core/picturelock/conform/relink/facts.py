"""What media files are, looked up once: a file is opened again only where its size or one of its dates has changed.

Facts are never a reason to open a file: whoever asks for one has asked the Border first.
"""

from __future__ import annotations

import json
import os
import time
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

from picturelock.errors import InputError
from picturelock.media.probe import AudioStream, MediaInfo, VideoStream, probe
from picturelock.timeline.search import plain
from picturelock.times import Flicks, FrameRate, Timecode

YOUNG_NS = 3_000_000_000
"""A file that changed so shortly before it was read may change again under the same date: what it is, is not kept."""
MAX_MEMORIES = 200_000


@dataclass(frozen=True, slots=True)
class Memory:
    """What is known of one file."""

    stamp: tuple[int, int, int]
    """Size, and the dates of contents and of inode, in nanoseconds."""
    fingerprint: str
    reel: str
    text: str
    """The whole MediaInfo, packed."""


class Facts:
    """Media by path, read when first asked for."""

    def __init__(self, known: Mapping[str, Memory] | None = None) -> None:
        self.known: dict[str, Memory] = dict(known or {})
        self.young: set[str] = set()
        """Paths of which nothing is to be kept beyond this run."""
        self.changed = False
        self.probed = 0
        self._read: dict[Path, MediaInfo | InputError] = {}
        self._by_fingerprint: dict[str, list[str]] | None = None
        self._by_reel: dict[str, list[str]] | None = None

    def of(self, path: Path) -> MediaInfo | InputError:
        """What a file is, or why it cannot be read."""
        if path not in self._read:
            self._read[path] = self._look(path)
        return self._read[path]

    def remembered(self, path: Path) -> str:
        """The fingerprint of what was last known to be at a path, whether it still is or not; "" for none."""
        memory = self.known.get(str(path))
        return memory.fingerprint if memory else ""

    def with_fingerprint(self, fingerprint: str) -> Sequence[str]:
        """Where files of that contents were; nothing says that they still are."""
        if self._by_fingerprint is None:
            self._by_fingerprint = defaultdict(list)
            for path, memory in self.known.items():
                self._by_fingerprint[memory.fingerprint].append(path)
        return self._by_fingerprint.get(fingerprint, ())

    def on_reel(self, reel: str) -> Sequence[str]:
        """Where files were whose own tags name a reel, in lower case."""
        if self._by_reel is None:
            self._by_reel = defaultdict(list)
            for path, memory in self.known.items():
                if memory.reel:
                    self._by_reel[plain(memory.reel)].append(path)
        return self._by_reel.get(reel, ())

    def is_fresh(self, path: Path) -> bool:
        """True where the file need not be opened to be known."""
        memory = self.known.get(str(path))
        return path in self._read or (memory is not None and memory.stamp == _stamp(path))

    def _look(self, path: Path) -> MediaInfo | InputError:
        stamp, key = _stamp(path), str(path)
        memory = self.known.get(key)
        if memory is not None and stamp is not None and memory.stamp == stamp:
            found = _unpacked(memory, path)
            if found is not None:
                return found
        began = time.time_ns()
        try:
            info = probe(path)
        except InputError as error:
            return error
        self.probed += 1
        if stamp is not None:
            self.known[key] = Memory(stamp, info.fingerprint, info.reel, pack(info))
            if began - max(stamp[1:]) > YOUNG_NS:
                self.changed = True
                self.young.discard(key)
            else:
                self.young.add(key)
            if self._by_fingerprint is not None:
                self._by_fingerprint[info.fingerprint].append(key)
            if self._by_reel is not None and info.reel:
                self._by_reel[plain(info.reel)].append(key)
        return info


def _stamp(path: Path) -> tuple[int, int, int] | None:
    try:
        found = os.stat(path)  # noqa: PTH116
    except (OSError, ValueError):
        return None
    return found.st_size, found.st_mtime_ns, found.st_ctime_ns


def pack(info: MediaInfo) -> str:
    """A MediaInfo as text, without its path."""
    start = info.start_timecode
    told = {
        "container": info.container,
        "duration": info.duration,
        "video": [
            asdict(one) | {"rate": _rate_text(one.rate), "sample_aspect": str(one.sample_aspect)} for one in info.video
        ],
        "audio": [asdict(one) for one in info.audio],
        "start": [start.frames, start.drop] if start else None,
        "time_reference": info.time_reference,
    }
    return json.dumps(told, separators=(",", ":"))


def unpack(text: str, path: Path, fingerprint: str, size: int, reel: str) -> MediaInfo:
    """The MediaInfo again. Raises ValueError, KeyError, TypeError, AttributeError or ZeroDivisionError for what is none."""
    told = json.loads(text)
    video = tuple(
        VideoStream(**(one | {"rate": _rate(one["rate"]), "sample_aspect": Fraction(one["sample_aspect"])}))
        for one in told["video"]
    )
    rate = video[0].rate if video else None
    start = Timecode(told["start"][0], rate, told["start"][1]) if told["start"] and rate else None
    reference = told["time_reference"]
    return MediaInfo(
        path=path,
        container=str(told["container"]),
        duration=_whole(told["duration"]),
        video=video,
        audio=tuple(AudioStream(**one) for one in told["audio"]),
        start_timecode=start,
        fingerprint=fingerprint,
        size=size,
        time_reference=None if reference is None else _whole(reference),
        reel=reel,
    )


def _unpacked(memory: Memory, path: Path) -> MediaInfo | None:
    try:
        return unpack(memory.text, path, memory.fingerprint, memory.stamp[0], memory.reel)
    except (ValueError, KeyError, TypeError, AttributeError, ZeroDivisionError, RecursionError):
        return None


def _rate_text(rate: FrameRate | None) -> str | None:
    return str(rate) if rate else None


def _rate(text: Any) -> FrameRate | None:
    return FrameRate.parse(text) if text else None


def _whole(value: Any) -> Flicks:
    if type(value) is not int:
        raise ValueError("expected flicks")
    return value
