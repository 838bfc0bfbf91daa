"""How well captions fit the speech of a cut: caption by caption, whether what it has somebody say is heard near it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from picturelock.accessibility.labels import said_parts
from picturelock.cues import Cue
from picturelock.spoken import RecordWord, parts
from picturelock.times import Flicks, from_ms

AROUND: Flicks = from_ms(2000)
"""How far from a caption its words may be heard; a whole file that is a little out of step still fits."""
FEWEST = 3
"""Words of a caption that is judged: "Yes." is said everywhere."""
_FITS_PERCENT = 50


@dataclass(frozen=True, slots=True)
class Fit:
    """What became of the captions that are long enough to be judged."""

    judged: int
    strangers: tuple[Cue, ...]
    """Those whose words are not heard near them."""

    @property
    def percent(self) -> int:
        """Of the judged captions, how many fit; 100 where none is judged."""
        return 100 * (self.judged - len(self.strangers)) // self.judged if self.judged else 100


def fit(cues: Sequence[Cue], words: Sequence[RecordWord], language: str) -> Fit:
    """words: what is heard in the captions' language, in order of start."""
    starts = [word.span.start for word in words]
    heard = [Counter(parts(word.text, language)) for word in words]
    judged, strangers = 0, []
    for cue in cues:
        written = Counter(said_parts(cue, language))
        if written.total() < FEWEST:
            continue
        judged += 1
        near: Counter[str] = Counter()
        first, after = bisect_left(starts, cue.span.start - AROUND), bisect_right(starts, cue.span.end + AROUND)
        for one in heard[first:after]:
            near += one
        if 100 * (written & near).total() < _FITS_PERCENT * written.total():
            strangers.append(cue)
    return Fit(judged, tuple(strangers))
