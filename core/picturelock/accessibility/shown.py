"""What captions are on screen when."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from picturelock.cues import Cue
from picturelock.cutmap import union
from picturelock.spoken import RecordWord, letters
from picturelock.times import Flicks, from_ms

NEAR: Flicks = from_ms(500)
"""How far from a word's middle a caption that says it may begin or end."""
_NEIGHBOURS = 8  # captions before a word that are searched for it


class Shown:
    """The captions of a file that hold any text, in order of start."""

    def __init__(self, cues: Sequence[Cue]) -> None:
        self.cues = sorted((cue for cue in cues if cue.text.strip()), key=lambda cue: cue.span)
        self._starts = [cue.span.start for cue in self.cues]
        self._spans = union(cue.span for cue in self.cues)
        self._span_starts = [span.start for span in self._spans]
        self._texts = [frozenset(map(letters, cue.text.split())) for cue in self.cues]

    def at(self, time: Flicks) -> bool:
        """True where any caption is on screen."""
        at = bisect_right(self._span_starts, time) - 1
        return at >= 0 and time < self._spans[at].end

    def covers(self, word: RecordWord, *, translated: bool = False) -> bool:
        """True where any caption is on screen at the middle of a word, or one near it that says the word.

        translated: the captions cannot say the word, so one near it will do.
        """
        middle = middle_of(word)
        if self.at(middle):
            return True
        text, end = letters(word.text), bisect_right(self._starts, middle + NEAR)
        near = range(max(0, end - _NEIGHBOURS), end)
        return any((translated or text in self._texts[i]) and middle < self.cues[i].span.end + NEAR for i in near)


def middle_of(word: RecordWord) -> Flicks:
    """When half of a word has been said."""
    return (word.span.start + word.span.end) // 2
