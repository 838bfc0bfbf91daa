"""The words that are known to be heard in the old cut, by the time of their middle."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from picturelock.conform.carry import Carried, Carrier
from picturelock.conform.runs import Run
from picturelock.cues import Cue
from picturelock.spoken import RecordWord
from picturelock.times import Flicks, Span

_SPOKEN_FOR = 2
"""Words of a caption for each that is heard in it, at most, where those are taken to be its own."""


class KnownWords:
    """What is heard under any caption of the old cut, as far as it is known."""

    def __init__(self, words: Sequence[RecordWord], carrier: Carrier) -> None:
        self._words = sorted(words, key=_middle)
        self._middles = [_middle(word) for word in self._words]
        self._known = carrier.sources({word.shot for word in words})
        """Sources in which words of this language are known."""

    def within(self, span: Span) -> Sequence[RecordWord]:
        return self._words[bisect_left(self._middles, span.start) : bisect_left(self._middles, span.end)]

    def are_of(self, cue: Cue) -> bool:
        """True where what is known to be heard under a caption is what it says.

        A few words of a longer caption may be those of its neighbour: what it says itself is then not known.
        """
        before = self.within(cue.span)
        return bool(before) and _SPOKEN_FOR * len(before) >= len(cue.text.split())

    def covers(self, run: Run) -> bool:
        """True where all that is said in a run would be known."""
        return run.followed == "sound" and run.source in self._known

    def holding(self, cue: Cue, carried: Carried) -> Sequence[Run]:
        """The runs that a caption goes to: none where its words are known and none of them is heard in any."""
        if any(self.within(run.old) for run in (*carried.runs, *carried.copies)):
            return carried.runs
        spoken = [run for run in carried.elsewhere if self.within(run.old)]
        if spoken or not self.are_of(cue):
            return spoken or carried.runs
        return () if all(map(self.covers, carried.runs)) else carried.runs


def _middle(word: RecordWord) -> Flicks:
    return (word.span.start + word.span.end) // 2
