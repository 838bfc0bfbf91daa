"""Cuts of bar-coded media, and which frame of which source each of their frames must show: known from how they are made."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from importlib.util import module_from_spec, spec_from_file_location
from itertools import pairwise
from math import ceil, floor
from pathlib import Path
from types import ModuleType

from picturelock.cut import Cut, Effect, Shot, Source, Track
from picturelock.times import FrameRate, Span, nearest

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
RATE = FrameRate(24)
LENGTH = 200
WIDTH, HEIGHT = 320, 180
"""16:9 as every host's default picture, so that none puts bars beside it."""


def beside(name: str) -> ModuleType:
    """A module of this folder: test files cannot import each other."""
    if name in sys.modules:
        return sys.modules[name]
    spec = spec_from_file_location(name, HERE / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    made = sys.modules[name] = module_from_spec(spec)
    spec.loader.exec_module(made)
    return made


barcode = beside("barcode")
Truth = list[frozenset[object]]
"""What may be seen at each frame: one source frame, or black; in a dissolve either of the two, or neither to tell."""


@dataclass(frozen=True, slots=True)
class Row:
    """A clip: where it lies, and what it shows; in frames."""

    track: str
    start: int
    end: int
    source: int
    first: int
    """Lowest frame of the source that is shown."""
    speed: Fraction = Fraction(1)
    reverse: bool = False
    effects: tuple[Effect, ...] = ()

    def shown(self, offset: int) -> int:
        """The source frame that is on screen so many frames after the start, by counting."""
        if self.reverse:
            end = self.first + (self.end - self.start) * self.speed
            return ceil(end - offset * self.speed) - 1
        return floor(self.first + offset * self.speed)


def _dissolve(kind: str, frames: int) -> Effect:
    return Effect("transition-in" if kind == "in" else "transition-out", "dissolve", RATE.time_of(frames))


PROGRAMMES: dict[str, Sequence[Row]] = {
    "straight cuts": (
        Row("V1", 0, 30, 1, 10), Row("V1", 30, 48, 2, 100), Row("V1", 48, 72, 3, 5), Row("V1", 72, 73, 1, 60),
        Row("V1", 73, 120, 2, 120),
    ),
    "tracks and gaps": (
        Row("V1", 0, 24, 1, 10), Row("V1", 36, 60, 2, 100), Row("V2", 12, 30, 3, 40), Row("V2", 50, 72, 1, 0),
    ),
    "retimes": (
        Row("V1", 0, 24, 1, 51, Fraction(2)), Row("V1", 24, 48, 2, 10, Fraction(1, 2)),
        Row("V1", 48, 72, 3, 36, reverse=True), Row("V1", 72, 84, 1, 77, Fraction(0)),
        Row("V1", 84, 108, 2, 30, Fraction(2), reverse=True), Row("V1", 108, 120, 3, 3),
    ),
    "dissolves": (
        Row("V1", 0, 48, 1, 10, effects=(_dissolve("out", 4),)),
        Row("V1", 48, 96, 2, 100, effects=(_dissolve("in", 6), _dissolve("out", 6))),
        Row("V1", 96, 120, 3, 30, effects=(_dissolve("in", 0),)),
    ),
}  # fmt: skip
"""Cuts of 24 frames a second by what they try."""


def media(folder: Path) -> dict[int, Path]:
    """Three sources, a picture of every frame a key frame."""
    made = {}
    for number in (1, 2, 3):
        narrow = barcode.make(folder / f"narrow{number}.mp4", number, LENGTH, Fraction(RATE.num, RATE.den))
        made[number] = folder / f"source{number}.mp4"
        command = [
            barcode.ffmpeg(), "-v", "error", "-y", "-i", str(narrow), "-vf", f"scale={WIDTH}:{HEIGHT}:flags=neighbor,setsar=1",
            "-c:v", "libx264", "-g", "1", "-bf", "0", "-qp", "10", "-pix_fmt", "yuv420p", "-video_track_timescale", "24000",
            str(made[number]),
        ]  # fmt: skip
        subprocess.run(command, check=True, timeout=120)
        narrow.unlink()
    return made


def programme(name: str, files: dict[int, Path], start_hour: int = 1) -> Cut:
    """A programme as a cut that starts on an hour."""
    rows = PROGRAMMES[name]
    counts: dict[str, int] = {}
    shots = []
    for row in rows:
        counts[row.track] = counts.get(row.track, 0) + 1
        shots.append(_shot(row, f"{row.track}:{counts[row.track]}", files[row.source]))
    tracks = tuple(Track(name, "video") for name in sorted(counts))
    order = tuple(sorted(shots, key=lambda one: (one.record_span.start, one.track)))
    hour = RATE.time_of(start_hour * 3600 * 24)
    return Cut(name, RATE, order, hour, duration=RATE.time_of(max(row.end for row in rows)), tracks=tracks)


def faded(files: dict[int, Path]) -> Cut:
    """Three seconds that come from black and go to it, in half a second each."""
    half = RATE.time_of(12)
    edges = (Effect("transition-in", "dissolve", 0, half), Effect("transition-out", "dissolve", 0, half))
    shot = _shot(Row("V1", 0, 72, 1, 10, effects=edges), "V1:1", files[1])
    return Cut("fades", RATE, (shot,), duration=shot.record_span.end, tracks=(Track("V1", "video"),))


def brightest(movie: Path) -> list[int]:
    """The brightest level of each frame, 0 to 255."""
    size = "64x36"
    command = [
        barcode.ffmpeg(),
        "-v",
        "error",
        "-i",
        str(movie),
        "-vf",
        f"scale={size}",
        "-f",
        "rawvideo",
        "-pix_fmt",
        "gray",
    ]
    data = subprocess.run([*command, "pipe:1"], capture_output=True, check=True, timeout=120).stdout
    return [max(data[at : at + 64 * 36]) for at in range(0, len(data), 64 * 36)]


def _shot(row: Row, place: str, file: Path) -> Shot:
    record = Span(RATE.time_of(row.start), RATE.time_of(row.end))
    first = RATE.time_of(row.first)
    whole = Span(0, RATE.time_of(LENGTH))
    source = Source(file.name, "AX", file, file.as_uri(), 0, whole, RATE)
    shown = Span(first, first + nearest(record.duration * row.speed))
    return Shot(
        place, row.track, "video", file.stem, source, shown, record, row.speed, row.reverse, effects=row.effects
    )


def truth(name: str) -> Truth:
    """What each frame of a programme may show."""
    rows = PROGRAMMES[name]
    frames: Truth = [frozenset({barcode.BLACK})] * max(row.end for row in rows)
    for row in sorted(rows, key=lambda row: row.track):
        for offset in range(row.end - row.start):
            frames[row.start + offset] = frozenset({(row.source, row.shown(offset))})
    for before, after in pairwise(rows):
        if before.end == after.start and before.track == after.track:
            for at in range(after.start - _handle(after, "in"), before.end + _handle(before, "out")):
                both = ((row.source, row.shown(at - row.start)) for row in (before, after))
                frames[at] = frozenset({None, *both})
    return frames


def _handle(row: Row, kind: str) -> int:
    return sum(RATE.nearest(one.handle) for one in row.effects if one.kind == f"transition-{kind}")


def right(name: str, got: Sequence[object]) -> tuple[int, int, list[tuple[int, object, object]]]:
    """How many frames are right, of how many, and the first that are wrong, with what they may be."""
    wanted = truth(name)
    shown = [*got, *["nothing"] * len(wanted)][: len(wanted)]
    wrong = [(at, a, b) for at, (a, b) in enumerate(zip(wanted, shown, strict=True)) if b not in a]
    return len(wanted) - len(wrong), len(wanted), wrong[:8]


def with_reel_and_path(cut: Cut) -> Cut:
    """The cut as OpenShot wants it: reel AX, clips called by their path."""
    return replace(cut, start=0, shots=tuple(replace(one, name=str(one.source.path)) for one in cut.shots))


def environment(**more: str) -> dict[str, str]:
    """A clean environment for a host: a home of its own, no display."""
    return {"PATH": os.environ["PATH"], "LANG": "C.UTF-8", **more}
