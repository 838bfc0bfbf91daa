"""Where captions come too late or too early, stretch by stretch: one reel that was shifted, one file that was not.

Each caption is looked for among the words heard around it. One that stands over what it says is in step, however much it leaves
out before or after that. Captions in a row that lie off by half a second or more, each about as far as the one before, are one
stretch. A translation says no word of what is heard: it is shifted as a whole over what it leaves uncovered, and taken to be
out of step where one shift covers it. The numbers are ours; no rule gives any.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from statistics import median_low

from picturelock.accessibility.common import ends_sentence, speech_spans
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
_LONG = 4
"""Words from which a caption that is found nowhere says something else."""
_LOST = 2
"""Such captions in a row end a stretch."""
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
class Found:
    """A caption that was looked for in the speech."""

    cue: Cue
    heard: Span | None
    """From the first to the last of its words; None = it has words, and they are not heard around it."""
    late: Flicks = 0
    """0 = in step; negative: early."""


@dataclass(frozen=True, slots=True)
class Step:
    """A stretch of speech whose captions are out of step."""

    speech: Span
    late: Flicks
    """The median; negative: early."""
    captions: int
    first: str
    """`Cue.id`."""
    points: tuple[tuple[Span, Flicks], ...] = ()
    """What each caption says and would stand over, in order, and by how much it is late; () = all as `late`."""

    def holds(self, word: RecordWord) -> bool:
        """True for a word that one of its captions says or leaves out."""
        at = bisect_right(self.points, middle_of(word), key=lambda point: point[0].start) - 1
        return at >= 0 and self.points[at][0].contains(middle_of(word))

    def says(self, word: RecordWord, shown: Shown) -> bool:
        """True for a word of that stretch over which a caption would stand if they were in step."""
        if not self.speech.contains(middle_of(word)):
            return False
        at = bisect_right(self.points, middle_of(word), key=lambda point: point[0].start) - 1
        return shown.at(middle_of(word) + (self.points[at][1] if at >= 0 else self.late))


def steps(found: Sequence[Found]) -> list[Step]:
    """The stretches out of step."""
    made: list[Step] = []
    run: list[Found] = []
    lost = 0
    for one in found:
        lost = lost + 1 if one.heard is None else 0
        if lost == _LOST or (one.heard is not None and run and (not one.late or abs(one.late - run[-1].late) > _ALIKE)):
            made += [_step(run)] if run else []
            run = []
        if one.late:
            run.append(one)
    return [*made, _step(run)] if run else made


def find(cues: Sequence[Cue], words: Sequence[RecordWord], language: str) -> list[Found]:
    """Captions of two words and more, in the speech. words: in the captions' language; both in order of start."""
    starts = [word.span.start for word in words]
    texts = [parts(word.text, language) for word in words]
    found: list[Found] = []
    before: Flicks = 0  # the end of what the caption before says
    for cue in cues:
        written = said_parts(cue, language)[:_MOST_WORDS]
        if len(written) < _FEWEST:
            continue
        first, after = bisect_left(starts, cue.span.start - REACH), bisect_right(starts, cue.span.end + REACH)
        near = range(first, min(after, first + _MOST_NEAR))
        places = [(text, place) for place in near for text in texts[place]]
        at = _aligned(written, places, words, cue.span.start)
        if at is None:
            found += [Found(cue, None)] if len(written) >= _LONG else []
            continue
        begin, end = words[places[at[0]][1]].span.start, words[places[at[1]][1]].span.end
        heard = Span(begin, max(begin + 1, end))
        unsaid = bisect_left(starts, heard.start) > bisect_left(starts, max(cue.span.start - LEAST, before))
        found.append(Found(cue, heard, _late(cue.span, heard, condensed=unsaid)))
        before = heard.end
    return found


def beside(found: Sequence[Found], words: Sequence[RecordWord], near: Flicks) -> frozenset[RecordWord]:
    """Words no farther than `near` from a caption that is in step and says others of their sentence: it leaves them out."""
    sentences = list(_sentences(words))
    middles = [middle_of(word) for word in words]
    order = sorted(range(len(words)), key=middles.__getitem__)
    middles.sort()
    kept: set[RecordWord] = set()
    for one in found:
        if one.heard is None or one.late:
            continue
        own = order[bisect_left(middles, one.heard.start) : bisect_left(middles, one.heard.end)]
        said = {sentences[number] for number in own}
        around = order[bisect_right(middles, one.cue.span.start - near) : bisect_left(middles, one.cue.span.end + near)]
        kept.update(words[number] for number in around if sentences[number] in said)
    return frozenset(kept)


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


def _aligned(
    written: Sequence[str], heard: Sequence[tuple[str, int]], words: Sequence[RecordWord], start: Flicks
) -> tuple[int, int] | None:
    """Where among what is heard a caption's first and last words belong: most of its words agree there, and it is near."""
    places: dict[str, list[int]] = {}
    for number, (text, _) in enumerate(heard):
        places.setdefault(text, []).append(number)
    votes = Counter(place - own for own, text in enumerate(written) for place in places.get(text, ()))
    votes = Counter({at: count for at, count in votes.items() if 0 <= at < len(heard)})
    if not votes:
        return None
    best = max(votes, key=lambda at: (votes[at], -abs(words[heard[at][1]].span.start - start)))
    if votes[best] < _FEWEST or 2 * votes[best] < len(written):
        return None
    left = max(0, best - len(written))
    window = [text for text, _ in heard[left : best + 2 * len(written)]]
    blocks = [one for one in SequenceMatcher(None, written, window, autojunk=False).get_matching_blocks() if one.size]
    first = left + blocks[0].b - blocks[0].a
    last = left + blocks[-1].b + len(written) - 1 - blocks[-1].a
    first = min(max(first, 0), len(heard) - 1)
    return first, max(first, min(last, len(heard) - 1))


def _late(shown: Span, heard: Span, *, condensed: bool) -> Flicks:
    """By how much a caption is late; 0 = it stands over what it says, or nearly.

    condensed: words that no caption says come before what it says. It may stand over them, and is measured by its end.
    """
    by_start, by_end = shown.start - heard.start, shown.end - heard.end
    late = by_end if condensed and by_start < 0 else by_start
    if condensed and by_start < LEAST and by_end > -LEAST:
        return 0
    return late if abs(late) >= LEAST else 0


def _sentences(words: Sequence[RecordWord]) -> Iterator[int]:
    """The number of each word's sentence; a pause ends one too."""
    number = 0
    for place, word in enumerate(words):
        before = words[place - 1] if place else word
        number += bool(place) and (ends_sentence(before) or word.span.start - before.span.end > _PAUSE)
        yield number


def _step(run: Sequence[Found]) -> Step:
    heard = [one.heard for one in run if one.heard is not None]
    points = [
        (Span(min(said.start, own.start), max(said.end, own.end)), one.late)
        for one, said, own in zip(run, heard, (one.cue.span.shift(-one.late) for one in run), strict=True)
    ]
    speech = Span(min(said.start for said in heard), max(said.end for said in heard))
    late = median_low([one.late for one in run])
    return Step(speech, late, len(run), run[0].cue.id, tuple(sorted(points, key=lambda point: point[0])))
