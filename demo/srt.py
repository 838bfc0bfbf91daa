"""Just enough SubRip to read a caption file, change one caption and write it back."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import film

_HALF = Fraction(1, 2)
_TIMES = re.compile(r"(\d+):(\d\d):(\d\d),(\d\d\d) --> (\d+):(\d\d):(\d\d),(\d\d\d)")


@dataclass
class Cue:
    """A caption; times in milliseconds from the first frame of the film."""

    start_ms: int
    end_ms: int
    lines: list[str]

    @property
    def text(self) -> str:
        return " ".join(self.lines)

    @property
    def frames(self) -> tuple[int, int]:
        """First and last (exclusive) frame, at the nearest frame."""
        return frame_of(self.start_ms), frame_of(self.end_ms)

    @property
    def characters_per_second(self) -> float:
        start, end = self.frames
        return sum(map(len, self.lines)) * float(film.RATE) / (end - start)


def frame_of(milliseconds: int) -> int:
    """The frame that starts nearest to a time."""
    return int(milliseconds * film.RATE / 1000 + _HALF)


def ms_of(frame: int) -> int:
    """The nearest millisecond to the start of a frame."""
    return int(frame * 1000 / film.RATE + _HALF)


def read(path: Path) -> list[Cue]:
    """The captions of a file in order."""
    cues = []
    for block in path.read_text(encoding="utf-8-sig").replace("\r\n", "\n").strip().split("\n\n"):
        _, times, *lines = block.split("\n")
        match = _TIMES.match(times)
        if match is None:
            raise ValueError(f"{path.name}: {times!r} is not a pair of times")
        numbers = [int(group) for group in match.groups()]
        cues.append(Cue(_ms(*numbers[:4]), _ms(*numbers[4:]), lines))
    return cues


def write(path: Path, cues: list[Cue]) -> None:
    """Write captions, numbered from 1."""
    blocks = [
        "\n".join([str(number), f"{_label(cue.start_ms)} --> {_label(cue.end_ms)}", *cue.lines, ""])
        for number, cue in enumerate(cues, start=1)
    ]
    path.write_text("\n".join(blocks), encoding="utf-8")


def _ms(hours: int, minutes: int, seconds: int, rest: int) -> int:
    return ((hours * 60 + minutes) * 60 + seconds) * 1000 + rest


def _label(milliseconds: int) -> str:
    seconds, rest = divmod(milliseconds, 1000)
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02},{rest:03}"
