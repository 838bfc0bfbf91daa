"""When the words of CEA-608 captions are sent: one in a frame, so that each caption is built before it is shown.

A caption is loaded in the frames before it, after the one before has been shown, around the words that erase that one.
Where the frames do not suffice, first the erasing gets shorter, then the caption comes late; one that would come more than
`LATEST` frames late is left out. All of it is noted.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from picturelock.findings import Fact
from picturelock.formats.base import Notes
from picturelock.formats.cea608.codes import EDM, EOC, miscellaneous

LATEST = 60
_SHOW, _ERASE = miscellaneous(EOC), miscellaneous(EDM)
_TWICE = 2  # frames for a code that is sent twice

Burst = tuple[int, bytes]
"""A frame, and the words that are sent from it on, one a frame."""


class Timed(NamedTuple):
    """A caption that is ready to be sent."""

    start: int
    """The frame in which it is to appear."""
    end: int
    words: bytes
    """What loads it."""
    name: str


class Schedule:
    """Gives the bursts of captions, in order. first: the frame before which nothing may be sent."""

    def __init__(self, first: int, notes: Notes) -> None:
        self._free = first
        self._end: int | None = None
        """When what is on screen goes; None while nothing is."""
        self._notes = notes
        self._bursts: list[Burst] = []

    def bursts(self, captions: Iterable[Timed]) -> list[Burst]:
        for caption in captions:
            needed = len(caption.words) // 2
            start = caption.start
            if needed > start - self._free:
                start = self._free + needed + (_TWICE if self._gone(start) is not None else 0)
                if not self._late(caption, needed, start):
                    continue
            self._send(caption, needed, start)
        if self._end is not None:
            self._bursts.append((self._end, _ERASE))
        return self._bursts

    def _gone(self, start: int) -> int | None:
        """When what is on screen goes, if that is before another caption is to appear."""
        return self._end if self._end is not None and self._end < start else None

    def _late(self, caption: Timed, needed: int, start: int) -> bool:
        """Note that a caption comes late; False where that is too late."""
        late, available = start - caption.start, max(0, caption.start - self._free)
        facts: dict[str, Fact] = {"cue": caption.name, "needed": needed, "available": available, "late": late}
        self._notes.add("build-time" if late <= LATEST else "not-built", "error", None, caption.name, **facts)
        return late <= LATEST

    def _send(self, caption: Timed, needed: int, start: int) -> None:
        gone = self._gone(caption.start)
        spare = start - self._free - needed
        erase = 0 if gone is None else min(_TWICE, start - gone, spare)
        if gone is None or not erase:
            if gone is not None:
                self._notes.add("no-blank", "warning", None, caption.name, cue=caption.name, blank=caption.start - gone)
            self._bursts.append((start - needed, caption.words))
        else:
            self._around(caption, gone, erase, start)
        self._bursts.append((start, _SHOW))
        self._free = start + _TWICE
        # One that comes late keeps its length as far as the next lets it.
        self._end = max(caption.end + start - caption.start, self._free)

    def _around(self, caption: Timed, gone: int, pause: int, start: int) -> None:
        """As late as possible, before and after the erasing; a code and its repeat stay together."""
        words, erase = caption.words, _ERASE[: 2 * pause]
        count = len(words) // 2
        before = max(0, count - (start - gone - pause))
        if before:
            if _parts_a_pair(words, before):
                before += 1
                if gone - before < self._free:
                    gone += 1
                    self._notes.add("erase-late", "info", None, caption.name, cue=caption.name)
            self._bursts.append((gone - before, words[: 2 * before]))
        rest = words[2 * before :]
        if gone + pause + len(rest) // 2 == start:
            self._bursts.append((gone, erase + rest))
        else:
            self._bursts.append((gone, erase))
            if rest:
                self._bursts.append((start - len(rest) // 2, rest))


def _parts_a_pair(words: bytes, at: int) -> bool:
    """True where a cut before that word would stand between a code and its repeat."""
    word = words[2 * at : 2 * at + 2]
    if not 0 < at < len(words) // 2 or not 0x10 <= word[0] & 0x7F <= 0x1F:
        return False
    same = 0
    while same < at and words[2 * (at - same - 1) : 2 * (at - same)] == word:
        same += 1
    return same % 2 == 1
