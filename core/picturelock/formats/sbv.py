"""SubViewer as YouTube exports it (.sbv): read only. Plain text; `[br]` and line ends break lines.

0:00:01.000,0:00:03.500
First line
second line
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from picturelock.cues import Captions, Cue, plain
from picturelock.errors import InputError, UsageError
from picturelock.formats.base import READ_ONLY, Findings, Notes, in_order, quote, split_lines
from picturelock.formats.clock import milliseconds
from picturelock.formats.inline import MOST, bounded
from picturelock.times import Span, from_ms

_TIME = r"(\d{1,4}):(\d{1,2}):(\d{1,2})(?:[.,](\d{1,3}))?"
_TIMING = re.compile(rf"\s*{_TIME}\s*,\s*{_TIME}\s*", re.ASCII)
_STRICT = re.compile(r"\d{1,2}:[0-5]\d:[0-5]\d\.\d{3},\d{1,2}:[0-5]\d:[0-5]\d\.\d{3}", re.ASCII)
_DAMAGED = re.compile(r"\s*-?\d[^:\n]{0,9}:[^:\n]{1,9}:[^:\n]{1,30}:[^:\n]{1,9}(?::[^:\n]{1,20})?", re.ASCII)
"""Times that someone meant: a digit, and hours, minutes and seconds of two times, of which one part may be missing."""
_BREAK = re.compile(r"\[br\]", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Sbv:
    """The SBV format."""

    name: str = "SBV"
    suffixes: tuple[str, ...] = (".sbv",)
    directions = READ_ONLY
    timecode = False

    def read(self, text: str, file: Path) -> tuple[Captions, Findings]:
        """See `Format.read`. A caption that ends before it starts is kept with no duration."""
        notes = Notes(file)
        lines = split_lines(text)
        timings = [(at, match) for at, line in enumerate(lines) if (match := _TIMING.fullmatch(line))]
        notes.bound(len(timings))
        if not timings and text.strip():
            raise InputError("holds no caption; expected times such as 0:00:01.000,0:00:03.500.", file=file)
        first = timings[0][0] if timings else 0
        if any(map(str.strip, lines[:first])):
            notes.add("bad-block", "error", 1, quote=quote(lines[:first]))
        if not timings:
            notes.add("no-cues", "warning", None)
        ends = [*(at for at, _ in timings[1:]), len(lines)]
        cues = [
            _cue(str(number), at, match, _own(lines, at + 1, end, notes), notes)
            for number, ((at, match), end) in enumerate(zip(timings, ends, strict=False), start=1)
        ]
        return Captions(in_order(cues, notes)), notes.findings

    def write(self, captions: Captions) -> tuple[str, Findings]:  # noqa: ARG002
        """Raises UsageError: no one who asks for captions asks for this."""
        raise UsageError("SBV is read here and not written.", hint="Write SRT, which YouTube takes too.")


SBV = Sbv()


def _own(lines: list[str], start: int, end: int, notes: Notes) -> list[str]:
    """The lines of a caption's text; those from times on that cannot be read are of captions that are left out."""
    damaged = [at for at in range(start, end) if _is_damaged(lines, at)]
    for at, until in pairwise([*damaged, end]):
        notes.add(
            "unread-time",
            "error",
            at + 1,
            found=quote(lines[at : at + 1]),
            expected="0:00:01.000,0:00:03.500",
            quote=quote(lines[at + 1 : until]),
        )
    return lines[start : damaged[0] if damaged else end]


def _is_damaged(lines: list[str], at: int) -> bool:
    """Whether a line after an empty one holds times that cannot be read."""
    line = lines[at]
    return not lines[at - 1].strip() and ("," in line or "-->" in line) and _DAMAGED.fullmatch(line) is not None


def _cue(name: str, at: int, match: re.Match[str], body: list[str], notes: Notes) -> Cue:
    fields = [field.ljust(3, "0") if index % 4 == 3 else field for index, field in enumerate(match.groups(default=""))]
    start, end = milliseconds(*fields[:4]), milliseconds(*fields[4:])
    if not _STRICT.fullmatch(match[0]):
        notes.add("bad-time", "warning", at + 1, name, found=match[0].strip(), expected="0:00:01.000,0:00:03.500")
    if end < start:
        shown = match[0].strip().split(",")
        notes.add("reversed-times", "error", at + 1, name, start=shown[0], end=shown[-1])
        end = start
    while body and not body[-1].strip():
        body.pop()
    if any(not line.strip() for line in body):
        notes.add("blank-line", "warning", at + 2, name)
    text = _BREAK.sub("\n", "\n".join(bounded(body)), count=MOST)
    return Cue(Span(from_ms(start), from_ms(end)), plain(text), name)
