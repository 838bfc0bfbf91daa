"""Where captions come too late or too early, stretch by stretch: one reel that was shifted, one file that was not.

Each caption is looked for among the words heard around it. Captions in a row that lie off by half a second or more, each about
as far as the one before, are one stretch. A translation says no word of what is heard: it is shifted as a whole over what it
leaves uncovered, and taken to be out of step where one shift covers it. The numbers are ours; no rule gives any.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import median_low

from picturelock.accessibility.common import speech_spans
from picturelock.accessibility.labels import said_parts
from picturelock.accessibility.shown import Shown, middle_of
from picturelock.cues import Cue
from picturelock.spoken import RecordWord, parts
from picturelock.times import Flicks, Span, from_ms, from_seconds

LEAST: Flicks = from_ms(500)
"""By how much a caption must be off to be out of step."""
REACH: Flicks = from_seconds(10)
"""How far from a caption its words are looked for."""
_ALIKE: Flicks = from_ms(500)
"""How far from the one before it a caption of a stretch may be off."""
_FEWEST = 2
"""Words that a caption must share with what is heard; half of its own as well."""
_PAUSE: Flicks = from_seconds(1)
_BIN: Flicks = from_ms(100)
_STRETCHES = 3
"""Stretches of speech that a shift must set right."""
_MOST_SHIFTS = 40
_MOST_WORDS = 60
"""Words of a caption that are looked for."""
_MOST_NEAR = 400
"""Words near a caption among which they are, and captions near a stretch of speech: more than there is in that time."""
_LEFT_PERCENT = 20
"""Of the uncovered words, what a shift may leave uncovered."""


@dataclass(frozen=True, slots=True)
class Step:
    """A stretch of speech whose captions are out of step."""

    speech: Span
    late: Flicks
    """The median; negative: early."""
    captions: int
    first: str
    """`Cue.id`."""
    points: tuple[tuple[Flicks, Flicks], ...] = ()
    """When each caption's speech begins, and by how much the caption is late; () = all as `late`."""

    def holds(self, word: RecordWord) -> bool:
        """True for a word of that stretch."""
        return self.speech.contains(middle_of(word))

    def says(self, word: RecordWord, shown: Shown) -> bool:
        """True for a word of that stretch over which a caption would stand if they were in step."""
        if not self.holds(word):
            return False
        at = bisect_right(self.points, (middle_of(word), REACH)) - 1
        return shown.at(middle_of(word) + (self.points[at][1] if at >= 0 else self.late))


def steps(cues: Sequence[Cue], words: Sequence[RecordWord], language: str) -> list[Step]:
    """The stretches out of step. words: in the captions' language; both in order of start."""
    found: list[Step] = []
    run: list[tuple[Cue, Span]] = []
    for cue, heard in _placed(cues, words, language):
        late = cue.span.start - heard.start
        if run and (abs(late) < LEAST or abs(late - _late(run[-1])) > _ALIKE):
            found.append(_step(run))
            run = []
        if abs(late) >= LEAST:
            run.append((cue, heard))
    return [*found, _step(run)] if run else found


def shift(cues: Sequence[Cue], words: Sequence[RecordWord], shown: Shown) -> Step | None:
    """The one stretch, if any, in which a translation is out of step. words: all that it must cover, in order of start."""
    bare = [word for word in words if not shown.covers(word, translated=True)]
    if not bare:
        return None
    region = Span(bare[0].span.start, max(word.span.end for word in bare))
    inside = [word for word in words if region.contains(middle_of(word))]
    starts = [cue.span.start for cue in cues]
    votes: Counter[Flicks] = Counter()
    offs: dict[Flicks, list[Flicks]] = {}
    for speech in speech_spans(inside, _PAUSE):
        first, after = bisect_left(starts, speech.start - REACH), bisect_right(starts, speech.start + REACH)
        for start in starts[first : min(after, first + _MOST_NEAR)]:
            place = (start - speech.start) // _BIN
            votes[place] += 1
            offs.setdefault(place, []).append(start - speech.start)
    tried = sorted(votes, key=lambda place: (-votes[place], abs(place)))[:_MOST_SHIFTS]
    judged = [
        (sum(not shown.at(middle_of(word) + place * _BIN) for word in inside), abs(place), place) for place in tried
    ]
    if not judged:
        return None
    left, _, best = min(judged)
    near = [off for place in (best - 1, best, best + 1) for off in offs.get(place, ())]
    late = median_low(near)
    if abs(late) < LEAST or len(near) < _STRETCHES or 100 * left > _LEFT_PERCENT * len(bare):
        return None
    own = [cue for cue in cues if cue.span.overlaps(region.shift(late))]
    return Step(region, late, len(own), own[0].id) if own else None


def _placed(cues: Sequence[Cue], words: Sequence[RecordWord], language: str) -> Iterator[tuple[Cue, Span]]:
    """Captions that are found in the speech, with the words from their first to their last."""
    starts = [word.span.start for word in words]
    texts = [parts(word.text, language) for word in words]
    for cue in cues:
        written = said_parts(cue, language)[:_MOST_WORDS]
        if len(written) < _FEWEST:
            continue
        first, after = bisect_left(starts, cue.span.start - REACH), bisect_right(starts, cue.span.end + REACH)
        near = range(first, min(after, first + _MOST_NEAR))
        heard = [(text, place) for place in near for text in texts[place]]
        at = _aligned(written, heard, words, cue.span.start)
        if at is not None:
            last = min(at + len(written), len(heard)) - 1
            begin, end = words[heard[at][1]].span.start, words[heard[last][1]].span.end
            yield cue, Span(begin, max(begin + 1, end))


def _aligned(
    written: Sequence[str], heard: Sequence[tuple[str, int]], words: Sequence[RecordWord], start: Flicks
) -> int | None:
    """Where among what is heard a caption's first word belongs: most of its words agree there, and it is near."""
    places: dict[str, list[int]] = {}
    for number, (text, _) in enumerate(heard):
        places.setdefault(text, []).append(number)
    votes = Counter(place - own for own, text in enumerate(written) for place in places.get(text, ()))
    votes = Counter({at: count for at, count in votes.items() if 0 <= at < len(heard)})
    if not votes:
        return None
    best = max(votes, key=lambda at: (votes[at], -abs(words[heard[at][1]].span.start - start)))
    return best if votes[best] >= _FEWEST and 2 * votes[best] >= len(written) else None


def _late(placed: tuple[Cue, Span]) -> Flicks:
    return placed[0].span.start - placed[1].start


def _step(run: Sequence[tuple[Cue, Span]]) -> Step:
    speech = Span(run[0][1].start, max(heard.end for _, heard in run))
    points = sorted((heard.start, cue.span.start - heard.start) for cue, heard in run)
    return Step(speech, median_low([late for _, late in points]), len(run), run[0][0].id, tuple(points))
